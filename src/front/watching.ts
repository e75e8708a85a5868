// Is what is kept what it should be? Checks, profiles and runs; how fresh views are, and of how many keys they know.
import type { CheckReport, CheckRequest, Suggested } from '../core/checks.ts'
import type { Watched } from '../core/verbs.ts'
import type { ViewVersion } from '../core/versions.ts'
import type {
  Coverage,
  FeatureStats,
  Freshness,
  RunRow,
  RunShown,
  RunsRequest,
  StatsRequest,
} from '../core/watching.ts'
import type { WatchedMember } from '../monitoring/members.ts'
import { driftRoom } from './drifting.ts'
import type { Opened } from './opened.ts'

export interface Watching {
  /** Checks of all that answers today, recorded as a run. */
  check(request: CheckRequest, watched?: Watched): Promise<CheckReport>
  /** Checks that the data speaks for. */
  suggestChecks(views: readonly string[], watched?: Watched): Promise<Suggested[]>
  /** What a run saw of the values of features. */
  stats(request: StatsRequest): Promise<FeatureStats[]>
  runs(request: RunsRequest): Promise<RunRow[]>
  run(id: number): Promise<RunShown>
  freshness(views: readonly string[], watched?: Watched): Promise<Freshness[]>
  coverage(views: readonly string[], watched?: Watched): Promise<Coverage[]>
}

export const watching = (opened: Opened): Watching => {
  const { registry, online } = opened
  return {
    check: async (request, watched = {}) => {
      const { check } = await import('../monitoring/check.ts')
      return check(await driftRoom(opened), request, watched)
    },
    suggestChecks: async (views, watched = {}) => {
      const { suggest } = await import('../monitoring/suggest.ts')
      return suggest(await driftRoom(opened), views, watched)
    },
    stats: async (request) => (await import('../monitoring/stats.ts')).stats(registry, request),
    runs: async (request) => (await import('../monitoring/runs.ts')).listedRuns(registry, request),
    run: async (id) => (await import('../monitoring/runs.ts')).shownRun(registry, id),
    freshness: async (views, watched = {}) => {
      const { freshness } = await import('../monitoring/freshness.ts')
      return freshness(servingRoom(opened), views, watched)
    },
    coverage: async (views, watched = {}) => {
      const { coverage } = await import('../monitoring/coverage.ts')
      const { heldBy } = await import('../monitoring/held-by.ts')
      const count = (view: ViewVersion, members: readonly WatchedMember[], now: bigint) =>
        heldBy(online.get(), view, members, now)
      return coverage({ ...servingRoom(opened), online: count }, views, watched)
    },
  }
}

const servingRoom = ({ registry, offline, online }: Opened) => ({
  registry,
  store: () => offline.get(),
  groups: () => online.get().groups(),
})
