// What did the runs do? Each with its counts, its checks and its verdict of drift; one with all there is to know.

import { PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import { isArray, isObject, type Json } from '../core/json.ts'
import { didYouMean } from '../core/nearest.ts'
import { verdictsIn, worstIn } from '../core/run-detail.ts'
import type { RunRow, RunShown, RunsRequest } from '../core/watching.ts'
import { checkResultsOf, failedChecks } from '../registry/checks.ts'
import type { Registry } from '../registry/registry.ts'
import { type Run, runById, runs, secondsOf } from '../registry/runs.ts'

export const listedRuns = (registry: Registry, { view, kind, status, limit }: RunsRequest): RunRow[] => {
  const state = registry.state()
  const known = new Set([...state.views.values()].map((it) => it.view))
  if (view !== null && !known.has(view)) {
    const fix = didYouMean(view, known, 'pintail list views')
    throw new PintailError({ code: 'unknown_view', message: `there is no feature view "${view}"`, fix })
  }
  // What an ingest is about is a source.
  const sources = new Set([...state.rowSets.values()].filter((it) => it.view === view).map((it) => it.source))
  const concerns = (run: Run): boolean =>
    view === null || run.subject === view || run.subject === '' || (run.kind === 'ingest' && sources.has(run.subject))
  return runs(registry, 1_000_000)
    .filter(
      (run) => concerns(run) && (kind === null || run.kind === kind) && (status === null || run.status === status),
    )
    .slice(0, limit)
    .map((run) => rowOf(registry, run))
}

export const shownRun = (registry: Registry, id: number): RunShown => {
  const run = runById(registry, id)
  if (!run) throw new PintailError({ code: 'unknown_name', message: `there is no run ${id}`, fix: 'pintail runs' })
  const {
    inputs,
    files_read: read,
    rejected,
    rejected_before: before,
    phases,
    drift,
    late,
    notes,
    problem,
    restates: _restates,
    took: _took,
    ...detail
  } = run.detail
  return {
    ...rowOf(registry, run),
    late: Number(late ?? 0),
    inputs: isArray(inputs) ? inputs.map(String) : [],
    files_read: Number(read ?? 0),
    reasons: isArray(rejected) ? rejected.filter(isObject) : [],
    rejected_before: Number(before ?? 0),
    notes: isArray(notes) ? notes.map(String) : [],
    problem: problemIn(problem ?? null),
    checks: checkResultsOf(registry, id),
    verdicts: verdictsIn({ drift: drift ?? null }),
    phases: isObject(phases) ? phases : {},
    detail,
  }
}

const rowOf = (registry: Registry, run: Run): RunRow => {
  const { id, kind, subject, status, started, finished, rows, detail, error } = run
  return {
    run: id,
    kind,
    subject,
    status,
    started: formatInstant(started),
    finished: finished === null ? null : formatInstant(finished),
    seconds: secondsOf(run),
    read: rows.read,
    written: rows.written,
    late: Number(detail.late ?? 0),
    rejected: rows.rejected,
    skipped: rows.skipped,
    failed_checks: failedChecks(registry, id),
    drift: worstIn(detail),
    error: error === null ? null : (error.split('\n')[0] ?? error),
  }
}

const problemIn = (json: Json): RunShown['problem'] => {
  if (!isObject(json)) return null
  const { code, at, fix } = json
  const { file = null, line = null } = at !== undefined && isObject(at) ? at : {}
  return {
    code: String(code ?? ''),
    file: file === null ? null : String(file),
    line: typeof line === 'number' ? line : null,
    fix: typeof fix === 'string' ? fix : null,
  }
}
