// How old is the newest event that a view can answer with? Held against what its definition promises.

import type { Micros } from '../core/clock.ts'
import { nouns } from '../core/counted.ts'
import { formatDuration } from '../core/durations.ts'
import { formatInstant } from '../core/instants.ts'
import { readPromise } from '../core/promises.ts'
import type { Watched } from '../core/verbs.ts'
import type { ViewVersion } from '../core/versions.ts'
import type { FeatureFreshness, Freshness } from '../core/watching.ts'
import type { OfflineStore } from '../offline/offline-store.ts'
import type { Group } from '../online/groups.ts'
import { historyOfRows } from '../registry/files.ts'
import { readSaid } from '../registry/part.ts'
import type { Registry } from '../registry/registry.ts'
import { lastDone } from '../registry/runs.ts'
import { isBehind, leastOf, newestUntil, type Reached, reachesOf } from './reached.ts'
import { viewsMeant } from './views-meant.ts'

export interface ServingRoom {
  readonly registry: Registry
  /** Opened where the registry alone does not tell. */
  store(): Promise<OfflineStore>
  /** What is materialized. */
  groups(): readonly Group[]
}

export const freshness = async (
  room: ServingRoom,
  names: readonly string[],
  watched: Watched = {},
): Promise<Freshness[]> => {
  let groups: readonly Group[] | null = null
  const found: Freshness[] = []
  for await (const { view } of viewsMeant(room.registry, names, watched)) {
    if (view.online) groups ??= room.groups()
    found.push(await freshnessOf(room, view, groups ?? []))
  }
  return found
}

const freshnessOf = async (room: ServingRoom, view: ViewVersion, groups: readonly Group[]): Promise<Freshness> => {
  const { registry } = room
  const now = registry.clock.now()
  const history = historyOfRows(registry, view.rowSet)
  const sla = readPromise(readSaid(registry.database, 'view', [view.view]).get(view.view))
  const offline = await newestUntil(room.store, history, { until: now, lastRun: null })
  const reaches = view.online ? reachesOf(view, groups) : []
  // Features that were materialized together share one answer.
  const answers = new Map<string, Promise<Micros | null>>()
  const newestBy = (reach: Reached): Promise<Micros | null> => {
    const id = `${reach.lastRun} ${reach.until}`
    const found = answers.get(id) ?? newestUntil(room.store, history, reach)
    answers.set(id, found)
    return found
  }
  const features = await Promise.all(
    reaches.map(async (reach, at): Promise<FeatureFreshness> => {
      const { name = '', version = 1 } = view.features[at] ?? {}
      const online = reach === null ? null : await newestBy(reach)
      return {
        feature: `${view.view}:${name}`,
        version,
        online: textOf(online),
        online_age: ageAt(now, online),
        as_of: textOf(reach?.until ?? null),
        behind: reach === null ? offline !== null : isBehind(history, offline, reach),
      }
    }),
  )
  const least = leastOf(reaches)
  const online = least === null ? null : await newestBy(least)
  const newest = view.online ? online : offline
  const missing = features.filter((it) => it.as_of === null).length
  const written = view.online && least !== null ? lastDone(registry, 'materialize', view.view) : undefined
  return {
    view: view.view,
    version: view.version,
    sla: sla === null ? null : formatDuration(sla),
    online: textOf(online),
    online_age: ageAt(now, online),
    offline: textOf(offline),
    offline_age: ageAt(now, offline),
    kept: sla === null ? null : missing === 0 && newest !== null && now - newest <= sla,
    note: noteOf(view, features, offline),
    written: textOf(written?.finished ?? least?.until ?? null),
    features,
  }
}

const textOf = (at: Micros | null): string | null => (at === null ? null : formatInstant(at))

const ageAt = (now: Micros, at: Micros | null): number | null => (at === null ? null : Number(now - at) / 1e6)

const noteOf = (view: ViewVersion, features: readonly FeatureFreshness[], offline: Micros | null): string | null => {
  if (offline === null) return `nothing is ingested   pintail ingest ${view.view}`
  if (!view.online) return 'not served online: its promise is held against the history'
  const missing = features.filter((it) => it.as_of === null).length
  const fix = `pintail materialize ${view.view}`
  if (missing > 0 && missing === features.length) return `not materialized   ${fix}`
  if (missing > 0)
    return `${missing} of ${features.length} features ${nouns(missing, 'is', 'are')} not materialized   ${fix}`
  return features.some(({ behind }) => behind) ? `history has rows that are not online yet   ${fix}` : null
}
