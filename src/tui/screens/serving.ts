// Screen 5, Serving: is the server up, how much is asked of it, how fast does it answer, and what?
import type { ServedRoute, ServedView, ServingRead } from '../data/serving.ts'
import { courseWords, sparkline } from '../present/chart.ts'
import { facts } from '../present/facts.ts'
import { cell, crop, empty, type Line, line, paragraph, rule } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import { counted, figure, lasting, percent } from '../present/words.ts'
import { answerTo, type Place, type State } from '../state/state.ts'
import { ageOf, type Look, type Screen, standing, tableBody, waiting } from './screen.ts'

const seconds = (value: number | null): string => (value === null ? '' : lasting(value))
const rate = (value: number | null): string => (value === null ? '' : figure(Number(value.toPrecision(3))))

const of: ListingOf<ServedRoute> = {
  id: ({ route }) => route,
  fields: (it) => ({ what: [it.route] }),
  columns: [
    {
      title: 'ROUTE',
      align: 'left',
      rank: 0,
      least: 20,
      cell: (it) => cell(it.route, 'bold'),
      value: (it) => it.route,
    },
    {
      title: 'REQUESTS',
      align: 'right',
      rank: 0,
      cell: (it) => cell(counted(it.requests)),
      value: (it) => it.requests,
    },
    { title: 'A SECOND', align: 'right', rank: 1, cell: (it) => cell(rate(it.perSecond)), value: (it) => it.perSecond },
    {
      title: 'ERRORS',
      align: 'right',
      rank: 0,
      cell: (it) => cell(it.errors === 0 ? '0' : counted(it.errors), it.errors === 0 ? 'dim' : 'warn'),
      value: (it) => it.errors,
    },
    { title: 'P50', align: 'right', rank: 0, cell: (it) => cell(seconds(it.p50)), value: (it) => it.p50 },
    { title: 'P95', align: 'right', rank: 2, cell: (it) => cell(seconds(it.p95)), value: (it) => it.p95 },
    { title: 'P99', align: 'right', rank: 0, cell: (it) => cell(seconds(it.p99)), value: (it) => it.p99 },
  ],
}

const listings = new WeakMap<ServingRead, Listing>()

const listed = (state: State): Listing | null => {
  const { value } = answerTo(state, 'serving', '')
  if (value === null || value.silent !== null) return null
  const known = listings.get(value) ?? listing(value.routes, of)
  listings.set(value, known)
  return known
}

export const servingScreen: Screen = {
  title: () => 'Serving',
  about:
    'The running server: requests, errors and how long answers take, by route; reads by service; values by view and status. Read anew every two seconds.',
  asks: () => [{ kind: 'serving', id: '' }],
  listing: (state) => listed(state),
  body: (state, place, look) => {
    const answer = answerTo(state, 'serving', '')
    if (answer.value === null) return waiting(answer, look) ?? []
    const { address, silent } = answer.value
    const read = cell(`   ${ageOf(answer, state.now)}`, 'dim')
    if (silent !== null)
      return [line(cell('WARN ', 'warn'), cell(`${address}: ${silent}`), read), empty, ...begin(look)]
    const table = listed(state)
    if (table === null) return []
    const head = line(cell('ok ', 'good'), cell(address, 'bold'), read)
    const below = Math.max(0, Math.min(look.height - 8, 6 + answer.value.services.length + answer.value.views.length))
    const main = tableBody(state, place, table, { ...look, height: look.height - below - 1 })
    return [head, ...main, ...crop([...rates(answer.value, look), ...reads(answer.value, look)], below, look.theme)]
  },
  value: (state, place: Place) => {
    const table = listed(state)
    return table === null ? '' : standing(state, place, table).id
  },
  command: (state) => `curl -s ${answerTo(state, 'serving', '').value?.address ?? 'http://127.0.0.1:6566'}/metrics`,
}

const begin = ({ width, theme }: Look): Line[] => [
  ...paragraph(
    'When the server runs, this shows what is asked of it and how fast it answers. In another terminal:',
    width,
    theme,
  ),
  line(cell('  pintail serve', 'accent')),
]

const rates = ({ rates: all }: ServingRead, { width, theme }: Look): Line[] => [
  rule(width, theme, 'requests a second'),
  line(cell(sparkline(all.slice(-Math.max(8, width - 2)), theme, true), 'accent')),
  ...paragraph(courseWords(all), width, theme, 'dim'),
]

const reads = ({ services, views }: ServingRead, { width, theme }: Look): Line[] => [
  rule(width, theme, 'what was read'),
  ...facts(
    [
      ...services.map(({ service, reads: count, perSecond }) => ({
        name: service === '' ? 'by features' : `service ${service}`,
        value: `${counted(count)} reads${perSecond === null ? '' : `, ${rate(perSecond)} a second`}`,
      })),
      ...views.map((it) => ({ name: `view ${it.view}`, value: statusText(it) })),
    ],
    width,
    theme,
  ),
]

const words: Readonly<Record<string, string>> = {
  PRESENT: 'present',
  NULL_VALUE: 'null',
  NOT_FOUND: 'not found',
  OUTSIDE_MAX_AGE: 'too old',
}

const statusText = ({ statuses }: ServedView): string => {
  const all = [...statuses.values()].reduce((sum, it) => sum + it, 0)
  const parts = [...statuses].map(
    ([status, count]) => `${percent(count / Math.max(1, all))} ${words[status] ?? status}`,
  )
  return `${counted(all)} values: ${parts.join(', ')}`
}
