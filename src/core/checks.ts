// What came of the checks? Each by its name, with the rows that do not pass it.
import type { Json, JsonObject } from './json.ts'

export const checkNames = [
  'not_null',
  'unique',
  'accepted_values',
  'between',
  'matches',
  'row_count',
  'freshness',
  'distribution',
  'outliers',
  'sql',
] as const
export type CheckName = (typeof checkNames)[number]

export const severities = ['warn', 'fail'] as const
export type Severity = (typeof severities)[number]

/** broken: it could not be run, and says why. */
export const outcomes = ['passed', 'failed', 'broken'] as const
export type CheckOutcome = (typeof outcomes)[number]

export interface CheckResult {
  readonly view: string
  /** With its category, where it has some; null: the check is of the view. */
  readonly feature: string | null
  readonly check: CheckName
  readonly severity: Severity
  readonly outcome: CheckOutcome
  /** What is to hold: `between 0 and 120`. */
  readonly wanted: string
  /** What was found, in words. */
  readonly found: string
  /** Looked at, and of those that do not pass; null where it is not a matter of single rows. */
  readonly rows: number
  readonly failing: number | null
  /** Up to ten rows that do not pass. */
  readonly examples: readonly JsonObject[]
  /** The first and the last run whose rows were looked at; null: all that answers today, a row a key and time. */
  readonly runs?: readonly [number, number] | null
}

export const examplesShown = 10

export interface CheckRequest {
  /** Names of views; empty: every view that has checks. */
  readonly views: readonly string[]
}

export interface CheckReport {
  /** Null where nothing can be recorded. */
  readonly run: number | null
  readonly results: readonly CheckResult[]
  readonly notes: readonly string[]
}

/** Checks proposed for a view, in the form of a definition. */
export interface Suggested {
  readonly view: string
  readonly checks: readonly Json[]
  readonly features: readonly { readonly feature: string; readonly checks: readonly Json[] }[]
}

/** Whether it stops an ingest. */
export const stops = ({ severity, outcome }: CheckResult): boolean => severity === 'fail' && outcome !== 'passed'
