// Everything the registry says of definitions and versions at one instant, as frozen plain data.
import type { JsonObject } from './json.ts'
import type { Column } from './values.ts'
import type { FeatureVersion, RowSet, ServiceVersion, ViewVersion } from './versions.ts'

export type DeclaredKind = 'entity' | 'source' | 'view' | 'service'

export interface StoredRowSet extends RowSet {
  readonly fingerprint: string
}

export interface State {
  readonly rowSets: ReadonlyMap<number, StoredRowSet>
  /** All versions ever, by id, oldest first. */
  readonly features: ReadonlyMap<number, FeatureVersion>
  readonly views: ReadonlyMap<number, ViewVersion>
  readonly services: ReadonlyMap<number, ServiceVersion>
  /** What a bare name means. */
  readonly current: {
    readonly views: ReadonlyMap<string, ViewVersion>
    readonly services: ReadonlyMap<string, ServiceVersion>
  }
  /** What the files said last, by kind and name. */
  readonly declared: Readonly<Record<DeclaredKind, ReadonlyMap<string, JsonObject>>>
  /** Raw columns of each source. */
  readonly columns: ReadonlyMap<string, readonly Column[]>
}

/** The versions of it, or those of them that were asked for. */
export type Versions = Pick<State, 'views' | 'services' | 'current'>

/** Version n of a view, if there is one. */
export const viewVersion = (state: Versions, view: string, version: number): ViewVersion | undefined =>
  [...state.views.values()].find((it) => it.view === view && it.version === version)

export const serviceVersion = (state: Versions, service: string, version: number): ServiceVersion | undefined =>
  [...state.services.values()].find((it) => it.service === service && it.version === version)

/** Versions that ingest keeps up to date, by view. */
export const liveFeatures = (state: State): Map<string, FeatureVersion[]> =>
  Map.groupBy(
    [...state.features.values()].filter((feature) => feature.status !== 'retired'),
    (feature) => feature.view,
  )
