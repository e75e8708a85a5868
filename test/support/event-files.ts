// A view's events from plain rows, run by run: segments as ingest writes them where every row counts.
import { join } from 'node:path'
import type { Aggregate } from '../../src/core/aggregates.ts'
import { type History, runOfRow, type Segment } from '../../src/core/history.ts'
import { type Column, engineType, type Value } from '../../src/core/values.ts'
import { columnOf, type FeatureVersion, type Reads, type RowSet, type ViewVersion } from '../../src/core/versions.ts'
import type { Session } from '../../src/offline/offline-store.ts'
import { compare, copyOf, instant, type LandedRow, next, type StoredRow, stored, storedRows } from './history-files.ts'

/** An event as a run landed it; `id` names it, and what was sent before under the same name is superseded. */
export interface LandedEvent extends LandedRow {
  readonly id: string | null
}

export interface StoredEvent extends StoredRow {
  readonly id: string | null
}

export const storedEvents = (runs: readonly (readonly LandedEvent[])[]): StoredEvent[] =>
  storedRows(runs).map((row, i) => ({ ...row, id: runs.flat()[i]?.id ?? null }))

export interface GivenFeature {
  readonly name: string
  readonly type: FeatureVersion['type']
  readonly aggregate?: Partial<Aggregate> & Pick<Aggregate, 'function'>
  /** A formula over other features by name. */
  readonly expression?: string
  readonly uses?: readonly string[]
  readonly default?: FeatureVersion['default']
}

export interface Behaviour {
  readonly view: ViewVersion
  readonly inputs: readonly FeatureVersion[]
  readonly all: ReadonlyMap<number, FeatureVersion>
}

export const usualAggregate: Aggregate = {
  function: 'count',
  of: null,
  by: null,
  q: null,
  scale: null,
  within: null,
  steps: null,
  as: 'value',
  categories: null,
  length: null,
  closed: 'right',
}

/** A view of aggregations over inputs named as given; a late input is an expression over others and `gap`. */
export const makeBehaviour = (given: {
  readonly keys: readonly Column[]
  readonly inputs: readonly Column[]
  readonly late?: readonly (Column & { readonly expression: string; readonly uses: readonly string[] })[]
  readonly features: readonly GivenFeature[]
  readonly created?: boolean
  readonly ids?: boolean
}): Behaviour => {
  const described = { description: '', owner: '', tags: [], applied: 0n, status: 'current' as const, fingerprint: '' }
  const usual = { ...described, view: 'v', version: 1, rowSet: 1, fits: [], default: null, aggregate: null, uses: [] }
  const gap: Reads = { raw: [], derived: [{ name: 'gap', type: 'float64', sincePrevious: true }] }
  const rowSet: RowSet = {
    id: 1,
    view: 'v',
    source: 's',
    keys: given.keys,
    filter: null,
    timestamp: 'event_time',
    created: given.created === false ? null : 'created',
    timezone: 'UTC',
    events: true,
    eventId: given.ids === true ? 'id' : null,
  }
  const known = new Map<string, FeatureVersion>()
  const named = (names: readonly (string | null | undefined)[]) =>
    names.flatMap((name) => {
      const found = known.get(name ?? '')
      return found === undefined ? [] : [{ name: name ?? '', id: found.id }]
    })
  const add = (feature: Omit<FeatureVersion, 'id'>): FeatureVersion => {
    const version = { ...feature, id: known.size + 1 }
    known.set(version.name, version)
    return version
  }
  const inputs = given.inputs.map((it) => add({ ...usual, ...it, kind: 'input', expression: it.name }))
  for (const it of given.late ?? []) add({ ...usual, ...it, kind: 'late', uses: named(it.uses), reads: gap })
  const features = given.features.map(({ aggregate, expression, uses, ...it }) => {
    if (aggregate === undefined) {
      return add({ ...usual, ...it, kind: 'formula', expression: expression ?? 'NULL', uses: named(uses ?? []) })
    }
    const whole = { ...usualAggregate, ...aggregate }
    return add({
      ...usual,
      ...it,
      kind: 'aggregate',
      aggregate: whole,
      expression: '',
      uses: named([whole.of, whole.by]),
    })
  })
  const view: ViewVersion = {
    ...described,
    id: 1,
    view: 'v',
    version: 1,
    rowSet,
    entities: ['e'],
    ttl: null,
    online: true,
    features,
  }
  return { view, inputs, all: new Map([...known.values()].map((it) => [it.id, it])) }
}

/** Key, event time, created with null first, row: the order of ties. */
const byOrder = (a: StoredRow, b: StoredRow): number =>
  a.keys.map((key, i) => compare(key, b.keys[i] ?? null)).find((it) => it !== 0) ??
  (compare(a.eventTime, b.eventTime) || compare(a.created, b.created) || compare(a.rowId, b.rowId))

