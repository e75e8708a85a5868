// A real engine in a folder of its own, for the tests of one file.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type OfflineStore, openOfflineStore, type Session } from '../../src/offline/offline-store.ts'

export interface Engine {
  readonly store: OfflineStore
  readonly session: Session
  /** Removed when the tests of the file are done. */
  readonly folder: string
}

/** For the top of a test file; closed after its tests. */
export const openEngine = async (): Promise<Engine> => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-'))
  const store = await openOfflineStore({ threads: 2, memoryLimit: null, temporary: join(folder, 'spill') })
  const session = await store.session()
  after(() => {
    session.close()
    store.close()
    rmSync(folder, { recursive: true })
  })
  return { store, session, folder }
}
