// Rows with an id, sent again and again: the point-in-time rules over the versions that exist, or that were known.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Value } from '../../src/core/values.ts'
import { asOf } from '../../src/retrieval/as-of.ts'
import { asOfInstant } from '../../src/retrieval/as-of-instant.ts'
import { loadSpine } from '../../src/retrieval/spine.ts'
import { seenEvents } from '../oracle/windows.ts'
import { openEngine } from '../support/engine.ts'
import { makeBehaviour, storedEvents, writeEvents } from '../support/event-files.ts'
import { inputs, type WindowWorld, windowWorlds } from '../support/window-worlds.ts'

const { session, folder } = await openEngine()

const agrees = async (world: WindowWorld, ttl: bigint | null): Promise<void> => {
  const { keys, created, knownAt, lastRun } = world
  const behaviour = makeBehaviour({ keys, inputs, features: [], created, ids: true })
  const features = behaviour.inputs.map((it) => ({ ...it, kind: 'row' as const }))
  const runs = created ? world.runs : world.runs.map((rows) => rows.map((row) => ({ ...row, created: null })))
  const history = await writeEvents(session, behaviour, runs, folder, world)
  const spine = await loadSpine(
    session,
    {
      columns: [
        { name: 'a', type: 'int64', values: world.spine.map((row) => row[0]) },
        { name: 's', type: 'string', values: world.spine.map((row) => row[1]) },
        { name: 'event_timestamp', type: 'timestamp', values: world.spine.map((row) => row[2]) },
      ],
    },
    { keys: keys.map((key) => ({ key, view: 'v' })), timestamp: null },
  )
  const events = storedEvents(runs).map((event) => ({ ...event, inputs: {} }))
  const answering = (key: readonly Value[], instant: bigint, known: boolean) => {
    const newest = seenEvents({ events, knownAt: known, lastRun }, key, instant).at(-1)
    return newest === undefined || (ttl !== null && newest.eventTime < instant - ttl) ? undefined : newest
  }
  const question = { name: 'v', history, features, lastRun }
  const asked = spine.askedFor(keys)
  const few = world.few ? { ...asked, rows: 0 } : asked
  const plan = asOf({ ...question, ttl, knownAt, rowsAtOnce: 5 }, few)
  for (const step of plan.steps) await session.run(step.sql, step.parameters)
  const found = await session.rows(plan.answer)
  const expected = world.spine.flatMap(([a, s, instant], rid) => {
    const key = keys.length === 1 ? [a] : [a, s]
    if (instant === null || key.includes(null)) return []
    const row = answering(key, instant, knownAt && created)
    return row === undefined
      ? []
      : [{ rid: BigInt(rid), f0: row.values[0], f1: row.values[1], f2: row.values[2], f3: row.values[3] }]
  })
  assert.deepEqual(
    found.toSorted((x, y) => Number(x.rid) - Number(y.rid)),
    expected,
  )
  for (const instant of new Set(world.spine.flatMap((row) => row[2] ?? []))) {
    const at = asOfInstant({ ...question, at: instant, keys: null })
    for (const step of at.steps) await session.run(step.sql, step.parameters)
    const rows = await session.rows(at.answer)
    const every = [...new Map(events.map((event) => [event.keys.join(), event.keys])).values()]
    const newest = every.flatMap((key) => seenEvents({ events, knownAt: false, lastRun }, key, instant).at(-1) ?? [])
    assert.deepEqual(new Set(rows.map((row) => String(row.row_id))), new Set(newest.map((row) => String(row.rowId))))
  }
}

test('rows with an id answer as the versions that exist, or were known, say', async () => {
  for (const threads of [1, 2]) {
    await session.run(`SET threads = ${threads}; SET asof_loop_join_threshold = 0`)
    const law = fc.asyncProperty(windowWorlds, fc.option(fc.bigInt(1n, 4n)), agrees)
    await fc.assert(law, { numRuns: 60 })
  }
})
