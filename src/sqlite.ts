// The only door to SQLite: open, pragmas, migrations, transactions.
import { accessSync, chmodSync, constants, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pid } from 'node:process'
import { setTimeout } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { elapsed } from './core/clock.ts'
import { messageOf, PintailError } from './core/errors.ts'
import type { Watched } from './core/verbs.ts'

export type Database = Sqlite.Database
export type Statement<Row = unknown> = Sqlite.Statement<unknown[], Row>

export interface OpenOptions {
  /** Statements that take an older file to the next version, oldest first; `user_version` counts them. */
  readonly migrations: readonly string[]
  /** What the file is, for messages: `registry.db`. */
  readonly name: string
  /** Milliseconds a write waits for another process. */
  readonly patience?: number
  /** Makes the file where there is none; without it, nothing is read there until somebody makes it. */
  readonly make?: boolean
}

/** Paths of what is opened: an in-memory copy has none of its own. */
const places = new WeakMap<Database, string>()

/**
 * Opens (and makes) a database file in WAL mode; integers come back as bigint. Where nothing may be written it is opened
 * as it stands: for reading, with every write refused.
 */
export const openDatabase = (path: string, options: OpenOptions): Database => {
  const isFixed = !mayWrite(path) || (options.make === false && !existsSync(path))
  const database = isFixed ? connectToRead(path, options) : connect(path, options)
  places.set(database, path)
  try {
    if (!isFixed) {
      database.pragma('journal_mode = WAL')
      database.pragma('synchronous = NORMAL')
      database.pragma('foreign_keys = ON')
      migrate(database, options)
    } else refuseOther(database, options)
    database.pragma('temp_store = MEMORY')
    database.defaultSafeIntegers(true)
  } catch (cause) {
    database.close()
    throw sqliteError(cause, options.name, path)
  }
  return database
}

/** Whether the file, or one that is to be made, and what SQLite puts beside it can be written. */
export const mayWrite = (path: string): boolean => isWritable(dirname(path)) && (!existsSync(path) || isWritable(path))

const isWritable = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

const connect = (path: string, options: OpenOptions): Database => {
  const fresh = !existsSync(path)
  try {
    // Left by a file that was removed: whoever still has that one open would be read together with the new one.
    if (fresh) for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
    const database = new Sqlite(path, { timeout: options.patience ?? 10_000 })
    if (fresh) chmodSync(path, 0o600)
    return database
  } catch (cause) {
    throw sqliteError(cause, options.name, path)
  }
}

/** Bytes; what Node reads of a file at once is little more. */
const mostInMemory = 2 ** 31

/**
 * SQLite reads a file in WAL mode only where it finds or can make its index beside it. Elsewhere the file is read as a
 * whole, as one without a WAL; that is all of it when nobody has it open.
 */
const connectToRead = (path: string, options: OpenOptions): Database => {
  if (!existsSync(dirname(path))) return empty(options)
  try {
    accessSync(dirname(path), constants.R_OK | constants.X_OK)
    if (!existsSync(path)) return empty(options)
    accessSync(path, constants.R_OK)
  } catch (cause) {
    throw forbidden(path, 'cannot be read', cause)
  }
  if (existsSync(`${path}-shm`)) {
    try {
      const database = new Sqlite(path, { readonly: true, timeout: options.patience ?? 10_000 })
      database.pragma('user_version')
      return database
    } catch {
      // As it stands then.
    }
  }
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    throw forbidden(path, 'was not closed by its last writer, and cannot be put in order where nothing may be written')
  if (statSync(path).size > mostInMemory)
    throw forbidden(path, 'is too large to be read where SQLite may write nothing beside it')
  const bytes = readFileSync(path)
  for (const at of [18, 19]) if (bytes[at] === 2) bytes[at] = 1
  const database = new Sqlite(bytes)
  database.pragma('query_only = ON')
  return database
}

/** In the place of a file that is not there and cannot, or need not, be made. */
const empty = (options: OpenOptions): Database => {
  const database = new Sqlite(':memory:')
  migrate(database, options)
  database.pragma('query_only = ON')
  return database
}

const refuseOther = (database: Database, { migrations, name }: OpenOptions): void => {
  const format = Number(database.pragma('user_version', { simple: true }))
  if (format > migrations.length) throw newer(name, format, migrations.length)
  if (format < migrations.length)
    throw forbidden(places.get(database) ?? name, 'is of an older format, and cannot be brought to this one')
}

/**
 * Whether what is open reads its file as it is now, after somebody wrote past it: false of a copy in memory. Throws what
 * the file has become.
 */
export const readsOn = (database: Database, name: string): boolean => {
  if (database.memory) return false
  try {
    database.pragma('shrink_memory')
    database.pragma('schema_version')
    return true
  } catch (cause) {
    throw sqliteError(cause, name, places.get(database))
  }
}

/** Puts what was written into the file itself, as far as there is room: in its log it is just as safe. */
export const foldLog = (database: Database): void => {
  try {
    database.pragma('wal_checkpoint(PASSIVE)')
  } catch (cause) {
    if (!(cause instanceof Sqlite.SqliteError) || !/^SQLITE_(FULL|IOERR|BUSY)/.test(cause.code)) throw cause
  }
}

