// Screen 4, Freshness: does each view keep its promise, and of how many keys does it know a value, offline and online?
import type { Micros } from '../../core/clock.ts'
import { readDuration } from '../../core/durations.ts'
import type { Coverage, Freshness } from '../../core/watching.ts'
import type { FreshnessRead } from '../data/freshness.ts'
import { facts } from '../present/facts.ts'
import { cell, crop, fill, type Line, line, paragraph, rule } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import { drawTable } from '../present/table.ts'
import { widthOf } from '../present/text.ts'
import type { Theme, Tone } from '../present/theme.ts'
import { counted, instant, lengthInWords, microsOf, percent, several } from '../present/words.ts'
import { answerTo, type Place, placeOf, type State } from '../state/state.ts'
import { type Look, type Screen, standing, tableBody, waiting } from './screen.ts'

export const keptWord = ({ kept }: Freshness): readonly [string, Tone] => {
  if (kept === null) return ['no promise', 'dim']
  return kept ? ['ok', 'good'] : ['LATE', 'bad']
}

/** `7 days 4 h`: who is a few hours late is to see it. */
export const length = (seconds: number): string => {
  const whole = lengthInWords(seconds)
  const rest = seconds % (seconds >= 86_400 ? 86_400 : 3600)
  const [size, unit] = seconds >= 86_400 ? [3600, 'h'] : [60, 'min']
  return seconds < 3600 || seconds >= 30 * 86_400 || rest < size ? whole : `${whole} ${Math.floor(rest / size)} ${unit}`
}

/** Of an event: one that is still to come has an age below none. */
const ago = (seconds: number): string => {
  if (seconds < -1) return `in ${length(-seconds)}`
  return seconds < 2 ? 'just now' : `${length(seconds)} ago`
}

const old = (seconds: number): string => (seconds < -1 ? `in ${length(-seconds)}` : length(seconds))

/** `7d` → `7 days`. */
const promiseText = (sla: string | null): string => {
  const most = sla === null ? null : readDuration(sla)
  return most === null ? (sla ?? '') : length(Number(most) / 1e6)
}

const of: ListingOf<Freshness> = {
  id: ({ view }) => view,
  fields: (it) => ({ what: [it.view], view: [it.view], status: [keptWord(it)[0]] }),
  columns: [
    { title: 'VIEW', align: 'left', rank: 0, least: 20, cell: (it) => cell(it.view, 'bold'), value: (it) => it.view },
    { title: 'FRESH?', align: 'left', rank: 0, cell: (it) => cell(...keptWord(it)) },
    { title: 'PROMISE', align: 'right', rank: 1, cell: (it) => cell(promiseText(it.sla)) },
    {
      title: 'ONLINE AGE',
      exported: 'ONLINE AGE SECONDS',
      align: 'right',
      rank: 0,
      cell: (it) => (it.online_age === null ? cell(notOnline(it), 'dim') : cell(old(it.online_age))),
      value: (it) => it.online_age,
    },
    {
      title: 'OFFLINE AGE',
      exported: 'OFFLINE AGE SECONDS',
      align: 'right',
      rank: 0,
      cell: (it) => (it.offline_age === null ? cell('no rows', 'dim') : cell(old(it.offline_age))),
      value: (it) => it.offline_age,
    },
    { title: 'NOTE', align: 'left', rank: 3, cell: (it) => cell(noteOf(it).text, 'dim') },
  ],
}

/** A note says what is, and after three spaces the command that mends it. */
const noteOf = ({ note }: Freshness): { readonly text: string; readonly fix: string } => {
  const [text = '', fix = ''] = (note ?? '').split('   ')
  return { text, fix }
}

const notOnline = (it: Freshness): string => (noteOf(it).text.startsWith('not served') ? 'not served' : 'incomplete')

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
    const fresh = answer.value?.views.find((it) => it.view === view)
    if (fresh === undefined || look.height < 12) return tableBody(state, place, table, look)
    const above = Math.min(table.count + 3, Math.floor(look.height * 0.45))
    const main = tableBody(state, place, table, { ...look, height: above })
    const covered = answerTo(state, 'coverage', view)
    const lines = [
      ...freshLines(fresh, state.now, look),
      rule(look.width, look.theme, `${view}: keys with a value`),
      ...(covered.value === null ? (waiting(covered, look) ?? []) : coverageLines(covered.value.features, look)),
    ]
    return [...main, ...fill(crop(lines, look.height - above, look.theme), look.height - above)]
  },
  value: selectedView,
  command: (state, place) => `pintail freshness ${selectedView(state, place)}`.trim(),
  opens: (state, place) => {
    const view = selectedView(state, place)
    return view === '' ? null : placeOf('feature', view)
  },
}

