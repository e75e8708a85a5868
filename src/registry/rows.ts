// What does a row of the registry say? Each as the version it keeps, with its status and the words said of it last.
import { PintailError } from '../core/errors.ts'
import type { JsonObject } from '../core/json.ts'
import type { StoredRowSet } from '../core/state.ts'
import * as stored from '../core/stored.ts'
import { type FeatureType, isFeatureType } from '../core/values.ts'
import type { FeatureVersion, Member, ServiceVersion, Status, ViewVersion } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'

/** What the files said last, by name. */
export type Said = ReadonlyMap<string, JsonObject>

/** Ids of the versions that are current, and of those that live services pin. */
export interface Live {
  readonly current: ReadonlySet<string>
  readonly pinned: ReadonlySet<string>
}

const statusOf = (live: Live, kind: string, id: bigint): Status =>
  live.current.has(`${kind} ${id}`) ? 'current' : live.pinned.has(`${kind} ${id}`) ? 'pinned' : 'retired'

export const readLive = (database: Database): Live => {
  const current = new Set<string>()
  const pinned = new Set<string>()
  const all = <Row>(sql: string): Row[] => database.prepare<unknown[], Row>(sql).all()
  for (const row of all<{ kind: string; version_id: bigint }>('SELECT kind, version_id FROM current_versions'))
    current.add(`${row.kind} ${row.version_id}`)
  const views = all<{ id: bigint; definition: string }>(
    `SELECT v.id, v.definition FROM view_versions v JOIN current_versions c ON c.kind = 'view' AND c.version_id = v.id`,
  )
  for (const row of views)
    for (const id of stored.readStored(stored.storedView, row.definition, 'view version').features)
      current.add(`feature ${id}`)
  const services = all<{ id: bigint; definition: string }>(
    `SELECT id, definition FROM service_versions WHERE service IN (SELECT name FROM current_versions WHERE kind = 'service')`,
  )
  for (const row of services) {
    pinned.add(`service ${row.id}`)
    for (const [view, feature] of stored.readStored(stored.storedService, row.definition, 'service version').members)
      pinned.add(`view ${view}`).add(`feature ${feature}`)
  }
  return { current, pinned }
}

export interface RowSetRow {
  readonly id: bigint
  readonly view: string
  readonly source: string
  readonly fingerprint: string
  readonly definition: string
}

export const rowSetOf = ({ id, definition, ...row }: RowSetRow): StoredRowSet => ({
  ...row,
  ...stored.readStored(stored.storedRowSet, definition, `rows of view "${row.view}"`),
  id: Number(id),
})

interface VersionRow {
  readonly id: bigint
  readonly version: bigint
  readonly fingerprint: string
  readonly definition: string
  readonly applied: bigint
}

export interface FeatureRow extends VersionRow {
  readonly view: string
  readonly feature: string
  readonly row_set: bigint
  readonly type: string
  readonly fits: string
}

/** `said` by `view:feature`: words about features are no part of a version; the current one has what was said last. */
export const featureOf = (row: FeatureRow, live: Live, said: ReadonlyMap<string, stored.Described>): FeatureVersion => {
  const what = `feature ${row.view}:${row.feature}@${row.version}`
  const type = typeOf(row.type, what)
  const { default: given, ...definition } = stored.readStored(stored.storedFeature, row.definition, what)
  const status = statusOf(live, 'feature', row.id)
  return {
    id: Number(row.id),
    view: row.view,
    name: row.feature,
    version: Number(row.version),
    fingerprint: row.fingerprint,
    rowSet: Number(row.row_set),
    type,
    ...definition,
    fits: stored.readStored(stored.storedFits, row.fits, what),
    default: type === 'int64' && typeof given === 'number' ? BigInt(given) : given,
    applied: row.applied,
    status,
    ...(status === 'current' ? said.get(`${row.view}:${row.feature}`) : {}),
  }
}

const typeOf = (type: string, what: string): FeatureType => {
  if (isFeatureType(type)) return type
  throw new PintailError({ code: 'registry_damaged', message: `the registry's ${what} has the type ${type}` })
}

/** What was said of the features of views, by `view:feature`. */
export const saidOfFeatures = (views: Said): Map<string, stored.Described> => {
  const said = new Map<string, stored.Described>()
  for (const [view, json] of views)
    for (const { name, ...words } of stored.shaped(stored.declaredView, json)?.features ?? [])
      said.set(`${view}:${name}`, words)
  return said
}

const saidOf = (said: Said, name: string, status: Status): Partial<stored.Described> =>
  (status === 'current' ? stored.shaped(stored.declaredThing, said.get(name)) : undefined) ?? {}

/** The order of features is no part of a version either. */
const inSaidOrder = (features: readonly FeatureVersion[], said: JsonObject | undefined): readonly FeatureVersion[] => {
  const names = new Map(stored.shaped(stored.declaredView, said)?.features.map((it, i) => [it.name, i]))
  const place = ({ name }: FeatureVersion): number => names.get(name) ?? -1
  return features.toSorted((a, b) => place(a) - place(b))
}

export interface ViewRow extends VersionRow {
  readonly view: string
  readonly row_set: bigint
}

/** What rows refer to by id, read before them. */
export interface Parts {
  readonly live: Live
  readonly said: Said
  readonly features: ReadonlyMap<number, FeatureVersion>
}

export const viewOf = (
  row: ViewRow,
  { live, said, features, rowSets }: Parts & { readonly rowSets: ReadonlyMap<number, StoredRowSet> },
): ViewVersion => {
  const what = `view ${row.view}@${row.version}`
  const definition = stored.readStored(stored.storedView, row.definition, what)
  const status = statusOf(live, 'view', row.id)
  return {
    ...definition,
    id: Number(row.id),
    view: row.view,
    version: Number(row.version),
    fingerprint: row.fingerprint,
    rowSet: known(rowSets.get(Number(row.row_set)), what),
    features: inSaidOrder(
      definition.features.map((id) => known(features.get(id), what)),
      status === 'current' ? said.get(row.view) : undefined,
    ),
    applied: row.applied,
    status,
    ...saidOf(said, row.view, status),
  }
}

export interface ServiceRow extends VersionRow {
  readonly service: string
}

export const serviceOf = (
  row: ServiceRow,
  { live, said, features, views }: Parts & { readonly views: ReadonlyMap<number, ViewVersion> },
): ServiceVersion => {
  const what = `service ${row.service}@${row.version}`
  const { members, ...words } = stored.readStored(stored.storedService, row.definition, what)
  const status = statusOf(live, 'service', row.id)
  return {
    ...words,
    id: Number(row.id),
    service: row.service,
    version: Number(row.version),
    fingerprint: row.fingerprint,
    members: members.map(
      ([view, feature, category]): Member => ({
        view: known(views.get(view), what),
        feature: known(features.get(feature), what),
        category,
      }),
    ),
    applied: row.applied,
    status,
    ...saidOf(said, row.service, status),
  }
}

const known = <T>(found: T | undefined, what: string): T => {
  if (found !== undefined) return found
  throw new PintailError({ code: 'registry_damaged', message: `the registry's ${what} names a part that is missing` })
}
