// What did runs find of drift? The newest report of each view as it was recorded, and the course of each score.
import { type DriftPoint, featureVerdict, type NullVerdict, type Verdict, verdicts } from '../../core/drift.ts'
import { isArray, isObject, type Json, type JsonObject } from '../../core/json.ts'
import type { Front } from './front.ts'

export interface DriftedBin {
  readonly label: string
  readonly baseline: number
  readonly current: number
}

export interface Drifted {
  /** `cardiac:age`. */
  readonly reference: string
  readonly view: string
  /** The worse of what its values say and what its nulls say. */
  readonly verdict: Verdict
  readonly kind: string
  readonly psi: number | null
  readonly moved: number | null
  readonly pValue: number | null
  readonly nullsBefore: number | null
  readonly nullsNow: number | null
  readonly nulls: NullVerdict
  readonly rowsBefore: number
  readonly rowsNow: number
  readonly newValues: readonly string[]
  readonly bins: readonly DriftedBin[]
  readonly note: string
  readonly course: readonly DriftPoint[]
}

export interface DriftedView {
  readonly view: string
  readonly verdict: Verdict
  readonly baseline: string
  readonly runs: string
}

export interface DriftRead {
  readonly views: readonly DriftedView[]
  /** The worst first. */
  readonly features: readonly Drifted[]
}

export const readDrift = (front: Pick<Front, 'recordedDrift' | 'driftCourses'>): DriftRead => {
  const reports = front.recordedDrift({ view: null, run: null })
  const features = reports.flatMap((report) => {
    const view = text(report.view)
    const courses = front.driftCourses(view)
    return listOf(report.features).map((it) => drifted(view, it, courses))
  })
  return {
    views: reports.map((report) => ({
      view: text(report.view),
      verdict: verdictOf(report.verdict),
      baseline: baselineText(report.baseline),
      runs: runsText(report.range),
    })),
    features: features.toSorted((a, b) => verdicts.indexOf(b.verdict) - verdicts.indexOf(a.verdict)),
  }
}

const drifted = (view: string, it: JsonObject, courses: ReadonlyMap<string, readonly DriftPoint[]>): Drifted => {
  const name = text(it.feature)
  return {
    reference: `${view}:${name}`,
    view,
    verdict: combined(it),
    kind: text(it.kind),
    psi: figure(it.psi),
    moved: figure(it.wasserstein_norm),
    pValue: figure(it.ks_pvalue) ?? figure(it.chi2_pvalue),
    nullsBefore: figure(it.null_share_baseline),
    nullsNow: figure(it.null_share_current),
    nulls: nullsOf(it),
    rowsBefore: figure(it.baseline_rows) ?? 0,
    rowsNow: figure(it.current_rows) ?? 0,
    newValues: isArray(it.new_values) ? it.new_values.map(String) : [],
    bins: listOf(it.bins).map((bin) => ({
      label: text(bin.label),
      baseline: figure(bin.baseline) ?? 0,
      current: figure(bin.current) ?? 0,
    })),
    note: text(it.note),
    course: courseOf(name, courses),
  }
}

/** Courses are named with the version, reports without where there is one. */
const courseOf = (name: string, courses: ReadonlyMap<string, readonly DriftPoint[]>): readonly DriftPoint[] => {
  const known = courses.get(name)
  if (known) return known
  const found = [...courses].findLast(([key]) => key.replace(/@\d+/, '') === name.replace(/@\d+/, ''))
  return found?.[1] ?? []
}

const text = (json: Json | undefined): string => (typeof json === 'string' ? json : '')

const figure = (json: Json | undefined): number | null =>
  typeof json === 'number' ? json : typeof json === 'bigint' ? Number(json) : null

const listOf = (json: Json | undefined): JsonObject[] => (isArray(json) ? json.filter(isObject) : [])

const verdictOf = (json: Json | undefined): Verdict => verdicts.find((it) => it === json) ?? 'empty'

const nullsOf = ({ null_share_verdict: it }: JsonObject): NullVerdict => (it === 'warn' || it === 'fail' ? it : 'ok')

const combined = (it: JsonObject): Verdict =>
  featureVerdict({ verdict: verdictOf(it.verdict), null_share_verdict: nullsOf(it) })

const baselineText = (json: Json | undefined): string =>
  isObject(json) ? `baseline ${figure(json.id) ?? '?'} (${text(json.origin)})` : 'no baseline'

const runsText = (range: Json | undefined): string => {
  if (!isObject(range) || !isArray(range.runs)) return ''
  const [first, last] = range.runs.map(String)
  return first === last ? `run ${first}` : `runs ${first} to ${last}`
}
