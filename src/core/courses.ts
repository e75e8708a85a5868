// How have a feature's values gone from run to run? What runs recorded, the oldest first.
import type { Micros } from './clock.ts'
import type { BaselineName, DriftPoint, NullVerdict, Verdict } from './drift.ts'
import type { JsonObject } from './json.ts'
import type { ProfileKind } from './profiles.ts'
import type { FeatureType } from './values.ts'

/** A feature in the newest report of its view. */
export interface DriftStanding {
  readonly view: string
  /** With its category where it has some. */
  readonly feature: string
  readonly run: number
  readonly kind: string
  readonly verdict: Verdict
  readonly nulls: NullVerdict
  readonly psi: number | null
  readonly wasserstein_norm: number | null
  readonly null_share_baseline: number | null
  readonly null_share_current: number | null
  readonly baseline_rows: number
  readonly current_rows: number
  /** Of the newest reports, the newest last: the first letter of each verdict, a stroke where the baseline became another. */
  readonly letters: string
}

/** What the newest report of its view says of a feature. */
export interface FeatureReport {
  readonly view: string
  readonly version: number
  readonly run: number
  readonly at: Micros
  readonly type: FeatureType
  /** Of the feature, or of each of its categories. */
  readonly features: readonly ReportedFeature[]
}

export interface ReportedFeature {
  /** As `pintail drift --format json` gives it. */
  readonly said: JsonObject
  /** The one it was compared with. */
  readonly baseline: (BaselineName & { readonly rows: number }) | null
  /** The one it is compared with from now on. */
  readonly inUse: number | null
  /** Its scores over the runs, up to the newest; of a run one for each baseline, the one in use last. */
  readonly course: readonly DriftPoint[]
}

/** A feature's figures at a run; one that does not exist is null. */
export interface ProfilePoint {
  readonly run: number
  readonly at: Micros
  readonly of: 'rows' | 'answers'
  /** As a profile has them. */
  readonly runs: readonly [number, number] | null
  readonly rows: number
  readonly nulls: number
  readonly non_finite: number
  readonly distinct: number | null
  readonly mean: number | null
  readonly median: number | null
  /** The most frequent value of a text or a truth. */
  readonly top: { readonly value: string; readonly rows: number } | null
}

export interface ProfileCourse {
  /** `view:feature`, with its category where it has some. */
  readonly feature: string
  readonly version: number
  readonly kind: ProfileKind
  readonly points: readonly ProfilePoint[]
}

export interface CourseRequest {
  /** `view:feature`, `view:feature:category`. */
  readonly reference: string
  /** Of so many of the newest runs. */
  readonly limit: number
}
