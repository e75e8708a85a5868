// Which baselines are there, and what was found when values were compared with them? The tables of the registry.
import { createHash } from 'node:crypto'
import { type BaselineBody, storedBaseline, storedRange } from '../core/baselines.ts'
import type { Micros } from '../core/clock.ts'
import {
  type BaselineName,
  type BaselineOrigin,
  type DriftPoint,
  type DriftRange,
  plainDrift,
  type ViewDrift,
  verdicts,
} from '../core/drift.ts'
import { canonicalJson } from '../core/json.ts'
import { plainOf } from '../core/plain.ts'
import { readStored } from '../core/stored.ts'
import type { Registry } from '../registry/registry.ts'
import { render } from '../sql/render.ts'

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

const baselineOf = (row: BaselineRow): RecordedBaseline => {
  const range = readStored(storedRange, row.range, `baseline ${row.id}`)
  return {
    id: Number(row.id),
    view: row.view,
    taken: row.taken,
    origin: originOf(row.origin, range),
    range,
    rows: Number(row.rows),
  }
}

/** As the registry has it: the range tells the rest. */
export type TakenFor = Exclude<BaselineOrigin, 'first computed'>

const originOf = (stored: string, { runs }: DriftRange): BaselineOrigin =>
  stored !== 'first ingest' ? 'set' : runs !== null && runs[0] < runs[1] ? 'first computed' : stored

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

/** Of one of them. */
export const baselineInUse = ({ database }: Registry, { feature, member }: MemberId): number | null => {
  const id = database
    .prepare<unknown[], bigint>('SELECT baseline FROM current_baselines WHERE feature_version = ? AND member = ?')
    .pluck()
    .get(feature, member)
  return id === undefined ? null : Number(id)
}

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

export interface NewBaseline extends Omit<RecordedBaseline, 'id' | 'taken' | 'origin'> {
  readonly origin: TakenFor
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
    const { view, range, rows } = it
    return { id, taken, view, origin: originOf(it.origin, range), range, rows }
  })

/** Compares members with a baseline from now on; for use inside a transaction. */
export const pinMembers = ({ database }: Registry, baseline: number, members: readonly MemberId[]): void => {
  const pin = database.prepare(
    'INSERT OR REPLACE INTO current_baselines (feature_version, member, baseline) VALUES (?, ?, ?)',
  )
  for (const { feature, member } of members) pin.run(feature, member, baseline)
}

/** After a pin: a run that was compared with it before stands as it was found then. */
export const settleStanding = ({ database }: Registry, view: string): void => {
  database.prepare(render('registry/settle-standing')).run({ view })
}

export type Scored = MemberId & Omit<DriftPoint, 'run' | 'at'>

/** Keeps a report with its run, beside those against other baselines: what was found of them stays. */
export const recordReport = (registry: Registry, run: number, report: ViewDrift, scores: readonly Scored[]): void =>
  registry.write(() => {
    const { database, clock } = registry
    const { view, verdict } = report
    const finding = findingOf(scores)
    database
      .prepare('UPDATE drift_reports SET standing = finding = ? WHERE run = ? AND view = ?')
      .run(finding, run, view)
    const { changes, lastInsertRowid: id } = database
      .prepare(
        `INSERT INTO drift_reports (run, view, finding, standing, taken, verdict, body) VALUES (?, ?, ?, 1, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
      )
      .run(run, view, finding, clock.now(), verdict, canonicalJson(plainOf(plainDrift(report))))
    if (changes === 0) return
    const add = database.prepare('INSERT INTO drift_scores VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    for (const it of scores)
      add.run(id, it.feature, it.member, it.baseline, it.verdict, it.psi, it.wasserstein_norm, it.null_share_current)
  })

const findingOf = (scores: readonly Scored[]): string => {
  const hash = createHash('sha256')
  for (const { feature, member, baseline, verdict } of scores)
    hash.update(`${feature} ${baseline} ${verdict} ${member}\n`)
  return hash.digest('hex')
}

interface PointRow {
  readonly run: bigint
  readonly at: Micros
  readonly baseline: bigint | null
  readonly verdict: string
  readonly psi: number | null
  readonly wasserstein_norm: number | null
  readonly null_share: number | null
}

/** The course of a feature's scores, oldest run first; of one run a point for each baseline, the one in use last. */
export const driftCourse = ({ database }: Registry, { feature, member }: MemberId): DriftPoint[] =>
  database
    .prepare<unknown[], PointRow>(render('registry/drift-course'))
    .all({ feature, member })
    .map((row) => ({
      run: Number(row.run),
      at: row.at,
      baseline: row.baseline === null ? null : Number(row.baseline),
      verdict: verdicts.find((it) => it === row.verdict) ?? 'empty',
      psi: row.psi,
      wasserstein_norm: row.wasserstein_norm,
      null_share_current: row.null_share,
    }))

/** What was found at a run when it was at work, a view each: the verdict, and the report as it was written. */
export const reportsOf = ({ database }: Registry, run: number): { view: string; verdict: string; body: string }[] =>
  database
    .prepare<unknown[], { view: string; verdict: string; body: string }>(
      `SELECT view, verdict, body FROM drift_reports
       WHERE id IN (SELECT min(id) FROM drift_reports WHERE run = ? GROUP BY view) ORDER BY view`,
    )
    .all(run)
