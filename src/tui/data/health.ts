// How does everything do, as runs found it last and as the clock goes on? In rows that a table and a header can show.
import type { CheckResult } from '../../core/checks.ts'
import type { Micros } from '../../core/clock.ts'
import { readDuration } from '../../core/durations.ts'
import type { FeatureFreshness, Freshness, Health } from '../../core/watching.ts'
import type { Checked } from '../present/checked.ts'
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
  readonly results: readonly Checked[]
}

/**
 * Of a view, what the newest ingest found of the rows that it brought, and what was found of all rows: neither hides the
 * other, but for checks that the newer of the two does not know any more.
 */
export const readChecks = async (front: Pick<Front, 'recordedChecks'>, view: string): Promise<ChecksRead> => {
  const found = await Promise.all(
    (['ingest', 'check'] as const).map((kind) => front.recordedChecks({ view, run: null, kind })),
  )
  const [newest, older] = found.flat().toSorted((a, b) => b.run - a.run)
  if (newest === undefined) return { run: null, results: [] }
  const known = new Set(newest.results.map(keyOf))
  const all = [
    ...newest.results.map((it): Checked => ({ ...it, run: newest.run })),
    ...(older?.results ?? []).flatMap((it): Checked[] =>
      known.has(keyOf(it)) ? [{ ...it, run: older?.run ?? 0 }] : [],
    ),
  ]
  const rank = ({ outcome, severity }: CheckResult): number => (outcome === 'passed' ? 2 : severity === 'warn' ? 1 : 0)
  return { run: newest.run, results: all.toSorted((a, b) => rank(a) - rank(b)) }
}

const keyOf = ({ feature, check, wanted }: CheckResult): string => JSON.stringify([feature, check, wanted])

export interface Fresh {
  /** Of the newest event that it answers with: online where it is served, else offline. */
  readonly newest: Micros | null
  readonly promise: Micros | null
  /** Null: nothing is promised, or nothing is there whose age could keep it. */
  readonly kept: boolean | null
  /** Features whose version is not materialized, though history has rows. */
  readonly missing: number
  /** When the online store was last written; null: never. */
  readonly written: Micros | null
  readonly note: string
}

export type FreshRead = ReadonlyMap<string, Fresh>

interface Told {
  /** When the next promise is broken, if nothing comes before. */
  readonly until: Micros | null
  readonly views: FreshRead
}

const told = new WeakMap<FreshnessRead, Told>()

/** By view and by feature; the same map until a promise is broken by the clock alone. */
export const freshAt = (read: FreshnessRead, now: Micros): FreshRead => {
  const known = told.get(read)
  if (known !== undefined && (known.until === null || now <= known.until)) return known.views
  const views = new Map(
    read.views.flatMap((it) => [
      [it.view, freshOf(it, now)] as const,
      ...it.features.map((one) => [one.feature, featureFresh(it, one, now)] as const),
    ]),
  )
  const ends = [...views.values()].flatMap(({ newest, promise, kept }) =>
    kept === true && newest !== null && promise !== null ? [newest + promise] : [],
  )
  told.set(read, { until: ends.reduce<Micros | null>((a, b) => (a === null || b < a ? b : a), null), views })
  return views
}

const freshOf = (it: Freshness, now: Micros): Fresh => {
  const [online, offline] = [microsOf(it.online), microsOf(it.offline)]
  const missing = missingIn(it)
  const newest = online ?? (missing > 0 ? null : offline)
  return { ...heldTo(it, newest, missing, now), missing, written: microsOf(it.written), note: it.note ?? '' }
}

const featureFresh = (view: Freshness, it: FeatureFreshness, now: Micros): Fresh => {
  const newest = microsOf(it.online)
  const missing = it.as_of === null && view.offline !== null ? 1 : 0
  return { ...heldTo(view, newest, missing, now), missing, written: microsOf(it.as_of), note: '' }
}

const heldTo = (
  { sla }: Freshness,
  newest: Micros | null,
  missing: number,
  now: Micros,
): Pick<Fresh, 'newest' | 'promise' | 'kept'> => {
  const promise = sla === null ? null : readDuration(sla)
  const isOpen = promise === null || (newest === null && missing > 0)
  return { newest, promise, kept: isOpen ? null : newest !== null && now - newest <= promise }
}

/** Where nothing is ingested nothing is missing online. */
export const missingIn = ({ offline, features }: Freshness): number =>
  offline === null ? 0 : features.filter((it) => it.as_of === null).length
