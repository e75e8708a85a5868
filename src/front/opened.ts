// What does every verb have to hand? The project with its stores, each opened when it is first needed.
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import type { ViewVersion } from '../core/versions.ts'
import type { Project } from '../definitions/project.ts'
import { resolveInside } from '../definitions/resolve-path.ts'
import type { SourceSchema } from '../ingest/schema.ts'
import type { OfflineStore } from '../offline/offline-store.ts'
import { type OnlineStore, openOnlineStore } from '../online/online-store.ts'
import { history } from '../registry/files.ts'
import { recordedSchema } from '../registry/recorded.ts'
import { openRegistry, type Registry } from '../registry/registry.ts'
import { readerFrom } from '../sources/format.ts'

export interface Opened {
  readonly project: Project
  readonly clock: Clock
  /** Milliseconds to wait for another process that holds a lock. */
  readonly patience: number
  readonly registry: Registry
  readonly offline: Once<Promise<OfflineStore>>
  readonly online: Once<OnlineStore>
  /** For what is needed no longer than a verb lasts. */
  readonly temporary: string
  /** The project's folder, and paths as definitions name them. */
  readonly inside: { readonly root: string; resolve(path: string): string }
  historyOf(view: ViewVersion): ReturnType<typeof history>
  /** What was settled of a source's files when it was last applied. */
  schemaIn(source: string): SourceSchema | null
}

export const openedOn = (project: Project, clock: Clock, patience: number, mapped: boolean): Opened => {
  const { paths } = project
  const registry = openRegistry({ path: paths.registry, offline: paths.offline, clock })
  const temporary = registry.fixed ? join(tmpdir(), `pintail-${randomBytes(6).toString('hex')}`) : paths.tmp
  return {
    project,
    clock,
    patience,
    registry,
    temporary,
    offline: once(() => openEngine(project, temporary)),
    online: once(() => openOnlineStore(paths.online, clock, { mapped })),
    inside: { root: project.root, resolve: (path) => resolveInside(project, path) },
    historyOf: (view) => history(registry, view.rowSet.id),
    schemaIn: (source) => {
      const recorded = recordedSchema(registry, source)
      return recorded && { columns: recorded.columns, reader: readerFrom(recorded.reader) }
    },
  }
}

export const closeOpened = async ({ offline, online, registry, temporary }: Opened): Promise<void> => {
  offline.close()
  online.close()
  const store = await offline.known()?.catch(() => null)
  await store?.close()
  online.known()?.close()
  registry.close()
  if (registry.fixed) rmSync(temporary, { recursive: true, force: true })
}

const openEngine = async ({ engine }: Project, temporary: string): Promise<OfflineStore> => {
  const { openOfflineStore } = await import('../offline/offline-store.ts')
  return openOfflineStore({ threads: engine.threads, memoryLimit: engine.memory_limit, temporary })
}

/** Something opened when it is first needed, if not too late. */
export interface Once<T> {
  get(): T
  known(): T | undefined
  /** Whoever comes now for the first time gets nothing any more. */
  close(): void
}

const once = <T>(make: () => T): Once<T> => {
  let made: { readonly it: T } | undefined
  let isClosed = false
  return {
    get: () => {
      if (made === undefined && isClosed)
        throw new PintailError({ code: 'interrupted', message: 'the project is closed' })
      made ??= { it: make() }
      return made.it
    },
    known: () => made?.it,
    close: () => {
      isClosed = true
    },
  }
}
