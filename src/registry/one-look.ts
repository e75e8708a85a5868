// How are several tables read as of one instant? In a transaction: no other process's write falls between two of them.
import { sqliteError } from '../sqlite.ts'
import type { Registry } from './registry.ts'

/** What cannot be read, of a file that is damaged or was copied while it was written, is told as such. */
export const atOneLook = <T>({ database }: Registry, work: () => T): T => {
  try {
    return database.transaction(work)()
  } catch (cause) {
    throw sqliteError(cause, 'registry.db')
  }
}