/** Which rows another with their id superseded, from when on, and by which. */
export const supersessions = (rows: readonly StoredEvent[]): { row: StoredEvent; by: StoredEvent }[] => {
  const groups = Map.groupBy(
    rows.filter((row) => row.id !== null),
    (row) => row.id,
  )
  return [...groups.values()].flatMap((group) => {
    const versions = group.toSorted((a, b) => compare(a.created, b.created) || compare(a.rowId, b.rowId))
    return versions.flatMap((row, i) => {
      const by = versions[i + 1]
      return by === undefined ? [] : [{ row, by }]
    })
  })
}

/** Writes events into `folder`: the first `merged` runs as one segment; from `besideFrom` on, an input has its own file. */
export const writeEvents = async (
  session: Session,
  { view, inputs }: Behaviour,
  runs: readonly (readonly LandedEvent[])[],
  folder: string,
  { merged = 1, beside = [] }: { readonly merged?: number; readonly beside?: readonly number[] } = {},
): Promise<History> => {
  const rows = storedEvents(runs)
  const starts = runs.map((_, run) => run).filter((run) => run === 0 || run >= merged)
  const segments: Segment[] = []
  for (const [i, from] of starts.entries()) {
    const to = starts[i + 1] ?? runs.length
    const own = rows.filter((row) => runOfRow(row.rowId) > from && runOfRow(row.rowId) <= to).toSorted(byOrder)
    if (own.length === 0) continue
    segments.push(
      await writeSegment(session, { view, inputs, from, to, rows: own, id: segments.length + 1 }, folder, beside),
    )
  }
  return {
    rowSet: view.rowSet,
    segments,
    hidden: view.rowSet.eventId === null ? [] : await writeHidden(session, rows, folder),
    lastRun: runs.length,
  }
}

/** At each run what its rows superseded, among all rows landed by then. */
const writeHidden = async (session: Session, rows: readonly StoredEvent[], folder: string): Promise<string[]> => {
  const last = rows.reduce((most, row) => Math.max(most, runOfRow(row.rowId)), 0)
  const files: string[] = []
  for (let run = 1; run <= last; run++) {
    const fresh = new Set(rows.filter((row) => runOfRow(row.rowId) === run).map((row) => row.id))
    const landed = rows.filter((row) => runOfRow(row.rowId) <= run && fresh.has(row.id))
    const pairs = supersessions(landed)
    if (pairs.length === 0) continue
    const path = join(folder, `${next()}-hidden.parquet`)
    const columns = [
      { name: 'row_id', type: 'BIGINT' },
      { name: 'until', type: 'TIMESTAMP' },
      { name: 'by', type: 'BIGINT' },
    ]
    await session.run(
      copyOf(
        columns,
        pairs.map(({ row, by }) => [row.rowId, instant(by.created), by.rowId]),
        path,
      ),
    )
    files.push(path)
  }
  return files
}

const writeSegment = async (
  session: Session,
  segment: {
    readonly view: ViewVersion
    readonly inputs: readonly FeatureVersion[]
    readonly from: number
    readonly to: number
    readonly rows: readonly StoredRow[]
    readonly id: number
  },
  folder: string,
  beside: readonly number[],
): Promise<Segment> => {
  const { inputs, rows, view } = segment
  const places = inputs.map((_, i) => i)
  const groups = [
    places.filter((i) => !beside.includes(i)),
    ...places.filter((i) => beside.includes(i)).map((i) => [i]),
  ]
  const files: Segment['files'][number][] = []
  for (const [n, group] of groups.entries()) {
    const path = join(folder, `${next()}-events.parquet`)
    const identities = [
      ...view.rowSet.keys.map((key) => ({ name: key.name, type: engineType(key.type) })),
      { name: 'event_time', type: 'TIMESTAMP' },
      { name: 'created', type: 'TIMESTAMP' },
      { name: 'row_id', type: 'BIGINT' },
    ]
    const own = group.flatMap((i) => inputs[i] ?? [])
    const columns = [
      ...(n === 0 ? identities : []),
      ...own.map((it) => ({ name: columnOf(it), type: engineType(it.type) })),
    ]
    const tuples = rows.map((row) => [
      ...(n === 0 ? [...row.keys, instant(row.eventTime), instant(row.created), row.rowId] : []),
      ...group.map((i): Value | ReturnType<typeof instant> => stored(row.values[i] ?? null, inputs[i]?.type)),
    ])
    await session.run(copyOf(columns, tuples, path))
    files.push({ path, identities: n === 0, features: own.map((it) => it.id) })
  }
  const times = rows.map((row) => row.eventTime).toSorted((a, b) => (a < b ? -1 : 1))
  return {
    id: segment.id,
    kind: 'events',
    firstRun: segment.from + 1,
    lastRun: segment.to,
    rows: rows.length,
    earliest: times[0] ?? 0n,
    latest: times.at(-1) ?? 0n,
    files,
  }
}
