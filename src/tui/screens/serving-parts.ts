// What else does Serving show? How it went while one looked, what failed and why, and what was read of whom.
import type { Took } from '../data/metrics-text.ts'
import type { ServedPoint, ServedView } from '../data/served.ts'
import { beat, type ServingRead } from '../data/serving.ts'
import { sparkline } from '../present/chart.ts'
import { cell, type Line, line, rule } from '../present/lines.ts'
import { textTable } from '../present/text-table.ts'
import { counted, lasting, lengthInWords, percent } from '../present/words.ts'
import { statuses } from './look-up-columns.ts'
import type { Look } from './screen.ts'
import { rateOf, rateWords, routeWords } from './serving-head.ts'

type Size = Pick<Look, 'width' | 'theme'>

/** Two digits: between the edges of a bucket nothing is known more exactly. */
export const tookWords = ({ seconds, is }: Took): string => {
  if (is === 'about') return lasting(Number(seconds.toPrecision(2)))
  return `${is === 'below' ? '<' : '>'} ${lasting(seconds)}`
}

/** `none`, `steady at 2`, `1 to 4.5, now 2`. */
export const courseWords = <T>(
  values: readonly (T | null)[],
  { size, said }: { readonly size: (value: T) => number; readonly said: (value: T) => string },
): string => {
  const known = values.filter((it): it is T => it !== null)
  const [first] = known
  if (first === undefined) return 'nothing asked'
  const least = known.reduce((a, b) => (size(b) < size(a) ? b : a))
  const most = known.reduce((a, b) => (size(b) > size(a) ? b : a))
  const last = values.at(-1) ?? null
  if (said(least) !== said(most)) return `${said(least)} to ${said(most)}${last === null ? '' : `, now ${said(last)}`}`
  if (size(most) === 0) return 'none'
  return known.length > 1 ? `steady at ${said(most)}` : `${last === null ? 'once' : 'now'} ${said(most)}`
}

const name = 19
const leastAxis = 24

/** Three courses over one axis of time, each as a picture and in words. */
export const courseLines = (
  { course, silent }: Pick<ServingRead, 'course' | 'silent'>,
  { width, theme }: Size,
): Line[] => {
  const title = rule(width, theme, 'while this is open')
  if (!course.some((it) => it.requests !== null))
    return [title, line(cell('requests a second, errors a second and p99 are known from the second look on', 'dim'))]
  const rates = { size: (it: number) => it, said: rateWords }
  const times = { size: (it: Took) => it.seconds, said: tookWords }
  // Words are of what is in sight, and what is in sight depends on how long they are.
  const rows = (points: readonly ServedPoint[]) => [
    [
      'requests a second',
      points.map((it) => it.requests),
      courseWords(
        points.map((it) => it.requests),
        rates,
      ),
    ] as const,
    [
      'errors a second',
      points.map((it) => it.errors),
      courseWords(
        points.map((it) => it.errors),
        rates,
      ),
    ] as const,
    [
      'p99',
      points.map((it) => it.p99?.seconds ?? null),
      courseWords(
        points.map((it) => it.p99),
        times,
      ),
    ] as const,
  ]
  const longest = Math.max(...rows(course).map(([, , words]) => words.length), 24)
  const seen = course.slice(-Math.max(8, width - name - 2 - longest))
  const ago = `${lengthInWords((seen.length * beat) / 1000)} ago`
  const now = silent === null ? 'now' : ''
  return [
    title,
    ...rows(seen).map(([title, values, words], at) =>
      line(
        cell(title.padEnd(name), 'dim'),
        cell(sparkline(values, theme, true), at === 1 ? 'warn' : 'accent'),
        cell(`  ${words}`, 'dim'),
      ),
    ),
    ...(seen.length < leastAxis
      ? []
      : [line(cell(`${' '.repeat(name)}${ago}${now.padStart(Math.max(0, seen.length - ago.length))}`, 'dim'))]),
  ]
}

/** Each kind of error: how often lately, and how often in all. */
export const problemLines = ({ problems, lately }: ServingRead, { width, theme }: Size): Line[] =>
  problems.length === 0
    ? []
    : [
        rule(width, theme, 'what failed'),
        ...textTable(
          [
            ['ROUTE', 'left'],
            ['STATUS', 'right'],
            ['ERROR', 'left'],
            ...(lately.is === 'start' ? [] : [[lately.is === 'away' ? 'SINCE LOOK' : 'LAST MINUTE', 'right'] as const]),
            ['SINCE START', 'right'],
          ],
          problems.map((it) => [
            routeWords(it.route),
            String(it.status),
            it.code,
            ...(lately.is === 'start' ? [] : [counted(it.lately)]),
            counted(it.all),
          ]),
          width,
          theme,
        ),
      ]

const shareColumns = ['PRESENT', 'NULL_VALUE', 'NOT_FOUND', 'OUTSIDE_MAX_AGE'] as const

/** Which view and which service, and with what their values were answered. */
export const readLines = ({ services, views, lately }: ServingRead, { width, theme }: Size): Line[] => {
  const isLately = lately.is === 'minute' && views.some((it) => valuesIn(it.lately) > 0)
  const perSecond = (count: number): string => {
    const rate = rateOf(count, lately)
    return rate === null ? '' : rateWords(rate)
  }
  return [
    ...(views.length === 0
      ? []
      : [
          rule(
            width,
            theme,
            `values answered ${isLately ? 'in the last minute' : 'since the start'}, by view and status`,
          ),
          ...textTable(
            [
              ['VIEW', 'left'],
              ['VALUES', 'right'],
              ...shareColumns.map((status) => [statuses[status][0].toUpperCase(), 'right'] as const),
            ],
            views.map((it) => [it.view, ...sharesOf(isLately ? it.lately : it.all)]),
            width,
            theme,
          ),
        ]),
    ...(services.length === 0
      ? []
      : [
          rule(width, theme, 'reads answered, by service'),
          ...textTable(
            [
              ['SERVICE', 'left'],
              ['PER SECOND', 'right'],
              ['SINCE START', 'right'],
            ],
            services.map((it) => [
              it.service === '' ? 'none: features by name' : it.service,
              perSecond(it.lately),
              counted(it.all),
            ]),
            width,
            theme,
          ),
        ]),
  ]
}

const valuesIn = (counts: ServedView['all']): number => [...counts.values()].reduce((sum, it) => sum + it, 0)

const sharesOf = (counts: ServedView['all']): string[] => {
  const all = valuesIn(counts)
  return [counted(all), ...shareColumns.map((status) => (all === 0 ? '' : percent((counts.get(status) ?? 0) / all)))]
}
