// How does TypeScript say it? Builders that only make plain definitions; `collected` is what the files declared.
// The types here are what an editor shows: `.pintail/types/pintail.d.ts` is made from this file and those it exports.
import type { Described } from './define-about.ts'
import type { Check } from './define-checks.ts'
import type { LongFeature } from './define-features.ts'
import type { DefinitionKind } from './definitions.ts'
import type { FeatureType } from './values.ts'

export * from './define-aggregates.ts'
export * from './define-checks.ts'
export * from './define-features.ts'
export * from './define-percentiles.ts'

/**
 * One declaration with the call site it came from.
 * @internal
 */
export interface Declared {
  readonly kind: DefinitionKind
  readonly name: string
  readonly body: unknown
  /** The stack from the builder's call outwards, from which the place for errors is read. */
  readonly stack: string
}

const declarations: Declared[] = []

/**
 * Hands over what was declared since the last call.
 * @internal
 */
export const collected = (): Declared[] => declarations.splice(0)

type Builder = (...given: never[]) => unknown

const declare = (kind: DefinitionKind, name: string, body: unknown, builder: Builder): void => {
  const trace = { stack: '' }
  Error.captureStackTrace(trace, builder)
  declarations.push({ kind, name, body, stack: trace.stack })
}

/** What features are about: `entity('patient', …)` gives one. */
export interface Entity {
  readonly kind: 'entity'
  readonly name: string
}

/** Where rows come from: `csv`, `json` and `parquet` give one. */
export interface Source {
  readonly kind: 'source'
  readonly name: string
}

/** `clicks_7d`, `clicks_7d_binary`, `clicked_text:Cart`. */
export type GeneratedName<F extends string> = `${F}_${string}` | `${F}:${string}`

/** A set of features: `featureView('cardiac', …)` gives one. */
export interface FeatureView<F extends string = string> {
  readonly kind: 'view'
  readonly name: string
  /**
   * References to some of its features: `cardiac.pick('age')` is `['cardiac:age']`. Windows, forms and categories have
   * the names they are given: `behaviour.pick('clicks_7d', 'clicked_text:Cart')`.
   */
  pick(...features: (F | GeneratedName<F>)[]): string[]
  /** References to all of them. */
  all(): string[]
}

/** What one model reads: `featureService('heart_risk', …)` gives one. */
export interface FeatureService {
  readonly kind: 'service'
  readonly name: string
}

/** A key is compared exactly, which floats, json and lists do not allow. */
export type KeyType = 'string' | 'int32' | 'int64' | 'bool' | 'timestamp' | 'bytes'

export interface EntityBody extends Described {
  /** Join key → type: `{ patient_id: 'string' }`. */
  readonly keys: Readonly<Record<string, KeyType>>
}

/** A column made from the source's own: from one JSON text by path, by SQL, or from the event before. */
export type DerivedColumn =
  | {
      /** The column that holds the JSON text. */
      readonly json: string
      /** Where in it: `$.user_agent.device`. */
      readonly path: `$${string}`
      /** string unless given. */
      readonly type?: FeatureType | undefined
    }
  | {
      /** An expression over the source's columns. */
      readonly sql: string
      readonly type?: FeatureType | undefined
    }
  | {
      /** Seconds to the key's previous event, for aggregations. */
      readonly since_previous: true
    }

interface Rows extends Described {
  /** A file or a glob, from the project folder: `data/visits.csv`, `data/events/*.parquet`. */
  readonly path: string
  /** The column of the event time, or a SQL expression for it. */
  readonly timestamp: string
  /** The column that says when the row became known. */
  readonly created?: string | undefined
  /** The column that identifies a row: of rows with one id, the one known last counts. */
  readonly id?: string | undefined
  /** Of timestamps without one: `Europe/Berlin`. UTC unless given. */
  readonly timezone?: string | undefined
  /** Columns that every view can use by name beside those of the file. */
  readonly columns?: Readonly<Record<string, DerivedColumn>> | undefined
  /** The share of bad rows above which nothing is written; 0.1 unless given. */
  readonly max_rejected?: number | undefined
}

