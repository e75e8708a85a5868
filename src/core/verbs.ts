// What can be asked of a project and what is answered: the shapes behind the CLI, HTTP and the SDK alike.
import type { CheckResult } from './checks.ts'
import type { Micros } from './clock.ts'
import type { Column, FeatureType, Value } from './values.ts'
import type { Selected, Status } from './versions.ts'

export const outputFormats = ['parquet', 'csv', 'json', 'ndjson', 'table', 'md'] as const
export type OutputFormat = (typeof outputFormats)[number]

/** Told of long work as it goes. */
export interface Progress {
  step(name: string): void
  /** `total` is null where it is not known; counted in rows unless it is said otherwise. */
  advance(done: number, total: number | null, unit?: ProgressUnit): void
}

export type ProgressUnit = 'rows' | 'keys' | 'files' | 'percent'

export interface Watched {
  readonly progress?: Progress
  readonly signal?: AbortSignal
}

/** One thing `apply` would record. */
export interface Change {
  readonly kind: 'entity' | 'source' | 'view' | 'feature' | 'service'
  /** `cardiac`, `cardiac:age`. */
  readonly name: string
  readonly action: 'new' | 'changed' | 'restored' | 'retired' | 'described'
  readonly from: number | null
  readonly to: number | null
  /** Phrases: `expression`, `ttl 7d → 14d`, `uses cardiac:age`. */
  readonly why: readonly string[]
}

export interface Plan {
  readonly changes: readonly Change[]
  /** Services whose answers change with it, by name. */
  readonly affected: readonly string[]
}

export interface IngestRequest {
  /** Empty: every view with a live version. */
  readonly views: readonly string[]
  /** Hash every file, whatever its size and times say. */
  readonly full: boolean
}

/** A row that was not let in. */
export interface Rejected {
  readonly file: string
  /** Of the file, from 1; null where the format has no lines. */
  readonly line: number | null
  readonly column: string | null
  readonly reason: string
  /** The first run that rejected it; not there: this one. */
  readonly since_run?: number
}

export interface IngestReport {
  readonly source: string
  readonly views: readonly string[]
  readonly run: number | null
  readonly files: { readonly read: number; readonly known: number }
  readonly rows: {
    readonly read: number
    readonly landed: number
    readonly rejected: number
    readonly skipped: number
    /** Landed with an event time before the newest that the view had. */
    readonly late: number
  }
  /** The first ten; all of them are in the quarantine file. */
  readonly rejected: readonly Rejected[]
  readonly quarantine: string | null
  readonly notes: readonly string[]
  readonly checks: readonly CheckResult[]
  /** Milliseconds by phase. */
  readonly phases: Readonly<Record<string, number>>
}

/** What to read: references, or one service. */
export interface Wanted {
  readonly features: readonly string[]
  readonly service: string | null
  readonly fullFeatureNames: boolean
}

/** Where rows come from: a file by its path, or rows already in memory. */
export type SpineInput =
  | { readonly path: string; readonly format: OutputFormat | null }
  | { readonly columns: readonly (Column & { readonly values: readonly Value[] })[] }

/** Where an answer is written. */
export interface Destination {
  /** Absolute; written beside and renamed. */
  readonly output: string
  readonly format: OutputFormat
  /** Where the caller puts what is written, if that is another place. */
  readonly becomes?: string
}

export interface HistoricalRequest extends Wanted, Destination {
  readonly spine: SpineInput
  /** The spine's instant column; null: `event_timestamp`, or the only timestamp it has. */
  readonly timestamp: string | null
  readonly knownAt: boolean
}

export interface HistoricalReport {
  readonly rows: number
  readonly columns: readonly Column[]
  readonly notes: readonly string[]
  readonly phases: Readonly<Record<string, number>>
}

export interface ExportRequest extends Destination {
  /** A view name, or references to features of one view. */
  readonly what: readonly string[]
  readonly since: Micros | null
  readonly until: Micros | null
  /** Every key's answer as of `until` (default now) instead of all rows. */
  readonly latest: boolean
}

