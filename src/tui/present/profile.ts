// What do the values of a feature look like? Figures, quantiles and a histogram, with the same in a sentence.
import { profiledRuns, type TopValue } from '../../core/profiles.ts'
import type { FeatureStats } from '../../core/watching.ts'
import { rangeLabel, valueLabel } from './bins.ts'
import { type Bar, barChart, barWords } from './chart.ts'
import { facts } from './facts.ts'
import { cell, type Line, line, paragraph } from './lines.ts'
import type { Theme } from './theme.ts'
import { counted, figure, percent } from './words.ts'

export const profileLines = (it: FeatureStats, width: number, theme: Theme): Line[] => {
  const bars = barsOf(it)
  return [
    line(
      cell(
        `${it.of === 'rows' ? 'rows' : 'answers'} of ${profiledRuns(it)}${it.as_of === null ? '' : `, as of ${it.as_of}`}`,
        'dim',
      ),
    ),
    ...quantileLines(it, width, theme),
    ...(bars.length === 0 && it.kind === 'other' && it.rows > it.nulls
      ? [line(cell('of lists, bytes and json the presence alone is told', 'dim'))]
      : []),
    ...(bars.length === 0 ? [] : [...barChart(bars, width, theme), ...paragraph(barWords(bars), width, theme, 'dim')]),
  ]
}

/** All of a profile but its bars. */
export const quantileLines = (it: FeatureStats, width: number, theme: Theme): Line[] => {
  const quantiles = [
    ['5%', it.p5],
    ['25%', it.p25],
    ['median', it.p50],
    ['75%', it.p75],
    ['95%', it.p95],
  ] as const
  const isEmpty = it.rows === it.nulls
  return [
    ...facts(
      [
        {
          name: it.of,
          value: [counted(it.rows), nullWords(it), ...distinctWords(it)].join(', '),
          tone: isEmpty ? 'warn' : 'plain',
        },
        { name: 'range', value: rangeWords(it) },
        {
          name: 'quantiles',
          value: quantiles.some(([, value]) => value !== null)
            ? quantiles.map(([name, value]) => `${name} ${figure(value)}`).join('   ')
            : '',
        },
        {
          name: 'not finite',
          value: it.non_finite === 0 ? '' : `${counted(it.non_finite)} NaN or infinite, in no figure`,
          tone: 'warn',
        },
      ],
      width,
      theme,
    ),
    ...it.notes.flatMap((note) => paragraph(note, width, theme, 'dim')),
  ]
}

const nullWords = ({ rows, nulls }: FeatureStats): string =>
  nulls === 0 ? 'no nulls' : nulls === rows ? 'all of them null' : `${percent(nulls / rows)} null (${counted(nulls)})`

const distinctWords = ({ distinct, rows, nulls }: FeatureStats): string[] =>
  distinct === null || rows === nulls ? [] : [`${counted(distinct)} distinct`]

const rangeWords = ({ min, max, mean, stddev }: FeatureStats): string =>
  [
    min === null ? '' : `${valueText(min)} to ${valueText(max)}`,
    mean === null ? '' : `mean ${figure(mean)}`,
    stddev === null || mean === null ? '' : `std. deviation ${figure(stddev)}`,
  ]
    .filter((text) => text !== '')
    .join(', ')

const valueText = (value: FeatureStats['max']): string =>
  typeof value === 'number' ? figure(value) : value === null ? '' : String(value)

const mostBars = 12

const barsOf = ({ histogram, top, rows, nulls }: FeatureStats): Bar[] => {
  const known = Math.max(1, rows - nulls)
  if (histogram === null) return top.slice(0, mostBars).map((it) => topBar(it, known))
  const { by, edges, counts } = histogram
  return counts.flatMap((count, at): Bar[] => {
    const label = by === 'values' ? valueLabel(edges, at) : rangeLabel(edges, at)
    return label === 'others' && count === 0 ? [] : [{ label, share: count / known, before: null }]
  })
}

const topBar = ({ value, rows }: TopValue, known: number): Bar => ({
  label: String(value),
  share: rows / known,
  before: null,
})
