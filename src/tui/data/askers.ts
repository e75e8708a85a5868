// How is each question answered? By a verb of the front door.
import type { Clock } from '../../core/clock.ts'
import { isArray, readJson } from '../../core/json.ts'
import type { Askers } from './asking.ts'
import { readDrift, readDrifted } from './drift.ts'
import { readCoverage, readFreshness } from './freshness.ts'
import type { Front } from './front.ts'
import { readChecks, readHealth } from './health.ts'
import { readExamples } from './keys.ts'
import { lookUp } from './look-up.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { readRegistry } from './registry.ts'
import { readRun } from './run.ts'
import { servingReader } from './serving.ts'

export const askersOf = (front: Front, clock: Clock): Askers => {
  const { host, port } = front.project.server
  const serving = servingReader(`http://${host.includes(':') ? `[${host}]` : host}:${port}`)
  return {
    drift: async (_, signal) => readDrift(front, signal),
    drifted: async (reference) => readDrifted(front, reference),
    baselines: async (view) => (await front.baselines()).list(view),
    course: async (reference) => front.profileCourse({ reference, limit: 60 }),
    lineage: async (reference) => front.lineage({ reference, direction: 'both' }),
    runs: async (view) => front.runs({ view, kind: 'ingest', status: null, limit: 20 }),
    health: async (_, signal) => readHealth(front, signal),
    checks: async (view) => readChecks(front, view),
    freshness: async () => readFreshness(front),
    coverage: oneAtATime((view, signal) => readCoverage(front, view, signal)),
    stats: async (reference) => front.stats({ reference, run: null }),
    run: async (id) => readRun(front, id),
    serving: async (_, signal) => serving(signal),
    registry: async (_, signal) => readRegistry(front, { signal }),
    thing: async (reference) => front.show(reference),
    keys: async (id, signal) => readExamples(front, id, signal),
    lookup: async (id, signal) => {
      const [keys = [], at = null] = listOf(id)
      const pairs = (isArray(keys) ? keys : []).map((it): [string, string] => {
        const [name = '', value = ''] = isArray(it) ? it : []
        return [String(name), String(value)]
      })
      return lookUp(
        front,
        { keys: new Map(pairs), at: typeof at === 'string' ? BigInt(at) : null },
        clock.now(),
        signal,
      )
    },
    diff: async (id, signal) => {
      const [reference = '', a = null, b = null, statistics = false] = listOf(id)
      const version = (it: unknown): string | null => (it === null ? null : String(it))
      const request = { reference: String(reference), a: version(a), b: version(b), statistics: statistics === true }
      return front.diff(request, { signal })
    },
  }
}

const listOf = (id: string) => {
  const read = readJson(id)
  return isArray(read) ? read : []
}
