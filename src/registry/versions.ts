// Which versions are there, and which of them are live? Read from the tables into one frozen state.
import { isObject, type JsonObject, readJson } from '../core/json.ts'
import { type DeclaredKind, type State, withLiveInputs } from '../core/state.ts'
import { readStored, storedColumns } from '../core/stored.ts'
import type { Status } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import * as rows from './rows.ts'

/** Reads everything in one transaction, so that no other process's write falls between two tables. */
export const readState = (database: Database): State => database.transaction(() => stateOf(database))()

const stateOf = (database: Database): State => {
  const declared = readDeclared(database)
  const live = rows.readLive(database)
  const rowSets = keyed(all<rows.RowSetRow>(database, 'SELECT * FROM row_sets ORDER BY id').map(rows.rowSetOf))
  const said = rows.saidOfFeatures(declared.view)
  const features = withLiveInputs(
    keyed(
      all<rows.FeatureRow>(database, 'SELECT * FROM feature_versions ORDER BY id').map((row) =>
        rows.featureOf(row, live, said),
      ),
    ),
  )
  const views = keyed(
    all<rows.ViewRow>(database, 'SELECT * FROM view_versions ORDER BY id').map((row) =>
      rows.viewOf(row, { live, said: declared.view, features, rowSets }),
    ),
  )
  const services = keyed(
    all<rows.ServiceRow>(database, 'SELECT * FROM service_versions ORDER BY id').map((row) =>
      rows.serviceOf(row, { live, said: declared.service, features, views }),
    ),
  )
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

export const keyed = <T extends { readonly id: number }>(items: readonly T[]): Map<number, T> =>
  new Map(items.map((item) => [item.id, item]))

export const currentOf = <T extends { readonly status: Status }>(
  items: Iterable<T>,
  name: (it: T) => string,
): Map<string, T> => new Map([...items].filter((it) => it.status === 'current').map((it) => [name(it), it]))

const readDeclared = (database: Database): State['declared'] => {
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

const readColumns = (database: Database): State['columns'] =>
  new Map(
    all<{ source: string; columns: string }>(database, 'SELECT source, columns FROM source_columns').map((row) => [
      row.source,
      readStored(storedColumns, row.columns, `columns of source "${row.source}"`),
    ]),
  )