/** What of the view, in words, and what mends it. */
export const freshLines = (it: Freshness, now: Micros, { width, theme }: Pick<Look, 'width' | 'theme'>): Line[] => {
  const note = noteOf(it)
  const time = (text: string | null): string => {
    const at = microsOf(text)
    return at === null ? '' : `of ${instant(at)} UTC, ${ago(Number(now - at) / 1e6)}`
  }
  const promise =
    it.sla === null ? 'none: its definition has no sla' : `the newest event is at most ${promiseText(it.sla)} old`
  return [
    rule(width, theme, it.view),
    ...facts(
      [
        { name: 'promise', value: promise },
        {
          name: 'kept',
          value: it.kept === null ? '' : it.kept ? 'ok' : `LATE: ${whyLate(it)}`,
          tone: it.kept ? 'good' : 'bad',
        },
        {
          name: 'online',
          value: it.online === null ? note.text : `the newest event it answers with is ${time(it.online)}`,
          tone: it.online === null ? 'warn' : 'plain',
        },
        {
          name: 'offline',
          value: it.offline === null ? 'nothing is ingested' : `the newest event is ${time(it.offline)}`,
        },
        { name: 'note', value: it.online === null ? '' : note.text },
        { name: 'mend it', value: fixOf(it), tone: 'accent' },
        { name: '', value: moreOf(it), tone: 'accent' },
      ],
      width,
      theme,
    ),
  ]
}

const isHistoryLate = ({ sla, offline_age: old }: Freshness): boolean => {
  const most = sla === null ? null : readDuration(sla)
  return old === null || (most !== null && old > Number(most) / 1e6)
}

const whyLate = (it: Freshness): string =>
  isHistoryLate(it)
    ? 'history itself has nothing newer; its source brought nothing'
    : 'history is newer than the online store'

const fixOf = (it: Freshness): string => {
  const { fix } = noteOf(it)
  if (fix.startsWith('pintail materialize')) return `${fix}   or m, here`
  if (fix !== '' || it.kept !== false) return fix
  return isHistoryLate(it) ? `pintail ingest ${it.view}` : `pintail materialize ${it.view}   or m, here`
}

const moreOf = (it: Freshness): string =>
  it.kept === false && isHistoryLate(it) && !fixOf(it).startsWith('pintail ingest')
    ? `pintail ingest ${it.view}   where its source has newer rows`
    : ''

const barWidth = 20

export const coverageLines = (
  features: readonly Coverage[],
  { width, theme }: Pick<Look, 'width' | 'theme'>,
): Line[] => {
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
    cell(it.feature.slice(it.feature.indexOf(':') + 1)),
    cell(percent(it.offline_share)),
    it.online === null ? cell('not served', 'dim') : cell(percent(it.online_share), isBehind(it) ? 'warn' : 'plain'),
    cell(bar(it.online_share ?? 0, theme), isBehind(it) ? 'warn' : 'accent'),
    cell(it.online === null ? '' : counted(it.online)),
  ])
  const natural = heads.map((_, at) => Math.max(0, ...cells.map((row) => widthOf(row[at]?.text ?? ''))))
  const table = { heads, natural, count: cells.length, row: (at: number) => cells[at] ?? [] }
  return [
    ...paragraph(coverageWords(features), width, theme, 'dim'),
    ...drawTable(table, { width, height: cells.length + 1, top: 0, selected: -1, sort: null }, theme),
  ]
}

/** The bars, for who does not see them. */
export const coverageWords = (features: readonly Coverage[]): string => {
  const keys = features[0]?.keys ?? 0
  const known = `history knows ${several(keys, 'key')}`
  const served = features.filter((it) => it.online !== null)
  if (served.length === 0) return `${known}; none of the features is served online`
  const behind = served.filter(isBehind)
  if (behind.length === 0) return `${known}; online has every value that history has`
  const nothing = behind.filter((it) => it.online === 0).length
  const fewer = behind.length - nothing
  return [
    known,
    ...(nothing > 0
      ? [`${several(nothing, 'feature')} of ${served.length} ${nothing === 1 ? 'has' : 'have'} no value online`]
      : []),
    ...(fewer > 0
      ? [
          `${several(fewer, 'feature')} of ${served.length} ${fewer === 1 ? 'has' : 'have'} fewer values online than in history`,
        ]
      : []),
  ].join('; ')
}

const isBehind = ({ offline_share: offline, online_share: online }: Coverage): boolean =>
  offline !== null && online !== null && online < offline - 0.01

const bar = (share: number, { glyphs }: Theme): string => {
  const full = Math.round(share * barWidth)
  return glyphs.full.repeat(full) + glyphs.shade.repeat(barWidth - full)
}
