// From files to landed rows: read alike files together, type them, leave out what may not land.
import { join } from 'node:path'
import type { SourceDefinition } from '../core/definitions.ts'
import { PintailError } from '../core/errors.ts'
import type { Column } from '../core/values.ts'
import type { Rejected, Watched } from '../core/verbs.ts'
import { readParquet, type Session } from '../offline/offline-store.ts'
import {
  excludeLanded,
  excludeTimeless,
  type LandedFile,
  landRows,
  prepareExclusions,
  stageRows,
  type Typed,
} from '../offline/source-log.ts'
import { telling } from '../offline/watching.ts'
import type { FileColumn } from '../sources/format.ts'
import { formatOf, hiveColumns, hiveValue } from '../sources/source.ts'
import { suspectDelimiter } from '../sources/suspect.ts'
import { readText, readTyped } from '../sources/text-values.ts'
import { quoteTexts } from '../sql/quote.ts'
import type { FoundFile } from './discover.ts'
import { refusedRecords, rejectedOf } from './quarantine.ts'
import { type Compared, compareColumns, inspectFile, refuseNoText, type SourceSchema } from './schema.ts'

export interface Landing {
  readonly session: Session
  readonly definition: SourceDefinition
  readonly schema: SourceSchema
  /** What live versions read of it: by column, who. */
  readonly needs: ReadonlyMap<string, readonly string[]>
  readonly files: readonly FoundFile[]
  /** What was landed from the source before. */
  readonly log: readonly LandedFile[]
  readonly staging: string
  /** A relation with `row_id` and `event_time` over rows that have the source's columns and `pintail_row_id`. */
  readonly timed: (rows: string) => string
  readonly watched: Watched
}

export interface Landed {
  /** Staged files to keep, in order. */
  readonly kept: readonly { readonly file: string; readonly rows: number }[]
  readonly read: number
  readonly rejected: readonly Rejected[]
  readonly notes: readonly string[]
}

/** Files that one statement reads: the same columns in the same order, and all new or all read again. */
interface Batch {
  readonly layout: readonly FileColumn[]
  /** Recorded columns that these files cannot give: null in their rows. */
  readonly absent: readonly string[]
  readonly files: FoundFile[]
}

const batchSize = 256

export const landFiles = async (landing: Landing): Promise<Landed> => {
  const { batches, notes } = await batchesOf(landing)
  const kept: { file: string; rows: number }[] = []
  const rejected: Rejected[] = []
  let read = 0
  for (const [i, batch] of batches.entries()) {
    const part = { index: i, of: batches.length }
    const result = await telling(landing.session, landing.watched, part, () => landBatch(landing, batch, i))
    read += result.read
    rejected.push(...result.rejected)
    if (result.rows > 0) kept.push({ file: result.file, rows: result.rows })
  }
  return { kept, read, rejected, notes }
}

const batchesOf = async (landing: Landing): Promise<{ batches: Batch[]; notes: string[] }> => {
  const batches = new Map<string, Batch[]>()
  const added = new Set<string>()
  const absences = new Map<string, string[]>()
  const notes: string[] = []
  for (const file of landing.files) {
    if (file.state === 'known') continue
    if (file.size === 0n) {
      notes.push(`${file.path} is empty`)
      continue
    }
    const seen = await columnsOf(landing, file)
    for (const name of seen.added) added.add(name)
    for (const [name, what] of seen.absent) {
      const said = `column "${name}" ${what} in`
      absences.set(said, [...(absences.get(said) ?? []), file.path])
    }
    const layout = seen.columns
    const alike = JSON.stringify([file.state, layout, hiveColumns(file.path)])
    const open = batches.get(alike) ?? []
    const last = open.at(-1)
    if (last && last.files.length < batchSize && !last.files.some((it) => it.origin === file.origin))
      last.files.push(file)
    else batches.set(alike, [...open, { layout, absent: [...seen.absent.keys()], files: [file] }])
  }
  for (const [said, [first, ...others]] of absences) {
    const where = others.length === 0 ? first : `${first} and ${others.length} more`
    notes.push(`${said} ${where}: null there, for no live version reads it`)
  }
  if (added.size > 0) notes.push(`new columns are not read until the next apply: ${[...added].join(', ')}`)
  return { batches: [...batches.values()].flat(), notes }
}

