// How are runs shown? A row each; one of them with its files, reasons, checks, drift and where its time went.

import { visible } from '../../core/visible.ts'
import type { RunRow, RunShown } from '../../core/watching.ts'
import { counted, lasting, several } from '../quantities.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { Paint } from '../style.ts'
import { checkLines } from './check.ts'
import { aligned } from './columns.ts'

export const runsSheet = (rows: readonly RunRow[], forPeople: boolean): Sheet => {
  if (!forPeople) return sheetOf(rows.map((it) => ({ ...it })))
  return sheetOf(
    rows.map(({ finished: _, seconds, failed_checks: failed, late, rejected, skipped, ...it }) => ({
      run: it.run,
      kind: it.kind,
      subject: it.subject,
      status: it.status,
      started: it.started,
      took: seconds === null ? null : lasting(seconds * 1000),
      read: some(it.read),
      written: some(it.written),
      late: some(late),
      rejected: some(rejected),
      skipped: some(skipped),
      checks: failed === 0 ? null : `${failed} failed`,
      drift: it.drift,
      error: it.error,
    })),
    ['run', 'kind', 'subject', 'status', 'started', 'took'],
  )
}

/** What is 0 everywhere needs no column. */
const some = (count: number): number | null => (count === 0 ? null : count)

export const runLines = (run: RunShown, paint: Paint): string[] => {
  const facts: [string, string | null][] = [
    ['status', `${run.status}${run.seconds === null ? '' : `, ${lasting(run.seconds * 1000)}`}`],
    ['started', run.started],
    ['inputs', run.inputs.length === 0 ? null : inputsText(run)],
    ['rows', rowsText(run)],
    [
      'drift',
      run.verdicts.length === 0 ? null : run.verdicts.map(({ view, verdict }) => `${view} ${verdict}`).join(', '),
    ],
    ['time', phasesText(run)],
    ['error', run.error],
    ['where', run.problem === null ? null : placeText(run.problem)],
    ['fix', run.problem?.fix ?? null],
    ['notes', run.notes.join('; ')],
  ]
  return [
    `${paint('bold', `run ${run.run}`)}  ${run.kind} ${run.subject}`,
    ...aligned(
      facts.flatMap(([name, text]) => (text === null || text === '' ? [] : [[paint('dim', name), visible(text)]])),
    ).map((line) => `  ${line}`),
    ...section(
      'rejected',
      run.reasons.map((it) => `${several(Number(it.rows), 'row')}  ${it.column ?? ''}  ${visible(String(it.reason))}`),
      paint,
    ),
    ...section('checks', checkLines(run.checks, paint), paint),
  ]
}

const section = (name: string, lines: readonly string[], paint: Paint): string[] =>
  lines.length === 0 ? [] : ['', paint('bold', name), ...lines.map((line) => `  ${line}`)]

const inputsText = ({ inputs, files_read: read }: RunShown): string => {
  const shown = inputs.slice(0, 5).join(', ')
  return read > 5 ? `${shown} and ${counted(read - 5)} more` : shown
}

const rowsText = ({ read, written, late, rejected, skipped }: RunShown): string =>
  Object.entries({ read, written, late, rejected, skipped })
    .flatMap(([name, count]) => (count === 0 ? [] : [`${counted(count)} ${name}`]))
    .join(', ')

const placeText = ({ file, line }: NonNullable<RunShown['problem']>): string | null =>
  file !== null && line !== null ? `${file}:${line}` : file

const phasesText = ({ phases }: RunShown): string =>
  Object.entries(phases)
    .map(([name, took]) => `${name} ${lasting(Number(took))}`)
    .join(', ')
