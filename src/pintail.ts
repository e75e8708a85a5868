// The front door: open a project, one method a verb. Rooms with an engine are loaded when a verb first needs them.
import { join } from 'node:path'
import type { Caches } from './core/caches.ts'
import { type Clock, elapsed, systemClock } from './core/clock.ts'
import type { Datasets, SelectReport, SelectRequest } from './core/datasets.ts'
import { PintailError } from './core/errors.ts'
import type { PreviewReport, PreviewRequest } from './core/preview.ts'
import { formatNamedVersion, readNamedVersion } from './core/references.ts'
import type { FitReport, FitRequest } from './core/refitting.ts'
import type { State } from './core/state.ts'
import type { Column } from './core/values.ts'
import type * as verbs from './core/verbs.ts'
import type { Selected, ViewVersion } from './core/versions.ts'
import { findProject, makeStateFolders, type Project } from './definitions/project.ts'
import { resolveInside } from './definitions/resolve-path.ts'
import type { SourceSchema } from './ingest/schema.ts'
import type { OfflineStore } from './offline/offline-store.ts'
import { openOnlineStore } from './online/online-store.ts'
import { resolveAsked } from './registry/asked.ts'
import { history, landedFiles } from './registry/files.ts'
import { type Inspection, inspect } from './registry/inspect.ts'
import { list } from './registry/listing.ts'
import { recordedSchema, recordedTexts } from './registry/recorded.ts'
import { openRegistry, type Registry } from './registry/registry.ts'
import { resolve } from './registry/resolve.ts'
import { beginRun, failRun, finishRun, noRows } from './registry/runs.ts'
import { show } from './registry/show.ts'
import { readerFrom } from './sources/format.ts'

export { findProject, type Project } from './definitions/project.ts'
export type { Setting } from './definitions/settings.ts'

export interface Pintail {
  readonly project: Project
  plan(): Promise<verbs.Plan>
  /** Records what `plan` shows, in one transaction. */
  apply(): Promise<verbs.Plan>
  /** A view as the definition files say it now, tried on a sample; nothing is written. */
  preview(request: PreviewRequest, watched?: verbs.Watched): Promise<PreviewReport>
  ingest(request: verbs.IngestRequest, watched?: verbs.Watched): Promise<verbs.IngestReport[]>
  /** Numbers and categories of a view fitted anew: new versions, computed at once. */
  fit(request: FitRequest, watched?: verbs.Watched): Promise<FitReport>
  historical(request: verbs.HistoricalRequest, watched?: verbs.Watched): Promise<verbs.HistoricalReport>
  export(request: verbs.ExportRequest, watched?: verbs.Watched): Promise<verbs.HistoricalReport>
  materialize(request: verbs.MaterializeRequest, watched?: verbs.Watched): Promise<verbs.MaterializeReport[]>
  /** Synchronous: reads SQLite only, and notices what other processes wrote. */
  online(request: verbs.OnlineRequest): verbs.OnlineAnswer
  /** What `online` uses: prepared once, for a server that asks the same again and again. */
  reader(wanted: verbs.Wanted): verbs.OnlineReader
  cache(): Promise<Caches>
  datasets(watched?: verbs.Watched): Promise<Datasets>
  /** What each feature tells of a column of the spine. */
  select(request: SelectRequest, watched?: verbs.Watched): Promise<SelectReport>
  list(request: verbs.ListRequest): verbs.Listed[]
  /** A view, feature, service, entity, source or run by its reference. */
  show(reference: string): verbs.Listed
  explain(reference: string, cell?: verbs.ExplainCell): Promise<verbs.Explanation>
  /** Whether the files of the project's history are those that the registry names. */
  inspect(): Inspection
  close(): Promise<void>
}

export interface OpenOptions {
  readonly clock?: Clock
  /** What overrides pintail.yaml: PINTAIL_THREADS, PINTAIL_MEMORY_LIMIT, PINTAIL_HOST, PINTAIL_PORT. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Milliseconds to wait for another process that holds a lock. */
  readonly patience?: number
}

