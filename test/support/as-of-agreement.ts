// Does the engine say what the oracle says? A world's files written, its question composed and run, rows compared.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type History, runOfRow } from '../../src/core/history.ts'
import { formatInstant } from '../../src/core/instants.ts'
import { engineType, type Value } from '../../src/core/values.ts'
import type { ViewVersion } from '../../src/core/versions.ts'
import type { OfflineStore, Session } from '../../src/offline/offline-store.ts'
import { asOf } from '../../src/retrieval/as-of.ts'
import { asOfInstant } from '../../src/retrieval/as-of-instant.ts'
import type { Plan } from '../../src/retrieval/plan.ts'
import { loadSpine } from '../../src/retrieval/spine.ts'
import { writeTrainingSet } from '../../src/retrieval/training-set.ts'
import { answering } from '../oracle/as-of.ts'
import type { World, WorldView } from './as-of-worlds.ts'
import { makeView, storedRows, writeHistory } from './history-files.ts'

const spineColumns: readonly string[] = ['a', 'b', 's']

interface Prepared {
  readonly given: WorldView
  readonly view: ViewVersion
  readonly history: History
}

const prepare = async (session: Session, folder: string, world: World): Promise<Prepared[]> => {
  const prepared: Prepared[] = []
  for (const [i, given] of world.views.entries()) {
    const view = makeView({
      id: i + 1,
      view: `v${i}`,
      keys: given.keys,
      features: [
        { name: 'f', type: 'float64' },
        { name: 'g', type: 'string' },
      ],
      ttl: given.ttl,
      created: given.created,
    })
    prepared.push({ given, view, history: await writeHistory(session, view, runsOf(given), folder, given.layout) })
  }
  return prepared
}

/** Without a created column every created time is null. */
const runsOf = ({ runs, created }: WorldView) =>
  created ? runs : runs.map((rows) => rows.map((row) => ({ ...row, created: null })))

/** A feature that a run does not have yet is null in its rows. */
const valuesOf = (
  given: WorldView,
  row: { readonly rowId: bigint; readonly values: readonly Value[] } | null,
): Value[] =>
  [0, 1].map((i) => {
    if (row === null || segmentStart(given, row.rowId) < (given.layout.missingBefore?.[i] ?? 0)) return null
    return row.values[i] ?? null
  })

/** The first run, from 0, of the segment that a row stands in. */
const segmentStart = ({ layout }: WorldView, rowId: bigint): number =>
  runOfRow(rowId) <= (layout.merged ?? 1) ? 0 : runOfRow(rowId) - 1

const run = async (session: Session, { steps, answer }: Plan, fault: (sql: string) => string) => {
  for (const step of steps) await session.run(fault(step.sql), step.parameters)
  return session.rows(fault(answer))
}

export const agreesEverywhere = async (
  session: Session,
  folder: string,
  world: World,
  fault: (sql: string) => string,
): Promise<void> => {
  const prepared = await prepare(session, folder, world)
  const keys = prepared.flatMap(({ view }) => view.rowSet.keys.map((key) => ({ key, view: view.view })))
  const spine = await loadSpine(
    session,
    {
      columns: [
        { name: 'a', type: 'int64', values: world.spine.map((row) => row[0]) },
        { name: 'b', type: 'string', values: world.spine.map((row) => (row[1] === null ? null : String(row[1]))) },
        { name: 's', type: 'string', values: world.spine.map((row) => row[2]) },
        { name: 'event_timestamp', type: 'timestamp', values: world.spine.map((row) => row[3]) },
      ],
    },
    { keys, timestamp: null },
  )
  assert.equal(spine.rows, world.spine.length)
  for (const { given, view, history } of prepared) {
    const rows = storedRows(runsOf(given))
    const { knownAt, lastRun, rowsAtOnce } = world
    const question = { name: 'v', history, features: view.features, ttl: view.ttl, knownAt, lastRun, rowsAtOnce }
    const asked = spine.askedFor(view.rowSet.keys)
    const found = await run(session, asOf(question, world.few ? { ...asked, rows: 0 } : asked), fault)
    const actual = world.spine.map((): Value[] => [null, null])
    for (const row of found) actual[Number(row.rid)] = [row.f0 ?? null, row.f1 ?? null]
    assert.equal(new Set(found.map((row) => row.rid)).size, found.length, 'a spine row has two answers')
    const expected = world.spine.map((row) => {
      const instant = row[3]
      const bitemporal = knownAt && given.created
      return valuesOf(
        given,
        answering(rows, { keys: keysOf(given, row), instant, ttl: view.ttl, knownAt: bitemporal, lastRun }),
      )
    })
    assert.deepEqual(actual, expected)
  }
}

