// Which baselines are there, and what was found when values were compared with them? The tables of the registry.
import { type BaselineBody, storedBaseline, storedRange } from '../core/baselines.ts'
import type { Micros } from '../core/clock.ts'
import {
  type BaselineName,
  baselineOrigins,
  type DriftPoint,
  plainDrift,
  type ViewDrift,
  verdicts,
} from '../core/drift.ts'
import { canonicalJson } from '../core/json.ts'
import { plainOf } from '../core/plain.ts'
import { readStored } from '../core/stored.ts'
import type { Registry } from '../registry/registry.ts'

export interface RecordedBaseline extends BaselineName {
  readonly view: string
  readonly rows: number
}

/** A feature version and, of one with categories, the one meant. */
export interface MemberId {
  readonly feature: number
  readonly member: string
}

export const keyOf = ({ feature, member }: MemberId): string => `${feature} ${member}`

interface BaselineRow {
  readonly id: bigint
  readonly view: string
  readonly taken: bigint
  readonly origin: string
  readonly range: string
  readonly rows: bigint
}

const baselineOf = (row: BaselineRow): RecordedBaseline => ({
  id: Number(row.id),
  view: row.view,
  taken: row.taken,
  origin: baselineOrigins.find((it) => it === row.origin) ?? 'set',
  range: readStored(storedRange, row.range, `baseline ${row.id}`),
  rows: Number(row.rows),
})

/** Oldest first. */
export const baselines = ({ database }: Registry): RecordedBaseline[] =>
  database.prepare<unknown[], BaselineRow>('SELECT * FROM baselines ORDER BY id').all().map(baselineOf)

/** Its features and their members. */
export const membersIn = ({ database }: Registry, baseline: number): MemberId[] =>
  database
    .prepare<unknown[], { id: bigint; member: string }>(
      'SELECT feature_version AS id, member FROM baseline_features WHERE baseline = ? ORDER BY 1, 2',
    )
    .all(baseline)
    .map((row) => ({ feature: Number(row.id), member: row.member }))

/** Which baseline each member is compared with, by {@link keyOf}. */
export const currentBaselines = ({ database }: Registry): Map<string, number> =>
  new Map(
    database
      .prepare<unknown[], { id: bigint; member: string; baseline: bigint }>(
        'SELECT feature_version AS id, member, baseline FROM current_baselines',
      )
      .all()
      .map((row) => [keyOf({ feature: Number(row.id), member: row.member }), Number(row.baseline)]),
  )

export const bodyOf = (
  { database }: Registry,
  baseline: number,
  { feature, member }: MemberId,
): BaselineBody | null => {
  const body = database
    .prepare<unknown[], string>(
      'SELECT body FROM baseline_features WHERE baseline = ? AND feature_version = ? AND member = ?',
    )
    .pluck()
    .get(baseline, feature, member)
  return body === undefined ? null : readStored(storedBaseline, body, `baseline ${baseline}`)
}

export interface NewBaseline extends Omit<RecordedBaseline, 'id' | 'taken'> {
  readonly members: readonly (MemberId & { readonly body: BaselineBody })[]
}

/** Records a baseline and makes it current for its members; `settle` puts its files in place: both happen or none. */
export const recordBaseline = (registry: Registry, it: NewBaseline, settle: (id: number) => void): RecordedBaseline =>
  registry.write(() => {
    const { database, clock } = registry
    const taken = clock.now()
    const id = Number(
      database
        .prepare('INSERT INTO baselines (view, taken, origin, range, rows) VALUES (?, ?, ?, ?, ?)')
        .run(it.view, taken, it.origin, canonicalJson(plainOf(it.range)), it.rows).lastInsertRowid,
    )
    const add = database.prepare(
      'INSERT INTO baseline_features (baseline, feature_version, member, body) VALUES (?, ?, ?, ?)',
    )
    for (const { feature, member, body } of it.members) add.run(id, feature, member, canonicalJson(plainOf(body)))
    pinMembers(registry, id, it.members)
    settle(id)
    return { id, taken, view: it.view, origin: it.origin, range: it.range, rows: it.rows }
  })

/** Compares members with a baseline from now on; for use inside a transaction. */
export const pinMembers = ({ database }: Registry, baseline: number, members: readonly MemberId[]): void => {
  const pin = database.prepare(
    'INSERT OR REPLACE INTO current_baselines (feature_version, member, baseline) VALUES (?, ?, ?)',
  )
  for (const { feature, member } of members) pin.run(feature, member, baseline)
}

export type Scored = MemberId & Omit<DriftPoint, 'run' | 'at'>

/** Keeps a report with its run; one made again takes the place of the last. */
export const recordReport = (registry: Registry, run: number, report: ViewDrift, scores: readonly Scored[]): void =>
  registry.write(() => {
    const { database, clock } = registry
    database.prepare('DELETE FROM drift_reports WHERE run = ? AND view = ?').run(run, report.view)
    const id = database
      .prepare('INSERT INTO drift_reports (run, view, taken, verdict, body) VALUES (?, ?, ?, ?, ?)')
      .run(run, report.view, clock.now(), report.verdict, canonicalJson(plainOf(plainDrift(report)))).lastInsertRowid
    const add = database.prepare('INSERT INTO drift_scores VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    for (const it of scores)
      add.run(id, it.feature, it.member, it.baseline, it.verdict, it.psi, it.wasserstein_norm, it.null_share_current)
  })

interface PointRow {
  readonly run: bigint
  readonly taken: Micros
  readonly baseline: bigint | null
  readonly verdict: string
  readonly psi: number | null
  readonly wasserstein_norm: number | null
  readonly null_share: number | null
}

/** The course of a feature's scores, oldest run first. */
export const driftCourse = ({ database }: Registry, { feature, member }: MemberId): DriftPoint[] =>
  database
    .prepare<unknown[], PointRow>(
      `SELECT run, taken, scores.* FROM drift_scores AS scores JOIN drift_reports AS reports ON reports.id = scores.report
       WHERE feature_version = ? AND member = ? ORDER BY run`,
    )
    .all(feature, member)
    .map((row) => ({
      run: Number(row.run),
      at: row.taken,
      baseline: row.baseline === null ? null : Number(row.baseline),
      verdict: verdicts.find((it) => it === row.verdict) ?? 'empty',
      psi: row.psi,
      wasserstein_norm: row.wasserstein_norm,
      null_share_current: row.null_share,
    }))

/** What was found at a run, a view each: the verdict, and the report as it was written. */
export const reportsOf = ({ database }: Registry, run: number): { view: string; verdict: string; body: string }[] =>
  database
    .prepare<unknown[], { view: string; verdict: string; body: string }>(
      'SELECT view, verdict, body FROM drift_reports WHERE run = ? ORDER BY view',
    )
    .all(run)