/** Of a JSON file every column is asked: what a record does not have is null. */
const columnsOf = async ({ session, definition, schema, needs }: Landing, file: FoundFile): Promise<Compared> => {
  if (definition.type === 'json') {
    refuseNoText(file.absolute, definition)
    return { columns: jsonLayout(schema.columns, file.path), added: [], absent: new Map() }
  }
  const { columns } = await inspectFile(session, definition, file.absolute, schema.reader)
  const names = schema.columns.map((column) => column.name)
  const parted = (): string | null =>
    definition.type === 'csv' ? suspectDelimiter(file.absolute, schema.reader.delimiter ?? ',', names) : null
  return compareColumns(schema.columns, { path: file.path, columns, parted }, formatOf(definition).text, needs)
}

const jsonLayout = (columns: readonly Column[], path: string): FileColumn[] => {
  const hive = hiveColumns(path)
  return columns.filter((column) => !hive.includes(column.name)).map(({ name }) => ({ name, type: 'VARCHAR' }))
}

interface LandedBatch {
  readonly file: string
  readonly rows: number
  readonly read: number
  readonly rejected: readonly Rejected[]
}

const landBatch = async (landing: Landing, batch: Batch, number: number): Promise<LandedBatch> => {
  const { session, definition, schema, staging } = landing
  const format = formatOf(definition)
  const tables = { errors: `refused_${number}`, scans: `refused_scans_${number}` }
  const staged = join(staging, `staged-${number}.parquet`)
  const counted = await stageRows(session, {
    read: format.read(
      batch.files.map(({ absolute, origin }) => ({ path: absolute, origin })),
      batch.layout,
      schema.reader,
      tables,
    ),
    columns: typedColumns(definition, schema.columns, batch),
    origin: originOf(batch.files),
    file: staged,
  })
  const refused = format.text ? await refusedRecords(session, tables) : []
  await prepareExclusions(session)
  const rows = `SELECT *, file_row_number AS pintail_row_id FROM ${readParquet([staged], 'file_row_number = true')}
    WHERE pintail_rejected IS NULL`
  const timeless = await excludeTimeless(session, landing.timed(rows))
  const rejected = await rejectedOf(session, definition.type, {
    staged,
    rejected: counted.rejected + timeless,
    refused,
    files: batch.files,
    reader: schema.reader,
  })
  const again = batch.files.filter((file) => file.state === 'changed').map((file) => file.origin)
  const landedBefore = await excludeLanded(session, staged, landing.log, again, batch.absent)
  const read = counted.rows + refused.length
  if (counted.rejected + timeless + landedBefore === 0) return { file: staged, rows: counted.rows, read, rejected }
  const file = join(staging, `landed-${number}.parquet`)
  return { file, rows: await landRows(session, staged, file), read, rejected }
}

const typedColumns = (definition: SourceDefinition, columns: readonly Column[], batch: Batch): Typed[] => {
  const timezone = definition.timezone ?? 'UTC'
  const text = formatOf(definition).text
  return columns.map((column, i) => {
    const at = batch.layout.findIndex(({ name }) => name === column.name)
    const given = at >= 0 ? `c${at}` : batch.absent.includes(column.name) ? 'NULL::VARCHAR' : hiveValue(column.name)
    if (definition.type === 'json' && column.type === 'json' && at >= 0)
      return { column, given, value: jsonOf(given), faithful: 'true' }
    const reading =
      text || at < 0
        ? readText(given, column.type, timezone)
        : readTyped(given, batch.layout[at]?.type ?? '', column.type, timezone)
    return { column, given, value: reading.value, faithful: reading.faithful(given, `v${i}`) }
  })
}

/** Of a JSON file every value is JSON: one that comes as a bare text is a string of it, unless the string holds JSON. */
const jsonOf = (given: string): string => `coalesce(TRY_CAST(${given} AS JSON), to_json(${given}))`

const originOf = (files: readonly FoundFile[]): string => {
  const paths = quoteTexts(files.map((file) => file.absolute))
  return `list_extract([${files.map((file) => file.origin).join(', ')}], list_position([${paths}], path))`
}

/** Refuses a run in which too much is wrong: such a file is rather read wrongly than bad. */
export const refuseTooMany = (
  source: string,
  { read, rejected }: Pick<Landed, 'read' | 'rejected'>,
  limit: number,
  quarantine: string,
): void => {
  if (rejected.length === 0 || rejected.length <= read * limit) return
  const [first] = rejected
  const share = Math.round((100 * rejected.length) / read)
  throw new PintailError({
    code: 'too_many_rejected',
    message: `source "${source}": ${rejected.length} of ${read} rows (${share} %) cannot be read; nothing was written. The first: ${first?.reason ?? ''}`,
    at: first?.line == null ? { file: first?.file ?? quarantine } : { file: first.file, line: first.line },
    fix: `see ${quarantine}; say the column's type (options: { types: { … } }), or raise max_rejected (${limit})`,
  })
}
