// Screen 2, Drift: which features have moved since their baseline, at which run, and how far?
import type { Verdict } from '../../core/drift.ts'
import type { Drifted, DriftRead } from '../data/drift.ts'
import { type Bar, barChart, barWords, course, courseWords } from '../present/chart.ts'
import { beside, cell, crop, fill, type Line, line, paragraph, rule } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import { verdictWords } from '../present/verdicts.ts'
import { counted, figure, percent } from '../present/words.ts'
import { answerTo, type Place, placeOf, type State } from '../state/state.ts'
import { type Look, type Screen, standing, tableBody, waiting } from './screen.ts'

/** One sign a run. */
const marks: Readonly<Record<Verdict, string>> = {
  ok: '.',
  constant: '=',
  insufficient: '?',
  empty: ' ',
  warn: 'w',
  fail: 'F',
}

const nullTones = { ok: 'plain', warn: 'warn', fail: 'bad' } as const

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
            .map((point) => marks[point.verdict])
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
    'A row a feature, the worst first, and a sign a run: . ok, w warn, F fail, ? too few rows, = constant. Below, the selected one over the runs, and its values now against the baseline.',
  asks: () => [{ kind: 'drift', id: '' }],
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
    const selected = selectedOf(state, place)
    const below = selected === undefined ? 0 : Math.max(8, Math.floor(look.height * 0.45))
    const main = tableBody(state, place, table, { ...look, height: look.height - below })
    return selected === undefined ? main : [...main, ...detail(selected, answer.value, { ...look, height: below })]
  },
  value: selectedReference,
  command: (state, place) => `pintail drift ${selectedOf(state, place)?.view ?? ''}`.trim(),
  opens: (state, place) => {
    const reference = selectedReference(state, place)
    return reference === '' ? null : placeOf('feature', reference.replace(/@\d+/, ''))
  },
}

const detail = (it: Drifted, { views }: DriftRead, look: Look): Line[] => {
  const view = views.find(({ view: name }) => name === it.view)
  const title = `${it.reference}   ${view?.runs ?? ''} against ${view?.baseline ?? 'no baseline'}`
  const room = look.height - 1
  if (look.width < 100)
    return [rule(look.width, look.theme, title), ...fill(scores(it, { ...look, height: room }), room)]
  const left = Math.floor((look.width - 3) / 2)
  const right = look.width - left - 3
  const both = beside(
    fill(scores(it, { ...look, width: left, height: room }), room),
    fill(crop(values(it, { ...look, width: right, height: room }), room, look.theme), room),
    [left, right],
    look.theme,
  )
  return [rule(look.width, look.theme, title), ...both]
}

/** Thresholds of psi (monitoring.md): from 0.1 it matters, from 0.25 it fails. */
const thresholds = [
  { at: 0.1, name: 'warn', tone: 'warn' },
  { at: 0.25, name: 'fail', tone: 'bad' },
] as const

const scores = (it: Drifted, { width, height, theme }: Look): Line[] => {
  const points = it.course.map((point) => point.psi)
  const words = paragraph(`psi by run: ${courseWords(points)}`, width, theme, 'dim')
  const notes = it.note === '' ? [] : paragraph(it.note, width, theme, 'dim').slice(0, 2)
  const room = height - words.length - notes.length
  return room < 3
    ? [...words, ...notes]
    : [...course(points, thresholds, { width, height: room }, theme), ...words, ...notes]
}

const values = (it: Drifted, { width, height, theme }: Look): Line[] => {
  const [before, now] = [total(it, 'baseline'), total(it, 'current')]
  const bars: Bar[] = it.bins.map((bin) => ({
    label: shortLabel(bin.label),
    share: now === 0 ? 0 : bin.current / now,
    before: before === 0 ? 0 : bin.baseline / before,
  }))
  if (bars.length === 0) return [line(cell('no values to show', 'dim'))]
  const head = line(
    cell('values'.padEnd(Math.max(0, width - 16)), 'dim'),
    cell('now'.padStart(7)),
    cell('before'.padStart(8), 'dim'),
  )
  const words = paragraph(barWords(bars), width, theme, 'dim')
  const room = height - 1
  return [head, ...barChart(bars.slice(0, room), width, theme), ...(bars.length + words.length <= room ? words : [])]
}

const total = ({ bins }: Drifted, side: 'baseline' | 'current'): number => bins.reduce((sum, bin) => sum + bin[side], 0)

/** Edges have all digits of their number; four tell where one is. */
const shortLabel = (label: string): string =>
  label.replaceAll(/-?\d+\.\d{4,}(?:e[+-]?\d+)?/g, (it) => figure(Number(it)))
