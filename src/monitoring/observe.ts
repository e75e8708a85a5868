// What is seen of an ingest? Its values profiled and checked before it holds, held against their baselines after.
import type { CheckResult } from '../core/checks.ts'
import { messageOf, PintailError } from '../core/errors.ts'
import type { ProfileOf } from '../core/profiles.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { Aftermath, Brought, Findings, Observed, Observer, Runs } from '../ingest/observer.ts'
import { insertCheckResults } from '../registry/checks.ts'
import { insertProfiles } from '../registry/profiles.ts'
import type { Registry } from '../registry/registry.ts'
import { afterIngest } from './after-ingest.ts'
import { brokenChecks, checkedView, checkRows } from './check-rows.ts'
import { broughtIn, newestIn } from './looked-at.ts'
import { profilesIn } from './profile.ts'
import { refusalOf } from './refusal.ts'
import { byKind, type DriftRoom } from './room.ts'

export const observerOn = (room: DriftRoom): Observer => ({
  beforeCommit: (observed) => look(room.registry, observed),
  afterCommit: (observed) => follow(room, observed),
})

/** The run holds by now, whatever comes of this. */
const follow = async (room: DriftRoom, { run, brought, session, watched }: Observed): Promise<Aftermath> => {
  const rowSets = brought.flatMap(({ rowSet, features }) => (features.length === 0 ? [] : [rowSet.id]))
  if (rowSets.length === 0) return { notes: [], detail: {} }
  try {
    // In the session that has the answers already, and which the ingest closes.
    const store = { ...room.store, session: async () => ({ ...session, close: () => undefined }) }
    return await afterIngest({ ...room, store }, run, rowSets, watched)
  } catch (cause) {
    if (cause instanceof PintailError && cause.code === 'interrupted') throw cause
    return { notes: [`no drift: ${messageOf(cause)}`], detail: {} }
  }
}

/** Features that were computed over the rows of the same runs, and may be looked at together. */
interface Share {
  readonly brought: Brought
  readonly runs: Runs
  /** All that the rows have. */
  readonly features: readonly FeatureVersion[]
  /** Of these, those that were computed over just these rows. */
  readonly own: readonly FeatureVersion[]
  readonly name: string
}

const look = async (registry: Registry, observed: Observed): Promise<Findings> => {
  const profiles: ProfileOf[] = []
  const checks: CheckResult[] = []
  const notes: string[] = []
  for (const share of observed.brought.flatMap(sharesOf)) {
    const { session, watched } = observed
    const { brought, features, own, name, runs } = share
    const { history, all, rowSet } = brought
    const view = checkedView(registry, rowSet)
    const meant = isFresh(share) ? null : new Set(own.map((it) => it.name))
    watched.progress?.step(`${rowSet.view}: profile`)
    try {
      const seen = await broughtIn(session, { history, features, all, runs, name }, watched)
      if (seen === null) continue
      profiles.push(...(await profilesIn(session, registry, seen, own)))
      if (view === null) continue
      watched.progress?.step(`${rowSet.view}: checks`)
      const found = await checkRows({ session, registry, rowSet, seen, newest: newestIn(history) }, view, meant)
      checks.push(...found.map((it) => ({ ...it, runs })))
    } catch (cause) {
      if (cause instanceof PintailError && cause.code === 'interrupted') throw cause
      notes.push(`${rowSet.view}: no profile: ${messageOf(cause)}`)
      if (view !== null) checks.push(...brokenChecks(registry, view, meant, cause).map((it) => ({ ...it, runs })))
    }
  }
  const refusal = refusalOf(observed.run, checks)
  return {
    checks,
    notes,
    refusal,
    record: () => {
      // What does not hold has no values.
      if (refusal === null) insertProfiles(registry, observed.run, profiles)
      insertCheckResults(registry, observed.run, checks)
    },
  }
}

const isFresh = ({ brought, runs }: Share): boolean =>
  brought.fresh !== null && brought.fresh[0] === runs[0] && brought.fresh[1] === runs[1]

const sharesOf = (brought: Brought): Share[] => {
  const ranges = new Map(brought.features.map(({ runs }) => [runs.join(), runs]))
  return [...ranges.values()].flatMap((runs, i) => {
    const own = new Set(
      brought.features.flatMap(({ feature, runs: its }) => (its.join() === runs.join() ? [feature.id] : [])),
    )
    return byKind(brought.features.map(({ feature }) => feature)).flatMap((features, j): Share[] => {
      const its = features.filter(({ id }) => own.has(id))
      return its.length === 0
        ? []
        : [{ brought, runs, features, own: its, name: `seen_${brought.rowSet.id}_${i}_${j}` }]
    })
  })
}
