// What does the registry know?
import type { Listed, ListRequest } from '../core/verbs.ts'
import { type Inspection, inspect } from '../registry/inspect.ts'
import { list } from '../registry/listing.ts'
import { show } from '../registry/show.ts'
import type { Opened } from './opened.ts'

export interface Browsing {
  list(request: ListRequest): Listed[]
  /** A view, feature, service, entity, source or run by its reference. */
  show(reference: string): Listed
  /** Whether the files of the project's history are those that the registry names. */
  inspect(): Inspection
}

export const browsing = ({ registry, project }: Opened): Browsing => ({
  list: (request) => list(registry, request),
  show: (reference) => show(registry, reference),
  inspect: () => inspect(registry, project.paths.offline),
})
