// What are the newest values of these keys? Rows found by key, then ttl, statuses and defaults as of now.
import type { Micros } from '../core/clock.ts'
import type { Column, Value } from '../core/values.ts'
import type { OnlineAnswer, OnlineColumn, OnlineStatus } from '../core/verbs.ts'
import type { Stored } from './codec.ts'
import type { KeyValues } from './entities.ts'
import { type Present, presentIn } from './families.ts'
import { readKeys } from './keys.ts'
import type { Cell, Lookup, Member, Row } from './plan.ts'

type Found = readonly (Row | undefined)[]

/** The answer as of `now`; call it inside one read transaction. */
export const answerRead = (lookups: readonly Lookup[], keys: readonly KeyValues[], now: Micros): OnlineAnswer => {
  const rows = keys[0]?.values.length ?? 0
  const features: OnlineColumn[] = []
  for (const lookup of lookups) {
    const found = findRows(lookup, keys, rows)
    const asked = { lookup, keys, found, timestamps: timesOf(found, lookup.until), families: new Map() }
    for (const cell of lookup.cells) {
      features[cell.place] = cell.member === null ? columnOf(cell, asked, now) : memberColumn(cell, cell.member, asked)
    }
  }
  return { keys, features }
}

/** Rows that a later run has not looked at answer as of it too: nothing of theirs has changed. */
const timesOf = (found: Found, until: Micros | null): (Micros | null)[] =>
  found.map((row) => {
    if (row === undefined) return null
    return until === null || row[0] > until ? row[0] : until
  })

/** What was found for the keys asked about. */
interface FoundRows {
  readonly lookup: Lookup
  readonly keys: readonly KeyValues[]
  readonly found: Found
  readonly timestamps: readonly (Micros | null)[]
  /** What is in cells that hold one value a category, by the place of the cell: read when first asked for. */
  readonly families: Map<number, readonly Present[]>
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
  { found, timestamps }: FoundRows,
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
  const { column: name, view, feature } = selected
  return { name, view: view.view, type: feature.type, values, statuses, timestamps }
}

const statusOf = (row: Row | undefined, stored: Stored, oldest: Micros | null): OnlineStatus => {
  if (row === undefined) return 'NOT_FOUND'
  if (oldest !== null && row[0] < oldest) return 'OUTSIDE_MAX_AGE'
  return stored === null ? 'NULL_VALUE' : 'PRESENT'
}

/** Of an aggregation: ttl does not apply, and a key without a row has what windows without events give. */
const memberColumn = (
  { selected, position, default: fallback }: Cell,
  { family, read, absent }: Member,
  { lookup, keys, found, timestamps, families }: FoundRows,
): OnlineColumn => {
  const values = new Array<Value>(found.length)
  const statuses = new Array<OnlineStatus>(found.length)
  const held = family ? presentOf(families, found, position) : null
  for (let i = 0; i < found.length; i += 1) {
    const row = found[i]
    const value = row === undefined ? null : read(held === null ? (row[position] ?? null) : (held[i] ?? null))
    statuses[i] = row === undefined ? 'NOT_FOUND' : value === null ? 'NULL_VALUE' : 'PRESENT'
    values[i] = row === undefined ? (isWhole(lookup, keys, i) ? absent : fallback) : (value ?? fallback)
  }
  const { column: name, view, feature } = selected
  return { name, view: view.view, type: feature.type, values, statuses, timestamps }
}

/** False where a part of the key is null: it is the key of no one, of whom nothing is known to be empty. */
const isWhole = ({ keys: needed }: Lookup, keys: readonly KeyValues[], row: number): boolean =>
  needed.every(({ name }) => keys.find((key) => key.name === name)?.values[row] !== null)

const presentOf = (families: Map<number, readonly Present[]>, found: Found, position: number): readonly Present[] => {
  const known = families.get(position)
  if (known) return known
  const read = found.map((row) => presentIn(row?.[position] ?? null))
  families.set(position, read)
  return read
}
