// What is there to say of one feature's drift? What was compared with what, its score from run to run with the
// thresholds, and its values now over those of the baseline.
import type { DriftDetail, DriftedRead } from '../data/drift.ts'
import { barsOfBins } from '../present/bins.ts'
import { barChart, barWords, fewerBars } from '../present/chart.ts'
import { course } from '../present/course.ts'
import { beside, cell, empty, fill, type Line, line, paragraph, rule } from '../present/lines.ts'
import { courseOfScores, holdsRun, originWords, scoresOf, sinceWords } from '../present/since.ts'
import { drawTable } from '../present/table.ts'
import { fit, widthOf } from '../present/text.ts'
import { verdictWords } from '../present/verdicts.ts'
import { age, counted, figure, percent, several, shortAgo } from '../present/words.ts'
import type { State } from '../state/state.ts'
import type { Look } from './screen.ts'

export const driftDetail = (it: DriftDetail, read: DriftedRead, state: State, look: Look): Line[] => {
  const { width, theme } = look
  const title = `${it.reference}   ${verdictWords[it.verdict][0]} at run ${read.run}, ${age(read.at, state.now)}`
  const told = [
    sinceWords(it.course, it.verdict, state.now),
    compared(it, read, state),
    ...ofBaseline(it, read),
    ...reasons(it),
  ].flatMap((text) => paragraph(text, width, theme, 'dim'))
  const height = look.height - 1 - told.length
  if (height < 4) return fill([rule(width, theme, title), ...told], look.height)
  const left = Math.floor((width - 3) / 2)
  const right = width - left - 3
  const both = beside(
    fill(scores(it, state, { theme, width: left, height }), height),
    fill(values(it, { theme, width: right, height }), height),
    [left, right],
    theme,
  )
  return [rule(width, theme, title), ...told, ...both]
}

/** `run 8 (300 rows) against baseline 1, first ingest 9 hours ago (1,808 rows)`. */
export const compared = (it: DriftDetail, { run }: Pick<DriftedRead, 'run'>, { now }: Pick<State, 'now'>): string => {
  const { baseline, rowsBefore, rowsNow } = it
  const against =
    baseline === null
      ? 'no baseline'
      : `baseline ${baseline.id}, ${originWords(baseline, now)} (${several(rowsBefore, 'row')})`
  return `run ${run} (${several(rowsNow, 'row')}) against ${against}`
}

/** What makes a comparison worth less: its own rows on both sides, a baseline that is no longer in use. */
const ofBaseline = ({ reference, baseline, inUse }: DriftDetail, { run, at }: DriftedRead): string[] => {
  if (baseline === null) return []
  const view = reference.split(':')[0] ?? ''
  return [
    ...(holdsRun(baseline, run, at) ? [`the rows of run ${run} are among those of baseline ${baseline.id}`] : []),
    ...(inUse === null || inUse === baseline.id
      ? []
      : [`baseline ${inUse} is in use by now: pintail drift ${view} compares run ${run} with it`]),
  ]
}

/** Of what a score tells: from 0.1 it matters, from 0.25 it fails (monitoring.md). */
const thresholds = [
  { at: 0.1, name: 'warn 0.1', tone: 'warn' },
  { at: 0.25, name: 'fail 0.25', tone: 'bad' },
] as const

/** Why there is no verdict, and what else is to be known: nulls that moved, values that came and went. */
export const reasons = (it: DriftDetail): string[] => {
  const why = it.verdict === 'constant' ? 'one and the same value before and now' : it.note
  const score = Math.max(it.psi ?? 0, it.moved ?? 0)
  const chance =
    it.verdict === 'ok' && score >= thresholds[0].at
      ? `may be chance${it.pValue === null ? '' : `: p ${figure(Number(it.pValue.toPrecision(2)))}, of a run that tested all its features`}`
      : ''
  const nulls =
    it.nulls === 'ok'
      ? ''
      : `nulls ${verdictWords[it.nulls][0]}: ${percent(it.nullsNow)} now, ${percent(it.nullsBefore)} before`
  const wrong =
    it.nonFiniteNow + it.nonFiniteBefore === 0
      ? ''
      : `NaN or infinite, in no figure: ${counted(it.nonFiniteNow)} now, ${counted(it.nonFiniteBefore)} before`
  const named = (word: string, all: readonly string[]): string =>
    all.length === 0
      ? ''
      : `${word}: ${all.slice(0, 6).join(', ')}${all.length > 6 ? ` and ${all.length - 6} more` : ''}`
  const all = [why, chance, nulls, wrong, named('new values', it.newValues), named('gone', it.lostValues)]
  return all.filter((text) => text !== '')
}

