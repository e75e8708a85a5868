// What of one view? Whether it keeps its promise and why not, what mends it, when it was written; then each feature's keys.
import type { Micros } from '../../core/clock.ts'
import { nouns } from '../../core/counted.ts'
import { readDuration } from '../../core/durations.ts'
import type { Coverage, Freshness } from '../../core/watching.ts'
import { type FreshRead, missingIn } from '../data/health.ts'
import { facts } from '../present/facts.ts'
import { freshWord } from '../present/fresh.ts'
import { cell, type Line, line, rule } from '../present/lines.ts'
import { drawTable } from '../present/table.ts'
import { widthOf } from '../present/text.ts'
import type { Theme } from '../present/theme.ts'
import { age, counted, instant, lengthInWords, microsOf, percent, several, shortAge } from '../present/words.ts'

export interface Around {
  readonly now: Micros
  readonly width: number
  readonly theme: Theme
  /** By view and by feature. */
  readonly read: FreshRead
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

export const old = (seconds: number): string => (seconds < -1 ? `in ${length(-seconds)}` : length(seconds))

/** A note says what is, and after three spaces the command that mends it. */
export const noteOf = ({ note }: Freshness): { readonly text: string; readonly fix: string } => {
  const [text = '', fix = ''] = (note ?? '').split('   ')
  return { text, fix }
}

/** What of the view, in words, and what mends it: that first, where there is room for little. */
export const freshLines = (it: Freshness, { now, width, theme, read }: Around): Line[] => {
  const note = noteOf(it)
  const time = (text: string | null): string => {
    const at = microsOf(text)
    return at === null ? '' : `${instant(at)} UTC, ${ago(Number(now - at) / 1e6)}`
  }
  const fresh = read.get(it.view)
  const [word, tone] = fresh === undefined ? ['', 'plain' as const] : freshWord(fresh)
  const why = word === 'LATE' ? reasons(it).join('; ') : word === 'MISSING' ? note.text : ''
  const isSaid = why.includes(note.text) || it.offline === null || it.features.length === 0
  const missing = missingIn(it)
  const those =
    missing === 0 || it.online === null ? '' : ` (${it.features.length - missing} of ${it.features.length} features)`
  return [
    rule(
      width,
      theme,
      `${it.view}: ${it.sla === null ? 'nothing promised' : `its newest event at most ${it.sla} old is promised`}`,
    ),
    ...facts(
      [
        { name: 'is', value: why === '' ? word : `${word}: ${why}`, tone },
        { name: 'note', value: isSaid ? '' : note.text, tone: 'warn' },
        { name: 'mend it', value: fixOf(it, word), tone: 'accent' },
        { name: '', value: moreOf(it, word), tone: 'accent' },
        {
          name: 'online',
          value: it.online === null ? notThere(it) : `newest event ${time(it.online)}${those}`,
          tone: it.online === null ? 'warn' : 'plain',
        },
        { name: 'written', value: time(it.written) },
        {
          name: 'offline',
          value: it.offline === null ? 'nothing is ingested' : `newest event ${time(it.offline)}`,
        },
      ],
      width,
      theme,
    ),
  ]
}

const notThere = (it: Freshness): string => {
  if (it.features.length === 0) return 'not served: its promise is held against the history'
  return it.offline === null ? 'nothing to answer with' : 'nothing to answer with: none of its features is materialized'
}

const promised = ({ sla }: Freshness): number => Number((sla === null ? null : readDuration(sla)) ?? 0n) / 1e6

const isHistoryLate = (it: Freshness): boolean => it.offline_age === null || it.offline_age > promised(it)

/** Each that is so: history too old, online older than history, features that are not there. */
const reasons = (it: Freshness): string[] => {
  if (it.offline === null) return ['nothing is ingested']
  const missing = missingIn(it)
  const isOlder = it.online !== null && it.online !== it.offline
  return [
    ...(isHistoryLate(it) ? ['history itself has nothing newer'] : []),
    ...(isOlder ? ['online is older than history'] : []),
    ...(missing > 0
      ? [`${missing} of ${several(it.features.length, 'feature')} ${nouns(missing, 'is', 'are')} not materialized`]
      : []),
  ]
}

const fixOf = (it: Freshness, word: string): string => {
  const { fix } = noteOf(it)
  if (fix.startsWith('pintail materialize')) return `${fix}   or m, here`
  return fix === '' && word === 'LATE' ? `pintail ingest ${it.view}` : fix
}

const moreOf = (it: Freshness, word: string): string =>
  word === 'LATE' && isHistoryLate(it) && noteOf(it).fix.startsWith('pintail materialize')
    ? `pintail ingest ${it.view}   where its source has newer rows`
    : ''

const barWidth = 20

/** Of a feature, whatever its category. */
const featureOf = ({ feature }: Coverage): string => feature.split(':').slice(0, 2).join(':')

export const coverageLines = (features: readonly Coverage[], { now, width, theme, read }: Around): Line[] => {
  const [first] = features
  if (first === undefined) return [line(cell('no features', 'dim'))]
  const isServed = features.some(({ online }) => online !== null)
  const heads = [
    { title: 'FEATURE', align: 'left' as const, rank: 0, least: 24 },
    { title: isServed ? 'FRESH?' : '', align: 'left' as const, rank: 0 },
    { title: 'OFFLINE', align: 'right' as const, rank: 0 },
    { title: 'ONLINE', align: 'right' as const, rank: 0 },
    { title: '', align: 'left' as const, rank: 3 },
    { title: 'KEYS ONLINE', align: 'right' as const, rank: 1 },
    { title: 'NEWEST EVENT', align: 'right' as const, rank: 2 },
  ]
  const cells = features.map((it) => {
    const fresh = read.get(featureOf(it))
    const tone = isFewer(it) ? 'warn' : 'plain'
    return [
      cell(it.feature.slice(it.feature.indexOf(':') + 1)),
      fresh === undefined ? cell('') : cell(...freshWord(fresh)),
      cell(percent(it.offline_share)),
      it.online === null ? cell('not served', 'dim') : cell(percent(it.online_share), tone),
      cell(bar(it.online_share ?? 0, theme), isFewer(it) ? 'warn' : 'accent'),
      cell(it.online === null ? '' : counted(it.online)),
      cell(fresh === undefined || fresh.newest === null ? '' : shortAge(fresh.newest, now)),
    ]
  })
  const natural = heads.map((_, at) => Math.max(0, ...cells.map((row) => widthOf(row[at]?.text ?? ''))))
  const table = { heads, natural, count: cells.length, row: (at: number) => cells[at] ?? [] }
  return drawTable(table, { width, height: cells.length + 1, top: 0, selected: -1, sort: null }, theme)
}

/** The bars, for who does not see them, and as of when they are. */
export const coverageWords = (features: readonly Coverage[], now: Micros): string => {
  const keys = features[0]?.keys ?? 0
  const known = keys === 0 ? 'history knows no key yet' : `history knows ${several(keys, 'key')}`
  const served = features.filter((it) => it.online !== null)
  if (served.length === 0) return `${known}; none of the features is served online`
  if (keys === 0) return known
  const there = served.filter((it) => it.online_as_of !== null)
  const missing = new Set(served.filter((it) => it.online_as_of === null).map(featureOf)).size
  const all = new Set(served.map(featureOf)).size
  const said =
    missing === 0 ? [] : [`${missing} of ${several(all, 'feature')} ${nouns(missing, 'is', 'are')} not materialized`]
  return [known, ...said, ...(there.length === 0 ? [] : [...comparedWords(there), asOfWords(there, now)])].join('; ')
}

/** Of those that are materialized: who has fewer values, or as many by chance. */
const comparedWords = (there: readonly Coverage[]): string[] => {
  const names = new Set(there.map(featureOf)).size
  const noun = names === there.length ? 'feature' : 'value by category'
  const plural = names === there.length ? 'features' : 'values by category'
  const tell = (count: number, what: string): string[] =>
    count === 0
      ? []
      : [`${counted(count)} of ${several(there.length, noun, plural)} ${nouns(count, 'is', 'are')} known of ${what}`]
  const fewer = there.filter(isFewer)
  const none = fewer.filter((it) => it.online === 0).length
  const more = there.filter((it) => (it.online ?? 0) > it.offline).length
  const behind = there.some((it) => it.behind)
  const found = [
    ...tell(none, 'no key online'),
    ...tell(fewer.length - none, 'fewer keys online than in history'),
    ...tell(more, 'more keys online than in history'),
    ...(behind ? ['history has rows that are not online yet'] : []),
  ]
  return found.length === 0 ? ['online has every value that history has'] : found
}

const asOfWords = (there: readonly Coverage[], now: Micros): string => {
  const times = there.flatMap((it) => microsOf(it.online_as_of) ?? []).toSorted((a, b) => (a < b ? -1 : 1))
  const [first, last] = [times[0] ?? now, times.at(-1) ?? now]
  const until = first === last ? '' : ` to ${age(last, now)}`
  return `offline as of now, online as of ${first === now ? 'now' : age(first, now)}${until}`
}

const isFewer = ({ offline, online }: Coverage): boolean => online !== null && online < offline

const bar = (share: number, { glyphs }: Theme): string => {
  const full = Math.round(share * barWidth)
  return glyphs.full.repeat(full) + glyphs.shade.repeat(barWidth - full)
}
