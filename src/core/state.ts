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

/** Whether it is a column of its view's history; other versions are computed from such columns when they are asked for. */
export const isStored = ({ kind }: Pick<FeatureVersion, 'kind'>): boolean => kind === 'row' || kind === 'input'

/** Whether it is there for aggregations alone, so that nobody asks for it or is told of it. */
export const isInput = ({ kind }: Pick<FeatureVersion, 'kind'>): boolean => kind === 'input' || kind === 'late'

/** Whether its vocabulary is still to be fitted; of a feature without categories there is none to fit. */
export const lacksVocabulary = ({ aggregate }: Pick<FeatureVersion, 'aggregate'>): boolean =>
  aggregate?.categories?.vocabulary === null

/** A version and what it is computed from when a question is asked, down to what is stored. */
export const askedThrough = (feature: FeatureVersion, all: ReadonlyMap<number, FeatureVersion>): FeatureVersion[] => {
  const found = new Map<number, FeatureVersion>()
  const visit = (it: FeatureVersion): void => {
    if (found.has(it.id)) return
    found.set(it.id, it)
    if (isStored(it)) return
    for (const { id } of it.uses) {
      const used = all.get(id)
      if (used) visit(used)
    }
  }
  visit(feature)
  return [...found.values()]
}

/** The versions with the status of inputs settled: they live exactly as long as something live is made of them. */
export const withLiveInputs = (features: ReadonlyMap<number, FeatureVersion>): Map<number, FeatureVersion> => {
  const settled = new Map(features)
  for (const status of ['pinned', 'current'] as const)
    for (const feature of features.values()) {
      if (feature.status !== status || isStored(feature)) continue
      for (const below of askedThrough(feature, features))
        if (isInput(below)) settled.set(below.id, { ...below, status })
    }
  return settled
}
