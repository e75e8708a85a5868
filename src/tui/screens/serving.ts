// Screen 5, Serving: is the server up, is anything failing, how much is asked of it, how fast does it answer, and what?
import type { Took } from '../data/metrics-text.ts'
import type { ServedRoute } from '../data/served.ts'
import type { Lately, ServingRead } from '../data/serving.ts'
import { type Cell, cell, crop, empty, type Line, line, paragraph } from '../present/lines.ts'
import { type ColumnOf, type Listing, type ListingOf, listing } from '../present/listing.ts'
import { counted } from '../present/words.ts'
import { answerTo, type Place, type State } from '../state/state.ts'
import { ageOf, type Look, type Screen, standing, tableBody, waiting } from './screen.ts'
import { headLines, latelyWords, rateOf, rateWords, routeWords, rules } from './serving-head.ts'
import { courseLines, problemLines, readLines, tookWords } from './serving-parts.ts'

const tone = (it: ServedRoute): 'dim' | 'plain' => (it.isWatch ? 'dim' : 'plain')

const timeColumn = (title: string, rank: number, of: (it: ServedRoute) => Took | null): ColumnOf<ServedRoute> => ({
  title,
  exported: `${title} SECONDS`,
  align: 'right',
  rank,
  cell: (it): Cell => {
    const took = of(it)
    if (took === null) return cell('')
    return it.isTimeOfAll ? cell(`(${tookWords(took)})`, 'dim') : cell(tookWords(took), tone(it))
  },
  value: (it) => of(it)?.seconds ?? null,
})

const columnsOf = (lately: Lately): ListingOf<ServedRoute> => {
  const perSecond = (it: ServedRoute): number | null => rateOf(it.lately.requests, lately)
  return {
    id: ({ route }) => route,
    fields: (it) => ({ what: [it.route] }),
    columns: [
      {
        title: 'ROUTE',
        align: 'left',
        rank: 0,
        least: 24,
        cell: (it) => cell(routeWords(it.route), it.isWatch ? 'dim' : 'bold'),
        value: (it) => it.route,
      },
      {
        title: 'PER SECOND',
        short: 'PER S',
        align: 'right',
        rank: 1,
        cell: (it) => {
          const rate = perSecond(it)
          return cell(rate === null ? '' : rateWords(rate), tone(it))
        },
        value: perSecond,
      },
      {
        title: 'FAILED',
        align: 'right',
        rank: 0,
        cell: (it) => cell(counted(it.lately.errors), it.lately.errors === 0 ? 'dim' : 'warn'),
        value: (it) => it.lately.errors,
      },
      timeColumn('P50', 0, (it) => it.p50),
      timeColumn('P95', 2, (it) => it.p95),
      timeColumn('P99', 0, (it) => it.p99),
      {
        title: 'SINCE START',
        align: 'right',
        rank: 3,
        cell: (it) => cell(counted(it.all.requests), 'dim'),
        value: (it) => it.all.requests,
      },
      {
        title: 'OF THEM FAILED',
        align: 'right',
        rank: 4,
        cell: (it) => cell(counted(it.all.errors), 'dim'),
        value: (it) => it.all.errors,
      },
    ],
  }
}

const listings = new WeakMap<ServingRead, Listing>()

const listed = (state: State): Listing | null => {
  const { value } = answerTo(state, 'serving', '')
  if (value === null || value.age === null) return null
  const known = listings.get(value) ?? listing(value.routes, columnsOf(value.lately))
  listings.set(value, known)
  return known
}

/** With fewer lines the head's words on what failed are all. */
const leastForProblems = 26
/** With fewer, what a time is stands in the help alone. */
const leastForTimes = 15

export const servingScreen: Screen = {
  title: () => 'Serving',
  about: `The running server: requests, errors and how long answers take, by route; what failed and why; values by view and status. Times are the server's own, without network and queue. Read anew every two seconds. The verdict is on the last minute: ${rules}. The server's probes and its /metrics, which this screen reads, are listed dimly and counted nowhere else.`,
  asks: () => [{ kind: 'serving', id: '' }],
  listing: (state) => listed(state),
  body: (state, place, look) => {
    const answer = answerTo(state, 'serving', '')
    if (answer.value === null) return waiting(answer, look) ?? []
    const { value } = answer
    const table = listed(state)
    const isStale = answer.error !== null || (answer.at !== null && state.now - answer.at >= 10_000_000n)
    const head = headLines(value, isStale ? ageOf(answer, state.now) : '', look.width)
    if (table === null) return [...head, empty, ...begin(look)]
    const below = [
      ...captionLines(value, look),
      ...courseLines(value, look),
      ...(look.height < leastForProblems ? [] : problemLines(value, look)),
      ...readLines(value, look),
    ]
    const room = look.height - head.length
    const above = Math.min(table.count + 2, Math.max(6, room - below.length))
    const main = tableBody(state, place, table, { ...look, height: above })
    return [...head, ...main, ...crop(below, Math.max(0, room - above), look.theme)]
  },
  value: (state, place: Place) => {
    const table = listed(state)
    return table === null ? '' : standing(state, place, table).id
  },
  command: (state) => `curl -s ${answerTo(state, 'serving', '').value?.address ?? 'http://127.0.0.1:6566'}/metrics`,
}

/** Whose figures these are, and what a time is the time of. */
export const captionLines = ({ lately, routes }: ServingRead, { width, height, theme }: Look): Line[] => {
  const brackets = lately.is !== 'start' && routes.some((it) => it.isTimeOfAll) ? '; (in brackets) since the start' : ''
  const whose = `PER SECOND to P99: ${latelyWords(lately)}${brackets}`
  const times = "Times are the server's own, for half, 95% and 99% of answers, without network and queue."
  return paragraph(height < leastForTimes ? whose : `${whose}. ${times}`, width, theme, 'dim')
}

const begin = ({ width, theme }: Look): Line[] => [
  ...paragraph(
    'When the server runs, this shows what is asked of it and how fast it answers. In another terminal:',
    width,
    theme,
  ),
  empty,
  line(cell('  pintail serve', 'accent')),
  empty,
  ...paragraph(
    'It is looked for at the host and port that pintail.yaml gives (server: { host, port }), every two seconds.',
    width,
    theme,
    'dim',
  ),
]
