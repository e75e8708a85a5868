// Does the engine say what the oracle says of windows? A world's files written, its question composed and run.
import assert from 'node:assert/strict'
import { valueSql } from '../../src/aggregations/categories.ts'
import type { Aggregate } from '../../src/core/aggregates.ts'
import type { Value } from '../../src/core/values.ts'
import type { FeatureVersion } from '../../src/core/versions.ts'
import type { Session } from '../../src/offline/offline-store.ts'
import { asOf, type Question } from '../../src/retrieval/as-of.ts'
import { asOfInstant } from '../../src/retrieval/as-of-instant.ts'
import { loadSpine } from '../../src/retrieval/spine.ts'
import { type OracleWorld, seenEvents, windowValue } from '../oracle/windows.ts'
import { type Behaviour, makeBehaviour, storedEvents, writeEvents } from './event-files.ts'
import { inputs, late, type WindowWorld } from './window-worlds.ts'

/** How the question is to be answered, whatever the composer would choose. */
export type Forced = Partial<Pick<Question, 'rowsAtOnce' | 'windowPlan' | 'eventsPerKey'>>

const prepare = async (session: Session, folder: string, world: WindowWorld) => {
  const { keys, features, created, ids } = world
  const behaviour = makeBehaviour({ keys, inputs, late: [late], features, created, ids })
  const runs = created ? world.runs : world.runs.map((rows) => rows.map((row) => ({ ...row, created: null })))
  const history = await writeEvents(session, behaviour, runs, folder, world)
  const seen: OracleWorld = {
    events: storedEvents(runs).map((event) => ({
      ...event,
      id: ids ? event.id : null,
      inputs: Object.fromEntries(inputs.map((input, i) => [input.name, event.values[i] ?? null])),
    })),
    knownAt: world.knownAt && created,
    lastRun: world.lastRun,
    late: {
      later: ({ x }, gap) => (typeof x === 'number' && !(x < 0) ? (gap === null ? null : gap * 2) : (x ?? null)),
    },
  }
  return { behaviour, history, seen }
}

export const windowsAgree = async (
  session: Session,
  folder: string,
  world: WindowWorld,
  fault: (sql: string) => string = (sql) => sql,
  forced: Forced = {},
): Promise<void> => {
  const { keys } = world
  const { behaviour, history, seen } = await prepare(session, folder, world)
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
  const { knownAt, lastRun, exactSums } = world
  const question: Question = {
    ...{ name: 'v', history, features: behaviour.view.features, all: behaviour.all, ttl: null },
    ...{ knownAt, lastRun, exactSums, rowsAtOnce: 1000 },
    ...forced,
  }
  const asked = spine.askedFor(keys)
  const plan = asOf(question, world.few ? { ...asked, rows: 0 } : asked)
  for (const step of plan.steps) await session.run(fault(step.sql), step.parameters)
  const members = membersOf(behaviour)
  const columns = members.map(
    ({ feature, place, category }, i) => `${valueSql(feature, category, `f${place}`)} AS m${i}`,
  )
  const found = await session.rows(`SELECT rid, ${columns.join(', ')} FROM (\n${fault(plan.answer)}\n)`)
  assert.equal(new Set(found.map((row) => row.rid)).size, found.length, 'a row asked about has two answers')
  const complete = world.spine.flatMap(([a, s, instant], rid) => {
    const key = keys.length === 1 ? [a] : [a, s]
    return instant === null || key.includes(null) ? [] : [{ rid, key, instant }]
  })
  assert.deepEqual(
    found.map((row) => Number(row.rid)).toSorted((x, y) => x - y),
    complete.map((it) => it.rid),
  )
  for (const { rid, key, instant } of complete) {
    const row = found.find((it) => Number(it.rid) === rid)
    const events = seenEvents(seen, key, instant)
    for (const [i, { feature, category }] of members.entries()) {
      if (feature.aggregate === null) continue
      const expected = windowValue(events, instant, feature.aggregate, category)
      const actual = row?.[`m${i}`] ?? null
      assert.ok(
        isSame(actual, expected, feature.aggregate),
        `${feature.name} ${JSON.stringify(feature.aggregate, (_, it) => (typeof it === 'bigint' ? String(it) : it))} of row ${rid}, category ${category}: ${actual} instead of ${expected}`,
      )
    }
  }
}

/** For every instant of the spine: each key that has an event by then, with what the oracle says of it. */
export const windowsAgreeAtInstants = async (session: Session, folder: string, given: WindowWorld): Promise<void> => {
  const world = { ...given, knownAt: false }
  const { behaviour, history, seen } = await prepare(session, folder, world)
  const members = membersOf(behaviour)
  const columns = members.map(
    ({ feature, place, category }, i) => `${valueSql(feature, category, `f${place}`)} AS m${i}`,
  )
  const every = [...new Map(seen.events.map((event) => [event.keys.join(), event.keys])).values()]
  for (const at of new Set(world.spine.flatMap((row) => row[2] ?? []))) {
    const question = { name: 'v', history, features: behaviour.view.features, all: behaviour.all, at, keys: null }
    const plan = asOfInstant({ ...question, lastRun: world.lastRun, exactSums: world.exactSums })
    for (const step of plan.steps) await session.run(step.sql, step.parameters)
    const found = await session.rows(`SELECT *, ${columns.join(', ')} FROM (\n${plan.answer}\n)`)
    const answered = every.flatMap((keys) => {
      const events = seenEvents(seen, keys, at)
      const newest = events.at(-1)
      return newest === undefined ? [] : [{ events, newest }]
    })
    assert.equal(found.length, answered.length)
    for (const { events, newest } of answered) {
      const row = found.find((it) => it.row_id === newest.rowId)
      assert.deepEqual([row?.event_time, row?.created], [newest.eventTime, newest.created])
      for (const [i, { feature, category }] of members.entries()) {
        if (feature.aggregate === null) continue
        const expected = windowValue(events, at, feature.aggregate, category)
        assert.ok(isSame(row?.[`m${i}`] ?? null, expected, feature.aggregate), `${feature.name} at ${at}`)
      }
    }
  }
}

interface Member {
  readonly feature: FeatureVersion
  readonly place: number
  readonly category: number | null
}

const membersOf = ({ view }: Behaviour): Member[] =>
  view.features.flatMap((feature, place): Member[] => {
    const vocabulary = feature.aggregate?.categories?.vocabulary
    if (vocabulary === undefined || vocabulary === null) return [{ feature, place, category: null }]
    return [...vocabulary.keys(), vocabulary.length].map((category) => ({ feature, place, category }))
  })

const rounded: readonly Aggregate['function'][] = ['sum', 'mean', 'stddev', 'variance']

const isSame = (actual: Value, expected: Value, { function: name }: Aggregate): boolean => {
  if (Object.is(actual, expected) || (actual === 0 && expected === 0)) return true
  if (!rounded.includes(name) || typeof actual !== 'number' || typeof expected !== 'number') return false
  return Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
}
