// What did the engine make of the definitions? Checked, typed and fingerprinted; ready to be held against the registry.
import type { Aggregate } from './aggregates.ts'
import type { CheckDefinition } from './check-definitions.ts'
import type { Micros } from './clock.ts'
import type { Default } from './defaults.ts'
import type { DriftThresholds } from './definition-about.ts'
import type { EntityDefinition, ServiceDefinition, SourceDefinition } from './definitions.ts'
import type { Place } from './errors.ts'
import type { Tree } from './expression.ts'
import type { Json } from './json.ts'
import type { Column, FeatureType } from './values.ts'
import type { FeatureKind, FittedCall, Reads, RowSet } from './versions.ts'

export interface Described {
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
}

/** A source's raw columns, and how its text files are taken apart. */
export interface SourceSchema {
  readonly columns: readonly Column[]
  readonly reader: Json
  /** What was decided of them that a person should know; not recorded. */
  readonly notes?: readonly string[]
}

export interface AnalysedSource {
  readonly name: string
  readonly definition: SourceDefinition
  readonly schema: SourceSchema
}

export interface AnalysedRows extends Omit<RowSet, 'id' | 'reads'> {
  readonly reads: Reads
  readonly fingerprint: string
}

export interface AnalysedFeature extends Described {
  readonly kind: FeatureKind
  readonly name: string
  /** As it is computed; with fitted calls as DuckDB prints it, so that each stands there as its `call`. */
  readonly expression: string
  readonly aggregate: Aggregate | null
  readonly type: FeatureType
  readonly default: Default | null
  readonly reads: Reads
  /** Names of other features of the view, inputs among them. */
  readonly uses: readonly string[]
  readonly fits: readonly (FittedCall & { readonly identity: string })[]
  readonly fingerprint: string
}

export interface AnalysedView extends Described {
  readonly name: string
  /** Of the view itself. */
  readonly checks: readonly CheckDefinition[]
  /** Of its features, by name; those without have no entry. */
  readonly checksOf: ReadonlyMap<string, readonly CheckDefinition[]>
  /** Thresholds of its features, by name, where the definition has its own. */
  readonly driftOf?: ReadonlyMap<string, DriftThresholds>
  readonly entities: readonly string[]
  readonly rows: AnalysedRows
  readonly ttl: Micros | null
  readonly online: boolean
  readonly sla: Micros | null
  /** In the order of the definition, windows and forms of one declaration as features of their own. */
  readonly features: readonly AnalysedFeature[]
  /** Columns of its events that the aggregations use; `[]` of a view of rows. */
  readonly inputs: readonly AnalysedFeature[]
  readonly fingerprint: string
}

export interface Analysed {
  /** DuckDB's version: its trees are what the fingerprints are made of. */
  readonly engine: string
  /** Trees of texts on record, where these were parsed by another DuckDB. */
  readonly remembered: ReadonlyMap<string, Tree>
  readonly entities: ReadonlyMap<string, EntityDefinition>
  readonly sources: ReadonlyMap<string, AnalysedSource>
  readonly views: ReadonlyMap<string, AnalysedView>
  readonly services: ReadonlyMap<string, ServiceDefinition>
  /** Where a reference of a service stands. */
  readonly placeOf: (service: string, reference: number) => Place | undefined
}
