// What will the registry say once the definitions are applied? Known versions by themselves, new ones with their number.
import type { AnalysedFeature, AnalysedView } from './analysed.ts'
import type { Micros } from './clock.ts'
import type { ServiceDefinition } from './definitions.ts'
import type { StoredRowSet } from './state.ts'
import type { FeatureVersion, ServiceVersion, ViewVersion } from './versions.ts'

/** A version that will be current: one that is known, or a new one with its number. */
export interface Next<Known, Analysed> {
  readonly known: Known | null
  readonly version: number
  readonly analysed: Analysed
}

/** What was fitted before, by identity: a new version keeps it. */
export interface Kept {
  readonly numbers: ReadonlyMap<string, number>
  readonly vocabularies: ReadonlyMap<string, readonly string[]>
}

export interface NextFeature extends Next<FeatureVersion, AnalysedFeature> {
  readonly kept: Kept
}

export interface NextView extends Next<ViewVersion, AnalysedView> {
  readonly rowSet: StoredRowSet | null
  readonly features: readonly NextFeature[]
  /** These and its inputs, each after those it uses. */
  readonly inOrder: readonly NextFeature[]
}

/** A member by name, since what is new has no id yet; `version` is set where the reference pins one. */
export interface NextMember {
  readonly view: string
  readonly version: number | null
  readonly ttl: Micros | null
  readonly online: boolean
  readonly feature: string
  /** The feature version, where it is known. */
  readonly id: number | null
  readonly category: string | null
  readonly fingerprint: string
}

export interface NextService {
  readonly known: ServiceVersion | null
  readonly version: number
  readonly fingerprint: string
  readonly members: readonly NextMember[]
  readonly definition: ServiceDefinition
}

/** What the registry will say once this is applied. */
export interface Outcome {
  readonly views: ReadonlyMap<string, NextView>
  readonly services: ReadonlyMap<string, NextService>
}
