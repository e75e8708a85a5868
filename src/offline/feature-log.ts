// How does a view's history grow? A sorted segment a run: one row a key and event time with losers of a tie kept apart,
// or, where rows are events, every row.
import { join } from 'node:path'
import type { Micros } from '../core/clock.ts'
import type { History, Segment } from '../core/history.ts'
import { quoteName, quoteNames, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { readParquet, type Session } from './offline-store.ts'

/** What a relation of computed rows has beside its join keys and features. */
export const identityColumns = ['event_time', 'created', 'row_id'] as const

export interface WrittenSegment {
  readonly kind: Segment['kind']
  /** Staged. */
  readonly file: string
  readonly rows: number
  readonly earliest: Micros
  readonly latest: Micros
}

export interface Written {
  readonly segments: readonly WrittenSegment[]
  /** Staged file naming rows of earlier segments that lost to one of these; null when none did. */
  readonly hidden: string | null
}

/** The order of every segment's rows: by key, then as the tie rule puts them. */
export const sortedBy = (keys: readonly string[]): string =>
  `${quoteNames(keys)}, event_time, created NULLS FIRST, row_id`

/** Computes `relation` into new segments; `history` is what stands already. */
export const writeSegments = async (
  session: Session,
  relation: string,
  features: readonly string[],
  history: History,
  staging: string,
): Promise<Written> => {
  const { events } = history.rowSet
  const keys = history.rowSet.keys.map((key) => key.name)
  const sorted = join(staging, 'sorted.parquet')
  await session.run(
    render('offline/segment', {
      columns: quoteNames([...keys, ...identityColumns, ...features]),
      relation,
      keyed: keys.map((key) => `${quoteName(key)} IS NOT NULL`).join(' AND '),
      order: events ? sortedBy(keys) : `${quoteNames(keys)}, event_time`,
      file: quoteText(sorted),
    }),
  )
  const extent = await extentOf(session, sorted)
  if (extent.rows === 0) return { segments: [], hidden: null }
  if (events) return { segments: [{ kind: 'events', file: sorted, ...extent }], hidden: null }
  await session.run('CREATE OR REPLACE TEMP TABLE lost_rows (row BIGINT)')
  await findTies(session, sorted, keys)
  const hidden = await contest(session, sorted, keys, history, extent, staging)
  const [lost] = await session.rows('SELECT count(*) AS n FROM lost_rows')
  if (Number(lost?.n) === 0) return { segments: [{ kind: 'newest', file: sorted, ...extent }], hidden }
  return { segments: await split(session, sorted, staging), hidden }
}

/** How many rows a written file has, and between which event times. */
export const extentOf = async (
  session: Session,
  file: string,
): Promise<{ rows: number; earliest: Micros; latest: Micros }> => {
  const [row] = await session.rows(
    `SELECT count(*) AS rows, min(event_time) AS earliest, max(event_time) AS latest FROM ${readParquet([file])}`,
  )
  const micros = (value: unknown): Micros => (typeof value === 'bigint' ? value : 0n)
  return { rows: Number(row?.rows), earliest: micros(row?.earliest), latest: micros(row?.latest) }
}

const findTies = async (session: Session, file: string, keys: readonly string[]): Promise<void> => {
  const same = (neighbour: 'lag' | 'lead'): string =>
    [...keys, 'event_time'].map((key) => `${quoteName(key)} = ${neighbour}(${quoteName(key)}) OVER ()`).join(' AND ')
  await session.run(
    render('offline/tied-rows', {
      keys: quoteNames(keys),
      same_as_previous: `coalesce(${same('lag')}, false)`,
      same_as_next: `coalesce(${same('lead')}, false)`,
      file: quoteText(file),
    }),
  )
}

/** Decides the ties with segments that stand already; only those whose times overlap can have any. */
const contest = async (
  session: Session,
  file: string,
  keys: readonly string[],
  history: History,
  extent: { readonly earliest: Micros; readonly latest: Micros },
  staging: string,
): Promise<string | null> => {
  const overlapping = history.segments.filter(
    (it) => it.kind === 'newest' && it.earliest <= extent.latest && extent.earliest <= it.latest,
  )
  if (overlapping.length === 0) return null
  const standing = overlapping.map(
    (segment) =>
      `SELECT ${quoteNames(keys)}, event_time, created, row_id, ${segment.id} AS segment, file_row_number AS row
       FROM ${readParquet([segment.files[0]?.path ?? ''], 'file_row_number = true')}`,
  )
  await session.run(
    'CREATE OR REPLACE TEMP TABLE contested_rows (row BIGINT, segment BIGINT, standing_row BIGINT, wins BOOLEAN)',
  )
  await session.run(
    render('offline/contested-rows', {
      keys: quoteNames(keys),
      file: quoteText(file),
      standing: standing.join(' UNION ALL '),
      hidden:
        history.hidden.length === 0
          ? 'SELECT -1 AS segment, -1 AS row'
          : `SELECT * FROM ${readParquet(history.hidden)}`,
      same: keys.map((key) => `fresh.${quoteName(key)} = standing.${quoteName(key)}`).join(' AND '),
    }),
  )
  await session.run('INSERT INTO lost_rows SELECT row FROM contested_rows WHERE NOT wins')
  const [won] = await session.rows('SELECT count(*) AS n FROM contested_rows WHERE wins')
  if (Number(won?.n) === 0) return null
  const hidden = join(staging, 'hidden.parquet')
  await session.run(
    `COPY (SELECT segment, standing_row AS row FROM contested_rows WHERE wins ORDER BY ALL) TO ${quoteText(hidden)} (FORMAT parquet)`,
  )
  return hidden
}

const split = async (session: Session, sorted: string, staging: string): Promise<WrittenSegment[]> => {
  const sides = [
    { kind: 'newest', side: 'NOT IN', file: join(staging, 'newest.parquet') },
    { kind: 'superseded', side: 'IN', file: join(staging, 'superseded.parquet') },
  ] as const
  const segments: WrittenSegment[] = []
  for (const { kind, side, file } of sides) {
    await session.run(render('offline/split', { file: quoteText(sorted), side, output: quoteText(file) }))
    const extent = await extentOf(session, file)
    if (extent.rows > 0) segments.push({ kind, file, ...extent })
  }
  return segments
}

/** Computes features of later versions for the rows a segment has; gives the staged file. */
export const writeColumnGroup = async (
  session: Session,
  relation: string,
  features: readonly string[],
  segment: Segment,
  staging: string,
): Promise<string> => {
  const file = join(staging, `group-${segment.id}.parquet`)
  await session.run(
    render('offline/column-group', {
      features: quoteNames(features, 'computed'),
      identities: quoteText(segment.files[0]?.path ?? ''),
      relation,
      file: quoteText(file),
    }),
  )
  return file
}
