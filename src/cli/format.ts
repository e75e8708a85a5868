// In which form is something written? As --format says, else as the file is called, else as fits the reader.
import { extname } from 'node:path'
import { PintailError } from '../core/errors.ts'
import { type OutputFormat, outputFormats } from '../core/verbs.ts'

const ofExtension: Readonly<Record<string, OutputFormat>> = {
  '.parquet': 'parquet',
  '.pq': 'parquet',
  '.csv': 'csv',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.md': 'md',
  '.txt': 'table',
}

/** The form a file name tells; null when it tells none. */
export const formatOfFile = (file: string): OutputFormat | null => ofExtension[extname(file).toLowerCase()] ?? null

/** For what goes to stdout. */
export const formatForStdout = (given: OutputFormat | null, terminal: boolean): OutputFormat =>
  given ?? (terminal ? 'table' : 'ndjson')

/** For a file; an unknown extension is an error, so that nothing is written in a form nobody expects. */
export const formatForFile = (given: OutputFormat | null, file: string): OutputFormat => {
  const format = given ?? formatOfFile(file)
  if (format !== null) return format
  throw new PintailError({
    code: 'unknown_format',
    message: `the name "${file}" does not tell a format`,
    fix: `end it in .parquet, .csv, .json or .ndjson, or say --format ${outputFormats.join('|')}`,
  })
}
