// How does a training set or an export reach its reader? Into the file of -o, or through stdout.
import { createReadStream } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { PintailError } from '../core/errors.ts'
import type { Destination, HistoricalReport, OutputFormat } from '../core/verbs.ts'
import type { Context } from './context.ts'
import { formatForFile } from './format.ts'
import type { Given } from './given.ts'
import { sheetText } from './output.ts'
import { counted } from './quantities.ts'
import type { Sheet } from './sheet.ts'
import { isTerminal, write } from './streams.ts'
import { plain } from './style.ts'
import { inTemporaryFolder } from './temporary.ts'
import type { OptionForm } from './verb.ts'

export const outputOption: OptionForm = {
  flags: '-o, --output <file>',
  about: 'where to write; the extension tells the format; - is stdout',
  names: 'file',
}

type Make = (target: Destination) => Promise<HistoricalReport>

const preview = 20

/** Makes the file and sees that it arrives where `-o` says; the report is told by the caller. */
export const deliver = (given: Given, context: Context, make: Make): Promise<HistoricalReport> => {
  const file = given.text('output') ?? '-'
  return file === '-' ? toStdout(context, make) : toFile(context, file, make)
}

const toFile = async (context: Context, file: string, make: Make): Promise<HistoricalReport> => {
  const format = formatForFile(context.wishes.format, file)
  const output = resolve(context.io.directory, file)
  if (!isDrawn(format)) return make({ output, format })
  return inTemporaryFolder(async (folder) => {
    const rows = join(folder, 'rows.ndjson')
    const report = await make({ output: rows, format: 'ndjson', becomes: output })
    const { writeWhole } = await import('../pintail.ts')
    await writeWhole(output, await sheetText(await readSheet(rows, report, Number.POSITIVE_INFINITY), format, plain))
    return report
  })
}

const toStdout = (context: Context, make: Make): Promise<HistoricalReport> => {
  const { format, io } = context
  if (format === 'parquet' && isTerminal(io.stdout)) {
    throw new PintailError({
      code: 'bad_argument',
      message: 'Parquet is not for a terminal to show',
      fix: 'write it to a file: -o training.parquet',
    })
  }
  return inTemporaryFolder(async (folder) => {
    const output = join(folder, `rows.${isDrawn(format) ? 'ndjson' : format}`)
    const report = await make({ output, format: isDrawn(format) ? 'ndjson' : format })
    if (isDrawn(format)) await draw(context, output, report)
    else for await (const chunk of createReadStream(output)) await write(io.stdout, chunk)
    return report
  })
}

/** A terminal's table shows the first rows only. */
const draw = async (context: Context, rows: string, report: HistoricalReport): Promise<void> => {
  const short = context.format === 'table' && isTerminal(context.io.stdout)
  await context.printSheet(await readSheet(rows, report, short ? preview : Number.POSITIVE_INFINITY))
  if (short && report.rows > preview) {
    await context.narrate(`… ${counted(report.rows - preview)} more rows; -o FILE writes all`)
  }
}

/** Forms that are drawn here; the others are written by the engine. */
const isDrawn = (format: OutputFormat): boolean => format === 'table' || format === 'md'

const readSheet = async (path: string, { columns }: HistoricalReport, most: number): Promise<Sheet> => {
  const rows: unknown[][] = []
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (rows.length >= most) break
    const record = recordOf(line)
    rows.push(columns.map(({ name }) => record.get(name)))
  }
  return { columns, rows }
}

/** One NDJSON line; an integer beyond what JavaScript counts exactly becomes a bigint. */
const recordOf = (line: string): ReadonlyMap<string, unknown> => {
  const parsed: unknown = JSON.parse(line, exactly)
  return new Map(parsed !== null && typeof parsed === 'object' ? Object.entries(parsed) : [])
}

const exactly = (_name: string, value: unknown, context?: { readonly source?: string }): unknown => {
  const digits = context?.source ?? ''
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(digits) ? BigInt(digits) : value
}
