// What did runs find of drift? A row a feature for a table, and of one feature all that its newest report says.
import type { Micros } from '../../core/clock.ts'
import type { DriftStanding, FeatureReport, ReportedFeature } from '../../core/courses.ts'
import { type DriftPoint, featureVerdict, type NullVerdict, type Verdict, verdicts } from '../../core/drift.ts'
import { isArray, isObject, type Json, type JsonObject } from '../../core/json.ts'
import type { FeatureType } from '../../core/values.ts'
import type { Front } from './front.ts'

/** A row of the table. */
export interface Drifted {
  /** `cardiac:age`. */
  readonly reference: string
  readonly view: string
  /** The worse of what its values say and what its nulls say. */
  readonly verdict: Verdict
  readonly kind: string
  readonly psi: number | null
  readonly moved: number | null
  readonly nullsBefore: number | null
  readonly nullsNow: number | null
  readonly nulls: NullVerdict
  readonly rowsNow: number
  /** Of the runs up to the newest; null where the baseline became another. */
  readonly course: readonly (Verdict | null)[]
}

export interface DriftRead {
  /** The worst first. */
  readonly features: readonly Drifted[]
}

export const readDrift = async (front: Pick<Front, 'driftStandings'>, signal: AbortSignal): Promise<DriftRead> => {
  const features = (await front.driftStandings({ signal })).map(drifted)
  return { features: features.toSorted(worseFirst) }
}

/** What cannot move comes last: nobody looks for it. */
const ranks: Readonly<Record<Verdict, number>> = { fail: 0, warn: 1, insufficient: 2, ok: 3, constant: 4, empty: 5 }

type Ranked = Pick<Drifted, 'verdict' | 'psi' | 'moved'>

const worseFirst = (a: Ranked, b: Ranked): number =>
  ranks[a.verdict] - ranks[b.verdict] || (isBad(a) ? farthest(b) - farthest(a) : 0)

const isBad = ({ verdict }: Ranked): boolean => verdict === 'fail' || verdict === 'warn'

const farthest = ({ psi, moved }: Ranked): number => Math.max(psi ?? 0, moved ?? 0)

const drifted = (it: DriftStanding): Drifted => {
  const verdict = featureVerdict({ verdict: it.verdict, null_share_verdict: it.nulls })
  const course = [...it.letters].map((letter) =>
    letter === '|' ? null : (verdicts.find((known) => known.startsWith(letter)) ?? 'empty'),
  )
  return {
    reference: `${it.view}:${it.feature}`,
    view: it.view,
    verdict,
    kind: it.kind,
    psi: it.psi,
    moved: it.wasserstein_norm,
    nullsBefore: it.null_share_baseline,
    nullsNow: it.null_share_current,
    nulls: it.nulls,
    rowsNow: it.current_rows,
    // What scores tell of a run are its values; of the newest its nulls are known too.
    course: course.length === 0 ? [verdict] : course.with(-1, verdict),
  }
}

export interface DriftedBin {
  readonly label: string
  readonly baseline: number
  readonly current: number
}

/** What the newest report says of a feature, or of one of its categories. */
export interface DriftDetail {
  readonly reference: string
  readonly verdict: Verdict
  readonly type: FeatureType
  readonly psi: number | null
  readonly moved: number | null
  readonly nullsBefore: number | null
  readonly nullsNow: number | null
  readonly nulls: NullVerdict
  /** Of the test, before it is adjusted for all features of the run. */
  readonly pValue: number | null
  readonly rowsBefore: number
  readonly rowsNow: number
  readonly nonFiniteBefore: number
  readonly nonFiniteNow: number
  readonly newValues: readonly string[]
  readonly lostValues: readonly string[]
  readonly bins: readonly DriftedBin[]
  readonly note: string
  readonly baseline: ReportedFeature['baseline']
  readonly inUse: number | null
  readonly course: readonly DriftPoint[]
}

export interface DriftedRead {
  readonly run: number
  readonly at: Micros
  /** One, or one each category; none: no run has compared it. */
  readonly features: readonly DriftDetail[]
}

export const readDrifted = (front: Pick<Front, 'recordedDriftOf'>, reference: string): DriftedRead => {
  const report = front.recordedDriftOf(reference)
  if (report === null) return { run: 0, at: 0n, features: [] }
  return { run: report.run, at: report.at, features: report.features.map((it) => detailed(report, it)) }
}

const detailed = ({ view, type }: FeatureReport, { said, baseline, inUse, course }: ReportedFeature): DriftDetail => ({
  reference: `${view}:${text(said.feature)}`,
  verdict: featureVerdict({ verdict: verdictOf(said.verdict), null_share_verdict: nullsOf(said) }),
  type,
  psi: figure(said.psi),
  moved: figure(said.wasserstein_norm),
  nullsBefore: figure(said.null_share_baseline),
  nullsNow: figure(said.null_share_current),
  nulls: nullsOf(said),
  pValue: figure(said.ks_pvalue) ?? figure(said.chi2_pvalue),
  rowsBefore: figure(said.baseline_rows) ?? 0,
  rowsNow: figure(said.current_rows) ?? 0,
  nonFiniteBefore: figure(said.non_finite_baseline) ?? 0,
  nonFiniteNow: figure(said.non_finite_current) ?? 0,
  newValues: textsOf(said.new_values),
  lostValues: textsOf(said.lost_values),
  bins: listOf(said.bins).map((bin) => ({
    label: text(bin.label),
    baseline: figure(bin.baseline) ?? 0,
    current: figure(bin.current) ?? 0,
  })),
  note: text(said.note),
  baseline,
  inUse,
  course,
})

const text = (json: Json | undefined): string => (typeof json === 'string' ? json : '')

const textsOf = (json: Json | undefined): string[] => (isArray(json) ? json.map(String) : [])

const figure = (json: Json | undefined): number | null =>
  typeof json === 'number' ? json : typeof json === 'bigint' ? Number(json) : null

const listOf = (json: Json | undefined): JsonObject[] => (isArray(json) ? json.filter(isObject) : [])

const verdictOf = (json: Json | undefined): Verdict => verdicts.find((it) => it === json) ?? 'empty'

const nullsOf = ({ null_share_verdict: it }: JsonObject): NullVerdict => (it === 'warn' || it === 'fail' ? it : 'ok')
