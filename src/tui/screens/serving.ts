// Screen 5, Serving: is the server up, how much is asked of it, how fast does it answer, and what?
import type { ServedRoute, ServedView, ServingRead } from '../data/serving.ts'
import { sparkline } from '../present/chart.ts'
import { cell, crop, empty, type Line, line, paragraph, rule } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import { textTable } from '../present/text-table.ts'
import { counted, figure, lasting, lengthInWords, percent, several } from '../present/words.ts'
import { answerTo, type Place, type State } from '../state/state.ts'
import { statuses } from './look-up-columns.ts'
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
    {
      title: 'PER SECOND',
      align: 'right',
      rank: 1,
      cell: (it) => cell(rate(it.perSecond)),
      value: (it) => it.perSecond,
    },
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
  if (value === null || value.age === null) return null
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
    const table = listed(state)
    const head = headLine(answer.value, ageOf(answer, state.now))
    if (table === null) return [head, empty, ...begin(look)]
    const below = [...courseLines(answer.value, look), ...readLines(answer.value, look)]
    const room = look.height - 1
    const above = Math.min(table.count + 3, Math.max(6, room - below.length))
    const main = tableBody(state, place, table, { ...look, height: above })
    return [head, ...main, ...crop(below, Math.max(0, room - above), look.theme)]
  },
  value: (state, place: Place) => {
    const table = listed(state)
    return table === null ? '' : standing(state, place, table).id
  },
  command: (state) => `curl -s ${answerTo(state, 'serving', '').value?.address ?? 'http://127.0.0.1:6566'}/metrics`,
}

export const headLine = ({ address, silent, age, routes }: ServingRead, read: string): Line => {
  if (silent !== null)
    return line(
      cell(age === null ? 'WARN ' : 'FAIL ', age === null ? 'warn' : 'bad'),
      cell(`${address}: ${silent}`),
      cell(age === null ? '' : `   figures of ${lengthInWords(age)} ago`, 'warn'),
    )
  const requests = routes.reduce((sum, it) => sum + it.requests, 0)
  const errors = routes.reduce((sum, it) => sum + it.errors, 0)
  return line(
    cell('ok ', 'good'),
    cell(address, 'bold'),
    cell(`   ${several(requests, 'request')}, `),
    errors === 0
      ? cell('no errors')
      : cell(`${several(errors, 'error')} (${percent(errors / Math.max(1, requests))})`, 'warn'),
    cell(`   ${read}`, 'dim'),
  )
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

/** Both courses as a picture and in words. */
export const courseLines = ({ course }: ServingRead, { width, theme }: Pick<Look, 'width' | 'theme'>): Line[] => {
  const lines = (
    [
      ['requests a second', course.map((it) => it.perSecond), (value: number) => rate(value)],
      ['p99', course.map((it) => it.p99), lasting],
    ] as const
  ).flatMap(([name, values, shown]): Line[] => {
    const known = values.filter((it) => it !== null)
    const last = known.at(-1)
    if (last === undefined)
      return [line(cell(name.padEnd(19), 'dim'), cell('known from the second look on, two seconds apart', 'dim'))]
    const words = `  ${shown(Math.min(...known))} to ${shown(Math.max(...known))}, the last ${shown(last)}`
    const room = Math.max(4, width - 19 - words.length)
    return [
      line(
        cell(name.padEnd(19), 'dim'),
        cell(sparkline(values.slice(-room), theme, true), 'accent'),
        cell(words, 'dim'),
      ),
    ]
  })
  return [rule(width, theme, 'while this is open, a sign every two seconds'), ...lines]
}

const shareColumns = ['PRESENT', 'NULL_VALUE', 'NOT_FOUND', 'OUTSIDE_MAX_AGE'] as const

/** Which service and which view, and with what their values were answered. */
export const readLines = (
  { services, views }: ServingRead,
  { width, theme }: Pick<Look, 'width' | 'theme'>,
): Line[] => [
  ...(views.length === 0
    ? []
    : [
        rule(width, theme, 'values answered, by view and status'),
        ...textTable(
          [
            ['VIEW', 'left'],
            ['VALUES', 'right'],
            ...shareColumns.map((status) => [statuses[status][0].toUpperCase(), 'right'] as const),
          ],
          views.map((it) => [it.view, ...sharesOf(it)]),
          width,
          theme,
        ),
      ]),
  ...(services.length === 0
    ? []
    : [
        rule(width, theme, 'reads, by service'),
        ...textTable(
          [
            ['SERVICE', 'left'],
            ['READS', 'right'],
            ['PER SECOND', 'right'],
          ],
          services.map((it) => [
            it.service === '' ? 'none: features by name' : it.service,
            counted(it.reads),
            rate(it.perSecond),
          ]),
          width,
          theme,
        ),
      ]),
]

const sharesOf = ({ statuses: counts }: ServedView): string[] => {
  const all = [...counts.values()].reduce((sum, it) => sum + it, 0)
  return [counted(all), ...shareColumns.map((status) => percent((counts.get(status) ?? 0) / Math.max(1, all)))]
}
