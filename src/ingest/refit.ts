// What if a view were fitted to the rows of today? Its numbers and categories anew, in versions that answer at once.

import { PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import { type Phases, timed } from '../core/phases.ts'
import type { FitReport, FitRequest } from '../core/refitting.ts'
import { isFittable, isWhollyFitted, lostBy, unfitted, whyRefitted } from '../core/refitting.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion, ViewVersion } from '../core/versions.ts'
import { landedRows } from '../offline/source-log.ts'
import { watching } from '../offline/watching.ts'
import { history, landedFiles } from '../registry/files.ts'
import { confirmFit } from '../registry/fits.ts'
import { refit } from '../registry/refit.ts'
import { resolveView } from '../registry/resolve.ts'
import { fitMissing } from './fit.ts'
import { computeLanded, type IngestRoom } from './ingest.ts'

/** Rows that landed are read; the source's files are not. Where nothing comes out otherwise, nothing is recorded. */
export const fit = async (
  room: IngestRoom,
  { view: name, until }: FitRequest,
  watched: Watched,
): Promise<FitReport> => {
  const { registry } = room
  refuseUnfitted(resolveView(registry.state(), name, null))
  const phases: Phases = {}
  // What was landed for another view, or applied since the last ingest, is to be fitted to like the rest.
  await timed(phases, 'compute', () => computeLanded(room, [name], watched))
  const view = resolveView(registry.state(), name, null)
  const fitted = await timed(phases, 'fit', () => fittedAnew(room, view, until, watched))
  const changed = fitted.filter(({ old, now }) => whyRefitted(old, now).length > 0).map(({ now }) => now)
  if (changed.length === 0) {
    const whole = view.features.filter(isWhollyFitted).map((it) => it.id)
    if (until !== null) confirmFit(registry, name, until, whole)
    return { view: name, until, run: null, versions: { view: null, features: [], services: [] }, phases }
  }
  const recorded = refit(registry, view, changed, until)
  await timed(phases, 'compute', () => computeLanded(room, [name], watched))
  return { view: name, until, ...recorded, phases }
}

interface Anew {
  readonly old: FeatureVersion
  readonly now: FeatureVersion
}

const fittedAnew = async (
  { registry, store, schemaOf }: IngestRoom,
  view: ViewVersion,
  until: FitRequest['until'],
  watched: Watched,
): Promise<Anew[]> => {
  const { rowSet } = view
  const landed = landedFiles(registry, rowSet.source)
  if (landed.length === 0) throw nothingLanded(view.view)
  const { columns } = schemaOf(rowSet.source)
  const { segments, hidden } = history(registry, rowSet.id)
  const blank = new Map(view.features.map((feature) => [feature.id, unfitted(feature)]))
  const fitting = {
    rowSet,
    columns,
    rows: landedRows(landed, columns),
    wanted: [...blank.values()],
    all: new Map([...registry.state().features, ...blank]),
    hidden: rowSet.eventId === null ? [] : hidden,
    until,
    segments,
  }
  const session = await store.session(watched.signal)
  try {
    const { all } = await watching(session, `${view.view}: fitting`, watched, () => fitMissing(session, fitting))
    const pairs = view.features.map((old) => ({ old, now: all.get(old.id) ?? old }))
    const lost = pairs.find(({ old, now }) => lostBy(old, now).length > 0)
    if (lost) throw nothingToFitTo(lost, until)
    return pairs
  } finally {
    session.close()
  }
}

const refuseUnfitted = (view: ViewVersion): void => {
  if (view.features.some(isFittable)) return
  throw new PintailError({
    code: 'bad_argument',
    message: `nothing in feature view "${view.view}" is fitted: it has no fitted numbers, and no categories taken from rows`,
    fix: `pintail show ${view.view}`,
  })
}

const nothingLanded = (view: string): PintailError =>
  new PintailError({
    code: 'not_ingested',
    message: `feature view "${view}" has no rows to be fitted to`,
    fix: `pintail ingest ${view}`,
  })

const nothingToFitTo = ({ old, now }: Anew, until: FitRequest['until']): PintailError => {
  const when = until === null ? '' : ` up to ${formatInstant(until)}`
  return new PintailError({
    code: 'not_fitted',
    message: `${lostBy(old, now).join(', ')} of ${old.view}:${old.name} found no values${when}; the versions stay as they were`,
    fix:
      until === null
        ? `pintail show ${old.view}:${old.name}`
        : `pintail fit ${old.view}   reads everything; or name a later instant`,
  })
}
