// What are the newest values of these keys? Rows found by key, then ttl, statuses and defaults as of now.
import type { Micros } from '../core/clock.ts'
import type { Column, Value } from '../core/values.ts'
import type { OnlineAnswer, OnlineColumn, OnlineStatus } from '../core/verbs.ts'
import type { Stored } from './codec.ts'
import type { KeyValues } from './entities.ts'
import { readKeys } from './keys.ts'
import type { Cell, Lookup, Row } from './plan.ts'

type Found = readonly (Row | undefined)[]

/** The answer as of `now`; call it inside one read transaction. */
export const answerRead = (lookups: readonly Lookup[], keys: readonly KeyValues[], now: Micros): OnlineAnswer => {
  const rows = keys[0]?.values.length ?? 0
  const features: OnlineColumn[] = []
  for (const lookup of lookups) {
    const found = findRows(lookup, keys, rows)
    const timestamps = found.map((row) => (row === undefined ? null : row[0]))
    for (const cell of lookup.cells) features[cell.place] = columnOf(cell, found, timestamps, now)
  }
  return { keys, features }
}

const findRows = ({ statement, keys: needed }: Lookup, keys: readonly KeyValues[], rows: number): Found => {
  const found = new Array<Row | undefined>(rows).fill(undefined)
  if (statement === null) return found
  const lists = needed.map((key) => storedKeys(key, keys))
  const [only] = lists
  if (only !== undefined && lists.length === 1) {
    for (let i = 0; i < rows; i += 1) found[i] = statement.get(only[i])
    return found
  }
  for (let i = 0; i < rows; i += 1) found[i] = statement.get(...lists.map((list) => list[i]))
  return found
}

/** Two entities may give one key name two types: each view reads the values as its own. */
const storedKeys = (needed: Column, keys: readonly KeyValues[]): Stored[] => {
  const given = keys.find((key) => key.name === needed.name)
  const values = given === undefined || given.type === needed.type ? given?.values : readKeys(needed, given.values)
  return (values ?? []).map(storedKey)
}

const storedKey = (value: Value): Stored => {
  if (typeof value === 'boolean') return value ? 1 : 0
  return value instanceof Uint8Array || typeof value !== 'object' ? value : null
}

const columnOf = (
  { selected, position, decode, default: fallback }: Cell,
  found: Found,
  timestamps: readonly (Micros | null)[],
  now: Micros,
): OnlineColumn => {
  const { ttl } = selected.view
  const oldest = ttl === null ? null : now - ttl
  const values = new Array<Value>(found.length)
  const statuses = new Array<OnlineStatus>(found.length)
  for (let i = 0; i < found.length; i += 1) {
    const row = found[i]
    const stored = row === undefined ? null : (row[position] ?? null)
    const status = statusOf(row, stored, oldest)
    statuses[i] = status
    values[i] = status === 'PRESENT' ? decode(stored) : fallback
  }
  return { name: selected.column, type: selected.feature.type, values, statuses, timestamps }
}

const statusOf = (row: Row | undefined, stored: Stored, oldest: Micros | null): OnlineStatus => {
  if (row === undefined) return 'NOT_FOUND'
  if (oldest !== null && row[0] < oldest) return 'OUTSIDE_MAX_AGE'
  return stored === null ? 'NULL_VALUE' : 'PRESENT'
}
