// Have the values of features moved? A range of each view against its baseline: by default what the last ingest brought.
import { type DriftRange, type DriftRequest, featureVerdict, type ViewDrift } from '../core/drift.ts'
import { PintailError } from '../core/errors.ts'
import { readNamedVersion } from '../core/references.ts'
import type { Watched } from '../core/verbs.ts'
import type { ViewVersion } from '../core/versions.ts'
import { resolveView } from '../registry/resolve.ts'
import { type AtHand, type Compared, compareFrozen, fewOf } from './against-baseline.ts'
import { ensureBaselines } from './baseline.ts'
import { type Comparing, type Named, reportOf } from './comparing.ts'
import { membersOf, type WatchedMember } from './members.ts'
import { baselines, currentBaselines, keyOf, recordReport } from './memory.ts'
import { type Share, sharesOf } from './population.ts'
import { byKind, type DriftRoom, refuseBackwards, runsIn } from './room.ts'
import { segmentsOf } from './segments.ts'
import { whyBroken } from './take-baseline.ts'

/** A report a view; with `segment` one for each of its values. What the last ingest brought is recorded with its run. */
export const drift = async (room: DriftRoom, request: DriftRequest, watched: Watched = {}): Promise<ViewDrift[]> => {
  refuseBackwards(request.since, request.until)
  const views = viewsOf(room, request.views)
  if (!room.registry.fixed) await ensureBaselines(room, views, null, watched)
  const reports: ViewDrift[] = []
  for (const view of views) reports.push(...(await driftOf(room, view, request, watched)))
  return reports
}

const viewsOf = ({ registry }: DriftRoom, names: readonly string[]): ViewVersion[] => {
  const state = registry.state()
  if (names.length === 0) return [...state.current.views.values()]
  return names.map((text) => {
    const named = readNamedVersion(text)
    if (named) return resolveView(state, named.name, named.version)
    throw new PintailError({
      code: 'bad_reference',
      message: `"${text}" is not the name of a feature view`,
      fix: 'write a view, or a version of it: cardiac, cardiac@2   pintail list views',
    })
  })
}

const driftOf = async (
  room: DriftRoom,
  view: ViewVersion,
  request: DriftRequest,
  watched: Watched,
): Promise<ViewDrift[]> => {
  const history = room.historyOf(view)
  const runs = runsIn(history)
  const range = rangeOf(request, runs)
  const found = view.features.map(membersOf)
  const members = found.flatMap((it) => it.members)
  const named = namedFor(room, members)
  const notes = [
    ...found.flatMap(({ note }) => note ?? []),
    ...statusNotes(view),
    ...(runs === null ? ['nothing is ingested: pintail ingest'] : sameNotes(range, named)),
  ]
  const session = await room.store.session(watched.signal)
  const it: Comparing = { room, session, view, history, range, members, named, request, watched }
  try {
    if (request.segment !== null) return await segmentsOf(it, request.segment, notes)
    const compared: Compared[] = []
    const written: AtHand['written'] = new Map()
    for (const { features, population } of await shares(it)) {
      if (typeof population !== 'string') notes.push(...population.notes)
      const own = members.filter((each) => features.includes(each.feature))
      const few = await fewOf(session, population, own)
      const atHand = { room, session, population, few, written }
      for (const member of own) {
        watched.progress?.step(`${view.view}: drift of ${member.name}`)
        const baseline = named.of.get(keyOf({ feature: member.feature.id, member: member.member })) ?? null
        compared.push(await compareFrozen(atHand, member, baseline))
      }
    }
    const report = reportOf(it, compared, null, notes)
    record(it, report, compared)
    return [report]
  } finally {
    session.close()
  }
}

const rangeOf = ({ since, until }: DriftRequest, runs: readonly [number, number] | null): DriftRange =>
  since !== null || until !== null || runs === null
    ? { runs: null, since, until }
    : { runs: [runs[1], runs[1]], since: null, until: null }

const namedFor = ({ registry }: DriftRoom, members: readonly WatchedMember[]): Named => {
  const of = currentBaselines(registry)
  const counts = new Map<number, number>()
  for (const { feature, member } of members) {
    const id = of.get(keyOf({ feature: feature.id, member }))
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  const [first] = [...counts].sort(([a, n], [b, m]) => m - n || b - a)
  return { of, main: baselines(registry).find((it) => it.id === first?.[0]) ?? null }
}

const statusNotes = ({ view, version, status }: ViewVersion): string[] =>
  status === 'retired' ? [`${view}@${version} is retired: nothing is ingested into it any more`] : []

const sameNotes = ({ runs }: DriftRange, { main }: Named): string[] => {
  const then = main?.range.runs
  const same = runs && then && runs[0] >= then[0] && runs[1] <= then[1]
  return same ? ['nothing was ingested since the baseline was taken: it is compared with its own rows'] : []
}

const shares = async ({ room, session, view, history, range, watched }: Comparing): Promise<Share[]> => {
  const { features: all } = room.registry.state()
  const found: Share[] = []
  for (const features of byKind(view.features))
    found.push(...(await sharesOf(session, { history, features, all, range, name: 'now' }, whyBroken, watched)))
  return found
}

/** Only what anyone would find at that run, of rows that are not those of the baselines themselves. */
const record = ({ room, range, request, view }: Comparing, report: ViewDrift, compared: readonly Compared[]): void => {
  const run = range.runs?.[1]
  const usual = request.profile === 'pintail' && view.status === 'current'
  if (run === undefined || !usual || room.registry.fixed || isOfItsBaselines(room, view)) return
  recordReport(
    room.registry,
    run,
    report,
    report.features.flatMap((it, i) => {
      const { member, baseline } = compared[i] ?? {}
      if (!member) return []
      return [
        {
          feature: member.feature.id,
          member: member.member,
          baseline: baseline ?? null,
          verdict: featureVerdict(it),
          psi: it.psi,
          wasserstein_norm: it.wasserstein_norm,
          null_share_current: it.null_share_current,
        },
      ]
    }),
  )
}

/** Whether one run brought all rows there are, and every feature has a baseline of just these. */
export const isOfItsBaselines = (room: DriftRoom, view: ViewVersion): boolean => {
  const runs = runsIn(room.historyOf(view))
  if (runs === null || runs[0] !== runs[1]) return false
  const whole = new Set(baselines(room.registry).flatMap(({ id, range }) => (holds(range, runs[0]) ? [id] : [])))
  const of = currentBaselines(room.registry)
  const members = view.features.flatMap((feature) => membersOf(feature).members)
  return members.every(({ feature, member }) => whole.has(of.get(keyOf({ feature: feature.id, member })) ?? -1))
}

const holds = ({ runs }: DriftRange, run: number): boolean => runs !== null && runs[0] <= run && run <= runs[1]