interface ColumnTypes {
  /** Column → type, where sniffing would guess wrong. */
  readonly types?: Readonly<Record<string, FeatureType>> | undefined
}

/** How a CSV file is read where sniffing would guess wrong. */
export interface CsvOptions extends ColumnTypes {
  readonly delimiter?: string | undefined
  readonly quote?: string | undefined
  readonly escape?: string | undefined
  readonly header?: boolean | undefined
  readonly encoding?: 'utf-8' | 'latin-1' | 'utf-16' | undefined
  /** The text that stands for null. */
  readonly null?: string | readonly string[] | undefined
}

export interface CsvBody extends Rows {
  readonly options?: CsvOptions | undefined
}
export interface JsonBody extends Rows {
  readonly options?: ColumnTypes | undefined
}
export interface ParquetBody extends Rows {}

interface ViewAbout<F extends string> extends Described {
  /** The source its rows come from. */
  readonly source: Source | string
  /** Name → SQL expression over the source's columns, or the long form; functions of events make a view of events. */
  readonly features: Readonly<Record<F, string | LongFeature>>
  /** How old a row may be and still answer: `365d`. No bound unless given. */
  readonly ttl?: string | undefined
  /** SQL over the source's columns: the rows to keep. */
  readonly where?: string | undefined
  /** Whether it is served online; true unless given. */
  readonly online?: boolean | undefined
  /** The promise: how old the newest event may be. */
  readonly sla?: string | undefined
  /** What is to hold of its rows: `[{ row_count: { min: 1000 } }, { freshness: { max_age: '2d' } }]`. */
  readonly checks?: readonly Check[] | undefined
}

/** `entity` for one, `entities` for several at once. */
export type ViewBody<F extends string = string> = ViewAbout<F> &
  (
    | { readonly entity: Entity | string; readonly entities?: undefined }
    | { readonly entities: readonly (Entity | string)[]; readonly entity?: undefined }
  )

export interface ServiceBody extends Described {
  /** `cardiac.pick('age')`, `cardiac.all()`, or references: `cardiac:age`, `cardiac:*`, `cardiac@3:age`. */
  readonly features: readonly (string | readonly string[])[]
}

/** Declares what features are about, with its join keys. */
export const entity = (name: string, body: EntityBody): Entity => {
  declare('entities', name, body, entity)
  return Object.freeze({ kind: 'entity', name })
}

const declareSource = (type: string, name: string, body: object, builder: Builder): Source => {
  declare('sources', name, { type, ...body }, builder)
  return Object.freeze({ kind: 'source', name })
}

/** Declares CSV files as a source. */
export const csv = (name: string, body: CsvBody): Source => declareSource('csv', name, body, csv)

/** Declares JSON files (one object a line, or an array of them) as a source. */
export const json = (name: string, body: JsonBody): Source => declareSource('json', name, body, json)

/** Declares Parquet files as a source. */
export const parquet = (name: string, body: ParquetBody): Source => declareSource('parquet', name, body, parquet)

// Plain JavaScript may hand over anything: what has no name passes through, and the schema says what is wrong with it.
const nameOf = (it: { readonly name: string } | string): string => (typeof it === 'string' ? it : (it?.name ?? it))

/** Declares a set of features with one entity, computed from one source. */
export const featureView = <F extends string>(name: string, body: ViewBody<F>): FeatureView<F> => {
  const { entity, entities, source } = body ?? {}
  const named = {
    ...(entity === undefined ? {} : { entity: nameOf(entity) }),
    ...(entities === undefined ? {} : { entities: Array.isArray(entities) ? entities.map(nameOf) : entities }),
    ...(source === undefined ? {} : { source: nameOf(source) }),
  }
  declare('views', name, { ...body, ...named }, featureView)
  const pick = (...features: string[]): string[] => features.map((feature) => `${name}:${feature}`)
  return Object.freeze({ kind: 'view', name, pick, all: () => pick('*') })
}

/** Declares the list of features that one model reads. */
export const featureService = (name: string, body: ServiceBody): FeatureService => {
  const features = body?.features
  declare('services', name, { ...body, features: Array.isArray(features) ? features.flat() : features }, featureService)
  return Object.freeze({ kind: 'service', name })
}
