// How does everything do, as runs found it last and as the clock goes on? In rows that a table and a header can show.
import type { CheckResult } from '../../core/checks.ts'
import type { Micros } from '../../core/clock.ts'
import { readDuration } from '../../core/durations.ts'
import type { Freshness, Health } from '../../core/watching.ts'
import { microsOf } from '../present/words.ts'
import type { FreshnessRead } from './freshness.ts'
import type { Front } from './front.ts'

/** By view and by feature. */
export type HealthRead = ReadonlyMap<string, Health>

export const readHealth = async (front: Pick<Front, 'health'>, signal: AbortSignal): Promise<HealthRead> =>
  new Map((await front.health({ signal })).map((it) => [it.reference, it]))

export interface ChecksRead {
  readonly run: number | null
  /** Those that did not pass first. */
  readonly results: readonly CheckResult[]
}

/** Of a view, what its newest checks found. */
export const readChecks = async (front: Pick<Front, 'recordedChecks'>, view: string): Promise<ChecksRead> => {
  const [found] = await front.recordedChecks({ view, run: null })
  if (found === undefined) return { run: null, results: [] }
  const rank = ({ outcome, severity }: CheckResult): number => (outcome === 'passed' ? 2 : severity === 'warn' ? 1 : 0)
  return { run: found.run, results: found.results.toSorted((a, b) => rank(a) - rank(b)) }
}

export interface Fresh {
  /** Of the newest event that it answers with: online where it is served, else offline. */
  readonly newest: Micros | null
  readonly promise: Micros | null
  /** Null: nothing is promised. */
  readonly kept: boolean | null
  readonly note: string
}

export type FreshRead = ReadonlyMap<string, Fresh>

interface Told {
  /** When the next promise is broken, if nothing comes before. */
  readonly until: Micros | null
  readonly views: FreshRead
}

const told = new WeakMap<FreshnessRead, Told>()

/** By view; the same map until a promise is broken by the clock alone. */
export const freshAt = (read: FreshnessRead, now: Micros): FreshRead => {
  const known = told.get(read)
  if (known !== undefined && (known.until === null || now <= known.until)) return known.views
  const views = new Map(read.views.map((it) => [it.view, freshOf(it, now)]))
  const ends = [...views.values()].flatMap(({ newest, promise, kept }) =>
    kept === true && newest !== null && promise !== null ? [newest + promise] : [],
  )
  told.set(read, { until: ends.reduce<Micros | null>((a, b) => (a === null || b < a ? b : a), null), views })
  return views
}

const freshOf = (it: Freshness, now: Micros): Fresh => {
  const promise = it.sla === null ? null : readDuration(it.sla)
  const [online, offline] = [microsOf(it.online), microsOf(it.offline)]
  // Young enough offline and yet not kept: it is served, and nothing of it is there.
  const isMissing = it.kept === false && promise !== null && offline !== null && now - offline <= promise
  const newest = online ?? (isMissing ? null : offline)
  const kept = promise === null ? null : it.kept === true && newest !== null && now - newest <= promise
  return { newest, promise, kept, note: it.note ?? '' }
}
