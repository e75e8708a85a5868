// The newest answer per key: online.db, opened for reading. What other processes materialize is noticed at once.
import type { Clock, Micros } from '../core/clock.ts'
import type { Value } from '../core/values.ts'
import type { Knowledge, OnlineReader } from '../core/verbs.ts'
import type { Selected } from '../core/versions.ts'
import { templates } from '../sql/templates.ts'
import { type Database, openDatabase, sqliteError } from '../sqlite.ts'
import { type Counted, valuesIn } from './coverage.ts'
import { checkEntities } from './entities.ts'
import { type Group, generationOf, readGroups } from './groups.ts'
import { type HeldRow, heldRows, type SampledKey, sampleKeys } from './held.ts'
import { keysNeeded, knowledgeOf, type Lookup, planRead } from './plan.ts'
import { answerRead } from './read.ts'

export interface OnlineStore {
  /** Reads a list of features, prepared once for any number of calls. */
  reader(selected: readonly Selected[]): OnlineReader
  /** What is materialized. */
  groups(): readonly Group[]
  /** Of the keys of a group the `most` whose hashes are least; 0 is all of them. */
  sample(group: Group, most: number): readonly SampledKey[]
  /** The rows by which a group answers keys. */
  held(group: Group, keys: readonly (readonly Value[])[]): readonly (HeldRow | undefined)[]
  /** Keys of a group with a value, one count for each; rows older than `oldest` have none. */
  covered(group: Group, counted: readonly Counted[], oldest: Micros | null): readonly number[]
  close(): void
}

/** Opens (and makes) online.db at a path; both readers and writers come through here. */
export const openOnlineDatabase = (path: string): Database => {
  const database = openDatabase(path, {
    name: 'online.db',
    migrations: [templates['online/0001'], templates['online/0002']],
  })
  // A read through the map saves a call to the system each; the file never shrinks while it is in use.
  database.pragma('mmap_size = 8589934592')
  return database
}

export const openOnlineStore = (path: string, clock: Clock): OnlineStore => {
  const database = openOnlineDatabase(path)
  const begin = database.prepare('BEGIN')
  const commit = database.prepare('COMMIT')
  const dataVersion = database.prepare<[], bigint>('PRAGMA data_version').pluck()
  let seen: bigint | undefined
  let generation: bigint | undefined

  /** The generation of the catalogue, read again only when another connection has written. */
  const current = (): bigint => {
    const version = dataVersion.get()
    if (version !== seen || generation === undefined) {
      generation = generationOf(database)
      seen = version
    }
    return generation
  }

  /** One snapshot of the file for everything that `work` reads. */
  const inSnapshot = <T>(work: () => T): T => {
    try {
      begin.run()
      return work()
    } catch (cause) {
      throw sqliteError(cause, 'online.db')
    } finally {
      if (database.inTransaction) commit.run()
    }
  }

  /** False once another table has taken over and it was dropped. */
  const stands = ({ id }: Group): boolean => readGroups(database).some((it) => it.id === id)

  return {
    groups: () => inSnapshot(() => readGroups(database)),
    covered: (group, counted, oldest) => inSnapshot(() => valuesIn(database, group, counted, oldest)),
    sample: (group, most) => inSnapshot(() => (stands(group) ? sampleKeys(database, group, most) : [])),
    held: (group, keys) => inSnapshot(() => (stands(group) ? heldRows(database, group, keys) : [])),
    reader: (selected) => {
      let plan: readonly Lookup[] | undefined
      let known: readonly (Knowledge | null)[] = []
      let planned: bigint | undefined
      const upToDate = (): readonly Lookup[] => {
        const now = current()
        if (plan === undefined || planned !== now) {
          plan = planRead(database, readGroups(database), selected)
          known = knowledgeOf(plan)
          planned = now
        }
        return plan
      }
      const keys = keysNeeded(selected)
      return {
        read: (entities) => {
          const asked = checkEntities(keys, entities)
          return inSnapshot(() => answerRead(upToDate(), asked, clock.now()))
        },
        traced: (entities) => {
          const asked = checkEntities(keys, entities)
          const at = clock.now()
          return inSnapshot(() => ({ at, answer: answerRead(upToDate(), asked, at), selected, known }))
        },
      }
    },
    close: () => {
      database.close()
    },
  }
}
