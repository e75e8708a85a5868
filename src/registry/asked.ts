// Which versions does a request name? Read without the rest of the registry, which may hold thousands of others.
import { isObject, type JsonObject, readJson } from '../core/json.ts'
import { readNamedVersion, readReference } from '../core/references.ts'
import type { Versions } from '../core/state.ts'
import { readStored, storedService, storedView } from '../core/stored.ts'
import type { Wanted } from '../core/verbs.ts'
import type { Selected } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import type { Registry } from './registry.ts'
import { resolve } from './resolve.ts'
import * as rows from './rows.ts'
import { currentOf, keyed } from './versions.ts'

/** As {@link resolve} of the whole state; where something is not found, that says what there is instead. */
export const resolveAsked = (registry: Registry, wanted: Wanted): Selected[] => {
  const { database } = registry
  const versions = database.transaction(() => versionsAsked(database, wanted))()
  return resolve(versions ?? registry.state(), wanted)
}

/** Null where something is not there. */
const versionsAsked = (database: Database, { features, service }: Wanted): Versions | null => {
  const views = new Set<bigint>()
  const services = new Set<bigint>()
  for (const text of [...features, ...(service === null ? [] : [service])]) {
    const reference = text === service ? null : readReference(text)
    const named = readNamedVersion(text)
    const id = reference
      ? idOf(database, 'view', reference.view, reference.version)
      : named && idOf(database, 'service', named.name, named.version)
    if (id === null) return null
    ;(reference ? views : services).add(id)
  }
  return readVersions(database, views, services)
}

/** The id of a version by its number, or of the current one. */
const idOf = (database: Database, kind: 'view' | 'service', name: string, version: number | null): bigint | null => {
  const found =
    version === null
      ? database
          .prepare<unknown[], bigint>('SELECT version_id FROM current_versions WHERE kind = ? AND name = ?')
          .pluck()
          .get(kind, name)
      : database
          .prepare<unknown[], bigint>(`SELECT id FROM ${kind}_versions WHERE ${kind} = ? AND version = ?`)
          .pluck()
          .get(name, version)
  return found ?? null
}

const readVersions = (database: Database, viewIds: Set<bigint>, serviceIds: Set<bigint>): Versions => {
  const serviceRows = byId<rows.ServiceRow>(database, 'service_versions', serviceIds)
  for (const { definition, service } of serviceRows)
    for (const [view] of readStored(storedService, definition, `service ${service}`).members) viewIds.add(BigInt(view))
  const viewRows = byId<rows.ViewRow>(database, 'view_versions', viewIds)
  const featureIds = viewRows.flatMap(
    ({ definition, view }) => readStored(storedView, definition, `view ${view}`).features,
  )
  const live = rows.readLive(database)
  const said = readSaid(database, 'view', new Set(viewRows.map(({ view }) => view)))
  const saidOfFeatures = rows.saidOfFeatures(said)
  const rowSets = keyed(
    byId<rows.RowSetRow>(
      database,
      'row_sets',
      viewRows.map((row) => row.row_set),
    ).map(rows.rowSetOf),
  )
  const features = keyed(
    byId<rows.FeatureRow>(database, 'feature_versions', featureIds).map((row) =>
      rows.featureOf(row, live, saidOfFeatures),
    ),
  )
  const views = keyed(viewRows.map((row) => rows.viewOf(row, { live, said, features, rowSets })))
  const saidOfServices = readSaid(database, 'service', new Set(serviceRows.map(({ service }) => service)))
  const services = keyed(serviceRows.map((row) => rows.serviceOf(row, { live, said: saidOfServices, features, views })))
  const current = {
    views: currentOf(views.values(), (it) => it.view),
    services: currentOf(services.values(), (it) => it.service),
  }
  return { views, services, current }
}

const listed = (values: Iterable<string | bigint | number>): string => JSON.stringify([...values].map(String))

const byId = <Row>(database: Database, table: string, ids: Iterable<bigint | number>): Row[] =>
  database
    .prepare<unknown[], Row>(
      `SELECT * FROM ${table} WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) ORDER BY id`,
    )
    .all(listed(ids))

const readSaid = (database: Database, kind: 'view' | 'service', names: Iterable<string>): Map<string, JsonObject> => {
  interface Row {
    readonly name: string
    readonly definition: string
  }
  const found = database
    .prepare<unknown[], Row>(
      'SELECT name, definition FROM declared WHERE kind = ? AND name IN (SELECT value FROM json_each(?))',
    )
    .all(kind, listed(names))
  return new Map(
    found.flatMap(({ name, definition }): [string, JsonObject][] => {
      const json = readJson(definition)
      return isObject(json) ? [[name, json]] : []
    }),
  )
}
