// What is in the registry, as rows of plain JSON?

import { formatDuration } from '../core/durations.ts'
import { PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import { isObject } from '../core/json.ts'
import { didYouMean } from '../core/nearest.ts'
import { isInput, type State } from '../core/state.ts'
import type { Listed, ListRequest } from '../core/verbs.ts'
import type { FeatureVersion, ServiceVersion, ViewVersion } from '../core/versions.ts'
import { datasetRow, datasets } from './datasets.ts'
import type { Registry } from './registry.ts'
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
export const list = (registry: Registry, request: ListRequest): Listed[] => {
  const state = registry.state()
  checkFilters(state, request)
  switch (request.what) {
    case 'views':
      return viewsListed(state, request).map(viewRow)
    case 'features':
      return featuresListed(state, request)
    case 'services':
      return servicesListed(state, request).map(serviceRow)
    case 'entities':
      return entityRows(state, request)
    case 'sources':
      return sourceRows(registry, state, request)
    case 'datasets':
      return datasets(registry).map(datasetRow)
    case 'runs':
      return runs(registry)
        .filter((run) => request.view === undefined || run.subject === request.view)
        .map(runRow)
  }
}

const checkFilters = (state: State, { view, entity }: ListRequest): void => {
  const views = new Set([...state.views.values()].map((it) => it.view))
  if (view !== undefined && !views.has(view)) {
    const fix = didYouMean(view, views, 'pintail list views')
    throw new PintailError({ code: 'unknown_view', message: `there is no feature view "${view}"`, fix })
  }
  const entities = new Set([...state.declared.entity.keys(), ...[...state.views.values()].flatMap((it) => it.entities)])
  if (entity !== undefined && !entities.has(entity)) {
    const fix = didYouMean(entity, entities, 'pintail list entities')
    throw new PintailError({ code: 'unknown_entity', message: `there is no entity "${entity}"`, fix })
  }
}

const keeps = ({ owner, tag }: ListRequest, it: Pick<Described, 'owner' | 'tags'>): boolean =>
  (owner === undefined || it.owner === owner) && (tag === undefined || it.tags.includes(tag))

const viewsListed = (state: State, request: ListRequest): ViewVersion[] =>
  [...state.views.values()]
    .filter((it) => it.status === (request.status ?? 'current'))
    .filter((it) => request.view === undefined || it.view === request.view)
    .filter((it) => request.entity === undefined || it.entities.includes(request.entity))
    .filter((it) => keeps(request, it))
    .sort((a, b) => a.view.localeCompare(b.view) || a.version - b.version)

const viewRow = (view: ViewVersion): Listed => ({
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

const featuresListed = (state: State, request: ListRequest): Listed[] => {
  const entitiesOf = new Map([...state.views.values()].map((view) => [view.rowSet.id, view.entities]))
  const place = new Map(
    [...state.current.views.values()].flatMap((view) => view.features.map((it, i): [number, number] => [it.id, i])),
  )
  return [...state.features.values()]
    .filter((it) => !isInput(it))
    .filter((it) => it.status === (request.status ?? 'current'))
    .filter((it) => request.view === undefined || it.view === request.view)
    .filter((it) => request.entity === undefined || entitiesOf.get(it.rowSet)?.includes(request.entity))
    .filter((it) => keeps(request, it))
    .sort((a, b) => a.view.localeCompare(b.view) || (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0) || a.id - b.id)
    .map((feature) => featureRow(feature, entitiesOf.get(feature.rowSet) ?? []))
}

const featureRow = (feature: FeatureVersion, entities: readonly string[]): Listed => ({
  feature: `${feature.view}:${feature.name}`,
  version: feature.version,
  type: feature.type,
  status: feature.status,
  entities: [...entities],
  expression: feature.expression,
  categories: categoryCount(feature),
  default: defaultShown(feature),
  ...words(feature),
  applied: formatInstant(feature.applied),
})

const servicesListed = (state: State, request: ListRequest): ServiceVersion[] =>
  [...state.services.values()]
    .filter((it) => it.status === (request.status ?? 'current'))
    .filter((it) => request.view === undefined || it.members.some((member) => member.view.view === request.view))
    .filter(
      (it) =>
        request.entity === undefined ||
        it.members.some((member) => member.view.entities.some((entity) => entity === request.entity)),
    )
    .filter((it) => keeps(request, it))
    .sort((a, b) => a.service.localeCompare(b.service) || a.version - b.version)

const serviceRow = (service: ServiceVersion): Listed => ({
  service: service.service,
  version: service.version,
  status: service.status,
  features: service.members.length,
  views: [...new Set(service.members.map((member) => member.view.view))],
  ...words(service),
  applied: formatInstant(service.applied),
})

const currentViews = (state: State): ViewVersion[] => [...state.current.views.values()]

const entityRows = (state: State, request: ListRequest): Listed[] =>
  [...state.declared.entity]
    .filter(([name]) => request.entity === undefined || name === request.entity)
    .filter(([, said]) => keeps(request, saidWords(said)))
    .map(([name, said]) => ({
      entity: name,
      keys: keysText(said.keys),
      views: currentViews(state)
        .filter((view) => view.entities.includes(name))
        .map((view) => view.view),
      ...words(saidWords(said)),
    }))

const sourceRows = (registry: Registry, state: State, request: ListRequest): Listed[] =>
  [...state.declared.source]
    .filter(([, said]) => keeps(request, saidWords(said)))
    .map(([name, said]) => ({
      source: name,
      type: textIn(said.type),
      path: textIn(said.path),
      timestamp: textIn(said.timestamp),
      created: textIn(said.created),
      columns: state.columns.get(name)?.length ?? 0,
      derived: isObject(said.columns) ? Object.keys(said.columns) : [],
      views: currentViews(state)
        .filter((view) => view.rowSet.source === name)
        .map((view) => view.view),
      ...landedIn(registry, name),
      ...words(saidWords(said)),
    }))
