// When are many small segments made one? When the newest ones have grown to the size of what stands before them.
import { join } from 'node:path'
import type { History, Segment } from '../core/history.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { quoteColumn, quoteNames, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { extentOf, identityColumns, sortedBy, type WrittenSegment } from './feature-log.ts'
import { keptColumns, type StoredColumn } from './kept-columns.ts'
import { readParquet, type Session } from './offline-store.ts'

/** Newest segments a question may have to read before they are merged. */
const most = 20

/**
 * The segments worth merging: from the newest back, as long as each is at most twice what came after it, so that a row
 * is rewritten a logarithmic number of times. Empty while there are few.
 */
export const segmentsToMerge = (segments: readonly Segment[]): Segment[] => {
  if (segments.filter((it) => it.kind !== 'superseded').length < most) return []
  const newestFirst = [...segments].sort((a, b) => b.lastRun - a.lastRun)
  const runs = [...new Set(newestFirst.map((it) => it.lastRun))]
  const merged: Segment[] = []
  let rows = 0
  for (const run of runs) {
    const next = newestFirst.filter((it) => it.lastRun === run)
    const size = next.reduce((sum, it) => sum + it.rows, 0)
    if (merged.length >= most && size > 2 * rows) break
    merged.push(...next)
    rows += size
  }
  return merged
}

export interface Merged {
  readonly segments: readonly WrittenSegment[]
  readonly features: readonly FeatureVersion[]
}

const sides = {
  ties: [
    ['newest', 'NOT (superseded OR hidden)'],
    ['superseded', 'superseded OR hidden'],
  ],
  events: [['events', 'true']],
} as const

/** Writes the rows of `chosen` anew as one sorted segment, with every feature and kept column that all of them have. */
export const mergeSegments = async (
  session: Session,
  history: History,
  chosen: readonly Segment[],
  features: readonly FeatureVersion[],
  staging: string,
): Promise<Merged> => {
  const complete = features.filter((feature) =>
    chosen.every((segment) => segment.files.some((file) => file.features.includes(feature.id))),
  )
  const keys = history.rowSet.keys.map((key) => key.name)
  const stored = await keptColumns(session, chosen)
  const [first, ...others] = [...stored.values()]
  const beside = [...(first?.keys() ?? [])].filter((name) => others.every((it) => it.has(name)))
  const rows = chosen.map((segment) => {
    const places = beside.flatMap((name) => stored.get(segment)?.get(name) ?? [])
    return segmentRows(segment, keys, complete, places)
  })
  // Of events nothing is hidden by its place: rows with one id are told apart when a question is asked.
  const { events } = history.rowSet
  const none = events || history.hidden.length === 0
  const hidden = none ? 'SELECT -1 AS segment, -1 AS row' : `FROM ${readParquet(history.hidden)}`
  const segments: WrittenSegment[] = []
  for (const [kind, kept] of events ? sides.events : sides.ties) {
    const file = join(staging, `merged-${kind}.parquet`)
    await session.run(
      render('offline/merge', {
        columns: quoteNames([...keys, ...identityColumns, ...complete.map(columnOf), ...beside]),
        rows: rows.join(' UNION ALL '),
        hidden,
        kept,
        order: sortedBy(keys),
        file: quoteText(file),
      }),
    )
    const extent = await extentOf(session, file)
    if (extent.rows > 0) segments.push({ kind, file, ...extent })
  }
  return { segments, features: complete }
}

/** A segment's rows with their position, its files laid side by side; `kept` are columns of them that no version has. */
export const segmentRows = (
  segment: Segment,
  keys: readonly string[],
  features: readonly FeatureVersion[],
  kept: readonly StoredColumn[] = [],
): string => {
  const [identities, ...groups] = segment.files
  const relationOf = (group: number): string => (group < 0 ? 'i' : `g${group}`)
  const from = groups.map((file, i) => `POSITIONAL JOIN ${readParquet([file.path])} g${i}`)
  const columns = features.map((feature) => {
    const group = groups.findIndex((file) => file.features.includes(feature.id))
    return quoteColumn(relationOf(group), columnOf(feature))
  })
  const beside = kept.map(({ path, column }) =>
    quoteColumn(relationOf(groups.findIndex((file) => file.path === path)), column),
  )
  const own = [...keys, ...identityColumns].map((name) => quoteColumn('i', name))
  return `SELECT ${[...own, ...columns, ...beside].join(', ')}, i.file_row_number AS row, ${segment.id} AS segment,
    ${segment.kind === 'superseded'} AS superseded
    FROM ${readParquet([identities?.path ?? ''], 'file_row_number = true')} i ${from.join(' ')}`
}
