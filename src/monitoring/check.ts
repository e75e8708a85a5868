// Do the checks hold of all that answers today? Made on demand, and recorded as a run where runs can be recorded.
import { type CheckReport, type CheckRequest, type CheckResult, stops } from '../core/checks.ts'
import { PintailError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Watched } from '../core/verbs.ts'
import type { ViewVersion } from '../core/versions.ts'
import type { Session } from '../offline/offline-store.ts'
import { insertCheckResults } from '../registry/checks.ts'
import { declaredChecks } from '../registry/declared-checks.ts'
import { beginRun, endRun, failRun, noRows } from '../registry/runs.ts'
import { brokenChecks, checkRows, hasChecks } from './check-rows.ts'
import { answeringIn, newestIn } from './looked-at.ts'
import { byKind, type DriftRoom, runsIn } from './room.ts'

export const check = async (room: DriftRoom, request: CheckRequest, watched: Watched): Promise<CheckReport> => {
  const { registry } = room
  const views = viewsNamed(room, request.views)
  const checked = views.filter(({ view }) => hasChecks(declaredChecks(registry, view)))
  const notes =
    request.views.length === 0
      ? []
      : views
          .filter((it) => !checked.includes(it))
          .map(({ view }) => `${view} has no checks   pintail check --suggest ${view}`)
  if (checked.length === 0) return { run: null, results: [], notes }
  const run = registry.fixed
    ? null
    : beginRun(registry, 'check', request.views.length === 1 ? (views[0]?.view ?? '') : '')
  const session = await room.store.session(watched.signal)
  try {
    const results: CheckResult[] = []
    for (const view of checked) {
      const found = await checkView(room, session, view, watched, notes)
      results.push(...found.map((it) => ({ ...it, runs: null })))
    }
    if (run !== null) record(room, run, results)
    return { run, results, notes }
  } catch (cause) {
    if (run !== null) failRun(registry, run, cause)
    throw cause
  } finally {
    session.close()
  }
}

const record = ({ registry }: DriftRoom, run: number, results: readonly CheckResult[]): void =>
  registry.write(() => {
    insertCheckResults(registry, run, results)
    const failed = results.filter(stops).length
    endRun(registry, run, 'done', { rows: noRows, detail: { checks: results.length, failed } }, null)
  })

export const viewsNamed = ({ registry }: DriftRoom, names: readonly string[]): ViewVersion[] => {
  const { views } = registry.state().current
  if (names.length === 0) return [...views.values()]
  return names.map((name) => {
    const view = views.get(name)
    if (view) return view
    throw new PintailError({
      code: 'unknown_view',
      message: `there is no feature view "${name}"`,
      fix: didYouMean(name, views.keys(), 'pintail list views'),
    })
  })
}

const checkView = async (
  room: DriftRoom,
  session: Session,
  view: ViewVersion,
  watched: Watched,
  notes: string[],
): Promise<CheckResult[]> => {
  const { registry } = room
  const history = room.historyOf(view)
  const runs = runsIn(history)
  watched.progress?.step(`${view.view}: checks`)
  if (runs === null) {
    notes.push(`${view.view}: nothing is ingested   pintail ingest ${view.view}`)
    return []
  }
  const [features = []] = byKind(view.features)
  try {
    const looking = { history, features, all: registry.state().features, runs, name: `check_${view.id}` }
    const seen = await answeringIn(session, looking, watched)
    if (seen === null) return []
    notes.push(...seen.notes.map((note) => `${view.view}: ${note}`))
    return await checkRows({ session, registry, rowSet: view.rowSet, seen, newest: newestIn(history) }, view, null)
  } catch (cause) {
    return brokenChecks(registry, view, null, cause)
  }
}
