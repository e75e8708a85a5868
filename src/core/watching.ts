// What can be asked of a project that is watched? Figures of features, what runs did, how fresh and how full views are.
import type { CheckResult } from './checks.ts'
import type { Verdict } from './drift.ts'
import type { JsonObject } from './json.ts'
import type { Profile } from './profiles.ts'
import type { RecordedVerdict } from './run-detail.ts'

export interface StatsRequest {
  /** `view:feature`, `view:feature:category`, `view:*`. */
  readonly reference: string
  /** Null: the newest run that profiled it. */
  readonly run: number | null
}

export interface FeatureStats extends Profile {
  /** `view:feature`, with its category where it has some. */
  readonly feature: string
  readonly version: number
  readonly run: number
  readonly at: string
}

export interface RunsRequest {
  readonly view: string | null
  readonly kind: string | null
  readonly status: string | null
  readonly limit: number
}

export interface RunRow {
  readonly run: number
  readonly kind: string
  readonly subject: string
  readonly status: string
  readonly started: string
  readonly finished: string | null
  readonly seconds: number | null
  readonly read: number
  readonly written: number
  readonly late: number
  readonly rejected: number
  readonly skipped: number
  /** Checks that did not pass. */
  readonly failed_checks: number
  /** The worst of its views. */
  readonly drift: string | null
  readonly error: string | null
}

/** Of what a run did not do, the lists are empty. */
export interface RunShown extends RunRow {
  readonly inputs: readonly string[]
  readonly files_read: number
  readonly reasons: readonly JsonObject[]
  /** Of the rejected rows, those that an earlier run rejected too. */
  readonly rejected_before: number
  /** What else there is to know of what came. */
  readonly notes: readonly string[]
  /** Of a run that failed: where, and what mends it. */
  readonly problem: {
    readonly code: string
    readonly file: string | null
    readonly line: number | null
    readonly fix: string | null
  } | null
  readonly checks: readonly CheckResult[]
  /** With the features that moved. */
  readonly verdicts: readonly RecordedVerdict[]
  readonly phases: JsonObject
  readonly detail: JsonObject
}

export interface Freshness {
  readonly view: string
  readonly version: number
  readonly sla: string | null
  /** Newest event times that online, of the features that are there, and offline can answer with; ages in seconds. */
  readonly online: string | null
  readonly online_age: number | null
  readonly offline: string | null
  readonly offline_age: number | null
  /** Null: nothing is promised. */
  readonly kept: boolean | null
  readonly note: string | null
  /** When the online store was last written; null: nothing of the view is there. */
  readonly written: string | null
  /** Of each feature what holds for it; none where the view is not served. */
  readonly features: readonly FeatureFreshness[]
}

export interface FeatureFreshness {
  /** `cardiac:age`. */
  readonly feature: string
  readonly version: number
  readonly online: string | null
  readonly online_age: number | null
  /** The instant that it answers as of; null: this version is not materialized. */
  readonly as_of: string | null
  /** History has rows that it does not answer with. */
  readonly behind: boolean
}

export interface Coverage {
  readonly feature: string
  readonly version: number
  /** Keys that the history knows. */
  readonly keys: number
  readonly offline: number
  readonly offline_share: number | null
  /** Null: it is not served online. */
  readonly online: number | null
  readonly online_share: number | null
  /** The instants that both are counted as of; null: this version is not materialized. */
  readonly offline_as_of: string
  readonly online_as_of: string | null
  /** History has rows that online does not answer with. */
  readonly behind: boolean
}

/** What the newest runs found of a view, its features among it, or of a feature. */
export interface Health {
  /** `cardiac`, `cardiac:age`. */
  readonly reference: string
  /** The worst; null: never compared. */
  readonly drift: Verdict | null
  /** How many passed, and how many did not, by their severity. */
  readonly checks: { readonly passed: number; readonly warn: number; readonly fail: number }
}
