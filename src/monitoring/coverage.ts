// Of how many keys is a feature known? Offline as of now, and online as it was materialized.
import type { Micros } from '../core/clock.ts'
import { formatInstant } from '../core/instants.ts'
import { formatPart } from '../core/references.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion, ViewVersion } from '../core/versions.ts'
import type { Coverage } from '../core/watching.ts'
import type { Session } from '../offline/offline-store.ts'
import { historyOfRows } from '../registry/files.ts'
import { asOfInstant } from '../retrieval/as-of-instant.ts'
import { runSteps } from '../retrieval/run-steps.ts'
import type { ServingRoom } from './freshness.ts'
import { valueIn } from './looked-at.ts'
import { membersOf, type WatchedMember } from './members.ts'
import { isBehind, newestUntil, reachesOf } from './reached.ts'
import { byKind } from './room.ts'
import { type ViewMeant, viewsMeant } from './views-meant.ts'

export interface CoverageRoom extends ServingRoom {
  /** Keys with a value in the tables, one count for each member; null: it is not served. */
  online(view: ViewVersion, members: readonly WatchedMember[], now: Micros): (number | null)[]
}

export const coverage = async (room: CoverageRoom, names: readonly string[], watched: Watched): Promise<Coverage[]> => {
  const found: Coverage[] = []
  const session = await (await room.store()).session(watched.signal)
  try {
    for await (const it of viewsMeant(room.registry, names, watched))
      found.push(...(await coverageOf(room, session, it, watched)))
    return found
  } finally {
    session.close()
  }
}

const coverageOf = async (
  room: CoverageRoom,
  session: Session,
  { view, all }: ViewMeant,
  watched: Watched,
): Promise<Coverage[]> => {
  const now = room.registry.clock.now()
  const history = historyOfRows(room.registry, view.rowSet)
  const newest = await newestUntil(room.store, history, { until: now, lastRun: null })
  const reaches = view.online ? reachesOf(view, room.groups()) : []
  const reachOf = new Map(view.features.map((it, at) => [it.id, reaches[at] ?? null]))
  const found: Coverage[] = []
  for (const features of byKind(view.features)) {
    const members = features.flatMap((feature) => membersOf(feature).members)
    if (members.length === 0) continue
    const { keys, counts } = await offlineOf(room, session, { view, all, features, members, now }, watched)
    const online = room.online(view, members, now)
    found.push(
      ...members.map(({ feature, member }, i): Coverage => {
        const served = online[i] ?? null
        const reach = reachOf.get(feature.id) ?? null
        return {
          feature: `${view.view}:${formatPart({ feature: feature.name, category: member === '' ? null : member })}`,
          version: feature.version,
          keys,
          offline: counts[i] ?? 0,
          offline_share: shareOf(counts[i] ?? 0, keys),
          online: served,
          online_share: served === null ? null : shareOf(served, keys),
          offline_as_of: formatInstant(now),
          online_as_of: reach === null ? null : formatInstant(reach.until),
          behind: served !== null && (reach === null ? newest !== null : isBehind(history, newest, reach)),
        }
      }),
    )
  }
  return found
}

const shareOf = (count: number, keys: number): number | null => (keys === 0 ? null : count / keys)

interface Asked extends ViewMeant {
  readonly features: readonly FeatureVersion[]
  readonly members: readonly WatchedMember[]
  readonly now: Micros
}

const offlineOf = async (
  room: CoverageRoom,
  session: Session,
  { view, all, features, members, now }: Asked,
  watched: Watched,
): Promise<{ keys: number; counts: number[] }> => {
  const history = historyOfRows(room.registry, view.rowSet)
  const name = `cover_${view.id}`
  const plan = asOfInstant({ name, history, features, all, lastRun: null, at: now, keys: null })
  await runSteps(session, plan.steps, watched)
  const young = view.ttl === null ? '' : ` FILTER (event_time >= make_timestamp(${now - view.ttl}))`
  const counts = members.map((member, i) => `count(${valueIn({ features }, member)})${young} AS c${i}`)
  const [row = {}] = await session.rows(
    `SELECT count(*) AS keys, ${counts.join(', ')} FROM (\n${plan.answer}\n) AS answer`,
  )
  return { keys: Number(row.keys ?? 0), counts: members.map((_, i) => Number(row[`c${i}`] ?? 0)) }
}
