// How far has the online store read the history? Of each feature version the instant and the run, and what came since.
import type { Micros } from '../core/clock.ts'
import type { History } from '../core/history.ts'
import type { ViewVersion } from '../core/versions.ts'
import type { OfflineStore } from '../offline/offline-store.ts'
import type { Group } from '../online/groups.ts'
import { identityOf } from '../online/identity.ts'
import type { Reach } from './newest-event.ts'

/** One for one with the features; null: this version was never materialized. */
export const reachesOf = ({ features }: ViewVersion, groups: readonly Group[]): (Reached | null)[] => {
  const live = new Map(
    groups
      .filter(({ state }) => state === 'live')
      .flatMap((group) => group.features.map(({ id, identity }) => [id, { group, identity }] as const)),
  )
  return features.map((feature) => {
    const found = live.get(feature.id)
    if (found === undefined || found.identity !== identityOf(feature)) return null
    const { until, lastRun } = found.group
    return { until, lastRun }
  })
}

export interface Reached extends Reach {
  readonly lastRun: number
}

/** The one that is furthest behind. */
export const leastOf = (reaches: readonly (Reached | null)[]): Reached | null =>
  reaches
    .filter((it) => it !== null)
    .toSorted((a, b) => a.lastRun - b.lastRun || (a.until < b.until ? -1 : 1))
    .at(0) ?? null

/** `newest`: the newest event that history can answer with now. */
export const isBehind = ({ segments }: History, newest: Micros | null, { until, lastRun }: Reached): boolean =>
  (newest !== null && newest > until) || segments.some((it) => it.rows > 0 && it.lastRun > lastRun)

/** The newest event time that is reached. */
export const newestUntil = async (
  store: () => Promise<OfflineStore>,
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
