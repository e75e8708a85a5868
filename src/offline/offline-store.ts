// The only door to DuckDB: one in-memory engine a process, sessions on it, plain values in and out.
import { mkdirSync } from 'node:fs'
import {
  type DuckDBConnection,
  DuckDBInstance,
  DuckDBTimestampValue,
  type DuckDBValue,
  timestampValue,
} from '@duckdb/node-api'
import { messageOf, PintailError } from '../core/errors.ts'
import type { Value } from '../core/values.ts'
import { quoteText } from '../sql/quote.ts'
import { underWay } from './under-way.ts'

export interface EngineLimits {
  readonly threads: number | null
  /** As DuckDB writes it: `4GB`; null is 80 % of the machine's. */
  readonly memoryLimit: string | null
  /** Where it may spill; made when missing. */
  readonly temporary: string
}

/** A timestamp parameter; a bare bigint is bound as an integer. */
export interface TimestampParameter {
  readonly micros: bigint
}

export type Parameter = Exclude<Value, Uint8Array | readonly Value[]> | TimestampParameter
export type Parameters = Readonly<Record<string, Parameter>>

/** BIGINT is bigint, TIMESTAMP is bigint microseconds, JSON and DECIMAL are text, lists are arrays. */
export type EngineRow = Readonly<Record<string, Value>>

/** Some rows of a result, a column at a time. */
export interface Batch {
  readonly rows: number
  /** Values of column i, in its engine form (see {@link EngineRow}). */
  column(i: number): readonly Value[]
  /** Of a DOUBLE column without nulls: as `column`, without an object for each value. */
  numbers(i: number): Float64Array
}

/** One connection: temporary tables live and die with it. */
export interface Session {
  run(sql: string, parameters?: Parameters): Promise<void>
  rows(sql: string, parameters?: Parameters): Promise<EngineRow[]>
  /** The columns a query would give, with DuckDB's type names. */
  describe(sql: string): Promise<{ name: string; type: string }[]>
  /** A large result, a batch at a time, without blocking the process for long. */
  batches(sql: string, parameters?: Parameters): AsyncIterable<Batch>
  /** Share done of the statement that runs, 0–100; -1 when not known. */
  progress(): number
  close(): void
}

export interface OfflineStore {
  /** A session; an abort of the signal interrupts its statement. */
  session(signal?: AbortSignal): Promise<Session>
  /** Interrupts what runs in any session and closes them all; resolves when nothing does. */
  close(): Promise<void>
}

const settings = (limits: EngineLimits): Record<string, string> => ({
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  // Sources and spines change in place: a file kept in memory by its path was seen to answer for its successor.
  enable_external_file_cache: 'false',
  temp_directory: limits.temporary,
  ...(limits.threads === null ? {} : { threads: String(limits.threads) }),
  ...(limits.memoryLimit === null ? {} : { memory_limit: limits.memoryLimit }),
})

const preparation = `
  SET TimeZone = 'UTC';
  SET enable_progress_bar = true;
  SET enable_progress_bar_print = false;
`

export const openOfflineStore = async (limits: EngineLimits): Promise<OfflineStore> => {
  mkdirSync(limits.temporary, { recursive: true, mode: 0o700 })
  const instance = await DuckDBInstance.create(':memory:', settings(limits)).catch((cause: unknown) => {
    throw engineError(cause, 'opening the engine')
  })
  const open = new Set<Closing>()
  const connecting = underWay(() => {})
  let isClosed = false
  return {
    session: async (signal) => {
      if (isClosed) throw interrupted()
      const session = await connecting.run(async () => sessionOn(await instance.connect(), signal, open))
      await session.run(preparation)
      if (isClosed) throw interrupted()
      return session
    },
    close: async () => {
      isClosed = true
      // Even to connect is work of the engine's own threads.
      await connecting.ended()
      await Promise.all([...open].map((end) => end()))
      instance.closeSync()
    },
  }
}

type Closing = () => Promise<void>

