// How is drift shown? A line a view and a row a feature, with verdicts in words; all figures for programs.
import {
  type DriftRange,
  type FeatureDrift,
  featureVerdict,
  type ListedBaseline,
  plainBaseline,
  plainDrift,
  type ViewDrift,
} from '../../core/drift.ts'
import { formatInstant } from '../../core/instants.ts'
import { visible } from '../../core/visible.ts'
import { several } from '../quantities.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { Paint, Tone } from '../style.ts'

/** `run 3`, `runs 1 to 3`, `from 2026-01-01T00:00:00Z to now`. */
export const rangeWords = ({ runs, since, until }: DriftRange): string => {
  if (runs !== null) return runs[0] === runs[1] ? `run ${runs[0]}` : `runs ${runs[0]} to ${runs[1]}`
  if (since === null && until === null) return 'all rows'
  const from = since === null ? 'the beginning' : formatInstant(since)
  return `${from} to ${until === null ? 'the newest' : formatInstant(until)}`
}

const tones: Readonly<Partial<Record<string, Tone>>> = { ok: 'green', warn: 'yellow', fail: 'red' }

/** `ward@1  fail: run 3 against baseline 1 (first ingest, run 2)`. */
export const driftHead = ({ view, version, verdict, baseline, range, segment }: ViewDrift, paint: Paint): string => {
  const where = segment === null ? '' : ` where ${segment.column} is ${visible(segment.value ?? 'null')}`
  const against =
    baseline === null ? 'no baseline' : `baseline ${baseline.id} (${baseline.origin}, ${rangeWords(baseline.range)})`
  const word = paint(tones[verdict] ?? 'dim', verdict)
  return `${paint('bold', `${view}@${version}`)}${where}  ${word}: ${rangeWords(range)} against ${against}`
}

const digits = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(3)))

const share = (value: number | null): string => (value === null ? '–' : `${Number((value * 100).toFixed(2))} %`)

const nulls = ({
  null_share_baseline: then,
  null_share_current: now,
  null_share_verdict: verdict,
}: FeatureDrift): string => `${share(then)} → ${share(now)}${verdict === 'ok' ? '' : `  ${verdict}`}`

const listed = (what: string, values: readonly string[]): string[] =>
  values.length === 0 ? [] : [`${what} ${values.slice(0, 3).join(', ')}${values.length > 3 ? ', …' : ''}`]

/** A row a feature, for people. */
export const driftSheet = ({ features }: ViewDrift): Sheet =>
  sheetOf(
    features.map((it) => ({
      verdict: featureVerdict(it),
      feature: it.feature,
      psi: digits(it.psi),
      wasserstein: digits(it.wasserstein_norm),
      p: digits(it.ks_pvalue ?? it.chi2_pvalue),
      rows: it.current_rows,
      nulls: nulls(it),
      ...(it.test === null ? {} : { test: `${it.test.name} ${digits(it.test.score)}` }),
      note: [
        ...(it.baseline === null ? [] : [`baseline ${it.baseline}`]),
        ...listed('new', it.new_values),
        ...listed('lost', it.lost_values),
        ...(it.note === null ? [] : [it.note]),
      ].join('; '),
    })),
    ['verdict', 'feature'],
  )

/** A row a feature of every view, for spreadsheets. */
export const driftRows = (reports: readonly ViewDrift[]): Sheet =>
  sheetOf(
    reports.flatMap(({ view, version, segment, baseline, features }) =>
      features.map(({ bins: _, test, ...it }) => ({
        view,
        version,
        ...(segment === null ? {} : { segment: segment.value }),
        ...it,
        baseline: it.baseline ?? baseline?.id ?? null,
        ...(test === null ? {} : { test: test.name, score: test.score, threshold: test.threshold }),
      })),
    ),
  )

/** One report is an object, several are a list. */
export const driftText = (reports: readonly ViewDrift[], form: 'object' | 'list' | 'lines'): string => {
  const plain = reports.map(plainDrift)
  if (form === 'lines') return plain.map((it) => `${JSON.stringify(it)}\n`).join('')
  return `${JSON.stringify(form === 'object' ? plain[0] : plain, null, 2)}\n`
}

export const baselineSheet = (all: readonly ListedBaseline[], forPeople: boolean): Sheet =>
  sheetOf(
    all.map((it) => {
      const { range, features, retired, ...plain } = plainBaseline(it)
      const { id, view, origin, taken, rows, current } = plain
      if (!forPeople) return { id, view, origin, taken, range, rows, current, features, retired }
      const gone = retired.length === 0 ? '' : several(retired.length, 'retired feature')
      const all = features.length + retired.length
      const use = current === 0 ? 'no' : current === all ? 'yes' : `${current} of ${all}`
      return { id, view, 'in use': use, of: rangeWords(it.range), rows, features: all, origin, taken, note: gone }
    }),
    ['id', 'view'],
  )

export const baselineLine = ({ id, view, rows, range, current }: ListedBaseline): string =>
  `${view}  baseline ${id}: ${several(rows, 'row')} of ${rangeWords(range)}, for ${several(current, 'feature')}`
