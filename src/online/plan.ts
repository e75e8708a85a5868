// Which statements answer a list of features? One a group, prepared once and used until the catalogue changes.

import type { Micros } from '../core/clock.ts'
import type { Column, Value } from '../core/values.ts'
import type { Knowledge } from '../core/verbs.ts'
import type { FeatureVersion, Selected } from '../core/versions.ts'
import type { Database, Statement } from '../sqlite.ts'
import { type Decode, decoder, type Stored } from './codec.ts'
import { defaultOf } from './defaults.ts'
import { isFamily } from './families.ts'
import { featureColumn, type Group, type GroupFeature, keyColumn, tableOf } from './groups.ts'
import { identityOf } from './identity.ts'
import { absentValue, memberOf, type ReadMember } from './members.ts'
import { isAsOfInstant } from './raw.ts'

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
  /** Null of a column of rows, to which ttl and the time of the row apply. */
  readonly member: Member | null
}

/** What an aggregation or a formula needs beyond. */
export interface Member {
  /** A row holds one value a category, and is read once for all that are asked for. */
  readonly family: boolean
  readonly read: ReadMember
  /** Of a key without a row. */
  readonly absent: Value
}

/** The features that one group answers, found with one statement. */
export interface Lookup {
  /** Null where no group answers: nothing was materialized yet. */
  readonly statement: Statement<Row> | null
  readonly keys: readonly Column[]
  readonly cells: readonly Cell[]
  /** The instant as of which its aggregations answer; null of rows, which have times of their own. */
  readonly until: Micros | null
  /** What was read of the history for it; null where no group answers. */
  readonly known: Knowledge | null
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
  const answering = new Map(groups.flatMap((group) => group.features.map((it) => [standingName(it), group] as const)))
  const wanted = Map.groupBy(
    selected.map((it, place): Placed => [it, place]),
    ([{ view, feature }]) => `${answering.get(versionName(feature))?.id} ${view.rowSet.id}`,
  )
  return [...wanted.values()].map((members) => lookupOf(database, answering, members))
}

const standingName = ({ id, identity }: GroupFeature): string => `${id} ${identity}`
const versionName = (feature: FeatureVersion): string => `${feature.id} ${identityOf(feature)}`

const lookupOf = (database: Database, answering: ReadonlyMap<string, Group>, members: readonly Placed[]): Lookup => {
  const [[first] = []] = members
  const keys = first?.view.rowSet.keys ?? []
  const group = first && answering.get(versionName(first.feature))
  // Members of one family share a column.
  const columns = [...new Set(members.map(([{ feature }]) => feature.id))]
  const positions = new Map(columns.map((id, i) => [id, i + 1]))
  const cells = members.map(([selected, place]) => ({
    selected,
    place,
    position: positions.get(selected.feature.id) ?? 0,
    decode: decoder(selected.feature.type),
    default: defaultOf(selected.feature),
    member: isAsOfInstant(selected.feature) ? memberIn(group, selected) : null,
  }))
  if (!group) return { statement: null, keys, cells, until: null, known: null }
  const names = ['event_time', ...columns.map(featureColumn)].join(', ')
  const where = keys.map((_, i) => `${keyColumn(i)} = ?`).join(' AND ')
  const statement = database.prepare<unknown[], Row>(`SELECT ${names} FROM ${tableOf(group)} WHERE ${where}`).raw()
  const { until, reaching, lastRun } = group
  const known = { until, reaching, lastRun, group: group.id }
  return { statement, keys, cells, until: isAsOfInstant(first.feature) ? until : null, known }
}

const memberIn = (group: Group | undefined, selected: Selected): Member => {
  const { feature } = selected
  const stands = group?.features.find((it) => it.id === feature.id)
  return { family: isFamily(feature), read: memberOf(selected), absent: absentValue(feature, stands?.empty ?? null) }
}

/** What was read of the history, feature by feature in the order asked. */
export const knowledgeOf = (lookups: readonly Lookup[]): readonly (Knowledge | null)[] => {
  const known: (Knowledge | null)[] = []
  for (const lookup of lookups) for (const { place } of lookup.cells) known[place] = lookup.known
  return known
}
