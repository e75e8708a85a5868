// Screen 4, Freshness: does each view keep its promise, and of how many keys does it know a value, offline and online?
import type { Coverage, Freshness } from '../../core/watching.ts'
import type { FreshnessRead } from '../data/freshness.ts'
import { cell, crop, fill, type Line, line, paragraph, rule } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import { drawTable } from '../present/table.ts'
import { widthOf } from '../present/text.ts'
import type { Theme, Tone } from '../present/theme.ts'
import { counted, lengthInWords, percent } from '../present/words.ts'
import { answerTo, type Place, placeOf, type State } from '../state/state.ts'
import { type Look, type Screen, standing, tableBody, waiting } from './screen.ts'

const keptWord = ({ kept }: Freshness): readonly [string, Tone] => {
  if (kept === null) return ['no promise', 'dim']
  return kept ? ['ok', 'good'] : ['FAIL', 'bad']
}

const old = (seconds: number | null): string => (seconds === null ? 'nothing' : lengthInWords(seconds))

const of: ListingOf<Freshness> = {
  id: ({ view }) => view,
  fields: (it) => ({ what: [it.view], view: [it.view], status: [keptWord(it)[0]] }),
  columns: [
    { title: 'VIEW', align: 'left', rank: 0, least: 20, cell: (it) => cell(it.view, 'bold'), value: (it) => it.view },
    { title: 'PROMISE', align: 'left', rank: 0, cell: (it) => cell(...keptWord(it)) },
    { title: 'AT MOST', align: 'right', rank: 1, cell: (it) => cell(it.sla ?? '') },
    {
      title: 'ONLINE IS',
      align: 'right',
      rank: 0,
      cell: (it) => cell(old(it.online_age)),
      value: (it) => it.online_age,
    },
    {
      title: 'OFFLINE IS',
      align: 'right',
      rank: 0,
      cell: (it) => cell(old(it.offline_age)),
      value: (it) => it.offline_age,
    },
    { title: 'NOTE', align: 'left', rank: 3, least: 16, cell: (it) => cell(it.note ?? '', 'dim') },
  ],
}

const listings = new WeakMap<FreshnessRead, Listing>()

const listed = (state: State): Listing | null => {
  const { value } = answerTo(state, 'freshness', '')
  if (value === null) return null
  const known = listings.get(value) ?? listing(value.views, of)
  listings.set(value, known)
  return known
}

const selectedView = (state: State, place: Place): string => {
  const table = listed(state)
  return table === null ? '' : standing(state, place, table).id
}

export const freshnessScreen: Screen = {
  title: () => 'Freshness',
  about:
    'How old the newest event is that each view can answer with, online and offline, against its promise (sla). Below, the share of keys with a value. m materializes the selected view.',
  asks: (state, place) => {
    const view = selectedView(state, place)
    const views = { kind: 'freshness', id: '' } as const
    return view === '' ? [views] : [views, { kind: 'coverage', id: view }]
  },
  listing: (state) => listed(state),
  body: (state, place, look) => {
    const answer = answerTo(state, 'freshness', '')
    const table = listed(state)
    if (table === null) return waiting(answer, look) ?? []
    const view = selectedView(state, place)
    const below = view === '' ? 0 : Math.max(6, Math.floor(look.height * 0.55))
    const main = tableBody(state, place, table, { ...look, height: look.height - below })
    if (below === 0) return main
    const covered = answerTo(state, 'coverage', view)
    const lines = covered.value === null ? (waiting(covered, look) ?? []) : coverage(covered.value.features, look)
    return [
      ...main,
      rule(look.width, look.theme, `${view}: keys with a value`),
      ...fill(crop(lines, below - 1, look.theme), below - 1),
    ]
  },
  value: selectedView,
  command: (state, place) => `pintail freshness ${selectedView(state, place)}`.trim(),
  opens: (state, place) => {
    const view = selectedView(state, place)
    return view === '' ? null : placeOf('feature', view)
  },
}

const barWidth = 20

const coverage = (features: readonly Coverage[], { width, theme }: Look): Line[] => {
  const [first] = features
  if (first === undefined) return [line(cell('no features', 'dim'))]
  const heads = [
    { title: 'FEATURE', align: 'left' as const, rank: 0, least: 24 },
    { title: 'OFFLINE', align: 'right' as const, rank: 0 },
    { title: 'ONLINE', align: 'right' as const, rank: 0 },
    { title: '', align: 'left' as const, rank: 2 },
    { title: 'KEYS ONLINE', align: 'right' as const, rank: 1 },
  ]
  const cells = features.map((it) => [
    cell(it.feature),
    cell(percent(it.offline_share)),
    it.online === null ? cell('not served', 'dim') : cell(percent(it.online_share), behind(it) ? 'warn' : 'plain'),
    cell(bar(it.online_share ?? 0, theme), behind(it) ? 'warn' : 'accent'),
    cell(it.online === null ? '' : counted(it.online)),
  ])
  const natural = heads.map((_, at) => Math.max(0, ...cells.map((row) => widthOf(row[at]?.text ?? ''))))
  const table = { heads, natural, count: cells.length, row: (at: number) => cells[at] ?? [] }
  return [
    ...paragraph(`history knows ${counted(first.keys)} keys`, width, theme, 'dim'),
    ...drawTable(table, { width, height: cells.length + 1, top: 0, selected: -1, sort: null }, theme),
  ]
}

const behind = ({ offline_share: offline, online_share: online }: Coverage): boolean =>
  offline !== null && online !== null && online < offline - 0.01

const bar = (share: number, { glyphs }: Theme): string => {
  const full = Math.round(share * barWidth)
  return glyphs.full.repeat(full) + glyphs.shade.repeat(barWidth - full)
}
