// How are versions written? A row each, whatever made them new: a definition or a fit.
import { canonicalJson, type Json } from '../core/json.ts'
import { render } from '../sql/render.ts'
import type { Database } from '../sqlite.ts'

/** Of a view version and a feature version. */
export type MemberIds = readonly [view: number, feature: number]

/** As a service keeps it: with a category where one is named. */
export const memberRow = ([view, feature]: MemberIds, category: string | null): Json =>
  category === null ? [view, feature] : [view, feature, category]

export interface NewVersion {
  readonly version: number
  readonly fingerprint: string
  readonly definition: Json
}

export interface Writer {
  /** Forgets what is declared and current, to be said anew. */
  clear(): void
  declare(kind: string, name: string, definition: Json): void
  columns(source: string, columns: Json, reader: Json): void
  current(kind: 'view' | 'service', name: string, id: number): void
  rowSet(row: {
    readonly view: string
    readonly source: string
    readonly fingerprint: string
    readonly definition: Json
  }): number
  feature(
    row: NewVersion & {
      readonly view: string
      readonly feature: string
      readonly rowSet: number
      readonly type: string
      readonly fits: string
    },
  ): number
  view(row: NewVersion & { readonly view: string; readonly rowSet: number }): number
  service(row: NewVersion & { readonly service: string }): number
}

export const writerOn = (database: Database, applied: bigint): Writer => {
  const insert =
    (sql: string) =>
    <Row extends { readonly definition: Json }>(row: Row): number =>
      Number(database.prepare(sql).run({ ...row, definition: canonicalJson(row.definition), applied }).lastInsertRowid)
  return {
    clear: () => database.exec('DELETE FROM declared; DELETE FROM current_versions'),
    declare: (kind, name, definition) =>
      database
        .prepare('INSERT INTO declared (kind, name, definition) VALUES (?, ?, ?)')
        .run(kind, name, canonicalJson(definition)),
    columns: (source, columns, reader) =>
      database
        .prepare('INSERT OR REPLACE INTO source_columns (source, columns, reader) VALUES (?, ?, ?)')
        .run(source, canonicalJson(columns), canonicalJson(reader)),
    current: (kind, name, id) =>
      database.prepare('INSERT INTO current_versions (kind, name, version_id) VALUES (?, ?, ?)').run(kind, name, id),
    rowSet: insert(render('registry/add-row-set')),
    feature: insert(render('registry/add-feature')),
    view: insert(render('registry/add-view')),
    service: insert(render('registry/add-service')),
  }
}
