// How is a fit shown? A line a version that it made, with what came out otherwise.
import { formatInstant } from '../../core/instants.ts'
import type { FitReport, Refitted } from '../../core/refitting.ts'
import { lasting, several } from '../quantities.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { Paint } from '../style.ts'
import { aligned } from './columns.ts'
import { total } from './ingest.ts'

export const fitLines = ({ view, until, run, versions, phases }: FitReport, paint: Paint): string[] => {
  const read = until === null ? '' : ` up to ${formatInstant(until)}`
  if (run === null) return [`nothing new: every number and category of ${view} comes out as it is${read}`]
  const line = (kind: string, { name, from, to, why }: Refitted): string[] => [
    paint('yellow', '~'),
    kind,
    name,
    paint('yellow', `v${from} → v${to}`),
    paint('dim', why.join(', ')),
  ]
  const made = several(versions.features.length, 'feature')
  const told = `fitted anew${read}: ${made} in ${lasting(total(phases))}, run ${run}; the versions before stay as they were`
  return [
    ...aligned([
      ...(versions.view === null ? [] : [line('view', versions.view)]),
      ...versions.features.map((it) => line('feature', it)),
      ...versions.services.map((it) => line('service', it)),
    ]),
    '',
    paint('green', told),
  ]
}

export const fitSheet = ({ versions: { view, features, services } }: FitReport): Sheet =>
  sheetOf(
    [
      ...(view === null ? [] : [{ kind: 'view', ...view }]),
      ...features.map((it) => ({ kind: 'feature', ...it })),
      ...services.map((it) => ({ kind: 'service', ...it })),
    ],
    ['kind', 'name', 'from', 'to', 'why'],
  )
