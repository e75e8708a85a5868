// The composed SQL and the slow oracle give one answer, whatever the world: ties, nulls, late rows, edges of ttl.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { agreesAsFiles, agreesAtInstant, agreesEverywhere } from '../support/as-of-agreement.ts'
import { bitemporalWorlds, earlierWorlds, plainWorlds, type World, worlds } from '../support/as-of-worlds.ts'
import { openEngine } from '../support/engine.ts'

const { store, session, folder } = await openEngine()

const asWritten = (sql: string): string => sql

const check = async (
  fault: (sql: string) => string,
  parameters: fc.Parameters<[World]>,
  among = worlds,
): Promise<boolean> => {
  const property = fc.asyncProperty(among, (world) => agreesEverywhere(session, folder, world, fault))
  const { failed, counterexample, errorInstance } = await fc.check(property, { ...parameters, endOnFailure: true })
  if (failed && errorInstance instanceof Error && !(errorInstance instanceof assert.AssertionError)) throw errorInstance
  if (failed && fault === asWritten) assert.fail(`${errorInstance}\n${fc.stringify(counterexample)}`)
  return !failed
}

suite('as of', () => {
  for (const threshold of [0, 64]) {
    for (const threads of [1, 2]) {
      test(`the oracle's answer, in order, with asof_loop_join_threshold ${threshold} and ${threads} threads`, async () => {
        await session.run(`SET asof_loop_join_threshold = ${threshold}; SET threads = ${threads}`)
        assert.ok(await check(asWritten, { numRuns: 60 }))
      })
    }
  }

  test('one instant for every key gives what the join gives', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, (world) => agreesAtInstant(session, folder, world)),
      { numRuns: 40 },
    )
  })

  test('file to file, thousands of rows keep their order', async () => {
    // A feature that no segment has yet is an error of its own.
    const ready = worlds.map((world) => ({
      ...world,
      views: world.views.map((it) => ({ ...it, layout: { ...it.layout, missingBefore: [0, 0] } })),
    }))
    await fc.assert(
      fc.asyncProperty(ready, (world) => agreesAsFiles(store, session, folder, world)),
      { numRuns: 15 },
    )
  })
})

type Fault = readonly [string, (sql: string) => string]

const plainFaults: readonly Fault[] = [
  [
    'an event at the instant does not count',
    (sql) => sql.replaceAll('asked.instant >= rows.event_time', 'asked.instant > rows.event_time'),
  ],
  ['age equal to ttl does not count', (sql) => sql.replaceAll('<= $ttl', '< $ttl')],
  ['no ttl', (sql) => sql.replaceAll('<= $ttl', '<= $ttl + 100')],
  [
    'superseded rows answer',
    (sql) => sql.replaceAll('ANTI JOIN (\n-- Rows that a later run', 'LEFT JOIN (\n-- Rows that a later run'),
  ],
  ['nulls reach the join', (sql) => sql.replaceAll(/WHERE "key0" IS NOT NULL[^)]*\) AS asked/g, ') AS asked')],
  [
    'keys are joined as text',
    (sql) =>
      sql.replaceAll(
        /asked\."key0" = rows\.k0 AND asked\."key1" = rows\.k1/g,
        'concat(asked.key0, asked.key1) = concat(rows.k0, rows.k1)',
      ),
  ],
]

const earlierFaults: readonly Fault[] = [
  ['a later run is read', (sql) => sql.replaceAll('row_id < $next_run', '$next_run > 0')],
  [
    'the first created wins a tie',
    (sql) => sql.replaceAll('created DESC NULLS LAST, row_id DESC', 'created ASC NULLS LAST, row_id DESC'),
  ],
]

const bitemporalFaults: readonly Fault[] = [
  ['a null created is known', (sql) => sql.replaceAll('matches.created IS NULL OR ', '')],
  ['what is known later replaces what is newer', (sql) => sql.replaceAll('QUALIFY place >', 'QUALIFY -1 <')],
  [
    'a correction does not replace what it corrects',
    (sql) =>
      sql.replace(
        /row_number\(\)( OVER \(PARTITION BY [k0-9, ]+ ORDER BY event_time), created, row_id\) AS place/,
        'dense_rank()$1) AS place',
      ),
  ],
  [
    'rows are visible at their event time',
    (sql) => sql.replaceAll('greatest(event_time, created) AS visible', 'event_time AS visible'),
  ],
]

suite('the law notices', () => {
  for (const [among, list] of [
    [plainWorlds, plainFaults],
    [earlierWorlds, earlierFaults],
    [bitemporalWorlds, bitemporalFaults],
  ] as const) {
    for (const [name, fault] of list) {
      test(name, async () => {
        await session.run('SET asof_loop_join_threshold = 0; SET threads = 1')
        assert.equal(await check(fault, { numRuns: 600, seed: 8 }, among), false)
      })
    }
  }
})
