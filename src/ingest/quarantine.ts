// Which rows were not let in, and why? Every one with file, line and reason, in a file of its run.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SourceDefinition } from '../core/definitions.ts'
import type { Rejected } from '../core/verbs.ts'
import type { Session } from '../offline/offline-store.ts'
import { type RejectedRow, rejectedRows } from '../offline/source-log.ts'
import type { Reader, RejectTables } from '../sources/format.ts'
import { isArrayFile } from '../sources/json.ts'
import { quoteName } from '../sql/quote.ts'
import type { FoundFile } from './discover.ts'
import { locateRows, type TextShape } from './locate.ts'

/** More are counted, but not written one by one. */
const written = 100_000

/** A record the reader itself could not take apart: ragged, too long, or not in the file's encoding. */
interface Refused {
  readonly path: string
  readonly record: number
  readonly column: string | null
  readonly reason: string
}

/** Records that the reader turned away, one row a record however many of its cells were wrong. */
export const refusedRecords = async (session: Session, tables: RejectTables): Promise<Refused[]> => {
  const [made] = await session.rows('SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = $name', {
    name: tables.errors,
  })
  if (Number(made?.n) === 0) return []
  const rows = await session.rows(
    `SELECT file_path, line, min(column_name) AS column_name, min(error_type) AS kind, min(error_message) AS message
     FROM ${quoteName(tables.errors)} JOIN ${quoteName(tables.scans)} USING (scan_id, file_id)
     GROUP BY file_path, line ORDER BY file_path, line LIMIT ${written}`,
  )
  await session.run(`DROP TABLE ${quoteName(tables.errors)}; DROP TABLE ${quoteName(tables.scans)}`)
  return rows.map((row) => ({
    path: String(row.file_path),
    record: Number(row.line),
    column: row.kind === 'INVALID ENCODING' && row.column_name !== null ? String(row.column_name) : null,
    reason: sayWhy(String(row.kind), String(row.message)),
  }))
}

const sayWhy = (kind: string, message: string): string => {
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message)
  if (counts) return `${counts[2]} columns where the file has ${counts[1]}`
  if (kind === 'INVALID ENCODING') return 'bytes that are not UTF-8 (options: { encoding: latin-1 } reads Latin-1)'
  if (kind === 'UNQUOTED VALUE') return 'a quote that is not closed, or text after a closing quote'
  return (message.split('\n')[0] ?? message).toLowerCase()
}

export interface StagedBatch {
  /** Staged file; its rejected rows are read from the session's exclusion tables. */
  readonly staged: string
  readonly rejected: number
  readonly refused: readonly Refused[]
  readonly files: readonly Pick<FoundFile, 'path' | 'absolute' | 'origin'>[]
  readonly reader: Reader
}

/** Every rejected row of a batch, located in its file. */
export const rejectedOf = async (
  session: Session,
  type: SourceDefinition['type'],
  batch: StagedBatch,
): Promise<Rejected[]> => {
  const rows = batch.rejected === 0 ? [] : await rejectedRows(session, batch.staged, written)
  const located: Rejected[] = []
  for (const file of batch.files) {
    const mine = rows.filter((row) => row.origin === file.origin)
    const turnedAway = batch.refused.filter((record) => record.path === file.absolute)
    if (mine.length + turnedAway.length === 0) continue
    const shape = shapeOf(type, file.absolute, batch.reader)
    const places = mine.map((row) => row.place)
    const records = turnedAway.map((record) => record.record)
    const lines = shape && (await locateRows(file.absolute, shape, places, records))
    for (const row of mine) located.push(rejectedRow(file.path, lines?.rows.get(row.place) ?? null, row))
    for (const { record, column, reason } of turnedAway) {
      located.push({ file: file.path, line: lines?.refused.get(record) ?? null, column, reason })
    }
  }
  return located.sort((a, b) => (a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1))
}

/** How a file's text divides into records; null where it has no lines. */
const shapeOf = (type: SourceDefinition['type'], path: string, reader: Reader): TextShape | null => {
  if (type === 'parquet' || (type === 'json' && isArrayFile(path))) return null
  if (type === 'json') return { quote: '', escape: '', skip: 0 }
  return { quote: reader.quote ?? '"', escape: reader.escape ?? '', skip: reader.header === false ? 0 : 1 }
}

const rejectedRow = (file: string, line: number | null, row: RejectedRow): Rejected => {
  const column = /^([^:]+): "/.exec(row.reason)?.[1] ?? null
  return { file, line, column, reason: row.reason }
}

/** Writes them as NDJSON, for a person to mend the file by. */
export const writeQuarantine = (path: string, rejected: readonly Rejected[]): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, rejected.map((row) => `${JSON.stringify(row)}\n`).join(''), { mode: 0o600 })
}
