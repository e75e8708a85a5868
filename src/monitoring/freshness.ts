// How old is the newest event that a view can answer with? Held against what its definition promises.

import type { Micros } from '../core/clock.ts'
import { nouns } from '../core/counted.ts'
import { formatDuration } from '../core/durations.ts'
import type { History } from '../core/history.ts'
import { formatInstant } from '../core/instants.ts'
import { readPromise } from '../core/promises.ts'
import type { Watched } from '../core/verbs.ts'
import type { ViewVersion } from '../core/versions.ts'
import type { Freshness } from '../core/watching.ts'
import type { OfflineStore } from '../offline/offline-store.ts'
import type { Group } from '../online/groups.ts'
import { identityOf } from '../online/identity.ts'
import { historyOfRows } from '../registry/files.ts'
import { readSaid } from '../registry/part.ts'
import type { Registry } from '../registry/registry.ts'
import type { Reach } from './newest-event.ts'
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
  const served = view.online ? servedOf(view, groups) : null
  const online = served?.oldest ? await newestUntil(room.store, history, served.oldest) : null
  const newest = view.online ? online : offline
  const note = noteOf(view, served, offline)
  return {
    view: view.view,
    version: view.version,
    sla: sla === null ? null : formatDuration(sla),
    online: online === null ? null : formatInstant(online),
    online_age: ageAt(now, online),
    offline: offline === null ? null : formatInstant(offline),
    offline_age: ageAt(now, offline),
    kept: sla === null ? null : newest !== null && now - newest <= sla,
    note,
  }
}

const ageAt = (now: Micros, at: Micros | null): number | null => (at === null ? null : Number(now - at) / 1e6)

interface Served {
  /** Of all features, how far the one reaches that is furthest behind; null: one was never materialized. */
  readonly oldest: Reach | null
  readonly missing: number
}

const servedOf = ({ features }: ViewVersion, groups: readonly Group[]): Served => {
  const reaches = features.map((feature) =>
    groups.find(
      (group) =>
        group.state === 'live' &&
        group.features.some(({ id, identity }) => id === feature.id && identity === identityOf(feature)),
    ),
  )
  const found = reaches.filter((it) => it !== undefined)
  const [first] = found.toSorted((a, b) => a.lastRun - b.lastRun || (a.until < b.until ? -1 : 1))
  const missing = features.length - found.length
  return { oldest: missing > 0 || !first ? null : { until: first.until, lastRun: first.lastRun }, missing }
}

const noteOf = (view: ViewVersion, served: Served | null, offline: Micros | null): string | null => {
  if (offline === null) return `nothing is ingested   pintail ingest ${view.view}`
  if (served === null) return 'not served online: its promise is held against the history'
  if (served.missing === view.features.length) return `not materialized   pintail materialize ${view.view}`
  return served.missing > 0
    ? `${served.missing} of ${view.features.length} features ${nouns(served.missing, 'is', 'are')} not materialized   pintail materialize ${view.view}`
    : null
}

/** The newest event time that is reached. */
const newestUntil = async (
  store: ServingRoom['store'],
  { segments }: History,
  reach: Reach,
): Promise<Micros | null> => {
  const last = reach.lastRun ?? Number.MAX_SAFE_INTEGER
  const reached = segments.filter((it) => it.rows > 0 && it.firstRun <= last && it.earliest <= reach.until)
  const whole = reached.filter((it) => it.lastRun <= last && it.latest <= reach.until)
  const known = whole.reduce<Micros | null>((most, it) => (most !== null && most > it.latest ? most : it.latest), null)
  const parts = reached.filter((it) => !whole.includes(it) && (known === null || it.latest > known))
  if (parts.length === 0) return known
  // The engine is loaded where the registry alone does not tell.
  const { newestIn } = await import('./newest-event.ts')
  const newest = await newestIn(await store(), parts, reach)
  return newest === null || (known !== null && known > newest) ? known : newest
}
