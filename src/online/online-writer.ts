// How is online.db filled? Groups are built aside and take over in one transaction; live ones are updated in batches.
import type { Micros } from '../core/clock.ts'
import type { FeatureVersion, RowSet } from '../core/versions.ts'
import { type Database, inTransaction } from '../sqlite.ts'
import type { Stored } from './codec.ts'
import {
  assignFeatures,
  createGroup,
  dropIdle,
  type Empties,
  type Group,
  keyColumn,
  readGroups,
  releaseFeatures,
  settle,
  tableOf,
} from './groups.ts'
import { openOnlineDatabase } from './online-store.ts'
import { type RowWriter, rowWriter } from './rows.ts'

/** A reading of the history: as of an instant, up to a run. */
export interface Reading {
  readonly until: Micros
  readonly lastRun: number
}

/** A write that counts only once it is finished; what was put before stays in its batches. */
export interface Filling extends RowWriter {
  /** Takes away a key that has no answer any more; arrays of the columns of its keys. */
  remove(keys: readonly (readonly Stored[])[]): void
  finish(): void
}

export interface OnlineWriter {
  groups(): Group[]
  /** Drops what answers nothing: superseded tables, and what a killed run left half built. */
  clear(): void
  /** A new table that takes these feature versions over when it is finished; `empties` of the formulas among them. */
  build(rowSet: RowSet, features: readonly FeatureVersion[], reading: Reading, empties?: Empties): Filling
  /** A live table, brought up to a later reading with rows of these feature versions. */
  update(group: Group, features: readonly FeatureVersion[], reading: Reading): Filling
  /** Feature versions that are answered no longer. */
  release(features: readonly number[]): void
  /** Gives the space of the write-ahead log back. */
  checkpoint(): void
  close(): void
}

export const openOnlineWriter = (path: string): OnlineWriter => {
  const database = openOnlineDatabase(path)
  // Pages are written once into the file, not once a thousand pages of log.
  database.pragma('wal_autocheckpoint = 20000')
  return {
    groups: () => readGroups(database),
    clear: () => inTransaction(database, () => dropIdle(database)),
    build: (rowSet, features, reading, empties = new Map()) => building(database, rowSet, features, reading, empties),
    update: (group, features, reading) => updating(database, group, features, reading),
    release: (features) => {
      if (features.length === 0) return
      inTransaction(database, () => {
        releaseFeatures(database, features)
        settle(database)
      })
    },
    checkpoint: () => {
      try {
        database.pragma('wal_checkpoint(TRUNCATE)')
      } catch {
        // Without room for it the log keeps what was committed; why there is none was said where it was needed.
      }
    },
    close: () => {
      database.close()
    },
  }
}

const building = (
  database: Database,
  rowSet: RowSet,
  features: readonly FeatureVersion[],
  reading: Reading,
  empties: Empties,
): Filling => {
  const group = inTransaction(database, () => createGroup(database, rowSet, features))
  const ids = features.map((it) => it.id)
  return {
    ...rowWriter(database, group, ids, reading.lastRun),
    remove: removal(database, group, reading.lastRun),
    finish: () =>
      inTransaction(database, () => {
        database
          .prepare("UPDATE groups SET state = 'live', until = ?, reaching = ?, last_run = ? WHERE id = ?")
          .run(reading.until, reading.until, reading.lastRun, group.id)
        assignFeatures(database, group.id, features, empties)
        settle(database)
      }),
  }
}

const updating = (database: Database, group: Group, features: readonly FeatureVersion[], reading: Reading): Filling => {
  const ids = features.map((it) => it.id)
  // Said before the first batch, so that a run killed half-way is known to have gone that far.
  inTransaction(database, () => {
    database.prepare('UPDATE groups SET reaching = ? WHERE id = ?').run(reading.until, group.id)
  })
  return {
    ...rowWriter(database, group, ids, reading.lastRun),
    remove: removal(database, group, reading.lastRun),
    finish: () =>
      inTransaction(database, () => {
        database
          .prepare('UPDATE groups SET until = ?, reaching = ?, last_run = ? WHERE id = ?')
          .run(reading.until, reading.until, reading.lastRun, group.id)
        // Readers say as of when they answer.
        settle(database)
      }),
  }
}

/** A row that was read from newer history stays. */
const removal = (database: Database, group: Group, lastRun: number): Filling['remove'] => {
  const where = group.keys.map((_, i) => `${keyColumn(i)} = ?`).join(' AND ')
  const remove = database.prepare(`DELETE FROM ${tableOf(group)} WHERE ${where} AND read_run <= ?`)
  return (keys) =>
    inTransaction(database, () => {
      for (const key of keys) remove.run(...key, lastRun)
    })
}
