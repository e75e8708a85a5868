// Which tables does online.db hold, and which answers which feature version?
import type { Micros } from '../core/clock.ts'
import type { Column } from '../core/values.ts'
import { columnOf, type FeatureVersion, type RowSet } from '../core/versions.ts'
import { render } from '../sql/render.ts'
import type { Database } from '../sqlite.ts'
import { columnType, type Stored } from './codec.ts'
import { identityOf } from './identity.ts'
import { cellType } from './raw.ts'

/** SQLite takes 2 000 columns a table; more features than this are split over several groups. */
export const mostFeatures = 1_000

export type GroupState = 'building' | 'live' | 'superseded'

/** Feature versions of one row set that were materialized together: one table, one row a key. */
export interface Group {
  readonly id: number
  readonly rowSet: number
  readonly view: string
  readonly keys: readonly Column[]
  readonly state: GroupState
  readonly until: Micros
  /** Later than `until` while a run is under way, or after one was killed. */
  readonly reaching: Micros
  readonly lastRun: number
  readonly features: readonly GroupFeature[]
}

/** A feature version that a group answers. */
export interface GroupFeature {
  readonly id: number
  /** {@link identityOf} the version. */
  readonly identity: string
  /** Of a formula: its value over windows without events, which an unknown key has. */
  readonly empty: Stored
}

export const tableOf = (group: Pick<Group, 'id'>): string => `group_${group.id}`
export const keyColumn = (position: number): string => `k${position}`
export const featureColumn = (id: number): string => `f${id}`

/** The columns before the features, as rows are stored. */
export const identityColumns = (keys: number): string[] => [
  ...Array.from({ length: keys }, (_, i) => keyColumn(i)),
  'event_time',
  'created',
  'row_id',
  'read_run',
]

interface GroupRow {
  id: bigint
  row_set: bigint
  view: string
  keys: string
  state: GroupState
  until: bigint
  reaching: bigint
  last_run: bigint
}

interface OwnedRow {
  feature_version: bigint
  group_id: bigint
  fingerprint: string
  empty: Stored
}

/** The generation of the catalogue: it grows with every change of what is answered. */
export const generationOf = (database: Database): bigint =>
  database.prepare<[], bigint>('SELECT n FROM generation').pluck().get() ?? 0n

export const readGroups = (database: Database): Group[] => {
  const features = Map.groupBy(
    database.prepare<[], OwnedRow>('SELECT * FROM group_features ORDER BY feature_version').all(),
    (row) => row.group_id,
  )
  const groups = database.prepare<[], GroupRow>('SELECT * FROM groups ORDER BY id').all()
  return groups.map((row) => ({
    id: Number(row.id),
    rowSet: Number(row.row_set),
    view: row.view,
    keys: readColumns(row.keys),
    state: row.state,
    until: row.until,
    reaching: row.reaching,
    lastRun: Number(row.last_run),
    features: (features.get(row.id) ?? []).map((it) => ({
      id: Number(it.feature_version),
      identity: it.fingerprint,
      empty: it.empty,
    })),
  }))
}

const readColumns = (text: string): Column[] => JSON.parse(text)

/** Makes an empty table that answers nothing yet. */
export const createGroup = (database: Database, rowSet: RowSet, features: readonly FeatureVersion[]): Group => {
  const { lastInsertRowid } = database
    .prepare(
      "INSERT INTO groups (row_set, view, keys, state, until, reaching, last_run) VALUES (?, ?, ?, 'building', 0, 0, 0)",
    )
    .run(rowSet.id, rowSet.view, JSON.stringify(rowSet.keys.map(({ name, type }) => ({ name, type }))))
  const id = Number(lastInsertRowid)
  database.exec(
    render('online/create-group', {
      table: tableOf({ id }),
      keys: rowSet.keys.map(({ type }, i) => `${keyColumn(i)} ${columnType(type)} NOT NULL`).join(', '),
      names: rowSet.keys.map((_, i) => keyColumn(i)).join(', '),
      features: features.map((it) => `${featureColumn(it.id)} ${cellType(it)}`).join(', '),
    }),
  )
  const keys = rowSet.keys.map(({ name, type }) => ({ name, type }))
  return {
    id,
    rowSet: rowSet.id,
    view: rowSet.view,
    keys,
    state: 'building',
    until: 0n,
    reaching: 0n,
    lastRun: 0,
    features: [],
  }
}

/** Values of formulas over windows without events, by their id, in stored form. */
export type Empties = ReadonlyMap<number, Stored>

/** Lets a group answer these feature versions from now on; who answered them before does no longer. */
export const assignFeatures = (
  database: Database,
  group: number,
  features: readonly FeatureVersion[],
  empties: Empties,
): void => {
  const assign = database.prepare(render('online/assign-feature'))
  for (const it of features) {
    const name = `${it.view}:${columnOf(it)}`
    assign.run(it.id, group, name, it.type, identityOf(it), empties.get(it.id) ?? null)
  }
}

/** Takes feature versions out of the catalogue; their columns stay until the table is built anew. */
export const releaseFeatures = (database: Database, features: readonly number[]): void => {
  const release = database.prepare('DELETE FROM group_features WHERE feature_version = ?')
  for (const id of features) release.run(id)
}

/** Marks the groups that answer nothing any more, and tells readers to look again. */
export const settle = (database: Database): void => {
  database.exec(render('online/settle'))
}

/** Drops the tables that answer nothing: superseded ones, and those that a killed run left half built. */
export const dropIdle = (database: Database): void => {
  const idle = database.prepare<[], bigint>("SELECT id FROM groups WHERE state <> 'live'").pluck().all()
  for (const id of idle) {
    database.exec(`DROP TABLE IF EXISTS ${tableOf({ id: Number(id) })}`)
    database.prepare('DELETE FROM groups WHERE id = ?').run(id)
  }
}
