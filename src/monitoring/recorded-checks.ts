// What did checks find? Results as runs recorded them; no engine is asked.
import type { CheckResult } from '../core/checks.ts'
import { checkResultsOf } from '../registry/checks.ts'
import type { Registry } from '../registry/registry.ts'
import { render } from '../sql/render.ts'
import { askedViews, type RecordedRequest } from './recorded-drift.ts'

export interface RecordedChecksRequest extends RecordedRequest {
  /** Of what ingests brought, or of all that answers; without, of either. */
  readonly kind?: 'ingest' | 'check'
}

export interface RecordedChecks {
  readonly view: string
  readonly run: number
  readonly results: readonly CheckResult[]
}

/** Of each view those of the newest run (of a kind) that made some, or of the run that is asked for. */
export const recordedChecks = (registry: Registry, request: RecordedChecksRequest): RecordedChecks[] => {
  const newest = registry.database.prepare<unknown[], bigint | null>(render('registry/newest-checks')).pluck()
  return askedViews(registry, request.view).flatMap((view) => {
    const run = request.run ?? newest.get({ view, kind: request.kind ?? null }) ?? null
    if (run === null) return []
    const results = checkResultsOf(registry, Number(run), view)
    return results.length === 0 ? [] : [{ view, run: Number(run), results }]
  })
}
