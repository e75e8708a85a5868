// What is in the registry, as rows of plain JSON?
import { formatDuration } from '../core/durations.ts'
import { PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import { isObject } from '../core/json.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Listed, ListRequest } from '../core/verbs.ts'
import type { Database } from '../sqlite.ts'
import { checkCountsFrom } from './checks.ts'
import { datasetRow, datasets } from './datasets.ts'
import { byText, featureHeads, serviceHeads, viewHeads } from './heads.ts'
import { atOneLook } from './one-look.ts'
import { columnsOf, readSaid, rowsById } from './part.ts'
import type { Registry } from './registry.ts'
import type { FeatureHead, ServiceHead, ViewHead, ViewRow } from './rows.ts'
import { runs } from './runs.ts'
import {
  categoryCount,
  type Described,
  defaultShown,
  keysText,
  landedIn,
  runRow,
  saidWords,
  textIn,
  words,
} from './shown.ts'

export { show } from './show.ts'

/** Rows of one kind; without a status, what is current. */
export const list = (registry: Registry, request: ListRequest): Listed[] =>
  atOneLook(registry, () => {
    checkFilters(registry.database, request)
    return rowsOf(registry, request)
  })

const rowsOf = (registry: Registry, request: ListRequest): Listed[] => {
  const { database } = registry
  switch (request.what) {
    case 'views':
      return viewsListed(database, request).map(viewRow)
    case 'features': {
      const entitiesOf = entitiesByRows(database, request)
      // One apply gives thousands of features one instant.
      const instants = new Map<bigint, string>()
      return featuresListed(database, request).map((it) => {
        const applied = instants.get(it.applied) ?? formatInstant(it.applied)
        instants.set(it.applied, applied)
        return featureRow(it, entitiesOf.get(it.rowSet) ?? [], applied)
      })
    }
    case 'services':
      return servicesListed(database, request).map(({ service, views }) => serviceRow(service, views))
    case 'entities':
      return entityRows(database, request)
    case 'sources':
      return sourceRows(registry, request)
    case 'datasets':
      return datasets(registry).map(datasetRow)
    case 'runs': {
      const all = runs(registry).filter((run) => request.view === undefined || run.subject === request.view)
      const checks = checkCountsFrom(registry, all.at(-1)?.id ?? 0)
      return all.map((run) => runRow(run, checks.get(run.id)))
    }
  }
}

export type Filters = Pick<ListRequest, 'view' | 'entity' | 'owner' | 'tag' | 'status'>

export const checkFilters = (database: Database, { view, entity }: Filters): void => {
  if (view !== undefined) {
    const views = database.prepare<unknown[], string>('SELECT DISTINCT view FROM view_versions').pluck().all()
    if (!views.includes(view)) {
      const fix = didYouMean(view, views, 'pintail list views')
      throw new PintailError({ code: 'unknown_view', message: `there is no feature view "${view}"`, fix })
    }
  }
  if (entity === undefined || readSaid(database, 'entity', [entity]).size > 0) return
  const entities = new Set([
    ...readSaid(database, 'entity').keys(),
    ...viewHeads(database, {}).flatMap((it) => it.entities),
  ])
  if (!entities.has(entity)) {
    const fix = didYouMean(entity, entities, 'pintail list entities')
    throw new PintailError({ code: 'unknown_entity', message: `there is no entity "${entity}"`, fix })
  }
}

export const keeps = ({ owner, tag }: Filters, it: Pick<Described, 'owner' | 'tags'>): boolean =>
  (owner === undefined || it.owner === owner) && (tag === undefined || it.tags.includes(tag))

export const viewsListed = (database: Database, request: Filters): ViewHead[] =>
  viewHeads(database, { status: request.status ?? 'current', name: request.view })
    .filter((it) => request.entity === undefined || it.entities.includes(request.entity))
    .filter((it) => keeps(request, it))

const viewRow = (view: ViewHead): Listed => ({
  view: view.view,
  version: view.version,
  status: view.status,
  entities: [...view.entities],
  source: view.rowSet.source,
  features: view.features.length,
  ttl: view.ttl === null ? null : formatDuration(view.ttl),
  online: view.online,
  ...words(view),
  applied: formatInstant(view.applied),
})

export const featuresListed = (database: Database, request: Filters): FeatureHead[] => {
  const { view, entity, status = 'current' } = request
  const entitiesOf = entity === undefined ? null : entitiesByRows(database, request)
  return featureHeads(database, { view, status })
    .filter((it) => entitiesOf === null || entitiesOf.get(it.rowSet)?.includes(entity ?? ''))
    .filter((it) => keeps(request, it))
}

/** By row set. What is current is of a current view; else the last view with its rows tells. */
const entitiesByRows = (database: Database, { view, status = 'current' }: Filters): Map<number, readonly string[]> =>
  new Map(
    viewHeads(database, { name: view, ...(status === 'current' ? { status } : {}) }).map((it) => [
      it.rowSet.id,
      it.entities,
    ]),
  )

const featureRow = (feature: FeatureHead, entities: readonly string[], applied: string): Listed => ({
  feature: `${feature.view}:${feature.name}`,
  version: feature.version,
  type: feature.type,
  status: feature.status,
  entities: [...entities],
  expression: feature.expression,
  categories: categoryCount(feature.categories),
  default: defaultShown(feature),
  ...words(feature),
  applied,
})

export interface ServiceListed {
  readonly service: ServiceHead
  /** Names of the views it reads, each once. */
  readonly views: readonly string[]
}

export const servicesListed = (database: Database, request: Filters): ServiceListed[] => {
  const services = serviceHeads(database, { status: request.status ?? 'current' })
  const viewIds = new Set(services.flatMap((it) => it.members.map(([view]) => view)))
  const nameOf = new Map(rowsById<ViewRow>(database, 'view_versions', viewIds).map((row) => [Number(row.id), row.view]))
  const ofEntity =
    request.entity === undefined ? null : new Set(viewHeads(database, {}).flatMap((it) => entityOf(it, request)))
  return services
    .map((service) => {
      const views = [...new Set(service.members.map(([view]) => nameOf.get(view) ?? ''))]
      return { service, views }
    })
    .filter(({ views }) => request.view === undefined || views.includes(request.view))
    .filter(({ service }) => ofEntity === null || service.members.some(([view]) => ofEntity.has(view)))
    .filter(({ service }) => keeps(request, service))
    .sort((a, b) => byText(a.service.service, b.service.service) || a.service.version - b.service.version)
}

const entityOf = ({ id, entities }: ViewHead, { entity = '' }: Filters): number[] =>
  entities.includes(entity) ? [id] : []

const serviceRow = (service: ServiceHead, views: readonly string[]): Listed => ({
  service: service.service,
  version: service.version,
  status: service.status,
  features: service.members.length,
  views: [...views],
  ...words(service),
  applied: formatInstant(service.applied),
})

const entityRows = (database: Database, request: Filters): Listed[] => {
  const views = viewHeads(database, { status: 'current' })
  return [...readSaid(database, 'entity')]
    .filter(([name]) => request.entity === undefined || name === request.entity)
    .filter(([, said]) => keeps(request, saidWords(said)))
    .map(([name, said]) => ({
      entity: name,
      keys: keysText(said.keys),
      views: views.filter((view) => view.entities.includes(name)).map((view) => view.view),
      ...words(saidWords(said)),
    }))
}

const sourceRows = (registry: Registry, request: Filters): Listed[] => {
  const { database } = registry
  const views = viewHeads(database, { status: 'current' })
  return [...readSaid(database, 'source')]
    .filter(([, said]) => keeps(request, saidWords(said)))
    .map(([name, said]) => ({
      source: name,
      type: textIn(said.type),
      path: textIn(said.path),
      timestamp: textIn(said.timestamp),
      created: textIn(said.created),
      columns: columnsOf(database, name).length,
      derived: isObject(said.columns) ? Object.keys(said.columns) : [],
      views: views.filter((view) => view.rowSet.source === name).map((view) => view.view),
      ...landedIn(registry, name),
      ...words(saidWords(said)),
    }))
}
