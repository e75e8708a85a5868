// What does the registry know?
import type { DiffReport, DiffRequest } from '../core/diffs.ts'
import type { Lineage } from '../core/lineage.ts'
import type { Listable, Listed, ListRequest, Watched } from '../core/verbs.ts'
import { difference } from '../registry/diff.ts'
import { history } from '../registry/files.ts'
import { type Inspection, inspect } from '../registry/inspect.ts'
import { type LineageRequest, lineage } from '../registry/lineage.ts'
import { list } from '../registry/listing.ts'
import { type SearchRequest, search } from '../registry/search.ts'
import { show } from '../registry/show.ts'
import type { Opened } from './opened.ts'

export interface Browsing {
  list(request: ListRequest): Listed[]
  /** A view, feature, service, entity, source, dataset or run by its reference; of a kind, where that is known. */
  show(reference: string, what?: Listable): Listed
  /** Things of every kind by words over names, tags, owners, descriptions and expressions, the best first. */
  search(request: SearchRequest): Listed[]
  /** Two versions of a feature, a view or a service side by side, with their values for the same rows. */
  diff(request: DiffRequest, watched?: Watched): Promise<DiffReport>
  /** Whether nothing can be written: the project may only be read. */
  readonly isFixed: boolean
  /** Another text whenever this or another process wrote to the registry. */
  moment(): string
  /** What a thing is made of, down to files, and what is made of it, up to datasets. */
  lineage(request: LineageRequest): Lineage
  /** Whether the files of the project's history are those that the registry names. */
  inspect(): Inspection
}

export const browsing = ({ registry, project, offline }: Opened): Browsing => ({
  isFixed: registry.fixed,
  list: (request) => list(registry, request),
  show: (reference, what) => show(registry, reference, what),
  search: (request) => search(registry, request),
  diff: async (request, watched = {}) => {
    const { report, compare, all } = difference(registry, request)
    if (!request.statistics || compare.length === 0) return { ...report, statistics: [] }
    const { compareVersions } = await import('../monitoring/compare-versions.ts')
    const room = { store: await offline.get(), historyOf: ({ id }: { id: number }) => history(registry, id) }
    return { ...report, statistics: await compareVersions(room, compare, all, watched) }
  },
  moment: () => registry.moment(),
  lineage: (request) => lineage(registry, request),
  inspect: () => inspect(registry, project.paths.offline),
})
