// The newest answer per key: online.db, opened for reading. What other processes materialize is noticed at once.
import type { Clock, Micros } from '../core/clock.ts'
import type { Value } from '../core/values.ts'
import type { Knowledge, OnlineReader } from '../core/verbs.ts'
import type { Selected } from '../core/versions.ts'
import { followed } from '../followed-file.ts'
import { templates } from '../sql/templates.ts'
import { type Database, openDatabase, readsOn, type Statement, sqliteError } from '../sqlite.ts'
import { type Counted, valuesIn } from './coverage.ts'
import { checkEntities } from './entities.ts'
import { type Group, generationOf, readGroups } from './groups.ts'
import { firstKeys, type HeldRow, heldRows, type SampledKey, sampleKeys } from './held.ts'
import { keysNeeded, knowledgeOf, type Lookup, planRead } from './plan.ts'
import { answerRead } from './read.ts'

export interface OnlineStore {
  /** Reads a list of features, prepared once for any number of calls. */
  reader(selected: readonly Selected[]): OnlineReader
  /** What is materialized. */
  groups(): readonly Group[]
  /** Of the keys of a group the `most` whose hashes are least; 0 is all of them. */
  sample(group: Group, most: number): readonly SampledKey[]
  /** The first keys of a group that begin so: quick, whatever its size. */
  first(group: Group, startsWith: string, most: number): readonly (readonly Value[])[]
  /** The rows by which a group answers keys. */
  held(group: Group, keys: readonly (readonly Value[])[]): readonly (HeldRow | undefined)[]
  /** Keys of a group with a value, one count for each; rows older than `oldest` have none. */
  covered(group: Group, counted: readonly Counted[], oldest: Micros | null): readonly number[]
  close(): void
}

/** Opens online.db at a path; both readers and writers come through here, and writers make it. */
export const openOnlineDatabase = (path: string, { make = true, mapped = true } = {}): Database => {
  const database = openDatabase(path, {
    name: 'online.db',
    make,
    migrations: [templates['online/0001'], templates['online/0002']],
  })
  // A read through the map saves a call to the system each. Pintail never cuts the file while it is in use; where others
  // do, as `cp` over it does, the system ends who reads through a map.
  database.pragma(mapped ? 'mmap_size = 8589934592' : 'cache_size = -16384')
  return database
}

/** `mapped`: reads are a tenth faster, and may be the end of the process where the file is cut by others. */
export const openOnlineStore = (path: string, clock: Clock, { mapped = true } = {}): OnlineStore => {
  const file = followed({
    path,
    name: 'online.db',
    gone: 'materialize again   pintail materialize --full',
    open: () => connected(path, mapped),
    close: ({ database }) => database.close(),
    isBusy: ({ database }) => database.inTransaction,
    stands: (it) => {
      it.seen = null
      return readsOn(it.database, 'online.db')
    },
  })

  /** One snapshot of the file for everything that `work` reads. */
  const inSnapshot = <T>(work: (it: Connected) => T): T => {
    const it = file.get()
    try {
      it.begin.run()
      const found = work(it)
      it.commit.run()
      return found
    } catch (cause) {
      if (it.database.inTransaction) it.rollback.run()
      throw sqliteError(cause, 'online.db', path)
    }
  }

  /** False once another table has taken over and it was dropped. */
  const stands = (database: Database, { id }: Group): boolean => readGroups(database).some((it) => it.id === id)

  return {
    groups: () => inSnapshot(({ database }) => readGroups(database)),
    covered: (group, counted, oldest) => inSnapshot(({ database }) => valuesIn(database, group, counted, oldest)),
    sample: (group, most) =>
      inSnapshot(({ database }) => (stands(database, group) ? sampleKeys(database, group, most) : [])),
    first: (group, startsWith, most) =>
      inSnapshot(({ database }) => (stands(database, group) ? firstKeys(database, group, startsWith, most) : [])),
    held: (group, keys) =>
      inSnapshot(({ database }) => (stands(database, group) ? heldRows(database, group, keys) : [])),
    reader: (selected) => {
      let plan: readonly Lookup[] | undefined
      let known: readonly (Knowledge | null)[] = []
      let planned: { readonly on: Connected; readonly generation: bigint } | undefined
      const upToDate = (on: Connected): readonly Lookup[] => {
        const generation = generationNow(on)
        if (plan === undefined || planned?.on !== on || planned.generation !== generation) {
          plan = planRead(on.database, readGroups(on.database), selected)
          known = knowledgeOf(plan)
          planned = { on, generation }
        }
        return plan
      }
      const keys = keysNeeded(selected)
      return {
        read: (entities) => {
          const asked = checkEntities(keys, entities)
          return inSnapshot((on) => answerRead(upToDate(on), asked, clock.now()))
        },
        traced: (entities) => {
          const asked = checkEntities(keys, entities)
          const at = clock.now()
          return inSnapshot((on) => ({ at, answer: answerRead(upToDate(on), asked, at), selected, known }))
        },
      }
    },
    close: () => file.close(),
  }
}

/** The file, and what is asked of it at every read. */
interface Connected {
  readonly database: Database
  readonly begin: Statement
  readonly commit: Statement
  readonly rollback: Statement
  readonly dataVersion: Statement<bigint>
  /** The version of the file's content, and the generation of its catalogue then. */
  seen: { readonly version: bigint | undefined; readonly generation: bigint } | null
}

const connected = (path: string, mapped: boolean): Connected => {
  const database = openOnlineDatabase(path, { make: false, mapped })
  return {
    database,
    begin: database.prepare('BEGIN'),
    commit: database.prepare('COMMIT'),
    rollback: database.prepare('ROLLBACK'),
    dataVersion: database.prepare<unknown[], bigint>('PRAGMA data_version').pluck(),
    seen: null,
  }
}

/** The generation of the catalogue, read again only when another connection has written. */
const generationNow = (it: Connected): bigint => {
  const version = it.dataVersion.get()
  if (it.seen === null || version !== it.seen.version) it.seen = { version, generation: generationOf(it.database) }
  return it.seen.generation
}
