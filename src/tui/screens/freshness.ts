// Screen 4, Freshness: does each view keep its promise, and of how many keys does it know a value, offline and online?
import type { Micros } from '../../core/clock.ts'
import type { Freshness } from '../../core/watching.ts'
import { type Fresh, type FreshRead, freshAt, missingIn } from '../data/health.ts'
import { freshWord } from '../present/fresh.ts'
import { cell, crop, fill, paragraph, rule } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import type { Tone } from '../present/theme.ts'
import { shortAgo } from '../present/words.ts'
import { answerTo, type Place, placeOf, type State } from '../state/state.ts'
import { coverageLines, coverageWords, freshLines, noteOf, old } from './freshness-parts.ts'
import { type Screen, standing, tableBody, waiting } from './screen.ts'

/** Where nothing is promised and nothing is missing: that there is no promise. */
const keptWord = (fresh: Fresh | undefined): readonly [string, Tone] => {
  const [word, tone] = fresh === undefined ? ['', 'dim' as const] : freshWord(fresh)
  return word === '' || (word === 'no rows' && fresh?.promise === null) ? ['no promise', 'dim'] : [word, tone]
}

const listingOf = (read: FreshRead): ListingOf<Freshness> => ({
  id: ({ view }) => view,
  fields: (it) => ({ what: [it.view], view: [it.view], status: [keptWord(read.get(it.view))[0]] }),
  columns: [
    { title: 'VIEW', align: 'left', rank: 0, least: 20, cell: (it) => cell(it.view, 'bold'), value: (it) => it.view },
    { title: 'FRESH?', align: 'left', rank: 0, cell: (it) => cell(...keptWord(read.get(it.view))) },
    { title: 'PROMISE', align: 'right', rank: 1, cell: (it) => cell(it.sla ?? '', 'plain') },
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
    {
      title: 'WRITTEN',
      align: 'right',
      rank: 2,
      cell: (it, now) => cell(agoText(read.get(it.view)?.written ?? null, now)),
      value: (it) => read.get(it.view)?.written ?? null,
    },
    { title: 'NOTE', align: 'left', rank: 3, cell: (it) => cell(noteOf(it).text, 'dim') },
  ],
})

const notOnline = (it: Freshness): string => {
  if (it.features.length === 0) return 'not served'
  return missingIn(it) > 0 ? 'MISSING' : 'no rows'
}

const agoText = (at: Micros | null, now: Micros): string => (at === null ? '' : shortAgo(at, now))

const listings = new WeakMap<FreshRead, Listing>()

const listed = (state: State): Listing | null => {
  const { value } = answerTo(state, 'freshness', '')
  if (value === null) return null
  const read = freshAt(value, state.now)
  const known = listings.get(read) ?? listing(value.views, listingOf(read))
  listings.set(read, known)
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
  listing: listed,
  body: (state, place, look) => {
    const answer = answerTo(state, 'freshness', '')
    const table = listed(state)
    if (table === null) return waiting(answer, look) ?? []
    const view = selectedView(state, place)
    const fresh = answer.value?.views.find((it) => it.view === view)
    if (answer.value === null || fresh === undefined) return tableBody(state, place, table, look)
    const above = Math.min(table.count + (look.height < 22 ? 2 : 3), Math.floor(look.height * 0.45))
    const main = tableBody(state, place, table, { ...look, height: above })
    const covered = answerTo(state, 'coverage', view)
    const read = freshAt(answer.value, state.now)
    const around = { now: state.now, width: look.width, theme: look.theme, read }
    const counted = covered.value?.features
    const lines = [
      ...freshLines(fresh, around),
      rule(look.width, look.theme, `${view}: keys with a value`),
      ...(counted === undefined ? (waiting(covered, look) ?? []) : coverageLines(counted, around)),
    ]
    const words = counted === undefined ? '' : coverageWords(counted, state.now)
    const room = look.height - above
    // The table alone tells the counts.
    const said = paragraph(words, look.width, look.theme, 'dim')
    const told = lines.length + said.length > room ? lines : [...lines, ...said]
    return [...main, ...fill(crop(told, room, look.theme), room)]
  },
  value: selectedView,
  command: (state, place) => `pintail freshness ${selectedView(state, place)}`.trim(),
  opens: (state, place) => {
    const view = selectedView(state, place)
    return view === '' ? null : placeOf('feature', view)
  },
}
