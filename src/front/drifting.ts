// Have features drifted from their baselines, and which baselines are there?
import { join } from 'node:path'
import type { Baselines, DriftRequest, ViewDrift } from '../core/drift.ts'
import type { Watched } from '../core/verbs.ts'
import { history } from '../registry/files.ts'
import type { Opened } from './opened.ts'

export interface Drifting {
  /** A report a view; with a segment one for each of its values. */
  drift(request: DriftRequest, watched?: Watched): Promise<ViewDrift[]>
  baselines(watched?: Watched): Promise<Baselines>
}

export const drifting = (opened: Opened): Drifting => ({
  drift: async (request, watched = {}) => {
    const { drift } = await import('../monitoring/drift.ts')
    return drift(await driftRoom(opened), request, watched)
  },
  baselines: async (watched = {}) => {
    const { baselinesIn } = await import('../monitoring/baseline.ts')
    return baselinesIn(await driftRoom(opened), watched)
  },
})

/** What `ensureBaselines` and `drift` work with. */
export const driftRoom = async ({ project, registry, offline }: Opened) => ({
  registry,
  store: await offline.get(),
  folder: join(project.paths.state, 'baselines'),
  historyOf: ({ rowSet }: { readonly rowSet: { readonly id: number } }) => history(registry, rowSet.id),
})
