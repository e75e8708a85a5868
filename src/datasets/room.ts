// What does the room work with? The registry, the engine, and the folder in which datasets are kept.
import type { Copy } from '../core/datasets.ts'
import type { SpineInput } from '../core/verbs.ts'
import type { OfflineStore } from '../offline/offline-store.ts'
import type { Registry } from '../registry/registry.ts'

export interface DatasetRoom {
  readonly registry: Registry
  readonly store: OfflineStore
  /** `.pintail/datasets`, made when it is first needed. */
  readonly folder: string
  /** Throws where a copy would take the place of a file of the project, or of the spine. */
  refuseOwn(copy: Copy, spine: SpineInput): Promise<void>
}
