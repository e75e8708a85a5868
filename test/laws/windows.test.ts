// The composed SQL and the slow oracle agree on every window, function and category, whatever the world and the plan.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { openEngine } from '../support/engine.ts'
import { type Forced, windowsAgree, windowsAgreeAtInstants } from '../support/window-agreement.ts'
import { bitemporalWindows, plainWindows, type WindowWorld, windowsOf, windowWorlds } from '../support/window-worlds.ts'

const { session, folder } = await openEngine()

const asWritten = (sql: string): string => sql

const check = async (
  fault: (sql: string) => string,
  parameters: fc.Parameters<[WindowWorld]>,
  among = windowWorlds,
  forced: Forced = {},
): Promise<boolean> => {
  const property = fc.asyncProperty(among, (world) => windowsAgree(session, folder, world, fault, forced))
  const { failed, counterexample, errorInstance } = await fc.check(property, { ...parameters, endOnFailure: true })
  if (failed && errorInstance instanceof Error && !(errorInstance instanceof assert.AssertionError)) throw errorInstance
  if (failed && fault === asWritten) assert.fail(`${errorInstance}\n${fc.stringify(counterexample)}`)
  return !failed
}

suite('windows', () => {
  for (const threshold of [0, 64]) {
    for (const threads of [1, 2]) {
      test(`the oracle's answer with asof_loop_join_threshold ${threshold} and ${threads} threads`, async () => {
        await session.run(`SET asof_loop_join_threshold = ${threshold}; SET threads = ${threads}`)
        assert.ok(await check(asWritten, { numRuns: 60 }))
      })
    }
  }

  test('one instant for every key gives what the oracle says of its events', async () => {
    await session.run('SET asof_loop_join_threshold = 0; SET threads = 2')
    const law = fc.asyncProperty(windowWorlds, (world) => windowsAgreeAtInstants(session, folder, world))
    await fc.assert(law, { numRuns: 40 })
  })

  test('from tiles, as far as parts can be merged', async () => {
    await session.run('SET asof_loop_join_threshold = 0; SET threads = 2')
    assert.ok(await check(asWritten, { numRuns: 60 }, plainWindows, { windowPlan: 'tiles' }))
  })

  for (const eventsPerKey of [1, 1e3, 3e7]) {
    test(`in passes as for ${eventsPerKey} events a key`, async () => {
      assert.ok(await check(asWritten, { numRuns: 40 }, windowWorlds, { eventsPerKey }))
    })
  }
})

type Fault = readonly [string, (sql: string) => string]

const faults: readonly Fault[] = [
  ['an event at the instant does not count', (sql) => sql.replaceAll(/t <= until(\d)/g, 't < until$1')],
  ['an event as old as the window counts', (sql) => sql.replaceAll(/\bt > after(\d)/g, 't >= after$1')],
  [
    'a window closed to the left is closed to the right',
    (sql) => sql.replaceAll(/micros - 1 AS until/g, 'micros AS until'),
  ],
  ['windows of one pass are one window', (sql) => sql.replaceAll(/ FILTER \(t > after\d\)/g, '')],
  [
    'an event is looked for in one bucket only',
    (sql) => sql.replaceAll(/(unnest\(\[micros \/\/ \d+), micros \/\/ \d+ - 1\]/g, '$1]'),
  ],
  ['of two events at one time any is the last', (sql) => sql.replaceAll(/arg_max\((\w+), ord\)/g, 'arg_min($1, ord)')],
  ['an empty window counts null', (sql) => sql.replaceAll(/coalesce\((w\d+\.p\d+), 0\)/g, '$1')],
  [
    'superseded versions count',
    (sql) => sql.replaceAll('ANTI JOIN (SELECT row_id FROM', 'LEFT JOIN (SELECT NULL AS row_id FROM'),
  ],
  [
    'the category after the last is the last',
    (sql) => sql.replaceAll(/coalesce\(codes.code, (\d+)\)/g, 'coalesce(codes.code, $1 - 1)'),
  ],
  ['no event of a category is no category', (sql) => sql.replaceAll(/WHERE rows\.e\d IS NOT NULL/g, 'WHERE true')],
  ['the gap is counted from any key', (sql) => sql.replaceAll(/PARTITION BY k0(, k1)? ORDER BY ord/g, 'ORDER BY ord')],
  ['the spread is that of all, not of a sample', (sql) => sql.replaceAll('_samp(', '_pop(')],
  ['equal values are counted each', (sql) => sql.replaceAll('count(DISTINCT ', 'count(')],
  [
    'an event serves two steps',
    (sql) => sql.replaceAll('THEN a.s0 END', 'THEN coalesce(CASE WHEN x.m & 1 <> 0 THEN x.t END, a.s0) END'),
  ],
]

const bitemporalFaults: readonly Fault[] = [
  ['what is not known yet counts', (sql) => sql.replaceAll('events.c <= asked.micros AND ', '')],
  ['a version holds for ever', (sql) => sql.replaceAll('events.until > asked.micros', 'true')],
  ['what was corrected later never counted', (sql) => sql.replaceAll('events.until > asked.micros', 'false')],
  [
    'the event before is the one before, known or not',
    (sql) => sql.replaceAll(/PARTITION BY rid ORDER BY ord/g, 'ORDER BY rid, ord'),
  ],
]

const tileFaults: readonly Fault[] = [
  ['cut tiles count as whole ones', (sql) => sql.replaceAll('tiles.tile < last_tile', 'tiles.tile <= last_tile')],
  ['whole tiles do not count', (sql) => sql.replaceAll('tiles.tile > first_tile', 'tiles.tile > first_tile + 1')],
  ['a tile at both edges counts twice', (sql) => sql.replaceAll('list_distinct([', '([')],
]

suite('the law of windows notices', () => {
  for (const [among, list, forced] of [
    [plainWindows, faults, {}],
    [bitemporalWindows, bitemporalFaults, {}],
    [windowsOf('count'), tileFaults, { windowPlan: 'tiles' }],
  ] as const) {
    for (const [name, fault] of list) {
      test(name, async () => {
        await session.run('SET asof_loop_join_threshold = 0; SET threads = 1')
        assert.equal(await check(fault, { numRuns: 1500, seed: 8 }, among, forced), false)
      })
    }
  }
})
