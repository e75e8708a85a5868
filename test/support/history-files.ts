// A view's history from plain rows, run by run: files such as ingest writes, placed by arrays instead of by SQL.
import { join } from 'node:path'
import { firstRowId, type History, runOfRow, type Segment, type SegmentFile } from '../../src/core/history.ts'
import { type Column, engineType, type FeatureType, type Value } from '../../src/core/values.ts'
import { columnOf, type FeatureVersion, type RowSet, type ViewVersion } from '../../src/core/versions.ts'
import type { Session } from '../../src/offline/offline-store.ts'
import { quoteName, quoteText } from '../../src/sql/quote.ts'

/** A row as a run landed it; times are microseconds. */
export interface LandedRow {
  readonly keys: readonly Value[]
  readonly eventTime: bigint
  readonly created: bigint | null
  /** In the order of the view's features. */
  readonly values: readonly Value[]
}

/** What a row is once it has its run: all that a tie is decided by. */
export interface StoredRow extends LandedRow {
  readonly rowId: bigint
}

export const storedRows = (runs: readonly (readonly LandedRow[])[]): StoredRow[] =>
  runs.flatMap((rows, run) => rows.map((row, i) => ({ ...row, rowId: firstRowId(run + 1) + BigInt(i) })))

export const makeView = (given: {
  readonly id?: number
  readonly view?: string
  readonly keys: readonly Column[]
  readonly features: readonly (Column & { readonly default?: FeatureVersion['default'] })[]
  readonly ttl?: bigint | null
  readonly created?: boolean
}): ViewVersion => {
  const id = given.id ?? 1
  const view = given.view ?? 'v'
  const described = { description: '', owner: '', tags: [], applied: 0n, status: 'current' as const, fingerprint: '' }
  const rowSet: RowSet = {
    id,
    view,
    source: 's',
    keys: given.keys,
    filter: null,
    timestamp: 'event_time',
    created: given.created === false ? null : 'created',
    timezone: 'UTC',
    events: false,
    eventId: null,
  }
  const features = given.features.map(
    (feature, i): FeatureVersion => ({
      ...described,
      id: id * 1000 + i,
      view,
      kind: 'row',
      aggregate: null,
      name: feature.name,
      version: 1,
      rowSet: id,
      type: feature.type,
      expression: feature.name,
      uses: [],
      fits: [],
      default: feature.default ?? null,
    }),
  )
  return { ...described, id, view, version: 1, rowSet, entities: ['e'], ttl: given.ttl ?? null, online: true, features }
}

/** A file of a history is never written twice, as in a project: the engine keeps parts of files it has read. */
let files = 0
export const next = (): number => ++files

export interface Layout {
  /** Index of the first run whose files hold feature i beside the identities; before it stands a file of its own. */
  readonly laterFrom?: readonly number[]
  /** Index of the first run that has feature i at all. */
  readonly missingBefore?: readonly number[]
  /** How many of the first runs were merged into one segment. */
  readonly merged?: number
}

/** Writes the files of a history into `folder`; each run is a segment, its losers of a tie another. */
export const writeHistory = async (
  session: Session,
  view: ViewVersion,
  runs: readonly (readonly LandedRow[])[],
  folder: string,
  layout: Layout = {},
): Promise<History> => {
  const segments: Segment[] = []
  const hidden: [number, number][] = []
  const standing = new Map<string, { readonly row: StoredRow; readonly segment: number; readonly place: number }>()
  const merged = Math.min(layout.merged ?? 1, runs.length)
  const stretches = [[0, merged], ...runs.slice(merged).map((_, i) => [merged + i, merged + i + 1])] as const
  for (const [from = 0, to = 0] of stretches) {
    const rows = storedRows(runs).filter((row) => runOfRow(row.rowId) > from && runOfRow(row.rowId) <= to)
    rows.sort(byPlace)
    const best = new Map<string, StoredRow>()
    for (const row of rows) {
      const before = best.get(identity(row))
      if (before === undefined || wins(row, before)) best.set(identity(row), row)
    }
    const newest = rows.filter((row) => {
      const before = standing.get(identity(row))
      return best.get(identity(row)) === row && (before === undefined || wins(row, before.row))
    })
    const id = segments.length + 1
    for (const [place, row] of newest.entries()) {
      const before = standing.get(identity(row))
      if (before !== undefined) hidden.push([before.segment, before.place])
      standing.set(identity(row), { row, segment: id, place })
    }
    const superseded = rows.filter((row) => !newest.includes(row))
    for (const [kind, members] of [
      ['newest', newest],
      ['superseded', superseded],
    ] as const) {
      if (members.length === 0) continue
      segments.push(
        await writeSegment(session, view, { from, to, kind, rows: members, id: segments.length + 1 }, folder, layout),
      )
    }
  }
  const names: string[] = []
  if (hidden.length > 0) {
    const path = join(folder, `${next()}-hidden.parquet`)
    const values = hidden.map(([segment, row]) => `(${segment}::BIGINT, ${row}::BIGINT)`).join(', ')
    await session.run(
      `COPY (SELECT * FROM (VALUES ${values}) t(segment, "row")) TO ${quoteText(path)} (FORMAT parquet)`,
    )
    names.push(path)
  }
  return { rowSet: view.rowSet, segments, hidden: names, lastRun: runs.length }
}

