// What is known of one thing? A view, feature, service, entity, source or run by its reference.
import { formatDuration } from '../core/durations.ts'
import { PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import { isObject, type Json, type JsonObject } from '../core/json.ts'
import { didYouMean } from '../core/nearest.ts'
import {
  formatNamedVersion,
  formatPart,
  type NamedVersion,
  readNamedVersion,
  readReference,
} from '../core/references.ts'
import type { State } from '../core/state.ts'
import type { Listed } from '../core/verbs.ts'
import type { ServiceVersion, ViewVersion } from '../core/versions.ts'
import { datasetNamed, datasetShown, findDataset } from './datasets.ts'
import type { Registry } from './registry.ts'
import { resolveReference, resolveService, resolveView } from './resolve.ts'
import { runById } from './runs.ts'
import { showFeature } from './show-feature.ts'
import { categoryCount, defaultShown, keysText, landedIn, rowsShown, runRow, servicesWith, words } from './shown.ts'

/** `cardiac`, `cardiac@3`, `cardiac:age`, `heart_risk`, `heart_risk@2`, `patient`, `visits`, `12` or `run:12`. */
export const show = (registry: Registry, text: string): Listed => {
  const state = registry.state()
  const run = /^(?:run:)?(\d+)$/.exec(text)
  if (run) return showRun(registry, Number(run[1]))
  if (text.startsWith('dataset:') && !knows(state.views, (it) => it.view, 'dataset'))
    return datasetShown(datasetNamed(registry, text.slice('dataset:'.length)))
  const reference = readReference(text)
  if (reference?.feature === '*') return showView(state, resolveView(state, reference.view, reference.version))
  const [member] = reference ? resolveReference(state, reference) : []
  if (member) return showFeature(state, member)
  const named = readNamedVersion(text)
  const dataset = findDataset(registry, text)
  if (named === null) {
    if (dataset) return datasetShown(dataset)
    throw unknown(state, text)
  }
  if (knows(state.views, (it) => it.view, named.name))
    return showView(state, resolveView(state, named.name, named.version ?? lastView(state, named.name)))
  if (knows(state.services, (it) => it.service, named.name))
    return showService(state, resolveService(state, lastService(state, named)))
  const entity = state.declared.entity.get(text)
  if (entity) return showEntity(state, text, entity)
  const source = state.declared.source.get(text)
  if (source) return showSource(registry, state, text, source)
  if (dataset) return datasetShown(dataset)
  throw unknown(state, named.name)
}

/** What is retired is shown as it was last. */
const lastView = (state: State, name: string): number | null =>
  state.current.views.has(name) ? null : lastOf([...state.views.values()].filter((it) => it.view === name))

const lastService = (state: State, { name, version }: NamedVersion): string => {
  const last = lastOf([...state.services.values()].filter((it) => it.service === name))
  return formatNamedVersion({ name, version: version ?? (state.current.services.has(name) ? null : last) })
}

const lastOf = (versions: readonly { readonly version: number }[]): number | null => versions.at(-1)?.version ?? null

const knows = <T>(versions: ReadonlyMap<number, T>, nameOf: (it: T) => string, name: string): boolean =>
  [...versions.values()].some((it) => nameOf(it) === name)

const unknown = (state: State, text: string): PintailError => {
  const names = [
    ...state.current.views.keys(),
    ...state.current.services.keys(),
    ...state.declared.entity.keys(),
    ...state.declared.source.keys(),
  ]
  if (names.length === 0)
    return new PintailError({ code: 'not_applied', message: 'nothing is applied yet', fix: 'pintail apply' })
  return new PintailError({
    code: 'unknown_name',
    message: `there is no view, service, entity or source "${text}"`,
    fix: didYouMean(text, names, 'pintail list   or a feature as view:feature, a run as its number'),
  })
}

const showRun = (registry: Registry, id: number): Listed => {
  const run = runById(registry, id)
  if (run) return { ...runRow(run), detail: listedJson(run.detail) }
  throw new PintailError({ code: 'unknown_name', message: `there is no run ${id}`, fix: 'pintail list runs' })
}

/** JSON for people and programs: what a double cannot hold is text. */
const listedJson = (json: Json): unknown => {
  if (typeof json === 'bigint') return String(json)
  if (Array.isArray(json)) return json.map(listedJson)
  return isObject(json)
    ? Object.fromEntries(Object.entries(json).map(([key, value]) => [key, listedJson(value)]))
    : json
}

const lengthShown = (ttl: bigint | null): string | null => (ttl === null ? null : formatDuration(ttl))

const showView = (state: State, view: ViewVersion): Listed => {
  const said = state.declared.view.get(view.view)
  const sla = view.status === 'current' ? said?.sla : null
  return {
    view: view.view,
    version: view.version,
    status: view.status,
    ...words(view),
    entities: [...view.entities],
    ...rowsShown(view.rowSet),
    ttl: lengthShown(view.ttl),
    sla: typeof sla === 'number' || typeof sla === 'bigint' ? formatDuration(BigInt(sla)) : null,
    online: view.online,
    applied: formatInstant(view.applied),
    fingerprint: view.fingerprint,
    services: servicesWith(state, (member) => member.view.id === view.id),
    features: view.features.map((feature) => ({
      feature: feature.name,
      version: feature.version,
      type: feature.type,
      status: feature.status,
      expression: feature.expression,
      categories: categoryCount(feature),
      default: defaultShown(feature),
      description: feature.description,
    })),
    versions: [...state.views.values()]
      .filter((it) => it.view === view.view)
      .map((it) => ({
        version: it.version,
        status: it.status,
        features: it.features.length,
        ttl: lengthShown(it.ttl),
        applied: formatInstant(it.applied),
      })),
  }
}

const showService = (state: State, service: ServiceVersion): Listed => ({
  service: service.service,
  version: service.version,
  status: service.status,
  ...words(service),
  applied: formatInstant(service.applied),
  fingerprint: service.fingerprint,
  features: service.members.map(({ view, feature, category }) => ({
    feature: `${view.view}:${formatPart({ feature: feature.name, category })}`,
    version: feature.version,
    view_version: view.version,
    type: feature.type,
    ttl: lengthShown(view.ttl),
    current: state.current.views.get(view.view)?.features.some((it) => it.id === feature.id) ?? false,
  })),
  versions: [...state.services.values()]
    .filter((it) => it.service === service.service)
    .map((it) => ({
      version: it.version,
      status: it.status,
      features: it.members.length,
      applied: formatInstant(it.applied),
    })),
})

const showEntity = (state: State, name: string, said: Readonly<Record<string, Json>>): Listed => ({
  entity: name,
  keys: keysText(said.keys),
  description: listedJson(said.description ?? ''),
  owner: listedJson(said.owner ?? ''),
  tags: listedJson(said.tags ?? []),
  views: [...state.current.views.values()].filter((view) => view.entities.includes(name)).map((view) => view.view),
})

const showSource = (
  registry: Registry,
  state: State,
  name: string,
  { columns, ...said }: Readonly<Record<string, Json>>,
): Listed => ({
  source: name,
  ...Object.fromEntries(Object.entries(said).map(([key, value]) => [key, listedJson(value)])),
  views: [...state.current.views.values()].filter((view) => view.rowSet.source === name).map((view) => view.view),
  ...landedIn(registry, name),
  columns: [
    ...(state.columns.get(name) ?? []).map((column) => ({ column: column.name, type: column.type, derived: null })),
    ...derivedShown(columns),
  ],
})

const derivedShown = (columns: Json | undefined): Listed[] =>
  isObject(columns)
    ? Object.entries(columns).map(([column, definition]) => {
        const { type = null, ...rest } = isObject(definition) ? definition : {}
        return { column, type: listedJson(type), derived: listedJson(derivedFrom(rest)) }
      })
    : []

const derivedFrom = ({ sql, json, path, since_previous }: JsonObject): Json => {
  if (sql !== undefined) return sql
  return since_previous === true ? "seconds to the key's previous event" : `${String(json)} ${String(path)}`
}
