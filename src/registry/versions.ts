// Which versions are there, and which of them are live? Read from the tables into one frozen state.

import { PintailError } from '../core/errors.ts'
import { isObject, type JsonObject, readJson } from '../core/json.ts'
import type { DeclaredKind, State, StoredRowSet } from '../core/state.ts'
import * as stored from '../core/stored.ts'
import { type FeatureType, isFeatureType } from '../core/values.ts'
import type { FeatureVersion, Member, ServiceVersion, Status, ViewVersion } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'

type Declared = State['declared']

/** Reads everything in one transaction, so that no other process's write falls between two tables. */
export const readState = (database: Database): State => database.transaction(() => stateOf(database))()

const stateOf = (database: Database): State => {
  const declared = readDeclared(database)
  const rowSets = readRowSets(database)
  const live = readLive(database)
  const features = readFeatures(database, live, declared)
  const views = readViews(database, { live, declared, rowSets, features })
  const services = readServices(database, { live, declared, views, features })
  return {
    rowSets,
    features,
    views,
    services,
    current: {
      views: currentOf(views.values(), (it) => it.view),
      services: currentOf(services.values(), (it) => it.service),
    },
    declared,
    columns: readColumns(database),
  }
}

const all = <Row>(database: Database, sql: string): Row[] => database.prepare<unknown[], Row>(sql).all()

const keyed = <T extends { readonly id: number }>(items: readonly T[]): Map<number, T> =>
  new Map(items.map((item) => [item.id, item]))

const currentOf = <T extends { readonly status: Status }>(
  items: Iterable<T>,
  name: (it: T) => string,
): Map<string, T> => new Map([...items].filter((it) => it.status === 'current').map((it) => [name(it), it]))

const readDeclared = (database: Database): Declared => {
  const declared: Record<DeclaredKind, Map<string, JsonObject>> = {
    entity: new Map(),
    source: new Map(),
    view: new Map(),
    service: new Map(),
  }
  interface Row {
    readonly kind: DeclaredKind
    readonly name: string
    readonly definition: string
  }
  for (const { kind, name, definition } of all<Row>(database, 'SELECT * FROM declared ORDER BY kind, name')) {
    const json = readJson(definition)
    if (isObject(json)) declared[kind].set(name, json)
  }
  return declared
}

/** Ids of the versions that are current, and of those that live services pin. */
interface Live {
  readonly current: ReadonlySet<string>
  readonly pinned: ReadonlySet<string>
}

const statusOf = (live: Live, kind: string, id: number): Status =>
  live.current.has(`${kind} ${id}`) ? 'current' : live.pinned.has(`${kind} ${id}`) ? 'pinned' : 'retired'

const readLive = (database: Database): Live => {
  const current = new Set<string>()
  const pinned = new Set<string>()
  for (const row of all<{ kind: string; version_id: bigint }>(
    database,
    'SELECT kind, version_id FROM current_versions',
  ))
    current.add(`${row.kind} ${row.version_id}`)
  const views = all<{ id: bigint; definition: string }>(
    database,
    `SELECT v.id, v.definition FROM view_versions v JOIN current_versions c ON c.kind = 'view' AND c.version_id = v.id`,
  )
  for (const row of views)
    for (const id of stored.readStored(stored.storedView, row.definition, 'view version').features)
      current.add(`feature ${id}`)
  const services = all<{ id: bigint; definition: string }>(
    database,
    `SELECT id, definition FROM service_versions WHERE service IN (SELECT name FROM current_versions WHERE kind = 'service')`,
  )
  for (const row of services) {
    pinned.add(`service ${row.id}`)
    for (const [view, feature] of stored.readStored(stored.storedService, row.definition, 'service version').members)
      pinned.add(`view ${view}`).add(`feature ${feature}`)
  }
  return { current, pinned }
}

const readRowSets = (database: Database): Map<number, StoredRowSet> => {
  interface Row {
    readonly id: bigint
    readonly view: string
    readonly source: string
    readonly fingerprint: string
    readonly definition: string
  }
  return keyed(
    all<Row>(database, 'SELECT * FROM row_sets ORDER BY id').map(({ id, definition, ...row }) => ({
      ...row,
      ...stored.readStored(stored.storedRowSet, definition, `rows of view "${row.view}"`),
      id: Number(id),
    })),
  )
}

interface VersionRow {
  readonly id: bigint
  readonly version: bigint
  readonly fingerprint: string
  readonly definition: string
  readonly applied: bigint
}

