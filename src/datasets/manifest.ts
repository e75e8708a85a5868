// What is written down of a dataset? Everything that its values depend on, named for people and by id for Pintail.

import { inputMark } from '../core/aggregates.ts'
import type { Micros } from '../core/clock.ts'
import type { DatasetRequest } from '../core/datasets.ts'
import { formatDuration } from '../core/durations.ts'
import type { Manifest } from '../core/manifests.ts'
import { pintailVersion } from '../core/product.ts'
import { formatNamedVersion } from '../core/references.ts'
import { isFittable } from '../core/refitting.ts'
import type { State } from '../core/state.ts'
import type { FeatureVersion, Selected, ViewVersion } from '../core/versions.ts'
import type { Session } from '../offline/offline-store.ts'
import { contentsOf } from '../registry/datasets.ts'
import { fittedUntil } from '../registry/fits.ts'
import type { Registry } from '../registry/registry.ts'
import { resolveService } from '../registry/resolve.ts'

/** Who writes: both have a say in the bytes. */
export interface Makers {
  readonly pintail: string
  readonly engine: string
}

export const makers = async (session: Session): Promise<Makers> => {
  const [row] = await session.rows('SELECT version() AS version')
  return { pintail: pintailVersion, engine: `DuckDB ${row?.version}` }
}

type Pinned = Pick<Manifest, 'service' | 'columns' | 'views' | 'features' | 'sources'>

/** The versions asked for, and the runs that were read of each view's history. */
export const pinnedBy = (
  registry: Registry,
  request: Pick<DatasetRequest, 'service'>,
  selected: readonly Selected[],
  lastRuns: ReadonlyMap<number, number>,
): Pinned => {
  const state = registry.state()
  const views = [...new Map(selected.map(({ view }) => [view.id, view])).values()]
  return {
    service: request.service === null ? null : serviceOf(state, request.service),
    columns: selected.map(({ column, view, feature, category }) => {
      return { column, view: view.id, feature: feature.id, category }
    }),
    views: views.map((view) => pinnedView(view, lastRuns.get(view.rowSet.id) ?? 0)),
    features: withUsed(
      state,
      selected.map((it) => it.feature),
    ).map(pinnedFeature),
    sources: [...new Set(views.map((view) => view.rowSet.source))].map((source) => {
      return { source, contents: contentsOf(registry, source) }
    }),
  }
}

const serviceOf = (state: State, text: string): string => {
  const { service, version } = resolveService(state, text)
  return formatNamedVersion({ name: service, version })
}

const pinnedView = (view: ViewVersion, lastRun: number): Manifest['views'][number] => ({
  id: view.id,
  view: view.view,
  version: view.version,
  fingerprint: view.fingerprint,
  ttl: view.ttl === null ? null : formatDuration(view.ttl),
  source: view.rowSet.source,
  rowSet: view.rowSet.id,
  lastRun,
})

const pinnedFeature = (feature: FeatureVersion): Manifest['features'][number] => ({
  id: feature.id,
  feature: `${feature.view}:${feature.name}`,
  version: feature.version,
  fingerprint: feature.fingerprint,
  type: feature.type,
  expression: feature.expression,
  default: feature.default,
  fitted: feature.fits.map(({ call, value }) => ({ call, value })),
  vocabulary: feature.aggregate?.categories?.vocabulary?.slice() ?? null,
})

/** Each once, and after them the features of their views that they use; inputs have no name that anyone knows. */
const withUsed = ({ features }: State, asked: readonly FeatureVersion[]): FeatureVersion[] => {
  const found = new Map<number, FeatureVersion>()
  const add = (feature: FeatureVersion | undefined): void => {
    if (feature === undefined || found.has(feature.id) || feature.name.startsWith(inputMark)) return
    found.set(feature.id, feature)
    for (const { id } of feature.uses) add(features.get(id))
  }
  for (const feature of asked) found.set(feature.id, feature)
  for (const feature of asked) for (const { id } of feature.uses) add(features.get(id))
  return [...found.values()]
}

/** The statements of an answer as one script. */
export const script = (statements: readonly string[]): string =>
  statements.map((statement) => `${statement.trim()};\n`).join('\n')

/** Features with numbers or categories that were fitted, and not by a fit that looked no further than the cut. */
export const fittedBeyond = (registry: Registry, { features }: Pick<Manifest, 'features'>, cut: Micros): string[] => {
  const state = registry.state()
  const seen = fittedUntil(registry)
  return features.flatMap(({ id, feature }) => {
    const version = state.features.get(id)
    const until = seen.get(id)
    return version !== undefined && isFittable(version) && (until === undefined || until > cut) ? [feature] : []
  })
}
