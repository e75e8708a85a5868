// Which statements answer a list of features? One a group, prepared once and used until the catalogue changes.
import type { Column, Value } from '../core/values.ts'
import type { Selected } from '../core/versions.ts'
import type { Database, Statement } from '../sqlite.ts'
import { type Decode, decoder, type Stored } from './codec.ts'
import { defaultOf } from './defaults.ts'
import { featureColumn, type Group, type GroupFeature, keyColumn, tableOf } from './groups.ts'

/** The event time, then the values of the features asked for. */
export type Row = readonly [bigint, ...Stored[]]

/** A feature asked for. */
export interface Cell {
  readonly selected: Selected
  /** Its place in the answer. */
  readonly place: number
  /** Of its value in a row. */
  readonly position: number
  readonly decode: Decode
  readonly default: Value
}

/** The features that one group answers, found with one statement. */
export interface Lookup {
  /** Null where no group answers: nothing was materialized yet. */
  readonly statement: Statement<Row> | null
  readonly keys: readonly Column[]
  readonly cells: readonly Cell[]
}

/** Every join key that the features need; where two views give one name two types, the first counts. */
export const keysNeeded = (selected: readonly Selected[]): Column[] => {
  const keys = new Map<string, Column>()
  for (const key of selected.flatMap(({ view }) => view.rowSet.keys)) {
    if (!keys.has(key.name)) keys.set(key.name, key)
  }
  return [...keys.values()]
}

/** A feature asked for, and its place in the answer. */
type Placed = readonly [Selected, number]

export const planRead = (database: Database, groups: readonly Group[], selected: readonly Selected[]): Lookup[] => {
  const answering = new Map(groups.flatMap((group) => group.features.map((it) => [versionName(it), group] as const)))
  const wanted = Map.groupBy(
    selected.map((it, place): Placed => [it, place]),
    ([{ view, feature }]) => `${answering.get(versionName(feature))?.id} ${view.rowSet.id}`,
  )
  return [...wanted.values()].map((members) => lookupOf(database, answering, members))
}

/** A version by its id and its fingerprint: another registry gives the same ids to other features. */
const versionName = ({ id, fingerprint }: GroupFeature): string => `${id} ${fingerprint}`

const lookupOf = (database: Database, answering: ReadonlyMap<string, Group>, members: readonly Placed[]): Lookup => {
  const [[first] = []] = members
  const keys = first?.view.rowSet.keys ?? []
  const group = first && answering.get(versionName(first.feature))
  const cells = members.map(([selected, place], i) => ({
    selected,
    place,
    position: i + 1,
    decode: decoder(selected.feature.type),
    default: defaultOf(selected.feature),
  }))
  if (!group) return { statement: null, keys, cells }
  const columns = ['event_time', ...members.map(([{ feature }]) => featureColumn(feature.id))].join(', ')
  const where = keys.map((_, i) => `${keyColumn(i)} = ?`).join(' AND ')
  const statement = database.prepare<unknown[], Row>(`SELECT ${columns} FROM ${tableOf(group)} WHERE ${where}`).raw()
  return { statement, keys, cells }
}