const readFeatures = (database: Database, live: Live, declared: Declared): Map<number, FeatureVersion> => {
  interface Row extends VersionRow {
    readonly view: string
    readonly feature: string
    readonly row_set: bigint
    readonly type: string
    readonly fits: string
  }
  const said = saidOfFeatures(declared)
  return keyed(
    all<Row>(database, 'SELECT * FROM feature_versions ORDER BY id').map((row): FeatureVersion => {
      const what = `feature ${row.view}:${row.feature}@${row.version}`
      const type = typeOf(row.type, what)
      const { default: given, ...definition } = stored.readStored(stored.storedFeature, row.definition, what)
      const status = statusOf(live, 'feature', Number(row.id))
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
    }),
  )
}

const typeOf = (type: string, what: string): FeatureType => {
  if (isFeatureType(type)) return type
  throw new PintailError({ code: 'registry_damaged', message: `the registry's ${what} has the type ${type}` })
}

interface Described {
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
}

/** Words about features are no part of a version: the current one has what the files said last. */
const saidOfFeatures = (declared: Declared): Map<string, Described> => {
  const said = new Map<string, Described>()
  for (const [view, json] of declared.view) {
    const result = stored.declaredView.safeParse(json)
    for (const { name, ...words } of result.data?.features ?? []) said.set(`${view}:${name}`, words)
  }
  return said
}

const saidOf = (declared: Declared, kind: 'view' | 'service', name: string, status: Status): Partial<Described> =>
  (status === 'current' ? stored.declaredThing.safeParse(declared[kind].get(name)).data : undefined) ?? {}

interface Read {
  readonly live: Live
  readonly declared: Declared
  readonly features: ReadonlyMap<number, FeatureVersion>
}

/** The order of features is no part of a version either. */
const inSaidOrder = (features: readonly FeatureVersion[], said: JsonObject | undefined): readonly FeatureVersion[] => {
  const names = stored.declaredView.safeParse(said).data?.features.map((it) => it.name) ?? []
  return features.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
}

const readViews = (
  database: Database,
  { live, declared, features, rowSets }: Read & { readonly rowSets: ReadonlyMap<number, StoredRowSet> },
): Map<number, ViewVersion> => {
  interface Row extends VersionRow {
    readonly view: string
    readonly row_set: bigint
  }
  return keyed(
    all<Row>(database, 'SELECT * FROM view_versions ORDER BY id').map((row): ViewVersion => {
      const what = `view ${row.view}@${row.version}`
      const definition = stored.readStored(stored.storedView, row.definition, what)
      const status = statusOf(live, 'view', Number(row.id))
      return {
        ...definition,
        id: Number(row.id),
        view: row.view,
        version: Number(row.version),
        fingerprint: row.fingerprint,
        rowSet: known(rowSets.get(Number(row.row_set)), what),
        features: inSaidOrder(
          definition.features.map((id) => known(features.get(id), what)),
          status === 'current' ? declared.view.get(row.view) : undefined,
        ),
        applied: row.applied,
        status,
        ...saidOf(declared, 'view', row.view, status),
      }
    }),
  )
}

const readServices = (
  database: Database,
  { live, declared, views, features }: Read & { readonly views: ReadonlyMap<number, ViewVersion> },
): Map<number, ServiceVersion> => {
  interface Row extends VersionRow {
    readonly service: string
  }
  return keyed(
    all<Row>(database, 'SELECT * FROM service_versions ORDER BY id').map((row): ServiceVersion => {
      const what = `service ${row.service}@${row.version}`
      const { members, ...words } = stored.readStored(stored.storedService, row.definition, what)
      const status = statusOf(live, 'service', Number(row.id))
      return {
        ...words,
        id: Number(row.id),
        service: row.service,
        version: Number(row.version),
        fingerprint: row.fingerprint,
        members: members.map(
          ([view, feature]): Member => ({
            view: known(views.get(view), what),
            feature: known(features.get(feature), what),
          }),
        ),
        applied: row.applied,
        status,
        ...saidOf(declared, 'service', row.service, status),
      }
    }),
  )
}

const known = <T>(found: T | undefined, what: string): T => {
  if (found !== undefined) return found
  throw new PintailError({ code: 'registry_damaged', message: `the registry's ${what} names a part that is missing` })
}

const readColumns = (database: Database): State['columns'] =>
  new Map(
    all<{ source: string; columns: string }>(database, 'SELECT source, columns FROM source_columns').map((row) => [
      row.source,
      stored.readStored(stored.storedColumns, row.columns, `columns of source "${row.source}"`),
    ]),
  )
