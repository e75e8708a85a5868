// Two versions side by side: what of the definition differs, how the values moved, whom it concerns.
import type { Comparison, DiffReport, Figures } from '../../core/diffs.ts'
import { diffHalf } from '../present/changed.ts'
import { facts, section } from '../present/facts.ts'
import { beside, cell, empty, type Line, line, paragraph } from '../present/lines.ts'
import { drawTable } from '../present/table.ts'
import { widthOf } from '../present/text.ts'
import { age, figure, microsOf, percent } from '../present/words.ts'
import { answerTo, type Place, type Question, type State } from '../state/state.ts'
import { ageOf, type Look, type Screen, waiting } from './screen.ts'

export const diffId = ({ of, versions }: Place, withFigures: boolean): string =>
  JSON.stringify([of, versions?.[0] ?? null, versions?.[1] ?? null, withFigures])

export const diffShown = (state: State, place: Place): DiffReport | null =>
  answerTo(state, 'diff', diffId(place, true)).value ?? answerTo(state, 'diff', diffId(place, false)).value

const asks = (place: Place): Question[] => [
  { kind: 'diff', id: diffId(place, false) },
  { kind: 'diff', id: diffId(place, true) },
  { kind: 'thing', id: place.of },
]

export const diffScreen: Screen = {
  title: ({ of }) => `${of} compared`,
  about:
    'Two versions side by side. What differs is underlined with ^ and coloured; then how the values moved, and whom it concerns; [ and ] choose older and newer ones.',
  asks: (_, place) => asks(place),
  listing: () => null,
  body: (state, place, look) => {
    const report = diffShown(state, place)
    const full = answerTo(state, 'diff', diffId(place, true))
    if (report === null) return waiting(answerTo(state, 'diff', diffId(place, false)), look) ?? []
    return [
      ...heading(report, state, place, ageOf(full, state.now)),
      empty,
      ...section('what changed', definition(report, look), look.width, look.theme),
      ...section('whom it concerns', concerned(report, look), look.width, look.theme),
      ...section('values', values(report, full.error, full.value === null, look), look.width, look.theme),
      ...section('the same in both', unchanged(report, look), look.width, look.theme),
    ]
  },
  value: (state, place) => diffShown(state, place)?.changed.join(', ') ?? '',
  command: (state, place) => {
    const report = diffShown(state, place)
    return report === null
      ? `pintail diff ${place.of}`
      : `pintail diff ${place.of} ${report.a.version} ${report.b.version}`
  },
}

const heading = ({ a, b, changed }: DiffReport, state: State, { of }: Place, read: string): Line[] => [
  line(
    cell(of, 'bold'),
    cell(`   v${a.version} `, 'accent'),
    cell('against'),
    cell(` v${b.version}`, 'accent'),
    cell(`   ${read}`, 'dim'),
  ),
  line(
    cell('changed: ', 'dim'),
    cell(
      changed.length === 0 ? 'nothing, the two are the same' : changed.join(', ').replace(/^changed /, ''),
      changed.length === 0 ? 'good' : 'warn',
    ),
  ),
  line(
    cell(
      `v${a.version} ${a.status}, defined ${age(microsOf(a.applied), state.now)}   v${b.version} ${b.status}, defined ${age(microsOf(b.applied), state.now)}`,
      'dim',
    ),
  ),
]

const definition = ({ definition: parts, a, b }: DiffReport, look: Look): Line[] => {
  const changed = parts.filter((it) => it.changed)
  if (changed.length === 0) return []
  const side = Math.floor((look.width - 3) / 2)
  const widths = [look.width - side - 3, side] as const
  return [
    ...beside([line(cell(`v${a.version}`, 'accent'))], [line(cell(`v${b.version}`, 'accent'))], widths, look.theme),
    ...changed.flatMap((part) =>
      beside(
        diffHalf(part, { text: part.a, marks: part.marks.a, tone: 'bad', width: widths[0] }, look.theme),
        diffHalf(part, { text: part.b, marks: part.marks.b, tone: 'good', width: widths[1] }, look.theme),
        widths,
        look.theme,
      ),
    ),
  ]
}