/** Opens the project that a folder belongs to. */
export const open = async (directory: string, options: OpenOptions = {}): Promise<Pintail> => {
  const clock = options.clock ?? systemClock
  const patience = options.patience ?? 60_000
  const project = await findProject(directory, options.environment)
  makeStateFolders(project)
  const { paths } = project
  const registry = openRegistry({ path: paths.registry, offline: paths.offline, clock })
  const onlineStore = once(() => openOnlineStore(paths.online, clock))
  const offlineStore = once(() => openEngine(project))
  const inside = { root: project.root, resolve: (path: string) => resolveInside(project, path) }
  const historyOf = (view: ViewVersion) => history(registry, view.rowSet.id)

  const analysed = async () => {
    const { loadCatalog } = await import('./definitions/load.ts')
    const { analyse } = await import('./offline/analyse.ts')
    const { inspectSource } = await import('./ingest/columns.ts')
    const catalog = await loadCatalog(project)
    const session = await (await offlineStore.get()).session()
    try {
      const schemaOf = async (name: string) => {
        const definition = catalog.sources.get(name)
        if (!definition) throw new PintailError({ code: 'unknown_source', message: `there is no source "${name}"` })
        const keys = [...catalog.views.values()].flatMap((view): readonly Column[] =>
          view.source === name ? view.keys : [],
        )
        return inspectSource(session, inside, name, definition, keys, schemaIn(registry, name))
      }
      return await analyse(session, catalog, schemaOf, recordedTexts(registry))
    } finally {
      session.close()
    }
  }

  const ingestRoom = async () => {
    const { offlineFolder } = await import('./offline/files.ts')
    return {
      project: inside,
      registry,
      store: await offlineStore.get(),
      folder: offlineFolder(paths.offline),
      locks: paths.locks,
      quarantine: paths.quarantine,
      schemaOf: (source: string) => schemaIn(registry, source) ?? { columns: [], reader: {} },
      patience,
    }
  }

  const readerNow = (wanted: verbs.Wanted): verbs.OnlineReader =>
    onlineStore.get().reader(resolveAsked(registry, wanted))

  const reader = (wanted: verbs.Wanted): verbs.OnlineReader => {
    let prepared: { readonly moment: string; readonly reader: verbs.OnlineReader } | undefined
    let looked = Number.NEGATIVE_INFINITY
    const upToDate = (): verbs.OnlineReader => {
      const now = elapsed()
      // To look at the registry costs a third of a read: once a millisecond is soon enough to see what was applied.
      if (prepared !== undefined && now - looked < 1) return prepared.reader
      const moment = registry.moment()
      if (prepared?.moment !== moment) prepared = { moment, reader: readerNow(wanted) }
      looked = now
      return prepared.reader
    }
    return { read: (entities) => upToDate().read(entities) }
  }

  return {
    project,
    plan: async () => {
      const { plan } = await import('./registry/apply.ts')
      return plan(registry, await analysed())
    },
    apply: async () => {
      const { apply } = await import('./registry/apply.ts')
      return apply(registry, await analysed())
    },
    preview: async (request, watched = {}) => {
      const { preview } = await import('./preview/preview.ts')
      const landedOf = (source: string) => landedFiles(registry, source)
      const room = { project: inside, store: await offlineStore.get(), temporary: paths.tmp, landedOf }
      return preview(room, await analysed(), request, watched)
    },
    ingest: async (request, watched = {}) => {
      const { ingest } = await import('./ingest/ingest.ts')
      return ingest(await ingestRoom(), request, watched)
    },
    fit: async (request, watched = {}) => {
      const { fit } = await import('./ingest/refit.ts')
      return fit(await ingestRoom(), request, watched)
    },
    historical: async (request, watched = {}) => {
      const state = registry.state()
      const selected = resolve(state, request)
      const { writeTrainingSet } = await import('./retrieval/training-set.ts')
      const wanted = { ...request, selected, historyOf, all: state.features, shelf: paths.answers }
      return writeTrainingSet(await offlineStore.get(), wanted, watched)
    },
    export: async (request, watched = {}) => {
      const selected = ofOneView(registry.state(), request.what)
      const [{ view }] = selected
      const { exportFeatures } = await import('./retrieval/export.ts')
      const until = request.until ?? clock.now()
      const all = registry.state().features
      const wanted = { ...request, view, history: historyOf(view), selected, until, all }
      const run = beginRun(registry, 'export', view.view)
      try {
        const report = await exportFeatures(await offlineStore.get(), wanted, watched)
        finishRun(registry, run, { rows: { ...noRows, written: report.rows } })
        return report
      } catch (cause) {
        failRun(registry, run, cause instanceof Error ? cause.message : String(cause))
        throw cause
      }
    },
    materialize: async (request, watched = {}) => {
      const { materialize } = await import('./materialize/materialize.ts')
      const room = { registry, store: await offlineStore.get(), online: paths.online, locks: paths.locks, patience }
      return materialize(room, request, watched)
    },
    explain: async (reference, cell) => {
      const selected = ofOneView(registry.state(), [reference])
      const [{ view }] = selected
      const { explainCell, explainView } = await import('./retrieval/explain.ts')
      const explained = { view, history: historyOf(view), selected, all: registry.state().features }
      return cell ? explainCell(await offlineStore.get(), explained, cell) : explainView(explained)
    },
    online: (request) => readerNow(request).read(request.entities),
    reader,
    cache: async () => {
      const { cached, clearCache } = await import('./ingest/cache.ts')
      const room = { registry, locks: paths.locks, patience }
      return { list: (views) => cached(registry, views), clear: (views) => clearCache(room, views) }
    },
    datasets: async (watched) => {
      const { datasetsIn } = await import('./datasets/datasets.ts')
      return datasetsIn({ registry, store: await offlineStore.get(), folder: join(paths.state, 'datasets') }, watched)
    },
    select: async (request, watched = {}) => {
      const { select } = await import('./datasets/select.ts')
      return select({ registry, store: await offlineStore.get() }, request, watched)
    },
    list: (request) => list(registry, request),
    show: (reference) => show(registry, reference),
    inspect: () => inspect(registry, paths.offline),
    close: async () => {
      const store = await offlineStore.known()
      store?.close()
      onlineStore.known()?.close()
      registry.close()
    },
  }
}

