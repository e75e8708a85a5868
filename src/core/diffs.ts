// What is a difference of two versions? Their definitions side by side, what both gave for the same rows, and whom it concerns.
import type { Status } from './versions.ts'

export interface DiffRequest {
  /** `view:feature`, a view or a service. */
  readonly reference: string
  /** Numbers of versions, or another reference of the same kind; null: the one before the current, and the current. */
  readonly a: string | null
  readonly b: string | null
  /** False: the definitions alone, which needs no engine. */
  readonly statistics: boolean
}

export interface DiffSide {
  readonly name: string
  readonly version: number
  readonly status: Status
  readonly fingerprint: string
  readonly applied: string
}

/** Where a text differs: from and to, counted in UTF-16 units. */
export type Mark = readonly [from: number, to: number]

/** A part of a definition as both have it; null: this one has no such part. */
export interface DiffPart {
  readonly part: string
  readonly a: string | null
  readonly b: string | null
  readonly changed: boolean
  readonly marks: { readonly a: readonly Mark[]; readonly b: readonly Mark[] }
}

/** Figures of one version's values; of what is no number only the counts. */
export interface Figures {
  readonly rows: number
  readonly nulls: number
  readonly null_share: number | null
  readonly non_finite: number
  readonly distinct: number
  readonly mean: number | null
  readonly stddev: number | null
  readonly min: number | null
  readonly p5: number | null
  readonly p50: number | null
  readonly p95: number | null
  readonly max: number | null
}

/**
 * not_computed: a version has no values in the history · different_rows: there are no rows, or keys, that both have ·
 * different_types: their values cannot be held against each other · broken: the history could not be read.
 */
export const comparisonStatuses = ['compared', 'not_computed', 'different_rows', 'different_types', 'broken'] as const
export type ComparisonStatus = (typeof comparisonStatuses)[number]

/** Values of two versions for the same rows, before defaults. */
export interface Comparison {
  readonly feature: string
  readonly status: ComparisonStatus
  /** Why there are no figures, or what they leave out. */
  readonly note: string | null
  /** rows: of the history, that both have computed · answers: of the same keys, each at its newest event time. */
  readonly of: 'rows' | 'answers'
  readonly a: Figures | null
  readonly b: Figures | null
  /** b less a. */
  readonly delta: Partial<Figures> | null
  /** Rows whose value is another. */
  readonly differing: number | null
  readonly psi: number | null
}

export interface DiffReport {
  readonly kind: 'feature' | 'view' | 'service'
  readonly a: DiffSide
  readonly b: DiffSide
  /** In phrases, as a plan says them; none: the two are the same. */
  readonly changed: readonly string[]
  readonly definition: readonly DiffPart[]
  /** Of a feature its own; of a view or a service those of the features that changed. */
  readonly statistics: readonly Comparison[]
  /** What is made of one of the two: of a feature other live features, live services, and datasets. */
  readonly affected: {
    readonly features: readonly Affected[]
    readonly services: readonly Affected[]
    readonly datasets: readonly Affected[]
  }
}

export interface Affected {
  readonly name: string
  /** Which of the two it is made of. */
  readonly of: readonly ('a' | 'b')[]
  /** Features by which it is, where it does not read the two themselves. */
  readonly through: readonly string[]
}
