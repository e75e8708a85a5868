// Why may a run not hold? Each check that stops it, how many rows do not pass, and up to ten of them.
import { type CheckResult, stops } from '../core/checks.ts'
import { PintailError, type Problem } from '../core/errors.ts'
import { canonicalJson, type JsonObject } from '../core/json.ts'

export const refusalOf = (run: number, checks: readonly CheckResult[]): PintailError | null => {
  const [first, ...others] = checks.filter(stops).map((check) => problemOf(run, check))
  return first === undefined ? null : new PintailError(first, others)
}

const problemOf = (run: number, { view, feature, check, outcome, wanted, found, examples }: CheckResult): Problem => {
  const of = feature === null ? view : `${view}:${feature}`
  const what = outcome === 'broken' ? `cannot be checked (${wanted})` : `is not as wanted (${wanted})`
  const rows = examples.map((row) => `\n       ${rowText(row)}`).join('')
  return {
    code: 'check_failed',
    message: `${check}: ${of} ${what}: ${found}; nothing was written${rows}`,
    fix: `mend the rows, or the check in the definition of ${of}   pintail runs show ${run}`,
  }
}

/** `id 7, event_time 2026-01-01T00:00:00Z, x 130`. */
export const rowText = (row: JsonObject): string =>
  Object.entries(row)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : canonicalJson(value)}`)
    .join(', ')
