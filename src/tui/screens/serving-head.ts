// Does the server answer what it is asked? A verdict on what was asked lately, what failed, and, apart from it, the total.
import type { ServedProblem } from '../data/served.ts'
import type { Lately, ServingRead } from '../data/serving.ts'
import { cell, type Line, line } from '../present/lines.ts'
import { counted, figure, lengthInWords, percent, several } from '../present/words.ts'

/** Shares of requests that fail. */
const warnFrom = 0.01
const failFrom = 0.1
/** So many of the server's own faults lately are no accident. */
const burst = 5

export const rules = `WARN from ${percent(warnFrom)} of requests that fail or one fault of the server's own (5xx), FAIL from ${percent(failFrom)} or ${burst} such faults`

export interface Judged {
  readonly word: 'ok' | 'WARN' | 'FAIL'
  readonly requests: number
  readonly errors: number
}

/** Who watches over the server asks a lot and is not counted. */
export const judged = ({ routes, problems, lately }: Pick<ServingRead, 'routes' | 'problems' | 'lately'>): Judged => {
  const asked = routes.filter((it) => !it.isWatch)
  const errors = asked.reduce((sum, it) => sum + it.lately.errors, 0)
  // An error is counted a moment before its request is.
  const requests = Math.max(
    errors,
    asked.reduce((sum, it) => sum + it.lately.requests, 0),
  )
  const share = errors / Math.max(1, requests)
  const faults = problems.reduce((sum, it) => (it.status >= 500 ? sum + it.lately : sum), 0)
  // Faults since a server started long ago are no burst.
  const isNow = lately.is !== 'start' || (lately.seconds ?? Number.POSITIVE_INFINITY) <= 60
  const isFail = share >= failFrom || (isNow && faults >= burst)
  const isWarn = share >= warnFrom || (isNow && faults > 0)
  return { word: isFail ? 'FAIL' : isWarn ? 'WARN' : 'ok', requests, errors }
}

const tones = { ok: 'good', WARN: 'warn', FAIL: 'bad' } as const

export const headLines = (read: ServingRead, stale: string, width: number): Line[] => {
  const { address, silent, age } = read
  if (silent !== null)
    return [
      line(
        cell(age === null ? 'WARN ' : 'FAIL ', age === null ? 'warn' : 'bad'),
        cell(`${address}: ${silent}`),
        cell(age === null ? '' : `   figures of ${lengthInWords(age)} ago`, 'warn'),
      ),
    ]
  const verdict = judged(read)
  const failed = failedWords(read.problems)
  return [
    line(
      cell(verdict.word.padEnd(5), tones[verdict.word]),
      ...askedCells(verdict, read.lately),
      cell(stale === '' ? '' : `   ${stale}`, 'dim'),
    ),
    ...(verdict.errors === 0 || failed === '' ? [] : [line(cell(`     ${failed}`, tones[verdict.word]))]),
    line(cell(`     ${totalWords(read, width - 5)}`, 'dim')),
  ]
}

const askedCells = ({ requests, errors, word }: Judged, lately: Lately) => {
  // How long ago that was stands below.
  const when = latelyWords(lately.is === 'start' ? { ...lately, seconds: null } : lately)
  const perSecond = (count: number): string => {
    const rate = rateOf(count, lately)
    return rate === null || rate < 1 ? '' : `${rateWords(rate)} a second`
  }
  if (requests === 0) return [cell(`nothing was asked ${when}`)]
  if (errors === 0) {
    const rate = perSecond(requests)
    return [cell(`${several(requests, 'request')} ${when}${rate === '' ? '' : `, ${rate}`}; none failed`)]
  }
  const counts = [`${counted(errors)} of ${counted(requests)}`, perSecond(errors)].filter((it) => it !== '').join(', ')
  return [
    cell(`${percent(errors / requests)} of requests failed ${when}`, word === 'ok' ? 'plain' : tones[word]),
    cell(`: ${counts}`),
  ]
}

/** A second; null: nobody can tell yet. */
export const rateOf = (count: number, { seconds }: Lately): number | null =>
  seconds === null || seconds < 1 ? null : count / seconds

export const rateWords = (rate: number): string => figure(Number(rate.toPrecision(rate >= 100 ? 3 : 2)))

/** `in the last minute`, `since the server started, 3 hours ago`. */
export const latelyWords = ({ is, seconds }: Lately): string => {
  const long = seconds === null ? '' : `, ${lengthInWords(seconds)} ago`
  if (is === 'start') return `since the server started${long}`
  if (is === 'away') return `since the last look${long}`
  if (seconds === null || seconds >= 55) return 'in the last minute'
  return `in the last ${seconds < 2 ? 'second' : lengthInWords(seconds)}`
}

const mostProblems = 3

/** `404 unknown_feature 12 times on /get-online-features`, most first. */
export const failedWords = (problems: readonly ServedProblem[]): string => {
  const lately = problems.filter((it) => it.lately > 0)
  const routes = new Set(lately.map((it) => routeWords(it.route)))
  const [only = ''] = routes
  const words = lately
    .slice(0, mostProblems)
    .map((it) => `${answerWords(it)}: ${counted(it.lately)}${routes.size === 1 ? '' : ` on ${routeWords(it.route)}`}`)
  const more = lately.length > mostProblems ? [`${lately.length - mostProblems} more kinds`] : []
  return [...words, ...more].join('; ') + (routes.size === 1 ? `   on ${only}` : '')
}

/** The server counts what it does not know as one. */
export const routeWords = (route: string): string => (route === 'other' ? 'unknown addresses' : route)

/** The status and the code that the answer's body gives. */
export const answerWords = ({ status, code }: Pick<ServedProblem, 'status' | 'code'>): string =>
  code === '' ? String(status) : `${status} ${code}`

/** All since the start; what came of it an hour ago says nothing of now. */
const totalWords = ({ address, uptime, lately, routes }: ServingRead, width: number): string => {
  const asked = routes.filter((it) => !it.isWatch)
  const requests = asked.reduce((sum, it) => sum + it.all.requests, 0)
  const errors = asked.reduce((sum, it) => sum + it.all.errors, 0)
  const up = uptime === null ? '' : `up ${lengthInWords(uptime)}`
  const failed = errors === 0 ? 'none failed' : `${counted(errors)} failed (${percent(errors / Math.max(1, requests))})`
  const total = `in all ${several(requests, 'request')}${requests === 0 ? '' : `, ${failed}`}`
  const words = [up, ...(lately.is === 'start' ? [] : [total])].filter((it) => it !== '').join(', ')
  if (words === '') return address
  return words.length + 3 + address.length > width ? words : `${words}   ${address}`
}
