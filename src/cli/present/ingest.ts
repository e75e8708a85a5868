// How is an ingest shown? A source with its counts, the rows that were not let in, and what to know about it.
import type { IngestReport, Rejected } from '../../core/verbs.ts'
import { nearPath } from '../near-path.ts'
import { counted, lasting, several } from '../quantities.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { Paint } from '../style.ts'
import { failedLines } from './check.ts'
import { aligned } from './columns.ts'

const shownRows = 5

/** Places below the folder are told from it on. */
export const ingestLines = (reports: readonly IngestReport[], paint: Paint, directory: string): string[] => {
  if (reports.length === 0) return ['nothing to ingest: no view has a source']
  const rows = aligned(reports.map((report) => summary(report, paint)))
  return reports.flatMap((report, at) => [rows[at] ?? '', ...details(report, paint, directory)])
}

const summary = ({ source, views, run, files, rows, phases }: IngestReport, paint: Paint): string[] => {
  const took = paint('dim', lasting(total(phases)))
  const numbered = run === null ? '' : paint('dim', `run ${run}`)
  if (files.read === 0 && rows.landed === 0) {
    return [paint('bold', source), 'nothing new', `${several(files.known, 'file')} known`, '', took, numbered]
  }
  const of = `of ${several(rows.read, 'row')} in ${several(files.read, 'file')}`
  return [paint('bold', source), `${counted(rows.landed)} landed`, of, `→ ${views.join(', ')}`, took, numbered]
}

const details = (
  { rows, rejected, quarantine, notes, checks }: IngestReport,
  paint: Paint,
  directory: string,
): string[] => {
  const lines = notes.map((note) => `  ${paint('dim', 'note')}  ${note}`)
  if (rows.skipped > 0) lines.push(`  ${paint('dim', 'note')}  ${several(rows.skipped, 'row')} skipped: no key`)
  if (rows.late > 0)
    lines.push(`  ${paint('dim', 'note')}  ${several(rows.late, 'row')} late: older than what was there`)
  lines.push(...failedLines(checks, paint).map((line) => `  ${line}`))
  if (rows.rejected > 0) lines.push(...rejection(rows.rejected, rejected, near(quarantine, directory), paint))
  return lines
}

const near = (file: string | null, directory: string): string | null =>
  file === null ? null : nearPath(directory, file)

const rejection = (count: number, rejected: readonly Rejected[], quarantine: string | null, paint: Paint): string[] => {
  const seen = rejected.slice(0, shownRows).map((row) => `    ${rejectedText(row)}`)
  const more = count > seen.length ? [`    … ${counted(count - seen.length)} more`] : []
  const where = quarantine === null ? '' : `, kept in ${quarantine}`
  return [`  ${paint('yellow', `${several(count, 'row')} rejected`)}${where}`, ...seen, ...more]
}

/** `data/visits.csv:17, chol: "abc" is no number`. */
export const rejectedText = ({ file, line, column, reason }: Rejected): string => {
  const spot = line === null ? file : `${file}:${line}`
  return column === null ? `${spot}: ${reason}` : `${spot}, ${column}: ${reason}`
}

export const ingestSheet = (reports: readonly IngestReport[]): Sheet =>
  sheetOf(reports.map((report) => ({ ...report })))

/** All phases together, in milliseconds. */
export const total = (phases: Readonly<Record<string, number>>): number =>
  Object.values(phases).reduce((sum, milliseconds) => sum + milliseconds, 0)
