// How does an answer become a file? Written by the engine beside its place, synced, then renamed: whole or not there.
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { PintailError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import type { OutputFormat } from '../core/verbs.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { checkPlace, fileBehind, unwritableBy } from './destination.ts'
import { flush } from './files.ts'
import type { Parameters, Session } from './offline-store.ts'
import { renameParquetColumns } from './parquet-names.ts'
import { csvForm, jsonForm } from './text-forms.ts'

/** A column of an answer: the name it gets, SQL over the answer's relation, and the engine's type of it. */
export interface OutputColumn {
  readonly name: string
  readonly sql: string
  readonly type: string
}

export interface Output {
  readonly columns: readonly OutputColumn[]
  /** What stands after FROM. */
  readonly relation: string
  /** What stands after ORDER BY: no two rows are equal in it, so that the same answer is the same bytes. */
  readonly order: string
  readonly parameters: Parameters
}

export interface Destination {
  /** Absolute. */
  readonly path: string
  readonly format: OutputFormat
}

const fileFormats = ['parquet', 'csv', 'json', 'ndjson'] as const
type FileFormat = (typeof fileFormats)[number]

/** Throws unless an answer can be written there; for the beginning of long work. */
export const checkDestination = ({ path, format }: Destination): void => {
  fileFormatOf(format)
  checkPlace(path)
}

/** Gives the number of rows written. Where the path is a link, the file that it leads to is written. */
export const writeOutput = async (session: Session, output: Output, destination: Destination): Promise<number> => {
  checkDestination(destination)
  const path = fileBehind(destination.path)
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.partial`)
  try {
    closeSync(openSync(beside, 'w'))
    const format = fileFormatOf(destination.format)
    const [counted] = await session.rows(statements[format](output, beside), output.parameters)
    const rows = Number(counted?.Count ?? 0)
    if (format === 'csv' && rows === 0) writeFileSync(beside, csvHeader(output.columns))
    if (format === 'parquet' && isFolded(output)) renameParquetColumns(beside, namesOf(output))
    flush(beside)
    renameSync(beside, path)
    flush(dirname(path))
    return rows
  } catch (cause) {
    throw unwritableBy(destination.path, cause)
  } finally {
    rmSync(beside, { force: true })
  }
}

const fileFormatOf = (format: OutputFormat): FileFormat => {
  const found = fileFormats.find((it) => it === format)
  if (found !== undefined) return found
  throw new PintailError({
    code: 'unknown_format',
    message: `an answer cannot be written to a file as ${format}`,
    fix: `choose one of ${fileFormats.join(', ')} with --format ${nearest(format, fileFormats) ?? 'parquet'}`,
  })
}

const namesOf = ({ columns }: Output): string[] => columns.map((it) => it.name)

/** The engine takes names that are equal but for case for one, and renames the second. */
const isFolded = ({ columns }: Output): boolean =>
  new Set(columns.map((it) => it.name.toLowerCase())).size < columns.length

const slots = ({ relation, order }: Output, file: string) => ({ relation, order, file: quoteText(file) })

const statements: Readonly<Record<FileFormat, (output: Output, file: string) => string>> = {
  parquet: (output, file) => {
    const names = isFolded(output) ? output.columns.map((_, i) => `o${i}`) : namesOf(output)
    const columns = output.columns.map((it, i) => `${it.sql} AS ${quoteName(names[i] ?? '')}`)
    return render('offline/write-parquet', { columns: columns.join(', '), ...slots(output, file) })
  },
  csv: (output, file) =>
    render('offline/write-csv', {
      columns: output.columns.map((it, i) => `${csvForm(it.sql, it.type)} AS o${i}`).join(', '),
      header: quoteText(csvHeader(output.columns)),
      ...slots(output, file),
    }),
  json: (output, file) => lines(output, file, { before: "E'[\\n'", after: "E'\\n]\\n'", between: "E',\\n'" }),
  ndjson: (output, file) => lines(output, file, { before: "''", after: "''", between: "E'\\n'" }),
}

const lines = (
  output: Output,
  file: string,
  frame: Readonly<Record<'before' | 'after' | 'between', string>>,
): string => {
  const members = output.columns.map(
    (it, i) =>
      `${quoteText(`${i === 0 ? '{' : ','}${JSON.stringify(it.name)}:`)}, coalesce(${jsonForm(it.sql, it.type)}, 'null')`,
  )
  return render('offline/write-lines', { line: `concat(${members.join(', ')}, '}')`, ...frame, ...slots(output, file) })
}

const csvHeader = (columns: readonly OutputColumn[]): string => `${columns.map((it) => csvName(it.name)).join(',')}\n`

const csvName = (name: string): string => (/^\s|[",\r\n]|\s$|^$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)
