// Which versions does a request name? Read without the rest of the registry, which may hold thousands of others.
import { readNamedVersion, readReference } from '../core/references.ts'
import type { Versions } from '../core/state.ts'
import type { Wanted } from '../core/verbs.ts'
import type { Selected } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import { readPart, versionId } from './part.ts'
import type { Registry } from './registry.ts'
import { resolve } from './resolve.ts'

/** As {@link resolve} of the whole state; where something is not found, that says what there is instead. */
export const resolveAsked = (registry: Registry, wanted: Wanted): Selected[] => {
  const { database } = registry
  const versions = database.transaction(() => versionsAsked(database, wanted))()
  return resolve(versions ?? registry.state(), wanted)
}

/** Null where something is not there. */
const versionsAsked = (database: Database, { features, service }: Wanted): Versions | null => {
  const views = new Set<bigint>()
  const services = new Set<bigint>()
  for (const text of [...features, ...(service === null ? [] : [service])]) {
    const reference = text === service ? null : readReference(text)
    const named = readNamedVersion(text)
    const id = reference
      ? versionId(database, 'view', reference.view, reference.version)
      : named && versionId(database, 'service', named.name, named.version)
    if (id === null) return null
    ;(reference ? views : services).add(id)
  }
  return readPart(database, { views, services })
}
