// What was applied: immutable versions of features, views and services, as every room reads them.
import type { Aggregate } from './aggregates.ts'
import type { Micros } from './clock.ts'
import type { Column, FeatureType } from './values.ts'

/** current: what the definitions say now · pinned: kept live by a service version · retired: kept, not ingested. */
export type Status = 'current' | 'pinned' | 'retired'

/** A column a source derives, as it was defined when a version that reads it was applied. */
export type DerivedRead = Column &
  (
    | { readonly json: string; readonly path: string }
    | { readonly sql: string; readonly reads: readonly string[] }
    /** Seconds to the key's previous event, in the order of the tie rule; known when a question is asked. */
    | { readonly sincePrevious: true }
  )

/** The columns of its source that a version reads; what it derives from, and so on down, included. */
export interface Reads {
  /** As the files name them, with the types they had. */
  readonly raw: readonly Column[]
  /** Each after the ones it is made of. */
  readonly derived: readonly DerivedRead[]
}

/** What decides which rows a view has: one row set is shared by all versions that agree on it. */
export interface RowSet {
  readonly id: number
  readonly view: string
  readonly source: string
  readonly keys: readonly Column[]
  /** SQL over the source's columns; null keeps every row. */
  readonly filter: string | null
  /** SQL for the event time, over the source's columns. */
  readonly timestamp: string
  /** SQL for the created time; null when the source declares none. */
  readonly created: string | null
  /** Of times in texts that name none; other naive times are in UTC, those of expressions by a conversion in them. */
  readonly timezone: string
  /** Every row counts, and ties are not resolved when it is written: of aggregations, and where rows have an `id`. */
  readonly events: boolean
  /** SQL for the id of a row: rows with one id are one event, the one known last counts. Null: each is its own. */
  readonly eventId: string | null
  /** Of the keys, the filter, the id and both times; absent: every raw column. */
  readonly reads?: Reads
}

/** A number fitted once on landed rows and frozen with the version. */
export interface FittedCall {
  /** Canonical text of the call; equal text is the same number within a view. */
  readonly call: string
  readonly function: 'min' | 'max' | 'mean' | 'stddev' | 'quantile'
  /** SQL over the columns the feature sees. */
  readonly argument: string
  readonly q: number | null
  /** Null until the first ingest of the version. */
  readonly value: number | null
  /** A hash of all that the number depends on but the rows: equal ones of a view share one number. */
  readonly identity?: string
}

/**
 * row: a column of the row that answers · input: a column of a view's events, for aggregations alone; no one can ask for
 * it · late: an input that is computed when a question is asked, over the inputs it uses and the time since the
 * previous event · aggregate: over the events of a window · formula: over aggregations of the view.
 */
export const featureKinds = ['row', 'input', 'late', 'aggregate', 'formula'] as const
export type FeatureKind = (typeof featureKinds)[number]

export interface FeatureVersion {
  readonly id: number
  readonly kind: FeatureKind
  readonly view: string
  /** `#` and a hash for inputs, which have no name of their own. */
  readonly name: string
  readonly version: number
  readonly fingerprint: string
  readonly rowSet: number
  readonly type: FeatureType
  /** SQL; of an aggregate what people read: `count of text by text over 7d`. */
  readonly expression: string
  readonly aggregate: Aggregate | null
  /** Other features of the view that it reads, each at the version it had when this one was applied. */
  readonly uses: readonly { readonly name: string; readonly id: number }[]
  /** Of the expression itself, not of what it uses; absent: every raw column. */
  readonly reads?: Reads
  readonly fits: readonly FittedCall[]
  readonly default: string | number | bigint | boolean | null
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
  readonly applied: Micros
  readonly status: Status
}

/** The column of a feature version in files and tables: readable without Pintail. */
export const columnOf = (feature: Pick<FeatureVersion, 'name' | 'version'>): string =>
  `${feature.name}@${feature.version}`

export interface ViewVersion {
  readonly id: number
  readonly view: string
  readonly version: number
  readonly fingerprint: string
  readonly rowSet: RowSet
  readonly entities: readonly string[]
  readonly ttl: Micros | null
  readonly online: boolean
  readonly features: readonly FeatureVersion[]
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
  readonly applied: Micros
  readonly status: Status
}

export interface ServiceVersion {
  readonly id: number
  readonly service: string
  readonly version: number
  readonly fingerprint: string
  readonly members: readonly Member[]
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
  readonly applied: Micros
  readonly status: Status
}

/** One feature asked for: of which view version, at which feature version. */
export interface Member {
  readonly view: ViewVersion
  readonly feature: FeatureVersion
  /** Of a feature with categories, the one meant; null: all of them, or a feature that is one value. */
  readonly category: string | null
}

/** One value asked for, with the column it becomes in an answer. */
export interface Selected {
  readonly view: ViewVersion
  readonly feature: FeatureVersion
  /** The place of its category in the vocabulary, one past the end for `__other__`; null: the feature is one value. */
  readonly category: number | null
  readonly column: string
}