export interface MaterializeRequest {
  readonly views: readonly string[]
  readonly features: readonly string[]
  readonly mode: 'incremental' | 'full'
  readonly until: Micros | null
}

export interface MaterializeReport {
  readonly view: string
  readonly run: number
  readonly until: Micros
  readonly mode: 'incremental' | 'full'
  readonly keys: number
  readonly notes: readonly string[]
  readonly phases: Readonly<Record<string, number>>
}

export const onlineStatuses = ['PRESENT', 'NULL_VALUE', 'NOT_FOUND', 'OUTSIDE_MAX_AGE'] as const
export type OnlineStatus = (typeof onlineStatuses)[number]

export interface OnlineRequest extends Wanted {
  /** Join key → values, one a row asked about; all lists have one length. */
  readonly entities: ReadonlyMap<string, readonly unknown[]>
}

export interface SomeKeysRequest {
  readonly view: string
  /** Empty: any. */
  readonly startsWith: string
  /** Of which join key; null: of the first, and of another all are given, since only the first is in order. */
  readonly of: string | null
  readonly most: number
}

/** Column-major, join keys first; every list has one entry a row asked about. */
export interface OnlineAnswer {
  readonly keys: readonly (Column & { readonly values: readonly Value[] })[]
  readonly features: readonly OnlineColumn[]
}

export interface OnlineColumn {
  readonly name: string
  readonly view: string
  readonly type: FeatureType
  readonly values: readonly Value[]
  readonly statuses: readonly OnlineStatus[]
  /** Event time of the row that answered, or the instant that an aggregation is as of; null where no row did. */
  readonly timestamps: readonly (Micros | null)[]
}

/** What a table of online.db has read of the history: as of an instant, up to a run. */
export interface Knowledge {
  readonly until: Micros
  /** Later than `until` while a materialize is under way, or after one was killed: some keys are as of it. */
  readonly reaching: Micros
  readonly lastRun: number
  /** The group that answers. */
  readonly group: number
}

/** An online answer, and what it is made of; all of one instant. */
export interface TracedAnswer {
  /** At which ttl was applied. */
  readonly at: Micros
  readonly answer: OnlineAnswer
  /** One for one with the answer's features. */
  readonly selected: readonly Selected[]
  /** The same; null where nothing was materialized. The list is one object until something is. */
  readonly known: readonly (Knowledge | null)[]
}

/** Reads one list of features, prepared once for any number of calls; it follows what is applied and materialized. */
export interface OnlineReader {
  read(entities: OnlineRequest['entities']): OnlineAnswer
  /** The same, with what it is made of. */
  traced(entities: OnlineRequest['entities']): TracedAnswer
}

export const listable = ['views', 'features', 'entities', 'sources', 'services', 'datasets', 'runs'] as const
export type Listable = (typeof listable)[number]

export interface ListRequest {
  readonly what: Listable
  readonly view?: string | undefined
  readonly entity?: string | undefined
  readonly owner?: string | undefined
  readonly tag?: string | undefined
  readonly status?: Status | undefined
}

/** A row of a listing or of `show`: plain JSON values. */
export type Listed = Readonly<Record<string, unknown>>

export interface ExplainCell {
  readonly keys: ReadonlyMap<string, string>
  readonly at: Micros
  readonly knownAt: boolean
}

export interface ExplainedRow {
  readonly chosen: boolean
  /** `chosen`, `after the instant`, `older than ttl`, `lost a tie`, `older`, `not yet known` … in words. */
  readonly why: string
  readonly eventTime: Micros
  readonly created: Micros | null
  readonly run: number
  readonly values: Readonly<Record<string, Value>>
}

export interface Explanation {
  readonly view: string
  readonly sql: string
  /** Of the rows' values. */
  readonly columns: readonly Column[]
  readonly rows: readonly ExplainedRow[]
  /** What the rows do not say: the answer of an aggregation, and how many of its events are left out. */
  readonly notes: readonly string[]
}
