// The front door: open a project, one method a verb. Rooms are loaded when a verb first needs them.
import { join } from 'node:path'
import type * as verbs from './core/verbs.ts'
import type { Environment } from './definitions/config.ts'
import type { Project } from './definitions/project.ts'

export interface Pintail {
  plan(): Promise<verbs.Plan>
  /** Records what `plan` shows, in one transaction. */
  apply(): Promise<verbs.Plan>
  ingest(request: verbs.IngestRequest, watched?: verbs.Watched): Promise<verbs.IngestReport[]>
  historical(request: verbs.HistoricalRequest, watched?: verbs.Watched): Promise<verbs.HistoricalReport>
  export(request: verbs.ExportRequest, watched?: verbs.Watched): Promise<verbs.HistoricalReport>
  materialize(request: verbs.MaterializeRequest, watched?: verbs.Watched): Promise<verbs.MaterializeReport[]>
  /** Synchronous: reads SQLite only, and notices what other processes wrote. */
  online(request: verbs.OnlineRequest): verbs.OnlineAnswer
  /** What `online` uses: prepared once, for a server that asks the same again and again. */
  reader(wanted: verbs.Wanted): verbs.OnlineReader
  list(request: verbs.ListRequest): verbs.Listed[]
  /** A view, feature, service, entity, source or run by its reference. */
  show(reference: string): verbs.Listed
  explain(reference: string, cell?: verbs.ExplainCell): Promise<verbs.Explanation>
  close(): Promise<void>
}

export type { Setting } from './definitions/config.ts'
export type { Project } from './definitions/project.ts'

/** The nearest project at or above a folder, with its settings and where each comes from. */
export const findProject = async (from: string, environment: Environment = {}): Promise<Project> =>
  (await import('./definitions/project.ts')).findProject(from, environment)

/** The JSON Schema of the YAML form, for editors. */
export const jsonSchema = async (): Promise<Readonly<Record<string, unknown>>> =>
  (await import('./definitions/schema.ts')).jsonSchema()

/** Loads an engine and asks for its version; throws `native_unavailable` where it cannot be loaded. */
export const engineVersion = async (engine: 'duckdb' | 'sqlite', scratch: string): Promise<string> => {
  if (engine === 'sqlite') {
    const { openDatabase } = await import('./sqlite.ts')
    const database = openDatabase(join(scratch, 'version.db'), { migrations: [], name: 'sqlite' })
    const version = database.prepare<unknown[], { version: string }>('SELECT sqlite_version() AS version').get()
    database.close()
    return version?.version ?? ''
  }
  const { openOfflineStore } = await import('./offline/offline-store.ts')
  const store = await openOfflineStore({ threads: 1, memoryLimit: null, temporary: join(scratch, 'spill') })
  const session = await store.session()
  const [row] = await session.rows('SELECT version() AS version')
  session.close()
  store.close()
  return String(row?.version ?? '')
}
