// What does a part of the registry say? Some versions and all that they are made of, read without the thousands of others.
import { isObject, type JsonObject, readJson } from '../core/json.ts'
import { type StoredRowSet, type Versions, withLiveInputs } from '../core/state.ts'
import { readStored, storedColumns, storedService, storedView } from '../core/stored.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import * as rows from './rows.ts'
import { currentOf, keyed } from './versions.ts'

export interface Part extends Versions {
  readonly rowSets: ReadonlyMap<number, StoredRowSet>
  readonly features: ReadonlyMap<number, FeatureVersion>
}

export interface PartAsked {
  readonly views?: Iterable<bigint | number>
  readonly services?: Iterable<bigint | number>
  readonly features?: Iterable<bigint | number>
  /** Also what the features are computed from, and from what that is. */
  readonly through?: boolean
}

/** The id of a version by its number, or of the current one. */
export const versionId = (
  database: Database,
  kind: 'view' | 'service',
  name: string,
  version: number | null,
): bigint | null => {
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

/** For a caller's transaction, so that no other process's write falls between two tables. */
export const readPart = (database: Database, asked: PartAsked): Part => {
  const viewIds = new Set(asked.views)
  const serviceRows = rowsById<rows.ServiceRow>(database, 'service_versions', asked.services ?? [])
  for (const { definition, service } of serviceRows)
    for (const [view] of readStored(storedService, definition, `service ${service}`).members) viewIds.add(BigInt(view))
  const viewRows = rowsById<rows.ViewRow>(database, 'view_versions', viewIds)
  const featureIds = new Set<bigint | number>(asked.features)
  for (const { definition, view } of viewRows)
    for (const id of readStored(storedView, definition, `view ${view}`).features) featureIds.add(id)
  const live = rows.readLive(database)
  const featureRows = rowsById<rows.FeatureRow>(database, 'feature_versions', featureIds)
  const said = readSaid(database, 'view', new Set([...viewRows, ...featureRows].map(({ view }) => view)))
  const read = { live, said: rows.saidOfFeatures(said) }
  const named = keyed(featureRows.map((row) => rows.featureOf(row, live, read.said)))
  const features = asked.through === true ? withUsed(database, named, read) : named
  const rowSets = readRowSets(database, new Set([...viewRows, ...featureRows].map((row) => row.row_set)))
  const views = keyed(viewRows.map((row) => rows.viewOf(row, { live, said, features, rowSets })))
  const saidOfServices = readSaid(database, 'service', new Set(serviceRows.map(({ service }) => service)))
  const services = keyed(serviceRows.map((row) => rows.serviceOf(row, { live, said: saidOfServices, features, views })))
  const current = {
    views: currentOf(views.values(), (it) => it.view),
    services: currentOf(services.values(), (it) => it.service),
  }
  return { rowSets, features, views, services, current }
}

interface Reading {
  readonly live: rows.Live
  readonly said: ReturnType<typeof rows.saidOfFeatures>
}

/** The features and all that they use, down to what is stored. */
const withUsed = (
  database: Database,
  named: ReadonlyMap<number, FeatureVersion>,
  { live, said }: Reading,
): Map<number, FeatureVersion> => {
  const found = new Map(named)
  const usedBy = (some: Iterable<FeatureVersion>): number[] =>
    [...some].flatMap((it) => it.uses.map((use) => use.id)).filter((id) => !found.has(id))
  for (let missing = usedBy(named.values()); missing.length > 0; ) {
    const next = rowsById<rows.FeatureRow>(database, 'feature_versions', missing).map((row) =>
      rows.featureOf(row, live, said),
    )
    for (const it of next) found.set(it.id, it)
    missing = usedBy(next)
  }
  return withLiveInputs(found)
}

const listed = (values: Iterable<string | bigint | number>): string => JSON.stringify([...values].map(String))

export const rowsById = <Row>(database: Database, table: string, ids: Iterable<bigint | number>): Row[] =>
  database
    .prepare<unknown[], Row>(
      `SELECT * FROM ${table} WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) ORDER BY id`,
    )
    .all(listed(ids))

export const readRowSets = (database: Database, ids: Iterable<bigint | number>): Map<number, StoredRowSet> =>
  keyed(rowsById<rows.RowSetRow>(database, 'row_sets', ids).map(rows.rowSetOf))

type DeclaredKind = 'entity' | 'source' | 'view' | 'service'

/** What the files said last of some things of a kind; without names, of all. */
export const readSaid = (
  database: Database,
  kind: DeclaredKind,
  names: Iterable<string> | null = null,
): Map<string, JsonObject> => {
  const sql = 'SELECT name, definition FROM declared WHERE kind = ?'
  const found =
    names === null
      ? database.prepare<unknown[], SaidRow>(`${sql} ORDER BY name`).all(kind)
      : database
          .prepare<unknown[], SaidRow>(`${sql} AND name IN (SELECT value FROM json_each(?))`)
          .all(kind, listed(names))
  return saidIn(found)
}

/** As {@link readSaid}, of one thing or of all, without what is said of features. */
export const readWords = (database: Database, kind: DeclaredKind, name?: string): Map<string, JsonObject> =>
  saidIn(
    database
      .prepare<unknown[], SaidRow>(
        `SELECT name, json_remove(definition, '$.features') AS definition FROM declared
         WHERE kind = $kind AND ($name IS NULL OR name = $name)`,
      )
      .all({ kind, name: name ?? null }),
  )

interface SaidRow {
  readonly name: string
  readonly definition: string
}

const saidIn = (found: readonly SaidRow[]): Map<string, JsonObject> =>
  new Map(
    found.flatMap(({ name, definition }): [string, JsonObject][] => {
      const json = readJson(definition)
      return isObject(json) ? [[name, json]] : []
    }),
  )

/** Raw columns of a source, as the last apply found them. */
export const columnsOf = (database: Database, source: string) => {
  const stored = database
    .prepare<unknown[], string>('SELECT columns FROM source_columns WHERE source = ?')
    .pluck()
    .get(source)
  return stored === undefined ? [] : readStored(storedColumns, stored, `columns of source "${source}"`)
}
