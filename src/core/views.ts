// What is a feature view, once read? Every default filled in, every duration in microseconds.
import type { CheckDefinition } from './check-definitions.ts'
import type { Micros } from './clock.ts'
import type { EntityDefinition, ViewDefinition } from './definitions.ts'
import { readDuration } from './durations.ts'
import { type Feature, isOfEvents, normalizeFeature } from './features.ts'
import type { Column } from './values.ts'

export interface View {
  readonly name: string
  readonly entities: readonly string[]
  /** The join keys of all its entities, in order. */
  readonly keys: readonly Column[]
  readonly source: string
  /** Whether its features are functions over events: to those no ttl applies. */
  readonly ofEvents: boolean
  readonly ttl: Micros | null
  readonly where: string | null
  readonly features: readonly Feature[]
  readonly online: boolean
  readonly sla: Micros | null
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
  readonly checks: readonly CheckDefinition[]
}

/** Of an entity that is not defined it has no keys; that is for the cross-checks to tell. */
export const viewOf = (name: string, view: ViewDefinition, entities: ReadonlyMap<string, EntityDefinition>): View => {
  const its = view.entities ?? (view.entity === undefined ? [] : [view.entity])
  const keys = its.flatMap((entity) => Object.entries(entities.get(entity)?.keys ?? {}))
  const declared = Object.entries(view.features)
  const ofEvents = declared.some(([, given]) => isOfEvents(given))
  const about = { ofEvents, owner: view.owner, tags: view.tags }
  return {
    name,
    entities: its,
    keys: keys.map(([key, type]) => ({ name: key, type })),
    source: view.source,
    ofEvents,
    ttl: view.ttl === undefined || ofEvents ? null : positive(readDuration(view.ttl)),
    where: view.where ?? null,
    features: declared.flatMap(([feature, given]) => normalizeFeature(feature, given, about)),
    online: view.online ?? true,
    sla: view.sla === undefined ? null : readDuration(view.sla),
    description: view.description ?? '',
    owner: view.owner ?? '',
    tags: view.tags ?? [],
    checks: view.checks ?? [],
  }
}

/** A ttl of 0 means no lower bound, as no ttl does. */
const positive = (ttl: Micros | null): Micros | null => (ttl === 0n ? null : ttl)