type Room = Pick<Look, 'width' | 'height' | 'theme'>

const scores = (it: DriftDetail, { now }: State, { width, height, theme }: Room): Line[] => {
  const points = scoresOf(it.course)
  const words = paragraph(courseOfScores(it.course), width, theme, 'dim')
  const [first, last] = [it.course.at(0), it.course.at(-1)]
  const end = (at: typeof first): string => (at === undefined ? '' : `run ${at.run}, ${shortAgo(at.at, now)}`)
  const ends = [end(first), it.course.length > 1 ? end(last) : ''] as const
  const room = height - words.length
  if (room < 4 || points.every((point) => point === null)) return words
  const plot = { values: points, marks: thresholds, scale: 'root', zero: true, ends } as const
  const drawn = [...course(plot, { width, height: Math.min(room, tallest) }, theme), ...words]
  const rest = height - drawn.length - 1
  return rest < 3 ? drawn : [...drawn, empty, ...runs(it, now, { width, theme, height: rest })]
}

/** A plot says no more where it is taller. */
const tallest = 13

/** The same as figures, the newest first. */
const runs = ({ course: points }: DriftDetail, now: State['now'], { width, height, theme }: Room): Line[] => {
  const heads = ['RUN', 'WHEN', 'DRIFT', 'PSI', 'MOVED (SD)', 'NULLS', 'BASELINE'].map((title, rank) => ({
    title,
    rank,
    align: title === 'DRIFT' ? ('left' as const) : ('right' as const),
  }))
  const cells = points
    .toReversed()
    .slice(0, height - 1)
    .map((point) => [
      cell(String(point.run)),
      cell(age(point.at, now)),
      cell(...verdictWords[point.verdict]),
      cell(point.psi === null ? '' : figure(Number(point.psi.toPrecision(3)))),
      cell(point.wasserstein_norm === null ? '' : figure(Number(point.wasserstein_norm.toPrecision(3)))),
      cell(percent(point.null_share_current)),
      cell(point.baseline === null ? '' : String(point.baseline), 'dim'),
    ])
  const natural = heads.map((_, at) => Math.max(0, ...cells.map((row) => widthOf(row[at]?.text ?? ''))))
  const table = { heads, natural, count: cells.length, row: (at: number) => cells[at] ?? [] }
  return drawTable(table, { width, height, top: 0, selected: -1, sort: null }, theme)
}

/** Bars now over before, with their heads and their words. */
export const values = (it: DriftDetail, { width, height, theme }: Room): Line[] => {
  const all = barsOfBins(it.bins, it.type)
  if (all.length === 0) return [line(cell('no values to show', 'dim'))]
  const words = paragraph(barWords(all), width, theme, 'dim')
  const bars = fewerBars(all, Math.max(2, height - 1))
  const { glyphs } = theme
  const head = line(
    cell(
      fit(
        `${glyphs.full} now  ${glyphs.grown} more  ${glyphs.shade} ${width < 42 ? 'less' : 'less than before'}`,
        Math.max(0, width - 16),
        'left',
        '',
      ),
      'dim',
    ),
    cell('now'.padStart(7)),
    cell('before'.padStart(8), 'dim'),
  )
  const drawn = [head, ...barChart(bars, width, theme)]
  return drawn.length + words.length <= height ? [...drawn, ...words] : drawn
}

/** `psi 2.86, moved 0.891 of a deviation`: the figures behind a verdict. */
export const scoreWords = ({ psi, moved }: Pick<DriftDetail, 'psi' | 'moved'>): string =>
  [
    psi === null ? '' : `psi ${figure(Number(psi.toPrecision(3)))}`,
    moved === null ? '' : `moved ${figure(Number(moved.toPrecision(3)))} SD`,
  ]
    .filter((text) => text !== '')
    .join(', ')
