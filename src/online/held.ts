// Whom does a table hold, and by which row? For who compares the tables with the history, not for reads.
import { hash } from 'node:crypto'
import type { Micros } from '../core/clock.ts'
import { Smallest } from '../core/smallest.ts'
import type { Column, Value } from '../core/values.ts'
import type { Database } from '../sqlite.ts'
import { decoder, type Stored } from './codec.ts'
import { type Group, keyColumn, tableOf } from './groups.ts'

/** A key, and the hash by which keys are chosen. */
export interface SampledKey {
  readonly hash: string
  readonly key: readonly Value[]
}

/** The row that answers a key. */
export interface HeldRow {
  readonly eventTime: Micros
  readonly rowId: bigint
  /** The newest run of the history that gave it. */
  readonly readRun: number
}

/** Parts of a key in the form in which they are hashed; the engine hashes the same text. */
export const keySeparator = '\u001f'

/** Of the keys of a table the `most` whose hashes are least; 0 is all of them. */
export const sampleKeys = (database: Database, group: Group, most: number): SampledKey[] => {
  const columns = group.keys.map((_, i) => keyColumn(i)).join(', ')
  const rows = database.prepare<[], Stored[]>(`SELECT ${columns} FROM ${tableOf(group)}`).raw()
  const smallest = new Smallest<readonly Stored[]>(most)
  for (const row of rows.iterate()) smallest.offer(hash('md5', row.map(hashed).join(keySeparator)), row)
  const decode = group.keys.map(({ type }) => decoder(type))
  return smallest.kept().map(({ hash: of, it }) => ({
    hash: of,
    key: it.map((stored, i) => decode[i]?.(stored) ?? null),
  }))
}

/** The first keys of a table whose first part begins so; of numbers those from there on. */
export const firstKeys = (database: Database, group: Group, startsWith: string, most: number): (readonly Value[])[] => {
  const columns = group.keys.map((_, i) => keyColumn(i)).join(', ')
  const [first] = group.keys
  const isText = first?.type === 'string'
  if (startsWith !== '' && !isText && !/^-?\d{1,18}$/.test(startsWith)) return []
  const from = startsWith === '' ? '' : `WHERE ${keyColumn(0)} >= ?`
  const rows = database
    .prepare<unknown[], Stored[]>(`SELECT ${columns} FROM ${tableOf(group)} ${from} ORDER BY ${columns} LIMIT ${most}`)
    .raw()
    .all(...(startsWith === '' ? [] : [isText ? startsWith : BigInt(startsWith)]))
  const decode = group.keys.map(({ type }) => decoder(type))
  return rows
    .filter(([part]) => String(part).startsWith(startsWith))
    .map((row) => row.map((stored, i) => decode[i]?.(stored) ?? null))
}

const hashed = (stored: Stored): string =>
  stored instanceof Uint8Array ? Buffer.from(stored).toString('hex').toUpperCase() : String(stored)

/** The rows of keys, one for one; undefined where the table has none. */
export const heldRows = (
  database: Database,
  group: Group,
  keys: readonly (readonly Value[])[],
): (HeldRow | undefined)[] => {
  interface Row {
    readonly event_time: bigint
    readonly row_id: bigint
    readonly read_run: bigint
  }
  const where = group.keys.map((_, i) => `${keyColumn(i)} = ?`).join(' AND ')
  const find = database.prepare<unknown[], Row>(
    `SELECT event_time, row_id, read_run FROM ${tableOf(group)} WHERE ${where}`,
  )
  return keys.map((key) => {
    const row = find.get(...key.map((value, i) => storedKey(group.keys[i], value)))
    return row && { eventTime: row.event_time, rowId: row.row_id, readRun: Number(row.read_run) }
  })
}

const storedKey = (column: Column | undefined, value: Value): unknown =>
  column?.type === 'bool' ? Number(value) : value
