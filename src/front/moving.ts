// How do rows come in, become answers, and stay no longer than they are needed?
import type { Caches } from '../core/caches.ts'
import type { FitReport, FitRequest } from '../core/refitting.ts'
import type * as verbs from '../core/verbs.ts'
import { driftRoom } from './drifting.ts'
import type { Opened } from './opened.ts'

export interface Moving {
  ingest(request: verbs.IngestRequest, watched?: verbs.Watched): Promise<verbs.IngestReport[]>
  /** Numbers and categories of a view fitted anew: new versions, computed at once. */
  fit(request: FitRequest, watched?: verbs.Watched): Promise<FitReport>
  materialize(request: verbs.MaterializeRequest, watched?: verbs.Watched): Promise<verbs.MaterializeReport[]>
  cache(): Promise<Caches>
}

export const moving = (opened: Opened): Moving => {
  const { project, registry, offline, patience } = opened
  const { paths } = project
  return {
    ingest: async (request, watched = {}) => {
      registry.mustWrite()
      const { ingest } = await import('../ingest/ingest.ts')
      return ingest(await ingestRoom(opened), request, watched)
    },
    fit: async (request, watched = {}) => {
      registry.mustWrite()
      const { fit } = await import('../ingest/refit.ts')
      return fit(await ingestRoom(opened), request, watched)
    },
    materialize: async (request, watched = {}) => {
      registry.mustWrite()
      const { materialize } = await import('../materialize/materialize.ts')
      const room = { registry, store: await offline.get(), online: paths.online, locks: paths.locks, patience }
      return materialize(room, request, watched)
    },
    cache: async () => {
      const { cached, clearCache } = await import('../ingest/cache.ts')
      const room = { registry, locks: paths.locks, answers: paths.answers, patience }
      return { list: (views) => cached(room, views), clear: (views) => clearCache(room, views) }
    },
  }
}

const ingestRoom = async (opened: Opened) => {
  const { project, registry, offline, inside, schemaIn, patience } = opened
  const { offlineFolder } = await import('../offline/files.ts')
  const { observerOn } = await import('../monitoring/observe.ts')
  const { paths } = project
  return {
    project: inside,
    registry,
    store: await offline.get(),
    folder: offlineFolder(paths.offline),
    locks: paths.locks,
    quarantine: paths.quarantine,
    schemaOf: (source: string) => schemaIn(source) ?? { columns: [], reader: {} },
    patience,
    observer: observerOn(await driftRoom(opened)),
  }
}
