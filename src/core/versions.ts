// What was applied: immutable versions of features, views and services, as every room reads them.
import type { Micros } from './clock.ts'
import type { Column, FeatureType } from './values.ts'

/** current: what the definitions say now · pinned: kept live by a service version · retired: kept, not ingested. */
export type Status = 'current' | 'pinned' | 'retired'

/** A column a source derives, as it was defined when a version that reads it was applied. */
export type DerivedRead = Column &
  ({ readonly json: string; readonly path: string } | { readonly sql: string; readonly reads: readonly string[] })

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
  /** Of the keys, the filter and both times; absent: every raw column. */
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

export interface FeatureVersion {
  readonly id: number
  readonly view: string
  readonly name: string
  readonly version: number
  readonly fingerprint: string
  readonly rowSet: number
  readonly type: FeatureType
  readonly expression: string
  /** Other features of the view that the expression reads, each at the version it had when this one was applied. */
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
}

/** A member with the column it becomes in an answer. */
export interface Selected extends Member {
  readonly column: string
}