/** What was settled of a source's files when it was last applied. */
const schemaIn = (registry: Registry, source: string): SourceSchema | null => {
  const recorded = recordedSchema(registry, source)
  return recorded && { columns: recorded.columns, reader: readerFrom(recorded.reader) }
}

const openEngine = async ({ engine, paths }: Project): Promise<OfflineStore> => {
  const { openOfflineStore } = await import('./offline/offline-store.ts')
  return openOfflineStore({ threads: engine.threads, memoryLimit: engine.memory_limit, temporary: paths.tmp })
}

/** Features of one view: by its bare name all of them, else those named. */
const ofOneView = (state: State, what: readonly string[]): [Selected, ...Selected[]] => {
  const features = what.flatMap((text) => {
    const named = readNamedVersion(text)
    return named === null ? [text] : [`${formatNamedVersion(named)}:*`]
  })
  const [first, ...others] = resolve(state, { features, service: null, fullFeatureNames: false })
  if (first && others.every((it) => it.view.id === first.view.id)) return [first, ...others]
  throw new PintailError({
    code: 'bad_argument',
    message: `${what.join(', ')} are features of several views`,
    fix: 'name the features of one view at a time',
  })
}

/** Something opened when it is first needed. */
const once = <T>(make: () => T): { get(): T; known(): T | undefined } => {
  let made: { readonly it: T } | undefined
  return {
    get: () => {
      made ??= { it: make() }
      return made.it
    },
    known: () => made?.it,
  }
}

/** The JSON Schema of the YAML form, for editors. */
export const jsonSchema = async (): Promise<Readonly<Record<string, unknown>>> =>
  (await import('./definitions/schema.ts')).jsonSchema()

/** Type declarations of what `import 'pintail'` gives, for editors. */
export const editorTypes = async (): Promise<string> => (await import('./definitions/declarations.ts')).declarations

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
