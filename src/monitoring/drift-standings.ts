// Where does every feature stand? Of each view the newest report's verdicts and scores, and how the verdicts were before;
// and of one feature all that its report says.
import { setImmediate as pause } from 'node:timers/promises'
import { elapsed, type Micros } from '../core/clock.ts'
import type { DriftStanding, FeatureReport, ReportedFeature } from '../core/courses.ts'
import { type NullVerdict, type Verdict, verdicts } from '../core/drift.ts'
import { isObject, readJson } from '../core/json.ts'
import { formatPart, readPart } from '../core/references.ts'
import type { Watched } from '../core/verbs.ts'
import type { Registry } from '../registry/registry.ts'
import { thingNamed } from '../registry/thing.ts'
import { render } from '../sql/render.ts'
import { baselineInUse, baselines, driftCourse } from './memory.ts'

/** How many reports have a letter. */
const mostLetters = 24

/** How many points a course has. */
const mostPoints = 60

/** Milliseconds without a pause, in which a key press is answered. */
const longestWork = 5

export const driftStandings = async (registry: Registry, { signal }: Watched = {}): Promise<DriftStanding[]> => {
  const { database } = registry
  const newest = database.prepare<unknown[], { view: string; run: bigint }>(render('registry/newest-drift-runs')).all()
  const read = standingsOfView(registry)
  const found: DriftStanding[] = []
  let rested = elapsed()
  for (const { view, run } of newest) {
    if (elapsed() - rested > longestWork) {
      await pause()
      signal?.throwIfAborted()
      rested = elapsed()
    }
    for (const it of read(view, run)) found.push(it)
  }
  return found
}

const standingsOfView = ({ database }: Registry) => {
  const says = database.prepare<unknown[], string>(render('registry/drift-standings')).pluck()
  const marks = database.prepare<unknown[], { feature: string; member: string; letters: string }>(
    render('registry/drift-marks'),
  )
  return (view: string, run: bigint): DriftStanding[] => {
    const letters = new Map(
      marks.all({ view, run, limit: mostLetters }).map((row) => [nameOf(row.feature, row.member), row.letters]),
    )
    return says.all({ view, run }).flatMap((text) => {
      const said: unknown = JSON.parse(text)
      return Array.isArray(said) ? [standing(view, Number(run), said, letters)] : []
    })
  }
}

const standing = (
  view: string,
  run: number,
  said: readonly unknown[],
  letters: ReadonlyMap<string, string>,
): DriftStanding => {
  const [name, kind, verdict, nulls, psi, moved, nullsBefore, nullsNow, rowsBefore, rowsNow] = said
  const feature = String(name)
  return {
    view,
    feature,
    run,
    kind: String(kind),
    verdict: verdictOf(verdict),
    nulls: nullsOf(nulls),
    psi: numberOf(psi),
    wasserstein_norm: numberOf(moved),
    null_share_baseline: numberOf(nullsBefore),
    null_share_current: numberOf(nullsNow),
    baseline_rows: numberOf(rowsBefore) ?? 0,
    current_rows: numberOf(rowsNow) ?? 0,
    letters: letters.get(feature) ?? '',
  }
}

const nameOf = (feature: string, member: string): string =>
  formatPart({ feature, category: member === '' ? null : member })

interface ReportRow {
  readonly run: bigint
  readonly at: Micros
  readonly version: bigint
  readonly baseline: string | null
  readonly said: string
}

/** Null: no run has compared it. */
export const recordedDriftOf = (registry: Registry, reference: string): FeatureReport | null => {
  const thing = thingNamed(registry, reference)
  if (thing.kind !== 'feature') return null
  const { feature, category } = thing.member
  const rows = registry.database
    .prepare<unknown[], ReportRow>(render('registry/drift-of-feature'))
    .all({ view: feature.view, name: formatPart({ feature: feature.name, category }) })
  const [first] = rows
  if (first === undefined) return null
  const ofView = first.baseline === null ? null : readJson(first.baseline)
  const known = new Map(baselines(registry).map((it) => [it.id, it]))
  const features = rows.flatMap((row): ReportedFeature[] => {
    const said = readJson(row.said)
    if (!isObject(said)) return []
    const id = { feature: feature.id, member: readPart(String(said.feature)).category ?? '' }
    return [
      {
        said,
        baseline: known.get(Number(said.baseline ?? (isObject(ofView) ? ofView.id : 0))) ?? null,
        inUse: baselineInUse(registry, id),
        course: driftCourse(registry, id).slice(-mostPoints),
      },
    ]
  })
  return {
    view: feature.view,
    version: Number(first.version),
    run: Number(first.run),
    at: first.at,
    type: feature.type,
    features,
  }
}

const verdictOf = (it: unknown): Verdict => verdicts.find((known) => known === it) ?? 'empty'

const nullsOf = (it: unknown): NullVerdict => (it === 'warn' || it === 'fail' ? it : 'ok')

const numberOf = (it: unknown): number | null => (typeof it === 'number' ? it : null)
