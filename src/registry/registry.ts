// Where definitions, versions, runs and the files that count are remembered: registry.db, opened once a process.
import { dirname, isAbsolute, join, relative } from 'node:path'
import type { Clock } from '../core/clock.ts'
import type { State } from '../core/state.ts'
import { followed } from '../followed-file.ts'
import { templates } from '../sql/templates.ts'
import { type Database, foldLog, forbidden, inTransaction, mayWrite, openDatabase, readsOn } from '../sqlite.ts'
import { type Presence, presenceIn } from './presence.ts'
import { readState } from './versions.ts'

export interface Registry {
  /** Of the file that is there now; where nothing was ever recorded, of nothing. Throws when it is gone. */
  readonly database: Database
  readonly clock: Clock
  readonly presence: Presence
  /** Another one whenever this or another process wrote, or put another file in its place. */
  moment(): string
  /** What is defined now; read anew only when this or another process wrote. */
  state(): State
  /** One transaction that takes the write lock at once. */
  write<T>(work: () => T): T
  /** The path of an offline file: as the registry names it ↔ absolute. */
  absolute(path: string): string
  relative(path: string): string
  /** Whether nothing can be recorded: the project may only be read. */
  readonly fixed: boolean
  /** Throws where nothing can be recorded; for the beginning of what writes. */
  mustWrite(): void
  close(): void
}

export interface RegistryPlace {
  /** `registry.db`. */
  readonly path: string
  /** The offline folder, to which the paths of its files are relative. */
  readonly offline: string
  readonly clock: Clock
  /** Milliseconds a write waits for another process. */
  readonly patience?: number
}

export const openRegistry = ({ path, offline, clock, patience }: RegistryPlace): Registry => {
  const file = followed({
    path,
    name: 'registry.db',
    gone: 'put it back from a copy; or begin anew   pintail apply',
    open: () => connected(path, patience, false),
    close: ({ database }) => database.close(),
    isBusy: ({ database }) => database.inTransaction,
    stands: ({ database }) => readsOn(database, 'registry.db'),
  })
  const presence = presenceIn(join(dirname(path), 'locks'))
  let writes = 0n
  let known: { readonly at: string; readonly state: State } | null = null
  const moment = (): string => {
    const { versionOf } = file.get()
    return `${file.times()} ${versionOf.get()} ${writes}`
  }
  const fixed = !mayWrite(path)
  /** Nothing is there until something is to be recorded. */
  const make = (): void => {
    if (fixed || !file.get().database.memory) return
    connected(path, patience, true).database.close()
    file.look()
  }
  return {
    get database() {
      return file.get().database
    },
    fixed,
    mustWrite: () => {
      if (fixed) throw forbidden(path, 'cannot be written')
      make()
    },
    clock,
    presence,
    moment,
    state: () => {
      const at = moment()
      if (known?.at !== at) known = { at, state: readState(file.get().database) }
      return known.state
    },
    // Counted before and after: what is read within the transaction must not be taken for its outcome.
    write: (work) => {
      make()
      writes += 1n
      try {
        return inTransaction(file.look().database, work)
      } finally {
        writes += 1n
      }
    },
    absolute: (file) => (isAbsolute(file) ? file : join(offline, file)),
    relative: (file) => (isAbsolute(file) ? relative(offline, file) : file),
    close: () => {
      presence.leave()
      // While others have it open the log stays: what was written is put into the file, for who copies that alone.
      if (writes > 0n) file.ifThere(({ database }) => foldLog(database))
      file.close()
    },
  }
}

const connected = (path: string, patience: number | undefined, make: boolean) => {
  const database = openDatabase(path, {
    name: 'registry.db',
    make,
    migrations: [
      templates['registry/0001'],
      templates['registry/0002'],
      templates['registry/0003'],
      templates['registry/0004'],
      templates['registry/0005'],
      templates['registry/0006'],
    ],
    ...(patience === undefined ? {} : { patience }),
  })
  return { database, versionOf: database.prepare<unknown[], bigint>('PRAGMA data_version').pluck() }
}
