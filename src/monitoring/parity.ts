// Does production see what training sees? Keys read online, and asked of the history as of the same instant and run.
import type { Micros } from '../core/clock.ts'
import type { VerifyReport, VerifyRequest } from '../core/parity.ts'
import { timed } from '../core/phases.ts'
import type { Value } from '../core/values.ts'
import type { Knowledge, TracedAnswer, Watched } from '../core/verbs.ts'
import type { Selected } from '../core/versions.ts'
import type { Group } from '../online/groups.ts'
import { isAsOfInstant } from '../online/raw.ts'
import { history } from '../registry/files.ts'
import { compare } from './parity-compare.ts'
import { sampledKeys } from './parity-keys.ts'
import { verifyReads } from './parity-reads.ts'
import { type ParityRoom, recordedParity, type Told, type Work } from './parity-run.ts'
import { comparable, lackingOf, type ServedView, servedViews } from './parity-served.ts'

export const verify = async (
  room: ParityRoom,
  request: VerifyRequest,
  watched: Watched = {},
): Promise<VerifyReport[]> => {
  const views = servedViews(room.registry.state(), request.views)
  if (request.reads) return verifyReads(room, request, watched)
  const reports: VerifyReport[] = []
  for (const served of views) {
    const at = room.registry.clock.now()
    reports.push(
      await recordedParity(room, served.view, at, watched, (work) =>
        verifyKeys({ room, served, request, watched, work, at }),
      ),
    )
  }
  return reports
}

interface OfView {
  readonly room: ParityRoom
  readonly served: ServedView
  readonly request: VerifyRequest
  readonly watched: Watched
  readonly work: Work
  readonly at: Micros
}

/** As many values are held in memory at once. */
const valuesAtOnce = 2_000_000

const verifyKeys = async (it: OfView): Promise<Told> => {
  const { room, served, request, watched, work, at } = it
  const { view } = served
  const { registry, online } = room
  const before = history(registry, view.rowSet.id)
  const { selected, notes } = comparable(served, before, registry.state().features)
  work.notes.push(...notes)
  const groups = online.groups().filter((group) => group.state === 'live' && group.rowSet === view.rowSet.id)
  watched.progress?.step(`${view.view}: choose keys`)
  const keys = await timed(work.phases, 'keys', () =>
    sampledKeys({ session: work.session, online, history: before, groups, at, most: request.sample }),
  )
  const known = new Map<number, Knowledge>()
  const atOnce = Math.max(1_000, Math.floor(valuesAtOnce / Math.max(1, selected.length)))
  for (let first = 0; selected.length > 0 && first < keys.length; first += atOnce) {
    await compareSome(it, selected, keys.slice(first, first + atOnce), known)
    watched.progress?.advance(Math.min(first + atOnce, keys.length), keys.length, 'keys')
  }
  const [one, ...others] = [...known.values()]
  const single =
    one !== undefined && others.every(({ until, lastRun }) => until === one.until && lastRun === one.lastRun)
  return { keys: keys.length, until: single ? one.until : null, lastRun: single ? one.lastRun : null }
}

const compareSome = async (
  { room, served, request, watched, work }: OfView,
  selected: readonly Selected[],
  keys: readonly (readonly Value[])[],
  known: Map<number, Knowledge>,
): Promise<void> => {
  const { view } = served
  const { registry, online } = room
  const entities = new Map(view.rowSet.keys.map(({ name }, i) => [name, keys.map((key) => key[i] ?? null)]))
  const traced = online.reader(selected).traced(entities)
  // Later than the read, so that all that online has read of it is there.
  const current = history(registry, view.rowSet.id)
  const groups = online.groups()
  const all = registry.state().features
  for (const { places, knowledge } of alike(traced)) {
    if (knowledge !== null) known.set(knowledge.group, knowledge)
    const some = places.flatMap((place) => selected[place] ?? [])
    const [first] = some
    if (first === undefined) continue
    await compare(
      {
        subject: { session: work.session, watched, view, history: current, all, selected: some },
        reads: readsOf(traced, places, keys),
        known: knowledge,
        landed: null,
        lacking: lackingOf(registry.state(), groups, first.feature),
        strict: request.strict,
        logged: false,
        held: (of) => heldBy(room, groups, knowledge, of),
      },
      work.tally,
    )
  }
}

interface Alike {
  readonly knowledge: Knowledge | null
  readonly places: readonly number[]
}

/** Features that one table answers; those that none does, each by itself, since each has its own reason. */
const alike = ({ selected, known }: Pick<TracedAnswer, 'selected' | 'known'>): Alike[] => {
  const places = Map.groupBy(selected.keys(), (place) => {
    const feature = selected[place]?.feature
    const windows = feature !== undefined && isAsOfInstant(feature)
    return `${known[place]?.group ?? `none ${feature?.id}`} ${windows}`
  })
  return [...places.values()].map((some) => ({ knowledge: known[some[0] ?? 0] ?? null, places: some }))
}

const readsOf = ({ at, answer }: TracedAnswer, places: readonly number[], keys: readonly (readonly Value[])[]) => {
  const columns = places.flatMap((place) => answer.features[place] ?? [])
  return keys.map((key, row) => ({
    key,
    read: at,
    values: columns.map(({ values }) => values[row] ?? null),
    statuses: columns.map(({ statuses }) => statuses[row] ?? 'NOT_FOUND'),
  }))
}

const heldBy = (
  { online }: ParityRoom,
  groups: readonly Group[],
  knowledge: Knowledge | null,
  keys: readonly (readonly Value[])[],
) => {
  const group = groups.find(({ id }) => id === knowledge?.group)
  return group === undefined ? [] : online.held(group, keys)
}
