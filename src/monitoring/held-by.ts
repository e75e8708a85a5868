// Of how many keys does the online store have each value? Asked of the table that answers it.
import type { Micros } from '../core/clock.ts'
import type { ViewVersion } from '../core/versions.ts'
import { identityOf } from '../online/identity.ts'
import type { OnlineStore } from '../online/online-store.ts'
import type { WatchedMember } from './members.ts'

/** One count for each member: 0 where it was never materialized, null where its view is not served. */
export const heldBy = (
  online: OnlineStore,
  view: ViewVersion,
  members: readonly WatchedMember[],
  now: Micros,
): (number | null)[] => {
  if (!view.online) return members.map(() => null)
  const oldest = view.ttl === null ? null : now - view.ttl
  const counts = new Map<WatchedMember, number>()
  for (const group of online.groups()) {
    if (group.state !== 'live') continue
    const own = members.filter(({ feature }) =>
      group.features.some(({ id, identity }) => id === feature.id && identity === identityOf(feature)),
    )
    if (own.length === 0) continue
    const found = online.covered(group, own, oldest)
    for (const [i, member] of own.entries()) counts.set(member, found[i] ?? 0)
  }
  return members.map((member) => counts.get(member) ?? 0)
}
