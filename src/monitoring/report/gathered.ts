// What does a report tell of features? Their profiles, checks and scores as runs recorded them, read where they are asked for.
import type { DriftPoint, DriftRange, ViewDrift } from '../../core/drift.ts'
import { formatInstant } from '../../core/instants.ts'
import { type Profile, storedProfile } from '../../core/profiles.ts'
import { readStored } from '../../core/stored.ts'
import type { ViewVersion } from '../../core/versions.ts'
import type { Registry } from '../../registry/registry.ts'
import { runs } from '../../registry/runs.ts'
import { membersOf, type WatchedMember } from '../members.ts'
import { driftCourse } from '../memory.ts'

export interface RunProfile {
  readonly run: number
  readonly profile: Profile
}

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

interface KeptRow {
  readonly run: bigint
  readonly body: string
}

const read = ({ run, body }: KeptRow): RunProfile => ({
  run: Number(run),
  profile: readStored(storedProfile, body, `profile of run ${run}`),
})

/** What one run brought of a feature; null where that is not what is asked for, or was not kept. */
export const profileIn = (
  { database }: Registry,
  { feature, member }: WatchedMember,
  range: DriftRange | undefined,
): Profile | null => {
  const only = range?.runs
  if (!only || only[0] !== only[1]) return null
  const row = database
    .prepare<unknown[], KeptRow>('SELECT run, body FROM profiles WHERE feature_version = ? AND member = ? AND run = ?')
    .get(feature.id, member, only[1])
  return row ? read(row).profile : null
}

const runsDrawn = 60

/** Profiles of the last runs that saw a feature, oldest first. */
export const profilesTold = ({ database }: Registry, { feature, member }: WatchedMember, most = runsDrawn) =>
  database
    .prepare<unknown[], KeptRow>(
      'SELECT run, body FROM profiles WHERE feature_version = ? AND member = ? ORDER BY run DESC LIMIT ?',
    )
    .all(feature.id, member, most)
    .map(read)
    .reverse()

/** The last that a run saw of a feature. */
export const newestProfile = (registry: Registry, member: WatchedMember): RunProfile | undefined =>
  profilesTold(registry, member, 1)[0]
