// Screen 2, Drift: which features have moved since their baseline, at which run, and how far?
import type { Verdict } from '../../core/drift.ts'
import type { Drifted, DriftRead } from '../data/drift.ts'
import { cell, type Line, line, paragraph, rule, widthOfLine } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import { widthOf } from '../present/text.ts'
import { verdictWords } from '../present/verdicts.ts'
import { counted, figure, percent } from '../present/words.ts'
import { answerTo, type Place, placeOf, type State } from '../state/state.ts'
import { baselineLines } from './drift-baselines.ts'
import { driftDetail } from './drift-detail.ts'
import { type Look, type Screen, standing, tableBody, waiting } from './screen.ts'

/** One sign a run. */
const marks: Readonly<Record<Verdict, string>> = {
  ok: '.',
  constant: '=',
  insufficient: '?',
  empty: '-',
  warn: 'w',
  fail: 'F',
}

const nullTones = { ok: 'plain', warn: 'warn', fail: 'bad' } as const

/** Without words for what has its own column, where there is little room. */
const legends = [
  'by run: . ok  w warn  F fail  ? too few  = constant  - empty  | another baseline',
  '. ok  w warn  F fail  ? too few  = constant  - empty  | baseline',
  '. ok  w warn  F fail  | baseline',
] as const

const legendIn = (width: number): string => legends.find((it) => widthOf(it) <= width) ?? ''

const mostMarks = 24

const of: ListingOf<Drifted> = {
  id: ({ reference }) => reference,
  fields: (it) => ({
    what: [it.reference],
    view: [it.view],
    status: [it.verdict, verdictWords[it.verdict][0]],
    drift: [it.verdict],
    type: [it.kind],
  }),
  columns: [
    {
      title: 'FEATURE',
      align: 'left',
      rank: 0,
      least: 30,
      cell: (it) => cell(it.reference),
      value: (it) => it.reference,
    },
    { title: 'DRIFT', align: 'left', rank: 0, cell: (it) => cell(...verdictWords[it.verdict]) },
    { title: 'PSI', align: 'right', rank: 1, cell: (it) => cell(figure(rounded(it.psi))), value: (it) => it.psi },
    {
      title: 'MOVED (SD)',
      align: 'right',
      rank: 2,
      cell: (it) => cell(figure(rounded(it.moved))),
      value: (it) => it.moved,
    },
    {
      title: 'NULLS',
      align: 'right',
      rank: 3,
      cell: (it) => cell(percent(it.nullsNow), nullTones[it.nulls]),
      value: (it) => it.nullsNow,
    },
    {
      title: 'BEFORE',
      align: 'right',
      rank: 4,
      cell: (it) => cell(percent(it.nullsBefore), 'dim'),
      value: (it) => it.nullsBefore,
    },
    { title: 'ROWS', align: 'right', rank: 5, cell: (it) => cell(counted(it.rowsNow)), value: (it) => it.rowsNow },
    {
      title: 'BY RUN',
      align: 'left',
      rank: 2,
      most: mostMarks,
      cell: (it) =>
        cell(
          it.course
            .slice(-mostMarks)
            .map((verdict) => (verdict === null ? '|' : marks[verdict]))
            .join(''),
          verdictWords[it.verdict][1],
        ),
    },
  ],
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(3)))

const listings = new WeakMap<DriftRead, Listing>()

const listed = (state: State): Listing | null => {
  const { value } = answerTo(state, 'drift', '')
  if (value === null) return null
  const known = listings.get(value) ?? listing(value.features, of)
  listings.set(value, known)
  return known
}

const selectedReference = (state: State, place: Place): string => {
  const table = listed(state)
  return table === null ? '' : standing(state, place, table).id
}

const selectedOf = (state: State, place: Place): Drifted | undefined => {
  const reference = selectedReference(state, place)
  return answerTo(state, 'drift', '').value?.features.find((it) => it.reference === reference)
}

export const driftScreen: Screen = {
  title: () => 'Drift',
  about:
    'A row a feature, the worst first, and a sign a run: . ok, w warn, F fail, ? too few rows, = constant, | where the baseline became another. Below, the selected one over the runs, and its values now against the baseline.',
  asks: (state, place) => {
    const selected = selectedReference(state, place)
    const [view = ''] = selected.split(':')
    const isPinning = state.entry?.kind === 'baseline' && view !== ''
    return [
      { kind: 'drift', id: '' },
      ...(selected === '' ? [] : [{ kind: 'drifted', id: selected } as const]),
      ...(isPinning ? [{ kind: 'baselines', id: view } as const] : []),
    ]
  },
  listing: (state) => listed(state),
  body: (state, place, look) => {
    const answer = answerTo(state, 'drift', '')
    const table = listed(state)
    if (table === null || answer.value === null) return waiting(answer, look) ?? []
    if (table.count === 0)
      return paragraph(
        'No run has been compared with a baseline yet. The first ingest sets the baseline; what later ones bring is compared with it.',
        look.width,
        look.theme,
      )
    const { places } = standing(state, place, table)
    const selected = selectedOf(state, place)
    const most = selected === undefined ? look.height : Math.ceil(look.height * (look.height < 24 ? 0.45 : 0.5))
    const above = Math.min(Math.max(places.length, 2) + 2, most)
    const [count = line(''), ...rows] = tableBody(state, place, table, { ...look, height: above }).toReversed()
    const main = [
      ...rows.toReversed(),
      { cells: [...count.cells, cell(`   ${legendIn(look.width - widthOfLine(count) - 3)}`, 'dim')] },
    ]
    return selected === undefined
      ? main
      : [...main, ...below(selected, state, { ...look, height: look.height - above })]
  },
  value: selectedReference,
  command: (state, place) => `pintail drift ${selectedOf(state, place)?.view ?? ''}`.trim(),
  opens: (state, place) => {
    const reference = selectedReference(state, place)
    return reference === '' ? null : placeOf('feature', reference.replace(/@\d+/, ''))
  },
}

const below = (it: Drifted, state: State, look: Look): Line[] => {
  if (state.entry?.kind === 'baseline') return baselineLines(state, it.view, look)
  const answer = answerTo(state, 'drifted', it.reference)
  const detail = answer.value?.features.find(({ reference }) => reference === it.reference)
  if (answer.value !== null && detail !== undefined) return driftDetail(detail, answer.value, state, look)
  return [rule(look.width, look.theme, it.reference), ...(waiting(answer, look) ?? [])]
}