const sessionOn = (connection: DuckDBConnection, signal: AbortSignal | undefined, open: Set<Closing>): Session => {
  const running = underWay(() => connection.interrupt())
  let isClosed = false
  const close = async (): Promise<void> => {
    isClosed = true
    await running.ended()
    if (open.delete(close)) connection.closeSync()
  }
  open.add(close)
  const guarded = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    if (isClosed || signal?.aborted) throw interrupted()
    try {
      return await running.run(work, signal)
    } catch (cause) {
      throw isClosed || signal?.aborted ? interrupted() : engineError(cause, sql)
    }
  }
  return {
    run: (sql, parameters) =>
      guarded(sql, async () => {
        await connection.run(sql, bound(parameters))
      }),
    rows: (sql, parameters) =>
      guarded(sql, async () => {
        const reader = await connection.runAndReadAll(sql, bound(parameters))
        return reader.getRowObjects().map(plainRow)
      }),
    describe: (sql) =>
      guarded(sql, async () => {
        const prepared = await connection.prepare(sql)
        const columns = Array.from({ length: prepared.columnCount }, (_, i) => ({
          name: prepared.columnName(i),
          type: engineTypeName(String(prepared.columnType(i)), prepared.columnType(i).alias),
        }))
        prepared.destroySync()
        return columns
      }),
    batches: (sql, parameters) => batchesOf(connection, sql, bound(parameters), guarded),
    progress: () => connection.progress.percentage,
    close: () => void close(),
  }
}

type Guard = <T>(sql: string, work: () => Promise<T>) => Promise<T>

async function* batchesOf(
  connection: DuckDBConnection,
  sql: string,
  parameters: Record<string, DuckDBValue> | undefined,
  guarded: Guard,
): AsyncIterable<Batch> {
  const result = await guarded(sql, () => connection.stream(sql, parameters))
  while (true) {
    const chunk = await guarded(sql, () => result.fetchChunk())
    if (!chunk || chunk.rowCount === 0) return
    yield {
      rows: chunk.rowCount,
      column: (i) => chunk.getColumnValues(i).map(plain),
      numbers: (i) => numbersOf(chunk.getColumnVector(i), chunk.rowCount),
    }
  }
}

/** A vector's own array where it shows one, which is twenty times as fast as to ask for each item. */
const numbersOf = (vector: { getItem(i: number): unknown }, rows: number): Float64Array => {
  const items: unknown = Reflect.get(vector, 'items')
  if (items instanceof Float64Array) return items.slice(0, rows)
  return Float64Array.from({ length: rows }, (_, i) => Number(vector.getItem(i)))
}

const engineTypeName = (name: string, alias: string | undefined): string => (alias === 'JSON' ? 'JSON' : name)

const isTimestamp = (value: Parameter): value is TimestampParameter => typeof value === 'object' && value !== null

const bound = (parameters: Parameters | undefined): Record<string, DuckDBValue> | undefined =>
  parameters &&
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      isTimestamp(value) ? timestampValue(value.micros) : value,
    ]),
  )

const plainRow = (row: Record<string, DuckDBValue>): EngineRow =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))

/** DuckDB's value objects → plain values; what has no plain form becomes its text. */
export const plain = (value: DuckDBValue): Value => {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof DuckDBTimestampValue) return value.micros
  if ('items' in value && Array.isArray(value.items)) return value.items.map(plain)
  if ('bytes' in value && value.bytes instanceof Uint8Array) return value.bytes
  return value.toString()
}

const interrupted = (): PintailError =>
  new PintailError({ code: 'interrupted', message: 'interrupted; what was committed before stays' })

/** DuckDB's message as a Pintail error: a full disk and a memory limit have fixes of their own. */
const engineError = (cause: unknown, sql: string): PintailError => {
  if (cause instanceof PintailError) return cause
  const message = messageOf(cause)
  if (/no space left|disk.*full|ENOSPC|quota exceeded|file too large|could not write (all|file)/i.test(message)) {
    return new PintailError({
      code: 'store_full',
      message: `the disk is full or a limit is reached: ${firstLine(message)}`,
      fix: 'make room (df -h, ulimit -f) and run the command again; nothing half-written is visible',
      cause,
    })
  }
  if (/out of memory|failed to allocate/i.test(message)) {
    return new PintailError({
      code: 'engine_failure',
      message: firstLine(message),
      fix: 'raise engine.memory_limit in pintail.yaml, or lower engine.threads',
      cause,
    })
  }
  return new PintailError({ code: 'engine_failure', message: firstLine(message), cause: { cause, sql } })
}

const firstLine = (message: string): string => message.split('\n')[0] ?? message

/** A list of files as DuckDB reads them: `read_parquet(['a', 'b'])`. */
export const readParquet = (paths: readonly string[], options = ''): string =>
  `read_parquet([${paths.map(quoteText).join(', ')}]${options === '' ? '' : `, ${options}`})`