const keysOf = (given: WorldView, row: World['spine'][number]): Value[] =>
  given.keys.map((key) => row[spineColumns.indexOf(key.name)] ?? null)

/** For every instant of the spine: each key asked for that the history has, once, with the row the oracle names. */
export const agreesAtInstant = async (session: Session, folder: string, world: World): Promise<void> => {
  for (const { given, view, history } of await prepare(session, folder, world)) {
    const rows = storedRows(runsOf(given))
    const every = [...new Map(rows.map((row) => [row.keys.join(), row.keys])).values()]
    const some = every.filter((_, i) => i % 2 === 0)
    await session.run(keyTable(view, some))
    for (const at of new Set(world.spine.flatMap((row) => row[3] ?? []))) {
      for (const [keys, keySets] of [
        [null, every],
        ['some_keys', some],
      ] as const) {
        const question = { name: 'v', history, features: view.features, lastRun: world.lastRun, at, keys }
        const found = await run(session, asOfInstant(question), (sql) => sql)
        const expected = keySets.flatMap((asked) => {
          const row = answering(rows, { keys: asked, instant: at, ttl: null, knownAt: false, lastRun: world.lastRun })
          return row === null
            ? []
            : [[...asked.map(String), row.eventTime, row.created, row.rowId, ...valuesOf(given, row)]]
        })
        const actual = found.map((row) => [
          ...given.keys.map((_, i) => String(row[`k${i}`])),
          ...['event_time', 'created', 'row_id', 'f0', 'f1'].map((name) => row[name] ?? null),
        ])
        assert.deepEqual(new Set(actual.map(String)), new Set(expected.map(String)))
        assert.equal(actual.length, expected.length)
      }
    }
  }
}

const keyTable = (view: ViewVersion, keySets: readonly (readonly Value[])[]): string => {
  const columns = view.rowSet.keys.map((key) => `${key.name} ${engineType(key.type)}`).join(', ')
  const tuples = keySets.map(
    (keys) => `(${keys.map((key) => (typeof key === 'string' ? `'${key}'` : key)).join(', ')})`,
  )
  const insert = tuples.length === 0 ? '' : `INSERT INTO some_keys VALUES ${tuples.join(', ')}`
  return `CREATE OR REPLACE TEMP TABLE some_keys (${columns}); ${insert}`
}

/** From a CSV file to a CSV file: a spine of thousands of rows comes out row by row as it went in, each with its answer. */
export const agreesAsFiles = async (
  store: OfflineStore,
  session: Session,
  folder: string,
  world: World,
): Promise<void> => {
  const prepared = await prepare(session, folder, world)
  const spine = Array.from({ length: 5000 }, (_, i) => world.spine[(i * i) % world.spine.length] ?? assert.fail())
  const lines = spine.map(
    (row, i) =>
      `${i},${row
        .slice(0, 3)
        .map((it) => it ?? '')
        .join(',')},${instantText(row[3])}`,
  )
  const path = join(folder, 'spine.csv')
  const output = join(folder, 'out.csv')
  writeFileSync(path, ['n,a,b,s,event_timestamp', ...lines, ''].join('\n'))
  const selected = prepared.flatMap(({ view }) =>
    view.features.map((feature) => ({ view, feature, category: null, column: `${view.view}__${feature.name}` })),
  )
  const historyOf = (view: ViewVersion): History => prepared.find((it) => it.view === view)?.history ?? assert.fail()
  const { knownAt, lastRun } = world
  const wanted = {
    spine: { path, format: null },
    timestamp: null,
    knownAt,
    ...(lastRun === null ? {} : { lastRuns: new Map(prepared.map(({ view }) => [view.rowSet.id, lastRun])) }),
    output,
    format: 'csv',
    selected,
    historyOf,
  } as const
  await writeTrainingSet(store, wanted)
  const expected = spine.map((row, i) => {
    const values = prepared.flatMap(({ given, view }) => {
      // An unquoted empty text of a CSV file is null, so it is no key.
      const keys = keysOf(given, row).map((key) => (key === '' ? null : key))
      const bitemporal = knownAt && given.created
      const question = { keys, instant: row[3], ttl: view.ttl, knownAt: bitemporal, lastRun }
      return valuesOf(given, answering(storedRows(runsOf(given)), question))
    })
    return [lines[i], ...values.map((it) => (typeof it === 'number' ? it.toFixed(1) : (it ?? '')))].join(',')
  })
  assert.deepEqual(readFileSync(output, 'utf8').trimEnd().split('\n').slice(1), expected)
}

const instantText = (at: bigint | null): string => (at === null ? '' : formatInstant(at))
