// How is a profile shown? One feature as a page with its histogram, several as rows.
import { type Profile, profiledRuns, quantileNames } from '../../core/profiles.ts'
import { visible } from '../../core/visible.ts'
import type { FeatureStats } from '../../core/watching.ts'
import { counted, several } from '../quantities.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { Paint } from '../style.ts'
import { aligned } from './columns.ts'
import { lying, type Signs, shapeOf } from './shape.ts'

const barWidth = 32
const mostBars = 20

/** Six digits are enough to look at. */
const rounded = (value: Profile['min']): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(6))) : value === null ? '–' : visible(String(value))

const percent = (count: number, of: number): string =>
  of === 0 ? '' : ` (${Number(((100 * count) / of).toPrecision(3))} %)`

export const statsLines = (stats: FeatureStats, paint: Paint, signs: Signs): string[] => {
  const { feature, version, run, runs, at, rows, as_of: asOf, notes } = stats
  const name = paint('bold', `${visible(feature)}@${version}`)
  const what = asOf === null ? several(rows, 'row') : `${several(rows, 'key')} as of ${asOf}`
  return [
    `${name}  ${stats.type}, ${what} of ${profiledRuns({ run, runs })}${paint('dim', `  ${at}`)}`,
    ...aligned(figures(stats).map(([label, ...cells]) => [paint('dim', label ?? ''), ...cells])).map((it) => `  ${it}`),
    ...histogramLines(stats, paint, signs).map((line) => `  ${line}`),
    ...notes.map((note) => `  ${paint('dim', 'note')}  ${note}`),
  ]
}

const figures = (it: FeatureStats): string[][] => [
  ['nulls', `${counted(it.nulls)}${percent(it.nulls, it.rows)}`],
  ...(it.non_finite === 0 ? [] : [['NaN, ±Inf', `${counted(it.non_finite)}${percent(it.non_finite, it.rows)}`]]),
  ['distinct', it.distinct === null ? '–' : counted(it.distinct)],
  ...(it.kind === 'numeric' ? [['mean, sd', `${rounded(it.mean)}, ${rounded(it.stddev)}`]] : []),
  ...(it.kind === 'other' ? [] : [['min, max', `${rounded(it.min)}, ${rounded(it.max)}`]]),
  ...(it.kind === 'numeric'
    ? [['quantiles', quantileNames.map((name) => `${name} ${rounded(it[name])}`).join('  ')]]
    : []),
]

const histogramLines = (it: FeatureStats, paint: Paint, signs: Signs): string[] => {
  const bars = barsOf(it)
  const most = Math.max(0, ...bars.map(({ count }) => count))
  const shape = it.kind === 'numeric' ? shapeOf(it, signs) : ''
  const whole = it.kind === 'numeric' && it.histogram?.by === 'ranges'
  const line = whole && shape !== '' ? [`${paint('dim', 'shape')}  ${rounded(it.min)} ${shape} ${rounded(it.max)}`] : []
  const rows = bars.map(({ label, count }) => [
    label,
    lying(most === 0 ? 0 : count / most, barWidth, signs),
    counted(count),
  ])
  return [...line, ...aligned(rows)]
}

/** Of ranges, a bar each; of texts the most frequent. */
const barsOf = ({ histogram, top, kind }: FeatureStats): { label: string; count: number }[] => {
  if (kind === 'categorical')
    return top.slice(0, mostBars).map(({ value, rows }) => ({ label: shortened(visible(String(value))), count: rows }))
  if (histogram === null || kind !== 'numeric') return []
  const { edges, counts, by } = histogram
  const text = edges.map((edge) => rounded(edge))
  if (by === 'values') {
    const own = text.map((label, i) => ({ label, count: counts[i] ?? 0 }))
    const other = counts.at(-1) ?? 0
    return other === 0 ? own : [...own, { label: 'other', count: other }]
  }
  if (edges.length === 0) return [{ label: 'all', count: counts[0] ?? 0 }]
  return counts.map((count, i) => {
    if (i === 0) return { label: `< ${text[0]}`, count }
    return { label: i === edges.length ? `>= ${text.at(-1)}` : `${text[i - 1]} … ${text[i]}`, count }
  })
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)

/** A row a feature, for people. */
export const statsSheet = (all: readonly FeatureStats[], signs: Signs): Sheet =>
  sheetOf(
    all.map((it) => ({
      feature: it.feature,
      rows: it.rows,
      nulls: it.nulls,
      distinct: it.distinct,
      mean: figure(it.mean),
      sd: figure(it.stddev),
      min: typeof it.min === 'number' ? figure(it.min) : shown(it.min),
      p50: figure(it.p50),
      max: typeof it.max === 'number' ? figure(it.max) : shown(it.max),
      shape:
        it.kind === 'numeric'
          ? shapeOf(it, signs)
          : it.top
              .slice(0, 3)
              .map(({ value }) => shortened(String(value)))
              .join(', '),
      run: it.run,
    })),
    ['feature'],
  )

const figure = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(5)))

const shown = (value: Profile['min']): string | null => (value === null ? null : shortened(String(value)))

export const statsRows = (all: readonly FeatureStats[]): Sheet => sheetOf(all.map((it) => ({ ...it })))
