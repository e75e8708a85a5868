// Do the engines load on this machine, and which are they?
import { join } from 'node:path'

/** Loads an engine and asks for its version; throws `native_unavailable` where it cannot be loaded. */
export const engineVersion = async (engine: 'duckdb' | 'sqlite', scratch: string): Promise<string> => {
  if (engine === 'sqlite') {
    const { openDatabase } = await import('../sqlite.ts')
    const database = openDatabase(join(scratch, 'version.db'), { migrations: [], name: 'sqlite' })
    const version = database.prepare<unknown[], { version: string }>('SELECT sqlite_version() AS version').get()
    database.close()
    return version?.version ?? ''
  }
  const { openOfflineStore } = await import('../offline/offline-store.ts')
  const store = await openOfflineStore({ threads: 1, memoryLimit: null, temporary: join(scratch, 'spill') })
  const session = await store.session()
  const [row] = await session.rows('SELECT version() AS version')
  session.close()
  await store.close()
  return String(row?.version ?? '')
}
