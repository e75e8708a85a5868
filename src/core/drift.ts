// What has changed in a feature's values? Baselines that do not move, and a report of what is compared with them.
import type { Micros } from './clock.ts'
import { formatInstant } from './instants.ts'

/** From best to worst. */
export const verdicts = ['ok', 'constant', 'insufficient', 'empty', 'warn', 'fail'] as const
export type Verdict = (typeof verdicts)[number]

/** Of nothing: `empty`. */
export const worst = (all: readonly Verdict[]): Verdict =>
  verdicts[Math.max(...all.map((it) => verdicts.indexOf(it)), -1)] ?? 'empty'

/** Which rows: those that runs brought, or those with event times from `since` up to `until`; nulls are unbounded. */
export interface DriftRange {
  /** The first run and the last. */
  readonly runs: readonly [number, number] | null
  readonly since: Micros | null
  readonly until: Micros | null
}

/** first computed: of all history that there was when a version was first computed. */
export const baselineOrigins = ['first ingest', 'first computed', 'set'] as const
export type BaselineOrigin = (typeof baselineOrigins)[number]

/** A baseline by its number, as reports name it. */
export interface BaselineName {
  readonly id: number
  readonly origin: BaselineOrigin
  readonly taken: Micros
  readonly range: DriftRange
}

export interface ListedBaseline extends BaselineName {
  readonly view: string
  readonly rows: number
  /** `age@2`, `clicks@1:Cart`; those that are no longer ingested apart. */
  readonly features: readonly string[]
  readonly retired: readonly string[]
  /** Of its features, those that are compared with it. */
  readonly current: number
}

export interface BaselineRequest {
  readonly view: string
  readonly since: Micros | null
  readonly until: Micros | null
  readonly run: number | null
}

export const driftProfiles = ['pintail', 'evidently'] as const
export type DriftProfile = (typeof driftProfiles)[number]

export interface DriftRequest {
  /** Names, perhaps with a version: `cardiac@2`; empty: every view. */
  readonly views: readonly string[]
  readonly since: Micros | null
  readonly until: Micros | null
  /** A feature or key of the view; the comparison is made for each of its values. */
  readonly segment: string | null
  readonly profile: DriftProfile
}

export type NullVerdict = 'ok' | 'warn' | 'fail'

export interface DriftBin {
  readonly label: string
  readonly baseline: number
  readonly current: number
}

/** A figure that does not exist is null. */
export interface FeatureDrift {
  readonly feature: string
  readonly kind: 'numeric' | 'categorical'
  readonly verdict: Verdict
  readonly baseline_rows: number
  readonly current_rows: number
  readonly null_share_baseline: number | null
  readonly null_share_current: number | null
  readonly psi: number | null
  readonly js: number | null
  readonly ks: number | null
  readonly ks_pvalue: number | null
  /** binned: the statistic is of 10 000 bins, as there are more values than are compared one by one. */
  readonly ks_pvalue_method: 'exact' | 'asymptotic' | 'binned' | null
  readonly wasserstein: number | null
  readonly wasserstein_norm: number | null
  readonly chi2: number | null
  readonly chi2_pvalue: number | null
  readonly linf: number | null
  readonly new_values: readonly string[]
  readonly lost_values: readonly string[]
  readonly bins: readonly DriftBin[]
  /** NaN and ±Inf, which no figure counts. */
  readonly non_finite_baseline: number
  readonly non_finite_current: number
  /** Whether the share of nulls moved significantly and by a point at least; fail: by a quarter, or all are null now. */
  readonly null_share_verdict: NullVerdict
  readonly null_share_pvalue: number | null
  /** The one it is compared with, where that is not the view's. */
  readonly baseline: number | null
  /** With `--profile evidently`: its choice of test. */
  readonly test: { readonly name: string; readonly score: number; readonly threshold: number } | null
  /** Why there is no verdict, or what it leaves out. */
  readonly note: string | null
}

export interface ViewDrift {
  readonly view: string
  readonly version: number
  readonly baseline: BaselineName | null
  readonly range: DriftRange
  /** The value that all rows have of the column of `--segment`; null without. */
  readonly segment: { readonly column: string; readonly value: string | null } | null
  readonly verdict: Verdict
  readonly features: readonly FeatureDrift[]
  readonly notes: readonly string[]
}

/** A feature's score at a run, for its course over time. */
export interface DriftPoint {
  readonly run: number
  readonly at: Micros
  readonly baseline: number | null
  readonly verdict: Verdict
  readonly psi: number | null
  readonly wasserstein_norm: number | null
  readonly null_share_current: number | null
}

/** What `pintail baseline` does. */
export interface Baselines {
  set(request: BaselineRequest): Promise<ListedBaseline>
  list(view: string | null): ListedBaseline[]
  /** Compares a view's features with an earlier baseline from now on. */
  pin(view: string, id: number): ListedBaseline
}

export interface PlainRange {
  readonly runs: readonly [number, number] | null
  readonly since: string | null
  readonly until: string | null
}

const plainRange = ({ runs, since, until }: DriftRange): PlainRange => ({
  runs,
  since: since === null ? null : formatInstant(since),
  until: until === null ? null : formatInstant(until),
})

const plainName = ({ id, origin, taken, range }: BaselineName) => ({
  id,
  origin,
  taken: formatInstant(taken),
  range: plainRange(range),
})

/** A report as JSON has it, whoever asks: instants as text. */
export const plainDrift = ({ view, version, baseline, range, verdict, features, segment, notes }: ViewDrift) => ({
  view,
  version,
  baseline: baseline && plainName(baseline),
  range: plainRange(range),
  verdict,
  features,
  segment,
  notes,
})

export const plainBaseline = ({ view, rows, features, retired, current, ...name }: ListedBaseline) => ({
  ...plainName(name),
  view,
  rows,
  features,
  retired,
  current,
})

/** Of a feature: what its values say and what its nulls say are two checks, and the worse one counts. */
export const featureVerdict = (it: Pick<FeatureDrift, 'verdict' | 'null_share_verdict'>): Verdict =>
  worst([it.verdict, it.null_share_verdict])

export const isAlarming = ({ verdict }: Pick<ViewDrift, 'verdict'>, severity: 'warn' | 'fail'): boolean =>
  verdicts.indexOf(verdict) >= verdicts.indexOf(severity)
