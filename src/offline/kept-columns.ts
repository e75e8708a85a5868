// Of what is a later feature computed where no source is read? Columns that the files of a segment have: those of its
// versions, and those of the source that were kept beside them.
import { keptMark, type Segment } from '../core/history.ts'
import { quoteColumn, quoteName, quoteText, quoteTexts } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { readParquet, type Session } from './offline-store.ts'

/** A column of a segment's files. */
export interface StoredColumn {
  readonly path: string
  readonly column: string
}

/** SQL of some columns of a segment, row by row in its order, under other names. */
export const besideEachOther = (segment: Segment, columns: ReadonlyMap<string, StoredColumn>): string => {
  const { path: first } = segment.files[0] ?? { path: '' }
  const paths = [...new Set([first, ...[...columns.values()].map((it) => it.path)])]
  const files = paths.map((path, i) => `${readParquet([path])} f${i}`)
  const named = [...columns].map(
    ([name, { path, column }]) => `${quoteColumn(`f${paths.indexOf(path)}`, column)} AS ${quoteName(name)}`,
  )
  return `SELECT ${['f0.row_id AS pintail_row_id', ...named].join(', ')} FROM ${files.join(' POSITIONAL JOIN ')}`
}

/** Writes features (SQL over `relation`, which has the segment's rows in its order, by column); gives the staged file. */
export const writeDerivedGroup = async (
  session: Session,
  relation: string,
  features: ReadonlyMap<string, string>,
  file: string,
): Promise<void> => {
  const columns = [...features].map(([column, sql]) => `${sql} AS ${quoteName(column)}`).join(', ')
  await session.run(render('offline/derived-group', { columns, relation, file: quoteText(file) }))
}

/** The columns kept beside the versions of some segments: by segment, by name. */
export const keptColumns = async (
  session: Session,
  segments: readonly Segment[],
): Promise<ReadonlyMap<Segment, ReadonlyMap<string, StoredColumn>>> => {
  if (segments.length === 0) return new Map()
  const paths = segments.flatMap((it) => it.files.map((file) => file.path))
  const found = await session.rows(
    `SELECT DISTINCT file_name AS path, name FROM parquet_schema([${quoteTexts(paths)}]) WHERE starts_with(name, $mark)`,
    { mark: keptMark },
  )
  return new Map(
    segments.map((segment) => {
      const own = new Set(segment.files.map((file) => file.path))
      const columns = found.map((row) => ({ path: String(row.path), column: String(row.name) }))
      return [segment, new Map(columns.filter((it) => own.has(it.path)).map((it) => [it.column, it]))]
    }),
  )
}