const unchanged = ({ definition: parts }: DiffReport, { width, theme }: Look): Line[] =>
  facts(
    parts.filter((it) => !it.changed).map((it) => ({ name: it.part, value: it.a ?? it.b ?? '', tone: 'dim' as const })),
    width,
    theme,
  )

const values = ({ statistics, a, b }: DiffReport, error: string | null, isOnItsWay: boolean, look: Look): Line[] => {
  if (error !== null) return paragraph(error, look.width, look.theme, 'bad')
  if (isOnItsWay) return [line(cell(`comparing values ${look.theme.glyphs.more}`, 'dim'))]
  if (statistics.length === 0) return [line(cell('no values to compare', 'dim'))]
  return statistics.flatMap((it) => comparison(it, [`v${a.version}`, `v${b.version}`], look))
}

const rows: readonly (readonly [keyof Figures, string, (value: number | null) => string])[] = [
  ['rows', 'rows', figure],
  ['null_share', 'nulls', percent],
  ['distinct', 'distinct', figure],
  ['mean', 'mean', figure],
  ['stddev', 'std. deviation', figure],
  ['min', 'lowest', figure],
  ['p5', '5% below', figure],
  ['p50', 'median', figure],
  ['p95', '95% below', figure],
  ['max', 'highest', figure],
]

const comparison = (it: Comparison, names: readonly [string, string], { width, theme }: Look): Line[] => {
  const note = it.note === null ? [] : paragraph(it.note, width, theme, 'dim')
  const { a, b } = it
  if (a === null || b === null)
    return [line(cell(it.feature, 'bold'), cell(`  ${it.status.replaceAll('_', ' ')}`, 'dim')), ...note]
  const heads = ['', ...names, 'CHANGE'].map((title, at) => ({
    title,
    align: at === 0 ? ('left' as const) : ('right' as const),
    rank: 0,
  }))
  const cells = rows
    .filter(([name]) => a[name] !== null || b[name] !== null)
    .map(([name, word, said]) => {
      const delta = it.delta?.[name] ?? null
      const moved =
        delta === null || delta === 0
          ? ''
          : `${delta > 0 ? '+' : ''}${name === 'null_share' ? `${(delta * 100).toFixed(1)} points` : figure(delta)}`
      return [cell(word, 'dim'), cell(said(a[name])), cell(said(b[name])), cell(moved, moved === '' ? 'plain' : 'warn')]
    })
  const natural = heads.map((_, at) => Math.max(0, ...cells.map((row) => widthOf(row[at]?.text ?? ''))))
  const table = { heads, natural, count: cells.length, row: (at: number) => cells[at] ?? [] }
  const psi = it.psi === null ? '' : `   psi ${figure(it.psi)}`
  const differing = it.differing === null ? '' : `${figure(it.differing)} of ${figure(b.rows)} values differ`
  return [
    line(cell(it.feature, 'bold'), cell(`  over the same ${it.of}`, 'dim')),
    ...(differing + psi === '' ? [] : [line(cell(`${differing}${psi}`.trim(), it.differing === 0 ? 'good' : 'warn'))]),
    ...drawTable(table, { width, height: cells.length + 1, top: 0, selected: -1, sort: null }, theme),
    ...note,
  ]
}

/** Of a feature that others are made of, those too: a change goes on through them. */
const concerned = ({ affected, a, b }: DiffReport, { width, theme }: Look): Line[] => {
  const who = (of: readonly ('a' | 'b')[]): string =>
    of.map((it) => `v${it === 'a' ? a.version : b.version}`).join(' and ')
  const by = (through: readonly string[]): string => (through.length === 0 ? '' : ` through ${through.join(', ')}`)
  const all = [
    ...affected.features.map(({ name, of }) => ({ name: `feature ${name}`, value: `is computed from ${who(of)}` })),
    ...affected.services.map(({ name, of, through }) => ({
      name: `service ${name}`,
      value: `reads ${who(of)}${by(through)}`,
    })),
    ...affected.datasets.map(({ name, of, through }) => ({
      name: `dataset ${name}`,
      value: `was made of ${who(of)}${by(through)}`,
    })),
  ]
  return all.length === 0
    ? [line(cell('nobody: no other feature, no service and no dataset', 'dim'))]
    : facts(all, width, theme)
}
