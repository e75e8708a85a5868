// How is a materialization shown? A view with its keys, until when, and how long it took.
import { formatInstant } from '../../core/instants.ts'
import type { MaterializeReport } from '../../core/verbs.ts'
import { lasting, several } from '../quantities.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { Paint } from '../style.ts'
import { aligned } from './columns.ts'
import { total } from './ingest.ts'

export const materializeLines = (reports: readonly MaterializeReport[], paint: Paint): string[] => {
  if (reports.length === 0) return ['nothing to materialize: no view is online']
  const rows = aligned(
    reports.map(({ view, keys, until, mode, run, phases }) => [
      paint('bold', view),
      several(keys, 'key'),
      `until ${formatInstant(until)}`,
      mode,
      paint('dim', lasting(total(phases))),
      paint('dim', `run ${run}`),
    ]),
  )
  return reports.flatMap(({ notes }, at) => [
    rows[at] ?? '',
    ...notes.map((note) => `  ${paint('dim', 'note')}  ${note}`),
  ])
}

export const materializeSheet = (reports: readonly MaterializeReport[]): Sheet =>
  sheetOf(reports.map((report) => ({ ...report, until: formatInstant(report.until) })))
