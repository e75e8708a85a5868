// How do rows land as they came? Staged with the reason of each rejection, then kept without the rejected ones.
import { PintailError } from '../core/errors.ts'
import type { Column } from '../core/values.ts'
import { quoteName, quoteText, quoteTexts } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { type EngineRow, readParquet, type Session } from './offline-store.ts'

/** A landed file, and the id of its first row. */
export interface LandedFile {
  readonly id: number
  readonly run: number
  /** Absolute. */
  readonly path: string
  readonly rows: number
  readonly firstRowId: bigint
}

/** A column on its way in: what the reader gives, and how it becomes its type. */
export interface Typed {
  readonly column: Column
  /** SQL of the reader's value. */
  readonly given: string
  readonly value: string
  /** SQL, over the value named `v0`, `v1` …: whether it says what was given. */
  readonly faithful: string
}

export interface Staging {
  readonly read: string
  readonly columns: readonly Typed[]
  /** SQL of the number of the file a row came from. */
  readonly origin: string
  readonly file: string
}

const reason = ({ column, given, faithful }: Typed, i: number): string =>
  `WHEN ${given} IS NOT NULL AND (v${i} IS NULL OR NOT ${faithful})
    THEN ${quoteText(`${column.name}: "`)} || left(CAST(${given} AS VARCHAR), 100) || ${quoteText(`" is no ${column.type}`)}`

/** Reads files into one staged file; gives how many rows it holds and how many of them are rejected. */
export const stageRows = async (session: Session, staging: Staging): Promise<{ rows: number; rejected: number }> => {
  const typed = staging.columns
  await session.run(
    render('offline/stage', {
      columns: typed.map(({ column }, i) => `v${i} AS ${quoteName(column.name)}`).join(', '),
      values: typed.map(({ value }, i) => `${value} AS v${i}`).join(', '),
      origin: staging.origin,
      rejected: `CASE WHEN malformed IS NOT NULL THEN 'not a JSON object: ' || left(malformed, 100) ${typed
        .map(reason)
        .join(' ')} END`,
      read: staging.read,
      file: quoteText(staging.file),
    }),
  )
  const [counted] = await session.rows(
    `SELECT count(*) AS rows, count(pintail_rejected) AS rejected FROM ${readParquet([staging.file])}`,
  )
  return { rows: Number(counted?.rows), rejected: Number(counted?.rejected) }
}

/** The rows of landed files with their `pintail_row_id`, as a relation; older files may lack newer columns. */
export const landedRows = (files: readonly LandedFile[], columns: readonly Column[]): string => {
  if (files.length === 0) throw new PintailError({ code: 'not_ingested', message: 'no rows were landed yet' })
  const each = files.map(
    (file) =>
      `SELECT *, file_row_number + ${file.firstRowId} AS pintail_row_id FROM ${readParquet([file.path], 'file_row_number = true')}`,
  )
  const empty = `SELECT ${columns.map(({ name }) => `NULL AS ${quoteName(name)}`).join(', ')} WHERE false`
  return [...each, empty].join(' UNION ALL BY NAME ')
}

/** Tables of one run of landing: rows that may not land, and those of them without an event time. */
export const prepareExclusions = async (session: Session): Promise<void> => {
  await session.run('CREATE OR REPLACE TEMP TABLE excluded_rows (row BIGINT)')
  await session.run('CREATE OR REPLACE TEMP TABLE timeless_rows (row BIGINT)')
}

/** Notes which staged rows have no event time; `timed` is a relation with `row_id` and `event_time`. */
export const excludeTimeless = async (session: Session, timed: string): Promise<number> => {
  await session.run(`INSERT INTO timeless_rows SELECT row_id FROM (${timed}) WHERE event_time IS NULL`)
  await session.run('INSERT INTO excluded_rows SELECT row FROM timeless_rows')
  const [counted] = await session.rows('SELECT count(*) AS n FROM timeless_rows')
  return Number(counted?.n)
}

/** Of files read again: leaves out the rows that were landed from them before, by all columns they have. Gives how many. */
export const excludeLanded = async (
  session: Session,
  staged: string,
  log: readonly LandedFile[],
  origins: readonly number[],
  absent: readonly string[],
): Promise<number> => {
  if (log.length === 0 || origins.length === 0) return 0
  const common = await commonColumns(session, [staged, ...log.map((file) => file.path)])
  const columns = common.filter((name) => !absent.includes(name))
  const before = await excludedCount(session)
  await session.run(
    render('offline/already-landed', {
      columns: columns.map(quoteName).join(', '),
      staged: quoteText(staged),
      log: readParquet(
        log.map((file) => file.path),
        'union_by_name = true',
      ),
      origins: origins.join(', '),
      same: columns
        .map((name) => `staged.${quoteName(name)} IS NOT DISTINCT FROM log.${quoteName(name)}`)
        .join(' AND '),
    }),
  )
  return (await excludedCount(session)) - before
}

const excludedCount = async (session: Session): Promise<number> =>
  Number((await session.rows('SELECT count(*) AS n FROM excluded_rows'))[0]?.n)

const commonColumns = async (session: Session, paths: readonly string[]): Promise<string[]> => {
  const nodes = await session.rows(
    `SELECT file_name, name, coalesce(num_children, 0) AS children FROM parquet_schema([${quoteTexts(paths)}])`,
  )
  const files = [...Map.groupBy(nodes, (node) => String(node.file_name)).values()].map((of) => new Set(topLevel(of)))
  const [first, ...others] = files
  return [...(first ?? [])].filter(
    (name) => !name.startsWith('pintail_') && others.every((columns) => columns.has(name)),
  )
}

/** The columns of a file's schema: a root, then every node before its children, such as the element of a list. */
const topLevel = (nodes: readonly EngineRow[]): string[] => {
  const names: string[] = []
  let inside = 0
  for (const { name, children } of nodes.slice(1)) {
    if (inside === 0) names.push(String(name))
    else inside -= 1
    inside += Number(children)
  }
  return names
}

/** Writes the staged rows that are not excluded; gives how many. */
export const landRows = async (session: Session, staged: string, file: string): Promise<number> => {
  await session.run(render('offline/land', { staged: quoteText(staged), file: quoteText(file) }))
  const [counted] = await session.rows(`SELECT count(*) AS n FROM ${readParquet([file])}`)
  return Number(counted?.n)
}

export interface RejectedRow {
  readonly origin: number
  /** Among the rows of its file that the reader could take apart, from 0. */
  readonly place: number
  readonly reason: string
}

export const rejectedRows = async (session: Session, staged: string, limit: number): Promise<RejectedRow[]> => {
  const rows = await session.rows(render('offline/rejected-rows', { staged: quoteText(staged), limit: String(limit) }))
  return rows.map((row) => ({
    origin: Number(row.origin),
    place: Number(row.place),
    reason: String(row.reason),
  }))
}
