// The front door: open a project, one method a verb. Rooms with an engine are loaded when a verb first needs them.
import { type Clock, systemClock } from './core/clock.ts'
import { findProject, makeStateFolders, type Project } from './definitions/project.ts'
import { type Browsing, browsing } from './front/browsing.ts'
import { type Defining, defining } from './front/defining.ts'
import { type Drifting, drifting } from './front/drifting.ts'
import { type Moving, moving } from './front/moving.ts'
import { closeOpened, openedOn } from './front/opened.ts'
import { type Reading, reading } from './front/reading.ts'
import { type Recalling, recalling } from './front/recalling.ts'
import { type Reporting, reporting } from './front/reporting.ts'
import { type Verifying, verifying } from './front/verifying.ts'
import { type Watching, watching } from './front/watching.ts'

export { findProject, type Project } from './definitions/project.ts'
export type { Setting } from './definitions/settings.ts'
export { engineVersion } from './front/engines.ts'

export interface Pintail
  extends Defining,
    Moving,
    Reading,
    Browsing,
    Drifting,
    Verifying,
    Reporting,
    Recalling,
    Watching {
  readonly project: Project
  close(): Promise<void>
}

export interface OpenOptions {
  readonly clock?: Clock
  /** What overrides pintail.yaml: PINTAIL_THREADS, PINTAIL_MEMORY_LIMIT, PINTAIL_HOST, PINTAIL_PORT. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Milliseconds to wait for another process that holds a lock. */
  readonly patience?: number
  /**
   * Whether online.db is read through a map of it in memory, which saves a tenth of each read. Without, the process
   * outlives that somebody cuts the file in place; with it, not.
   */
  readonly mapped?: boolean
  /** Whether what pintail.yaml was found to say is kept for the next start; without, opening writes nothing. */
  readonly remembers?: boolean
}

/** Opens the project that a folder belongs to. */
export const open = async (directory: string, options: OpenOptions = {}): Promise<Pintail> => {
  const project = await findProject(directory, options.environment, { remembers: options.remembers ?? true })
  makeStateFolders(project)
  const opened = openedOn(project, options.clock ?? systemClock, options.patience ?? 60_000, options.mapped ?? true)
  return {
    project,
    ...defining(opened),
    ...moving(opened),
    ...reading(opened),
    ...browsing(opened),
    ...drifting(opened),
    ...verifying(opened),
    ...watching(opened),
    ...recalling(opened),
    ...reporting(opened),
    close: () => closeOpened(opened),
  }
}

/** The JSON Schema of the YAML form, for editors. */
export const jsonSchema = async (): Promise<Readonly<Record<string, unknown>>> =>
  (await import('./definitions/schema.ts')).jsonSchema()

/** Type declarations of what `import 'pintail'` gives, for editors. */
export const editorTypes = async (): Promise<string> => (await import('./definitions/declarations.ts')).declarations

/** Writes a text as a file, whole or not at all. */
export const writeWhole = async (path: string, text: string): Promise<void> =>
  (await import('./offline/destination.ts')).writeWhole(path, text)
