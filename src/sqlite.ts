// The only door to SQLite: open, pragmas, migrations, transactions.
import { chmodSync, existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { elapsed } from './core/clock.ts'
import { messageOf, PintailError } from './core/errors.ts'

export type Database = Sqlite.Database
export type Statement<Row = unknown> = Sqlite.Statement<unknown[], Row>

export interface OpenOptions {
  /** Statements that take an older file to the next version, oldest first; `user_version` counts them. */
  readonly migrations: readonly string[]
  /** What the file is, for messages: `registry.db`. */
  readonly name: string
  /** Milliseconds a write waits for another process. */
  readonly patience?: number
}

/** Opens (and makes) a database file in WAL mode; integers come back as bigint. */
export const openDatabase = (path: string, options: OpenOptions): Database => {
  const database = connect(path, options)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma('foreign_keys = ON')
    database.pragma('temp_store = MEMORY')
    database.defaultSafeIntegers(true)
    migrate(database, options)
  } catch (cause) {
    database.close()
    throw sqliteError(cause, options.name)
  }
  return database
}

const connect = (path: string, options: OpenOptions): Database => {
  const fresh = !existsSync(path)
  try {
    const database = new Sqlite(path, { timeout: options.patience ?? 10_000 })
    if (fresh) chmodSync(path, 0o600)
    return database
  } catch (cause) {
    throw sqliteError(cause, options.name)
  }
}

const migrate = (database: Database, { migrations, name }: OpenOptions): void => {
  const versionOf = (): number => Number(database.pragma('user_version', { simple: true }))
  if (versionOf() === migrations.length) return
  const step = database.transaction(() => {
    const from = versionOf()
    if (from > migrations.length) {
      throw new PintailError({
        code: 'registry_newer',
        message: `${name} was written by a newer Pintail (format ${from}; this one knows ${migrations.length})`,
        fix: 'install the newer Pintail; nothing was changed',
      })
    }
    for (const migration of migrations.slice(from)) database.exec(migration)
    database.pragma(`user_version = ${migrations.length}`)
  })
  step.immediate()
}

/** Runs `work` in one transaction that takes the write lock at once. */
export const inTransaction = <T>(database: Database, work: () => T): T => {
  try {
    return database.transaction(work).immediate()
  } catch (cause) {
    throw sqliteError(cause, database.name)
  }
}

/** SQLite's failure as a Pintail error; anything else is given back as it is. */
export const sqliteError = (cause: unknown, name: string): unknown => {
  if (!(cause instanceof Sqlite.SqliteError)) return cause
  if (cause.code.startsWith('SQLITE_BUSY')) {
    return new PintailError({ code: 'busy', message: `${name} is in use by another process`, fix: 'try again', cause })
  }
  if (cause.code === 'SQLITE_FULL' || /^SQLITE_IOERR_(WRITE|FSYNC|TRUNCATE|SHMSIZE)/.test(cause.code)) {
    return new PintailError({
      code: 'store_full',
      message: `${name} cannot be written: ${messageOf(cause)}`,
      fix: 'make room on the disk (df -h, ulimit -f) and run the command again',
      cause,
    })
  }
  if (cause.code.startsWith('SQLITE_NOTADB') || cause.code.startsWith('SQLITE_CORRUPT')) {
    return new PintailError({
      code: 'registry_damaged',
      message: `${name} is damaged: ${messageOf(cause)}`,
      fix: 'restore it from a copy; online.db alone may be deleted and materialized again',
      cause,
    })
  }
  return new PintailError({ code: 'engine_failure', message: `${name}: ${messageOf(cause)}`, cause })
}

/** Holds a lock between processes while `work` runs; a process that dies lets go of it. */
export const withLock = async <T>(path: string, what: string, patience: number, work: () => Promise<T>): Promise<T> => {
  const database = new Sqlite(path, { timeout: 0 })
  try {
    const deadline = elapsed() + patience
    while (!locked(database)) {
      if (elapsed() > deadline) throw occupied(what)
      await setTimeout(50)
    }
    return await work()
  } finally {
    database.close()
  }
}

/** Kept from the garbage collector, which would close them. */
const held = new Set<Database>()

/** Takes a lock that nobody else can have taken, until it is let go of or the process dies. */
export const holdLock = (path: string): (() => void) => {
  const database = new Sqlite(path, { timeout: 0 })
  if (!locked(database)) throw occupied(path)
  held.add(database)
  return () => {
    held.delete(database)
    database.close()
  }
}

/** Whether a process holds the lock; nobody holds one without a file. */
export const isHeld = (path: string): boolean => {
  if (!existsSync(path)) return false
  const database = new Sqlite(path, { timeout: 0 })
  try {
    return !locked(database)
  } finally {
    database.close()
  }
}

const locked = (database: Database): boolean => {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (cause) {
    if (cause instanceof Sqlite.SqliteError && cause.code.startsWith('SQLITE_BUSY')) return false
    throw sqliteError(cause, database.name)
  }
}

const occupied = (what: string): PintailError =>
  new PintailError({
    code: 'busy',
    message: `another process is busy with ${what}`,
    fix: 'wait for it to finish, then run the command again',
  })
