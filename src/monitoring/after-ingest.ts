// What is there to say of an ingest that holds? Baselines for versions that have none, then drift of what it brought.
import { featureVerdict, isAlarming, type ViewDrift, worst } from '../core/drift.ts'
import type { JsonObject } from '../core/json.ts'
import type { Watched } from '../core/verbs.ts'
import { ensureBaselines } from './baseline.ts'
import { drift, isOfItsBaselines } from './drift.ts'
import { baselines } from './memory.ts'
import type { DriftRoom } from './room.ts'

export interface AfterIngest {
  readonly reports: readonly ViewDrift[]
  /** A line for each view with something to look at. */
  readonly notes: readonly string[]
  /** For the record of the run. */
  readonly detail: JsonObject
}

/**
 * Of the views whose row sets the run brought rows of. A view of which it made the first baseline has no drift yet, and
 * neither has one with no other rows than its baselines are of: they would be compared with themselves.
 */
export const afterIngest = async (
  room: DriftRoom,
  run: number,
  rowSets: readonly number[],
  watched: Watched = {},
): Promise<AfterIngest> => {
  const state = room.registry.state()
  const live = [...state.views.values()].filter((it) => it.status !== 'retired' && rowSets.includes(it.rowSet.id))
  const known = new Set(baselines(room.registry).map((it) => it.view))
  await ensureBaselines(room, live, run, watched)
  const current = live.filter((it) => it.status === 'current' && known.has(it.view))
  const views = current.filter((it) => !isOfItsBaselines(room, it)).map((it) => it.view)
  const asked = { since: null, until: null, segment: null, profile: 'pintail' } as const
  const reports = views.length === 0 ? [] : await drift(room, { ...asked, views }, watched)
  return {
    reports,
    notes: reports.flatMap(noteOf),
    detail: { drift: reports.map((it) => ({ view: it.view, verdict: it.verdict, features: [...moved(it)] })) },
  }
}

const moved = ({ features }: ViewDrift): string[] =>
  features.filter((it) => ['warn', 'fail'].includes(featureVerdict(it))).map((it) => it.feature)

const noteOf = (report: ViewDrift): string[] => {
  const names = moved(report)
  if (names.length === 0) return []
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '')
  const word = isAlarming({ verdict: worst(report.features.map((it) => it.verdict)) }, 'warn')
    ? report.verdict
    : `nulls ${report.verdict}`
  return [`${report.view}: drift (${word}) of ${shown} against baseline ${report.baseline?.id ?? 'none'}`]
}
