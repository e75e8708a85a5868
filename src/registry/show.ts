// What is known of one thing? A view, feature, service, entity, source or run by its reference.
import { formatDuration } from '../core/durations.ts'
import { formatInstant } from '../core/instants.ts'
import { isObject, type Json, type JsonObject } from '../core/json.ts'
import { formatPart } from '../core/references.ts'
import type { Listable, Listed } from '../core/verbs.ts'
import type { ServiceVersion, ViewVersion } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import { checkCountsFrom } from './checks.ts'
import { datasetShown } from './datasets.ts'
import { servicesNaming, viewHeads } from './heads.ts'
import { atOneLook } from './one-look.ts'
import { columnsOf, readSaid } from './part.ts'
import type { Registry } from './registry.ts'
import type { Run } from './runs.ts'
import { showFeature } from './show-feature.ts'
import { categoryCount, defaultShown, keysText, landedIn, rowsShown, runRow, serviceNames, words } from './shown.ts'
import { type Thing, thingNamed, thingOf } from './thing.ts'
import { serviceVersions, viewVersions } from './version-list.ts'

/** `cardiac`, `cardiac@3`, `cardiac:age`, `heart_risk`, `heart_risk@2`, `patient`, `visits`, `12` or `run:12`. */
export const show = (registry: Registry, text: string, what: Listable | null = null): Listed =>
  atOneLook(registry, () =>
    shownOf(registry, what === null ? thingNamed(registry, text) : thingOf(registry, kinds[what], text)),
  )

const kinds: Readonly<Record<Listable, Thing['kind']>> = {
  views: 'view',
  features: 'feature',
  entities: 'entity',
  sources: 'source',
  services: 'service',
  datasets: 'dataset',
  runs: 'run',
}

const shownOf = (registry: Registry, thing: Thing): Listed => {
  const { database } = registry
  switch (thing.kind) {
    case 'view':
      return showView(database, thing.view)
    case 'feature':
      return showFeature(database, thing.member, thing.part)
    case 'service':
      return showService(database, thing.service)
    case 'entity':
      return showEntity(database, thing.name, thing.said)
    case 'source':
      return showSource(registry, thing.name, thing.said)
    case 'dataset':
      return datasetShown(thing.manifest)
    case 'run':
      return showRun(registry, thing.run)
  }
}

const showRun = (registry: Registry, run: Run): Listed => ({
  ...runRow(run, checkCountsFrom(registry, run.id, run.id).get(run.id)),
  detail: listedJson(run.detail),
})

/** JSON for people and programs: what a double cannot hold is text. */
const listedJson = (json: Json): unknown => {
  if (typeof json === 'bigint') return String(json)
  if (Array.isArray(json)) return json.map(listedJson)
  return isObject(json)
    ? Object.fromEntries(Object.entries(json).map(([key, value]) => [key, listedJson(value)]))
    : json
}

const lengthShown = (ttl: bigint | null): string | null => (ttl === null ? null : formatDuration(ttl))

const showView = (database: Database, view: ViewVersion): Listed => {
  const said = readSaid(database, 'view', [view.view]).get(view.view)
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
    services: serviceNames(servicesNaming(database, { views: [view.id] })),
    features: view.features.map((feature) => ({
      feature: feature.name,
      version: feature.version,
      type: feature.type,
      status: feature.status,
      expression: feature.expression,
      categories: categoryCount(feature.aggregate?.categories),
      default: defaultShown(feature),
      description: feature.description,
    })),
    versions: viewVersions(database, view.view),
  }
}

const showService = (database: Database, service: ServiceVersion): Listed => ({
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
    current: feature.status === 'current',
  })),
  versions: serviceVersions(database, service.service),
})

const showEntity = (database: Database, name: string, said: JsonObject): Listed => ({
  entity: name,
  keys: keysText(said.keys),
  description: listedJson(said.description ?? ''),
  owner: listedJson(said.owner ?? ''),
  tags: listedJson(said.tags ?? []),
  views: viewHeads(database, { status: 'current' })
    .filter((view) => view.entities.includes(name))
    .map((view) => view.view),
})

const showSource = (registry: Registry, name: string, { columns, ...said }: JsonObject): Listed => ({
  source: name,
  ...Object.fromEntries(Object.entries(said).map(([key, value]) => [key, listedJson(value)])),
  views: viewHeads(registry.database, { status: 'current' })
    .filter((view) => view.rowSet.source === name)
    .map((view) => view.view),
  ...landedIn(registry, name),
  columns: [
    ...columnsOf(registry.database, name).map((column) => ({ column: column.name, type: column.type, derived: null })),
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
