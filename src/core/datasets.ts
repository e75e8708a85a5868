// What is a dataset? A training set that was kept, and the manifest with all that it takes to make it again.
import type { Manifest } from './manifests.ts'
import type { Column } from './values.ts'
import type { Destination, HistoricalReport, HistoricalRequest, OutputFormat, Wanted } from './verbs.ts'

/** A file written beside what the dataset keeps. */
export type Copy = Destination

export interface DatasetRequest extends Wanted, Pick<HistoricalRequest, 'timestamp' | 'knownAt'> {
  readonly name: string
  readonly spine: { readonly path: string; readonly format: OutputFormat | null }
  /** The spine's column that a model is to learn. */
  readonly target: string | null
  /** The share of the rows, the earliest, that trains; the rest tests. Null: no split. */
  readonly split: number | null
  readonly copy: Copy | null
}

export interface DatasetReport extends HistoricalReport {
  readonly manifest: Manifest
  /** Where the dataset is kept; relative to the project. */
  readonly folder: string
}

/** What one column of a dataset is in two of them, or in one of them twice. */
export interface ColumnDifference {
  readonly column: string
  /** Rows with different values. */
  readonly rows: number
  /** The first few of them, counted from 1. */
  readonly first: readonly number[]
}

export interface ReproduceReport extends HistoricalReport {
  /** bytes: the file is the same · rows: every value is, the bytes are not · different: some values are not. */
  readonly same: 'bytes' | 'rows' | 'different'
  /** Why it is not the same, as far as that can be told. */
  readonly why: readonly string[]
  readonly differences: readonly ColumnDifference[]
}

/** One thing that two datasets do not share; `rows` counts the values of a column that differ. */
export interface DatasetDifference {
  readonly what: string
  readonly a: string | number | null
  readonly b: string | number | null
  readonly rows: number | null
}

/** Training sets that are kept. */
export interface Datasets {
  create(request: DatasetRequest): Promise<DatasetReport>
  reproduce(name: string, copy: Copy): Promise<ReproduceReport>
  diff(a: string, b: string): Promise<DatasetDifference[]>
}

export interface SelectRequest extends Pick<HistoricalRequest, 'spine' | 'timestamp' | 'knownAt'> {
  readonly target: string
  /** Empty, and no service: every current feature whose join keys the spine has. */
  readonly features: readonly string[]
  readonly service: string | null
}

/** What one feature tells of the target. */
export interface Weighed {
  readonly feature: string
  readonly type: Column['type']
  /** Share of the rows in which it is not null. */
  readonly coverage: number
  /** Sample variance of the finite values; null where it is no number or there are fewer than two. */
  readonly variance: number | null
  readonly distinct: number
  /** In nats. */
  readonly information: number
  /** Pearson's r with the target. */
  readonly correlation: number | null
  /** Features that say the same: |r| of at least 0.95, the strongest first. */
  readonly redundant: readonly { readonly feature: string; readonly correlation: number }[]
  /** What is odd about it: `all null`, `constant`, `3 NaN`. */
  readonly note: string
}

export interface SelectReport {
  readonly target: {
    readonly name: string
    readonly classes: number
    readonly binned: boolean
    readonly entropy: number
  }
  /** Rows with a target; the others are left out. */
  readonly rows: number
  /** The most telling first. */
  readonly features: readonly Weighed[]
  readonly notes: readonly string[]
  readonly phases: Readonly<Record<string, number>>
}