/** What the system does not let us do in a project. */
export const forbidden = (path: string, what: string, cause?: unknown): PintailError =>
  new PintailError({
    code: 'not_permitted',
    message: `"${path}" ${what}`,
    at: { file: path },
    fix: `make the folder writable (chmod -R u+rwX ${dirname(path)}), or copy the project and work in the copy`,
    cause,
  })

const migrate = (database: Database, { migrations, name }: OpenOptions): void => {
  const versionOf = (): number => Number(database.pragma('user_version', { simple: true }))
  if (versionOf() === migrations.length) return
  const step = database.transaction(() => {
    const from = versionOf()
    if (from > migrations.length) {
      throw newer(name, from, migrations.length)
    }
    for (const migration of migrations.slice(from)) database.exec(migration)
    database.pragma(`user_version = ${migrations.length}`)
  })
  step.immediate()
}

const newer = (name: string, format: number, known: number): PintailError =>
  new PintailError({
    code: 'registry_newer',
    message: `${name} was written by a newer Pintail (format ${format}; this one knows ${known})`,
    fix: 'install the newer Pintail; nothing was changed',
  })

/** Runs `work` in one transaction that takes the write lock at once. */
export const inTransaction = <T>(database: Database, work: () => T): T => {
  try {
    return database.transaction(work).immediate()
  } catch (cause) {
    throw sqliteError(cause, places.get(database) ?? database.name)
  }
}

/** SQLite's failure as a Pintail error; anything else is given back as it is. */
export const sqliteError = (cause: unknown, name: string, path = name): unknown => {
  if (!(cause instanceof Sqlite.SqliteError)) return cause
  if (cause.code.startsWith('SQLITE_BUSY')) {
    return new PintailError({ code: 'busy', message: `${name} is in use by another process`, fix: 'try again', cause })
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)/.test(cause.code)) return forbidden(path, 'cannot be written', cause)
  if (cause.code === 'SQLITE_FULL' || /^SQLITE_IOERR_(WRITE|FSYNC|TRUNCATE|SHMSIZE)/.test(cause.code)) {
    return new PintailError({
      code: 'store_full',
      message: `${name} cannot be written: ${messageOf(cause)}`,
      fix: 'make room on the disk (df -h, ulimit -f) and run the command again',
      cause,
    })
  }
  if (/^SQLITE_(NOTADB|CORRUPT|IOERR_SHORT_READ)/.test(cause.code) || /^no such (table|column)/.test(cause.message)) {
    return new PintailError({
      code: 'registry_damaged',
      message: `${name} is damaged: ${messageOf(cause)}`,
      ...(path === name ? {} : { at: { file: path } }),
      fix: 'restore it from a copy; online.db alone may be deleted and materialized again',
      cause,
    })
  }
  return new PintailError({ code: 'engine_failure', message: `${name}: ${messageOf(cause)}`, cause })
}

/** Holds a lock between processes while `work` runs; a process that dies lets go of it. Who waits is told for whom. */
export const withLock = async <T>(
  path: string,
  what: string,
  patience: number,
  work: () => Promise<T>,
  { progress, signal }: Watched = {},
): Promise<T> => {
  const database = openLock(path)
  const note = `${path}.pid`
  try {
    const deadline = elapsed() + patience
    for (let told = ''; !locked(database); await setTimeout(50)) {
      const busy = occupied(what, await readFile(note, 'utf8').catch(() => ''))
      if (elapsed() > deadline) throw busy
      if (signal?.aborted) throw new PintailError({ code: 'interrupted', message: 'stopped while it waited' })
      if (told !== busy.message) progress?.step(`waits: ${busy.message}`)
      told = busy.message
    }
    writeFileSync(note, String(pid), { mode: 0o600 })
    return await work().finally(() => rmSync(note, { force: true }))
  } finally {
    database.close()
  }
}

/** Kept from the garbage collector, which would close them. */
const held = new Set<Database>()

/** Takes a lock that nobody else can have taken, until it is let go of or the process dies. */
export const holdLock = (path: string): (() => void) => {
  const database = openLock(path)
  if (!locked(database)) throw occupied(path)
  held.add(database)
  return () => {
    held.delete(database)
    database.close()
  }
}

const openLock = (path: string): Database => {
  try {
    return new Sqlite(path, { timeout: 0 })
  } catch (cause) {
    throw sqliteError(cause, path)
  }
}

/** Whether a process holds the lock; nobody holds one without a file. Who may not write it cannot tell. */
export const isHeld = (path: string): boolean => {
  if (!existsSync(path)) return false
  if (!mayWrite(path)) return true
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

/** `holder`: the process that has it, as far as it is known. */
const occupied = (what: string, holder = ''): PintailError =>
  new PintailError({
    code: 'busy',
    message: `${/^\d+$/.test(holder) ? `process ${holder}` : 'another process'} is busy with ${what}`,
    fix: 'wait for it to finish, then run the command again',
  })
