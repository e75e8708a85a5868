// What came of the checks, as each run recorded it? Reads no definition: what only reads loads no schema.
import type { CheckResult } from '../core/checks.ts'
import { canonicalJson, isArray, isObject, type Json, readJson } from '../core/json.ts'
import { plainOf } from '../core/plain.ts'
import { render } from '../sql/render.ts'
import type { Registry } from './registry.ts'

/** For use inside a transaction of the caller. */
export const insertCheckResults = ({ database }: Registry, run: number, results: readonly CheckResult[]): void => {
  const insert = database.prepare(
    `INSERT INTO check_results (run, view, feature, member, name, severity, outcome, body)
     VALUES (?, ?, ?, '', ?, ?, ?, ?)`,
  )
  for (const { view, feature, check, severity, outcome, ...body } of results)
    insert.run(run, view, feature, check, severity, outcome, canonicalJson(plainOf(body)))
}

interface Row {
  readonly view: string
  readonly feature: string | null
  readonly name: CheckResult['check']
  readonly severity: CheckResult['severity']
  readonly outcome: CheckResult['outcome']
  readonly body: string
}

/** What the checks of a run found, in the order they were made; without a view, of all. */
export const checkResultsOf = ({ database }: Registry, run: number, view: string | null = null): CheckResult[] =>
  database
    .prepare<unknown[], Row>(
      `SELECT * FROM check_results WHERE run = ? ${view === null ? '' : 'AND view = ?'} ORDER BY id`,
    )
    .all(...(view === null ? [run] : [run, view]))
    .map(({ view, feature, name, severity, outcome, body }) => {
      const json = readJson(body)
      const { wanted, found, rows, failing, examples, runs } = isObject(json) ? json : {}
      return {
        view,
        feature,
        check: name,
        severity,
        outcome,
        wanted: String(wanted ?? ''),
        found: String(found ?? ''),
        rows: Number(rows ?? 0),
        failing: failing == null ? null : Number(failing),
        examples: isArray(examples) ? examples.filter(isObject) : [],
        ...(runs === undefined ? {} : { runs: runsIn(runs) }),
      }
    })

const runsIn = (json: Json): readonly [number, number] | null =>
  isArray(json) ? [Number(json[0] ?? 0), Number(json[1] ?? 0)] : null

/** How many checks of a run did not pass. */
export const failedChecks = ({ database }: Registry, run: number): number =>
  Number(
    database
      .prepare<unknown[], bigint>("SELECT count(*) FROM check_results WHERE run = ? AND outcome <> 'passed'")
      .pluck()
      .get(run) ?? 0n,
  )

/** How many passed, and how many did not, by their severity. */
export interface CheckCounts {
  readonly passed: number
  readonly warn: number
  readonly fail: number
}

/** By run, from one on to another; those that made none are left out. */
export const checkCountsFrom = (
  { database }: Registry,
  run: number,
  last = Number.MAX_SAFE_INTEGER,
): ReadonlyMap<number, CheckCounts> =>
  new Map(
    database
      .prepare<unknown[], { run: bigint; passed: bigint; warn: bigint; fail: bigint }>(render('registry/run-checks'))
      .all({ run, last })
      .map((it) => [Number(it.run), { passed: Number(it.passed), warn: Number(it.warn), fail: Number(it.fail) }]),
  )
