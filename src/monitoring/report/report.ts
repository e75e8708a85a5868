// Which page is asked for? Drift compared anew, or quality as runs recorded it.
import { formatInstant } from '../../core/instants.ts'
import type { ReportPage, ReportRequest } from '../../core/reports.ts'
import type { Watched } from '../../core/verbs.ts'
import { drift } from '../drift.ts'
import type { WatchedMember } from '../members.ts'
import { recordedChecks } from '../recorded-checks.ts'
import type { DriftRoom } from '../room.ts'
import { driftPage } from './drift-page.ts'
import { courseTold, membersNamed, profileIn, runsTold, viewOf } from './gathered.ts'

export interface ReportRoom extends DriftRoom {
  readonly project: string
}

const runsShown = 20

export const driftReport = async (room: ReportRoom, request: ReportRequest, watched: Watched): Promise<ReportPage> => {
  const { registry, project } = room
  const views = await drift(room, request, watched)
  const named = new Map<string, ReadonlyMap<string, WatchedMember>>()
  const membersOf = (view: (typeof views)[number]): ReadonlyMap<string, WatchedMember> => {
    const key = `${view.view}@${view.version}`
    const known = named.get(key) ?? membersNamed(viewOf(registry, view))
    named.set(key, known)
    return known
  }
  const names = [...new Set(views.map((it) => it.view))]
  const page = driftPage({
    project,
    made: formatInstant(registry.clock.now()),
    views,
    checks: names.flatMap((view) => recordedChecks(registry, { view, run: null })),
    runs: runsTold(registry, runsShown),
    details: (view, feature) => {
      const member = membersOf(view).get(feature.feature)
      // Profiles and scores are of all rows.
      if (!member || view.segment !== null) return { course: [], before: null, now: null }
      const usual = request.profile === 'pintail' ? courseTold(registry, member) : []
      const before = feature.baseline === null ? view.baseline?.range : undefined
      return {
        course: usual,
        before: profileIn(registry, member, before),
        now: profileIn(registry, member, view.range),
      }
    },
  })
  const all = views.flatMap((it) => it.features)
  const verdicts: Record<string, number> = {}
  for (const { verdict } of all) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  return { about: 'drift', html: page.text, views: names.length, features: all.length, verdicts }
}
