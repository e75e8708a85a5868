// What does a view tell besides? Whether its promise is kept, its features with how each does, its ingests.
import type { Listed } from '../../core/verbs.ts'
import { freshAt } from '../data/health.ts'
import { rowsOf, textOf } from '../data/listed.ts'
import { courseWords, sparkline } from '../present/chart.ts'
import { type Fact, section } from '../present/facts.ts'
import { freshFacts as factsOf } from '../present/fresh.ts'
import type { Cell } from '../present/lines.ts'
import { cell, type Line, line, paragraph } from '../present/lines.ts'
import { type ColumnHead, drawTable } from '../present/table.ts'
import { widthOf } from '../present/text.ts'
import { verdictWords } from '../present/verdicts.ts'
import { age, counted, microsOf, several } from '../present/words.ts'
import { answerTo, type State } from '../state/state.ts'
import { checksWord } from './registry-columns.ts'
import type { Look } from './screen.ts'

/** Whether it keeps its promise, and what is missing. */
export const freshFacts = (state: State, view: string): Fact[] => {
  const read = answerTo(state, 'freshness', '').value
  const fresh = read === null ? undefined : freshAt(read, state.now).get(view)
  return fresh === undefined ? [] : factsOf(fresh, state.now)
}

const mostNamed = 4

/** The worst of its features, by name. */
export const viewDriftFacts = (state: State, thing: Listed, view: string): Fact[] => {
  const health = answerTo(state, 'health', '').value
  if (health === null) return []
  const drift = health.get(view)?.drift ?? null
  if (drift === null)
    return [{ name: 'drift', value: 'never compared: the first ingest sets the baseline', tone: 'dim' }]
  const [word, tone] = verdictWords[drift]
  const names = rowsOf(thing, 'features')
    .map((it) => textOf(it, 'feature'))
    .filter((name) => health.get(`${view}:${name}`)?.drift === drift)
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
  const told = drift === 'ok' ? 'none of its features moved' : names.slice(0, mostNamed).join(', ') + more
  return [{ name: 'drift', value: `${word}   ${told}`, tone }]
}

export const featureTable = (state: State, thing: Listed, { width, theme }: Look): Line[] => {
  const health = answerTo(state, 'health', '').value
  const view = textOf(thing, 'view')
  const heads: ColumnHead[] = [
    { title: 'FEATURE', align: 'left', rank: 0, least: 20 },
    { title: 'VER', align: 'right', rank: 3 },
    { title: 'TYPE', align: 'left', rank: 2 },
    { title: 'DRIFT', align: 'left', rank: 1 },
    { title: 'CHECKS', align: 'left', rank: 1 },
    { title: 'COMPUTES', align: 'left', rank: 4, least: 16, most: 200 },
  ]
  const cells = rowsOf(thing, 'features').map((it): Cell[] => {
    const found = health?.get(`${view}:${textOf(it, 'feature')}`)
    return [
      cell(textOf(it, 'feature')),
      cell(`v${textOf(it, 'version')}`),
      cell(textOf(it, 'type'), 'dim'),
      found === undefined || found.drift === null ? cell('') : cell(...verdictWords[found.drift]),
      found === undefined ? cell('') : cell(...checksWord(found.checks)),
      cell(textOf(it, 'expression'), 'dim'),
    ]
  })
  return section(several(cells.length, 'feature'), tableOf(heads, cells, width, theme), width, theme)
}

export const ingests = (state: State, view: string, { width, theme }: Look): Line[] => {
  const answer = answerTo(state, 'runs', view)
  if (answer.value === null) return []
  if (answer.value.length === 0)
    return section('ingests', [line(cell(`none yet   pintail ingest ${view}`, 'dim'))], width, theme)
  const heads: ColumnHead[] = [
    { title: 'RUN', align: 'right', rank: 0 },
    { title: 'RESULT', align: 'left', rank: 0 },
    { title: 'STARTED', align: 'right', rank: 0 },
    { title: 'NEW ROWS', align: 'right', rank: 0 },
    { title: 'REJECTED', align: 'right', rank: 2 },
    { title: 'DRIFT', align: 'left', rank: 1 },
    { title: 'CHECKS', align: 'left', rank: 3 },
  ]
  const cells = answer.value.map((it): Cell[] => {
    const drift = verdictWords[it.drift === 'warn' || it.drift === 'fail' ? it.drift : 'ok']
    return [
      cell(String(it.run)),
      it.status === 'done'
        ? cell('ok', 'good')
        : cell(it.status === 'running' ? 'running' : 'FAIL', it.status === 'running' ? 'accent' : 'bad'),
      cell(age(microsOf(it.started), state.now)),
      cell(counted(it.written)),
      cell(it.rejected === 0 ? '' : counted(it.rejected), 'warn'),
      it.drift === null ? cell('') : cell(...drift),
      cell(it.failed_checks === 0 ? '' : `${it.failed_checks} not passed`, 'warn'),
    ]
  })
  const rows = answer.value.map(({ written }) => written).toReversed()
  return section(
    'ingests',
    [
      line(cell('rows by run  ', 'dim'), cell(sparkline(rows, theme, true), 'accent')),
      ...paragraph(courseWords(rows), width, theme, 'dim'),
      ...tableOf(heads, cells, width, theme),
    ],
    width,
    theme,
  )
}

export const tableOf = (
  heads: readonly ColumnHead[],
  cells: readonly (readonly Cell[])[],
  width: number,
  theme: Look['theme'],
): Line[] => {
  const natural = heads.map((_, at) => Math.max(0, ...cells.map((row) => widthOf(row[at]?.text ?? ''))))
  const table = { heads, natural, count: cells.length, row: (at: number) => cells[at] ?? [] }
  return drawTable(table, { width, height: cells.length + 1, top: 0, selected: -1, sort: null }, theme)
}
