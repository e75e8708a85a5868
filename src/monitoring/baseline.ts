// With what are a feature's values compared? Baselines: the first ingest of a version sets it, people choose another.
import { isComputed } from '../core/computed.ts'
import type { BaselineRequest, Baselines, DriftRange, ListedBaseline } from '../core/drift.ts'
import { PintailError } from '../core/errors.ts'
import { formatNamedVersion, formatPart, readNamedVersion } from '../core/references.ts'
import type { Watched } from '../core/verbs.ts'
import { columnOf, type FeatureVersion, type ViewVersion } from '../core/versions.ts'
import { resolveView } from '../registry/resolve.ts'
import { membersOf } from './members.ts'
import {
  baselines,
  currentBaselines,
  keyOf,
  type MemberId,
  membersIn,
  pinMembers,
  type RecordedBaseline,
  settleStanding,
} from './memory.ts'
import { type DriftRoom, refuseBackwards, runsIn } from './room.ts'
import { takeBaseline } from './take-baseline.ts'

const isWatched = ({ kind }: FeatureVersion): boolean => kind === 'row' || kind === 'aggregate' || kind === 'formula'

const idsOf = (feature: FeatureVersion): MemberId[] =>
  membersOf(feature).members.map(({ member }) => ({ feature: feature.id, member }))

/**
 * Takes a baseline for live features that have none, over what a run and those before it brought; null: over the rows
 * of the first run alone, for a project whose first ingest took none. To be called after each ingest.
 */
export const ensureBaselines = async (
  room: DriftRoom,
  views: readonly ViewVersion[],
  run: number | null,
  watched: Watched = {},
): Promise<RecordedBaseline[]> => {
  const taken: RecordedBaseline[] = []
  const known = currentBaselines(room.registry)
  const features = new Map(
    views.flatMap((view) => view.features.filter(isWatched).map((feature) => [feature.id, { feature, view }] as const)),
  )
  const lacking = [...features.values()].filter(({ feature }) =>
    idsOf(feature).some((id) => known.get(keyOf(id)) === undefined),
  )
  for (const some of Map.groupBy(lacking, ({ view }) => view.rowSet.id).values()) {
    const [first] = some
    const history = first && room.historyOf(first.view)
    const runs = history && runsIn(history)
    if (!first || !history || !runs) continue
    const range = { runs: [runs[0], run ?? runs[0]] as const, since: null, until: null }
    const origin = 'first ingest'
    // Of what is not computed yet nothing could be frozen but nulls.
    const all = room.registry.state().features
    const wanted = some.map(({ feature }) => feature).filter((feature) => isComputed(history, feature, all))
    if (wanted.length === 0) continue
    taken.push(await takeBaseline(room, { view: first.view.view, history, features: wanted, range, origin }, watched))
  }
  return taken
}

export const baselinesIn = (room: DriftRoom, watched: Watched = {}): Baselines => ({
  set: async (request) => {
    room.registry.mustWrite()
    const view = viewNamed(room, request.view)
    const history = room.historyOf(view)
    const range = rangeOf(request, runsIn(history), request.view)
    const live = view.features.filter(({ status }) => status !== 'retired')
    if (live.length === 0) throw nothingLive(view)
    const features = live.filter(isWatched)
    const taken = await takeBaseline(room, { view: view.view, history, features, range, origin: 'set' }, watched)
    return listed(room, taken)
  },
  list: (view) => {
    if (view !== null) viewNamed(room, view)
    const name = view === null ? null : readNamedVersion(view)?.name
    return baselines(room.registry)
      .filter((it) => name === null || it.view === name)
      .map((it) => listed(room, it))
  },
  pin: (name, id) => pin(room, name, id),
})

const nothingLive = ({ view, version }: ViewVersion): PintailError =>
  new PintailError({
    code: 'unknown_version',
    message: `${formatNamedVersion({ name: view, version })} is retired: nothing is ingested into it, or compared with a baseline of it`,
    fix: `pintail baseline set ${view}`,
  })

const viewNamed = ({ registry }: DriftRoom, text: string): ViewVersion => {
  const named = readNamedVersion(text)
  if (named) return resolveView(registry.state(), named.name, named.version)
  throw new PintailError({
    code: 'bad_reference',
    message: `"${text}" is not the name of a feature view`,
    fix: 'write a view, or a version of it: cardiac, cardiac@2   pintail list views',
  })
}

const rangeOf = (
  { since, until, run }: BaselineRequest,
  runs: readonly [number, number] | null,
  view: string,
): DriftRange => {
  refuseBackwards(since, until)
  if (run === null) return { runs: null, since, until }
  if (since !== null || until !== null) {
    throw new PintailError({
      code: 'bad_argument',
      message: 'a baseline is of a run or of a range of time, not of both',
      fix: `pintail baseline set ${view} --run ${run}`,
    })
  }
  if (runs === null || run < runs[0] || run > runs[1]) {
    throw new PintailError({
      code: 'unknown_name',
      message: `run ${run} brought no rows of ${view}`,
      fix: 'pintail list runs',
    })
  }
  return { runs: [run, run], since: null, until: null }
}

const pin = (room: DriftRoom, name: string, id: number): ListedBaseline => {
  room.registry.mustWrite()
  const view = viewNamed(room, name)
  const own = baselines(room.registry).filter((it) => it.view === view.view)
  const found = own.find((it) => it.id === id)
  if (!found) {
    throw new PintailError({
      code: 'unknown_name',
      message: `${view.view} has no baseline ${id}${own.length === 0 ? '' : `; it has ${own.map((it) => it.id).join(', ')}`}`,
      fix: own.length === 0 ? `pintail baseline set ${view.view}` : `pintail baseline list ${view.view}`,
    })
  }
  const members = membersIn(room.registry, id)
  const live = new Set(view.features.map((feature) => feature.id))
  const usable = members.filter((it) => live.has(it.feature))
  if (usable.length === 0) {
    throw new PintailError({
      code: 'unknown_version',
      message: `baseline ${id} is of versions that ${formatNamedVersion({ name: view.view, version: view.version })} does not have: ${namesOf(room, members).join(', ')}`,
      fix: `pintail baseline set ${view.view}   takes one of the versions it has`,
    })
  }
  room.registry.write(() => {
    pinMembers(room.registry, id, usable)
    settleStanding(room.registry, view.view)
  })
  return listed(room, found)
}

const namesOf = ({ registry }: DriftRoom, members: readonly MemberId[]): string[] => {
  const { features } = registry.state()
  return members.map(({ feature, member }) => {
    const found = features.get(feature)
    return formatPart({ feature: found ? columnOf(found) : `#${feature}`, category: member === '' ? null : member })
  })
}

const listed = (room: DriftRoom, it: RecordedBaseline): ListedBaseline => {
  const { registry } = room
  const members = membersIn(registry, it.id)
  const current = currentBaselines(registry)
  const { features } = registry.state()
  const isRetired = ({ feature }: MemberId): boolean => (features.get(feature)?.status ?? 'retired') === 'retired'
  return {
    id: it.id,
    view: it.view,
    origin: it.origin,
    taken: it.taken,
    range: it.range,
    rows: it.rows,
    features: namesOf(
      room,
      members.filter((member) => !isRetired(member)),
    ),
    retired: namesOf(room, members.filter(isRetired)),
    current: members.filter((member) => current.get(keyOf(member)) === it.id).length,
  }
}
