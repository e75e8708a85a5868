// What do the values of a feature look like? The newest run's over the baseline's, quantiles, and how they have gone.
import { isOfHistory } from '../../core/profiles.ts'
import type { FeatureStats } from '../../core/watching.ts'
import { sparkline } from '../present/chart.ts'
import { section } from '../present/facts.ts'
import { cell, type Line, line, paragraph } from '../present/lines.ts'
import { profileLines, quantileLines } from '../present/profile.ts'
import { drawTable } from '../present/table.ts'
import { widthOf } from '../present/text.ts'
import { trendLines, trendTitle } from '../present/trend.ts'
import { verdictWords } from '../present/verdicts.ts'
import { counted, figure, percent, several } from '../present/words.ts'
import { answerTo, type State } from '../state/state.ts'
import { values as comparedBars } from './drift-detail.ts'
import type { Look } from './screen.ts'

export const valueSections = (state: State, reference: string, look: Look): Line[] => {
  const { width, theme } = look
  const answer = answerTo(state, 'stats', reference)
  const stats = answer.value
  if (stats === null) {
    const told =
      answer.error === null ? [] : [...paragraph(answer.error, width, theme, 'dim'), ...fixOf(answer.fix, look)]
    return section('values', told, width, theme)
  }
  const [only] = stats
  if (only === undefined) return section('values', [line(cell('no run has profiled it yet', 'dim'))], width, theme)
  if (stats.length > 1)
    return section(
      `values of ${several(stats.length, 'category', 'categories')}`,
      family(state, reference, stats, look),
      width,
      theme,
    )
  return [...oneOf(state, reference, only, look), ...trend(state, reference, look)]
}

const fixOf = (fix: string | undefined, { width, theme }: Look): Line[] =>
  fix === undefined ? [] : paragraph(fix, width, theme, 'accent')

/** Figures and bars of one population: where a version was first computed over all history, that is not its newest run's. */
const oneOf = (state: State, reference: string, stats: FeatureStats, look: Look): Line[] => {
  const { width, theme } = look
  const read = answerTo(state, 'drifted', reference).value
  const drift = read?.features[0]
  const isCompared = read !== null && drift !== undefined && drift.bins.length > 0 && read.run === stats.run
  const bars = isCompared ? comparedBars(drift, { width, theme, height: 16 }) : []
  const against = drift === undefined || drift.baseline === null ? '' : ` over baseline ${drift.baseline.id}`
  if (bars.length > 0 && !isOfHistory(stats))
    return section(
      `values of run ${stats.run}${against}`,
      [...quantileLines(stats, width, theme), ...bars],
      width,
      theme,
    )
  const rows = `${several(drift?.rowsNow ?? 0, 'row')} of run ${stats.run}`
  return [
    ...section(`values of ${runsText(stats)}`, profileLines(stats, width, theme), width, theme),
    ...(bars.length === 0 ? [] : section(`${rows}${against}`, bars, width, theme)),
  ]
}

const runsText = ({ run, runs }: FeatureStats): string =>
  isOfHistory({ runs }) ? `runs ${runs?.[0]} to ${runs?.[1]}` : `run ${run}`

/** Terminals of so many lines have room for a plot. */
const tallEnough = 36

const trend = (state: State, reference: string, { width, theme, height }: Look): Line[] => {
  const [first] = answerTo(state, 'course', reference).value ?? []
  if (first === undefined) return []
  return section(
    trendTitle(first),
    trendLines(first, { width, theme, now: state.now, tall: height >= tallEnough }),
    width,
    theme,
  )
}

const mostCategories = 100

/** Of a feature with categories, a row each. */
const family = (state: State, reference: string, stats: readonly FeatureStats[], { width, theme }: Look): Line[] => {
  const drifted = new Map(answerTo(state, 'drifted', reference).value?.features.map((it) => [it.reference, it]))
  const courses = new Map(answerTo(state, 'course', reference).value?.map((it) => [it.feature, it.points]))
  const heads = [
    { title: 'CATEGORY', align: 'left', rank: 0, least: 10 },
    { title: 'DRIFT', align: 'left', rank: 1 },
    { title: 'MEAN', align: 'right', rank: 0 },
    { title: 'MEDIAN', align: 'right', rank: 3 },
    { title: 'NULLS', align: 'right', rank: 2 },
    { title: 'ROWS', align: 'right', rank: 5 },
    { title: 'MEAN BY RUN', align: 'left', rank: 4 },
  ] as const
  const cells = stats.slice(0, mostCategories).map((it) => {
    const verdict = drifted.get(it.feature)?.verdict
    const points = (courses.get(it.feature) ?? []).slice(-12).map(({ mean }) => mean)
    return [
      cell(it.feature.slice(reference.length + 1)),
      verdict === undefined ? cell('') : cell(...verdictWords[verdict]),
      cell(figure(it.mean)),
      cell(figure(it.p50)),
      cell(it.rows === 0 ? '' : percent(it.nulls / it.rows)),
      cell(counted(it.rows)),
      cell(points.length < 2 ? '' : sparkline(points, theme), 'accent'),
    ]
  })
  const natural = heads.map((_, at) => Math.max(0, ...cells.map((row) => widthOf(row[at]?.text ?? ''))))
  const table = { heads, natural, count: cells.length, row: (at: number) => cells[at] ?? [] }
  const rest = stats.length - cells.length
  return [
    ...drawTable(table, { width, height: cells.length + 1, top: 0, selected: -1, sort: null }, theme),
    ...(rest > 0 ? [line(cell(`  and ${rest} more`, 'dim'))] : []),
  ]
}
