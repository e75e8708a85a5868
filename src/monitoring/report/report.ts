// What is on the pages? Drift compared anew; quality as runs recorded it.
import { formatInstant } from '../../core/instants.ts'
import type { ReportPage, ReportRequest } from '../../core/reports.ts'
import type { Watched } from '../../core/verbs.ts'
import type { Freshness } from '../../core/watching.ts'
import { viewsNamed } from '../check.ts'
import { drift } from '../drift.ts'
import type { WatchedMember } from '../members.ts'
import { recordedChecks } from '../recorded-checks.ts'
import type { DriftRoom } from '../room.ts'
import { driftPage } from './drift-page.ts'
import { courseTold, membersNamed, newestProfile, profileIn, profilesTold, runsTold, viewOf } from './gathered.ts'
import { type ProfiledFeature, qualityPage } from './quality-page.ts'
import { checkWord } from './shared.ts'

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
  const verdicts = counted(all.map(({ verdict }) => verdict))
  return { about: 'drift', html: page.text, views: names.length, features: all.length, verdicts }
}

export interface QualityRoom extends ReportRoom {
  freshness(views: readonly string[]): Promise<Freshness[]>
}

/** As runs recorded it, and how fresh views are by now. */
export const qualityReport = async (room: QualityRoom, { views: names }: ReportRequest): Promise<ReportPage> => {
  const { registry, project } = room
  const views = viewsNamed(room, names)
  const members = views.flatMap((view) => [...membersNamed(view).values()].map((member) => ({ view, member })))
  const of = new Map<ProfiledFeature, WatchedMember>()
  for (const { view, member } of members) {
    const kept = newestProfile(registry, member)
    const told = { view: view.view, version: view.version, feature: member.name }
    of.set({ ...told, run: kept?.run ?? null, profile: kept?.profile ?? null }, member)
  }
  const checks = views.flatMap(({ view }) => recordedChecks(registry, { view, run: null }))
  const page = qualityPage({
    project,
    made: formatInstant(registry.clock.now()),
    freshness: await room.freshness(views.map(({ view }) => view)),
    checks,
    features: [...of.keys()],
    runs: runsTold(registry, runsShown),
    course: (feature) => {
      const member = of.get(feature)
      return member ? profilesTold(registry, member) : []
    },
  })
  const verdicts = counted(checks.flatMap(({ results }) => results.map(checkWord)))
  return { about: 'quality', html: page.text, views: views.length, features: of.size, verdicts }
}

const counted = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
