// What does a report tell of features? Their profiles, checks and scores as runs recorded them, read where they are asked for.
import type { DriftPoint, DriftRange, ViewDrift } from '../../core/drift.ts'
import { formatInstant } from '../../core/instants.ts'
import type { Profile } from '../../core/profiles.ts'
import type { ViewVersion } from '../../core/versions.ts'
import { profilesOf } from '../../registry/profiles.ts'
import type { Registry } from '../../registry/registry.ts'
import { runs } from '../../registry/runs.ts'
import { membersOf, type WatchedMember } from '../members.ts'
import { driftCourse } from '../memory.ts'

export interface RunTold {
  readonly run: number
  readonly kind: string
  readonly subject: string
  readonly status: string
  readonly started: string
  readonly written: number
  readonly rejected: number
}

export const runsTold = (registry: Registry, most: number): RunTold[] =>
  runs(registry, most).map((it) => ({
    run: it.id,
    kind: it.kind,
    subject: it.subject,
    status: it.status,
    started: formatInstant(it.started),
    written: it.rows.written,
    rejected: it.rows.rejected,
  }))

export const viewOf = (registry: Registry, { view, version }: Pick<ViewDrift, 'view' | 'version'>) =>
  [...registry.state().views.values()].find((it) => it.view === view && it.version === version)

/** Features and members of a view by the names that reports give them. */
export const membersNamed = (view: ViewVersion | undefined): ReadonlyMap<string, WatchedMember> =>
  new Map((view?.features ?? []).flatMap((it) => membersOf(it).members).map((it) => [it.name, it]))

export const courseTold = (registry: Registry, member: WatchedMember): DriftPoint[] =>
  driftCourse(registry, { feature: member.feature.id, member: member.member })

/** What one run brought of a feature; null where that is not what is asked for, or was not kept. */
export const profileIn = (registry: Registry, member: WatchedMember, range: DriftRange | undefined): Profile | null => {
  const only = range?.runs
  if (!only || only[0] !== only[1]) return null
  return profilesOf(registry, member.feature.id, only[1]).find((it) => it.member === member.member)?.profile ?? null
}

/** Profiles of all runs, oldest first. */
export const profilesTold = (
  registry: Registry,
  { feature, member }: WatchedMember,
): { run: number; profile: Profile }[] =>
  registry.database
    .prepare<unknown[], bigint>(
      'SELECT run FROM profiles WHERE feature_version = ? AND member = ? ORDER BY run DESC LIMIT 60',
    )
    .pluck()
    .all(feature.id, member)
    .reverse()
    .flatMap((run) =>
      profilesOf(registry, feature.id, Number(run)).flatMap((it) =>
        it.member === member ? [{ run: it.run, profile: it.profile }] : [],
      ),
    )