const identity = (row: LandedRow): string => JSON.stringify([...row.keys, row.eventTime].map(String))

/** Greatest created, null losing; then the latest run, then its last row. */
export const wins = (row: StoredRow, other: StoredRow): boolean => {
  if (row.created === other.created) return row.rowId > other.rowId
  if (row.created === null) return false
  return other.created === null || row.created > other.created
}

export const compare = (a: Value, b: Value): number => (a === b ? 0 : a === null || (b !== null && a < b) ? -1 : 1)

const byPlace = (a: StoredRow, b: StoredRow): number => {
  const order = a.keys.map((key, i) => compare(key, b.keys[i] ?? null)).find((it) => it !== 0)
  return order ?? compare(a.eventTime, b.eventTime)
}

const writeSegment = async (
  session: Session,
  view: ViewVersion,
  segment: {
    readonly from: number
    readonly to: number
    readonly kind: Segment['kind']
    readonly rows: readonly StoredRow[]
    readonly id: number
  },
  folder: string,
  { laterFrom = [], missingBefore = [] }: Layout,
): Promise<Segment> => {
  const has = view.features.map((_, i) => segment.from >= (missingBefore[i] ?? 0))
  const beside = view.features.map((_, i) => segment.from >= (laterFrom[i] ?? 0))
  const groups = [
    view.features.map((_, i) => i).filter((i) => has[i] && beside[i]),
    ...view.features
      .map((_, i) => i)
      .filter((i) => has[i] && !beside[i])
      .map((i) => [i]),
  ]
  const files: SegmentFile[] = []
  for (const [n, group] of groups.entries()) {
    const path = join(folder, `${next()}-segment.parquet`)
    const features = group.flatMap((i) => view.features[i] ?? [])
    const columns = [
      ...(n === 0
        ? [
            ...view.rowSet.keys.map((key) => ({ name: key.name, type: engineType(key.type) })),
            { name: 'event_time', type: 'TIMESTAMP' },
            { name: 'created', type: 'TIMESTAMP' },
            { name: 'row_id', type: 'BIGINT' },
          ]
        : []),
      ...features.map((feature) => ({ name: columnOf(feature), type: engineType(feature.type) })),
    ]
    const tuples = segment.rows.map((row) => [
      ...(n === 0 ? [...row.keys, instant(row.eventTime), instant(row.created), row.rowId] : []),
      ...group.map((i) => stored(row.values[i] ?? null, view.features[i]?.type)),
    ])
    await session.run(copyOf(columns, tuples, path))
    files.push({ path, identities: n === 0, features: features.map((it) => it.id) })
  }
  const times = segment.rows.map((row) => row.eventTime).sort((a, b) => (a < b ? -1 : 1))
  return {
    id: segment.id,
    kind: segment.kind,
    firstRun: segment.from + 1,
    lastRun: segment.to,
    rows: segment.rows.length,
    earliest: times[0] ?? 0n,
    latest: times.at(-1) ?? 0n,
    files,
  }
}

export interface Instant {
  readonly micros: bigint
}

export const instant = (micros: bigint | null): Instant | null => (micros === null ? null : { micros })

export const stored = (value: Value, type: FeatureType | undefined): Value | Instant =>
  type === 'timestamp' && typeof value === 'bigint' ? { micros: value } : value

export const copyOf = (
  columns: readonly { readonly name: string; readonly type: string }[],
  tuples: readonly (readonly (Value | Instant)[])[],
  path: string,
): string => {
  const rows = tuples.map((tuple, n) => `(${[n, ...tuple].map(literal).join(', ')})`).join(', ')
  const names = columns.map((_, i) => `c${i}`).join(', ')
  const typed = columns.map((column, i) => `CAST(c${i} AS ${column.type}) AS ${quoteName(column.name)}`).join(', ')
  return `COPY (SELECT ${typed} FROM (VALUES ${rows}) t(place, ${names}) ORDER BY place) TO ${quoteText(path)} (FORMAT parquet)`
}

const literal = (value: Value | Instant): string => {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return quoteText(value)
  if (value instanceof Uint8Array) return `from_hex('${Buffer.from(value).toString('hex')}')`
  if (typeof value === 'object' && 'micros' in value) return `make_timestamp(${value.micros})`
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `'${value}'::DOUBLE`
  return typeof value === 'object' ? `[${value.map(literal).join(', ')}]` : String(value)
}
