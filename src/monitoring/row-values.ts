// Which rows did some runs bring, with which values? All of them: those that lost a tie or were superseded since, too.
import { firstRowId, type History, type Segment } from '../core/history.ts'
import { engineType } from '../core/values.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { readParquet } from '../offline/offline-store.ts'
import { identitiesOf } from '../retrieval/history-rows.ts'
import { quoteColumn, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'

export type Runs = readonly [number, number]

/** A column to read: a key or a time by its name, or a feature. */
export type RowColumn =
  | { readonly identity: string; readonly as: string }
  | { readonly feature: FeatureVersion; readonly as: string }

/** SQL of the rows, or null where the runs brought none. */
export const rowsOfRuns = (history: History, runs: Runs, columns: readonly RowColumn[]): string | null => {
  const [first, last] = runs
  const parts = history.segments
    .filter((it) => it.rows > 0 && it.lastRun >= first && it.firstRun <= last)
    .map((it) => segmentRows(it, runs, columns))
  return parts.length === 0 ? null : parts.join('\nUNION ALL\n')
}

const segmentRows = (segment: Segment, [first, last]: Runs, columns: readonly RowColumn[]): string => {
  const fileOf = (feature: FeatureVersion) => segment.files.find((file) => file.features.includes(feature.id))
  const whole = segment.firstRun >= first && segment.lastRun <= last
  const within = whole
    ? 'true'
    : `identities.row_id >= ${firstRowId(first)} AND identities.row_id < ${firstRowId(last + 1)}`
  const needed = columns.map((it) => ('identity' in it ? identitiesOf(segment) : (fileOf(it.feature)?.path ?? null)))
  const files = [...new Set(needed.filter((it) => it !== null))]
  // A file of its own is read alone: its rows are the segment's.
  const main = whole && files.length > 0 ? (files[0] ?? identitiesOf(segment)) : identitiesOf(segment)
  const beside = files.filter((it) => it !== main)
  const relation = (path: string): string => (path === main ? 'identities' : `g${beside.indexOf(path)}`)
  const selected = columns.map((it) => {
    if ('identity' in it) return `${quoteColumn(relation(identitiesOf(segment)), it.identity)} AS ${it.as}`
    const file = fileOf(it.feature)
    const value =
      file === undefined
        ? `NULL::${engineType(it.feature.type)}`
        : quoteColumn(relation(file.path), columnOf(it.feature))
    return `${value} AS ${it.as}`
  })
  return render('monitoring/drift-rows', {
    columns: selected.join(', '),
    file: quoteText(main),
    beside: beside.map((path, i) => `POSITIONAL JOIN ${readParquet([path])} AS g${i}`).join(' '),
    within,
  })
}
