// What does Serving say of what the server tells? A verdict on lately, what failed, totals apart, and courses in words.
import { doesNotMatch, equal, match } from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ServedRoute } from '../../src/tui/data/served.ts'
import type { ServingRead } from '../../src/tui/data/serving.ts'
import { type Line, painted } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { captionLines } from '../../src/tui/screens/serving.ts'
import { failedWords, headLines, judged, latelyWords } from '../../src/tui/screens/serving-head.ts'
import { courseLines, problemLines, readLines } from '../../src/tui/screens/serving-parts.ts'

const look = { width: 80, height: 20, theme: themes.ascii }
const textOf = (lines: readonly Line[]): string => lines.map((it) => painted(it, themes.ascii)).join('\n')

const route = (name: string, lately: readonly [number, number], all: readonly [number, number]): ServedRoute => ({
  route: name,
  isWatch: name === '/metrics',
  all: { requests: all[0], errors: all[1] },
  lately: { requests: lately[0], errors: lately[1] },
  p50: null,
  p95: null,
  p99: null,
  isTimeOfAll: lately[0] === 0,
})

const took = (seconds: number) => ({ seconds, is: 'about' }) as const

const read: ServingRead = {
  address: 'http://h:1',
  silent: null,
  age: 0,
  uptime: 7300,
  lately: { is: 'minute', seconds: 60 },
  routes: [route('/a', [1500, 0], [200_000, 3000]), route('/metrics', [30, 30], [900, 900])],
  problems: [{ route: '/a', status: 404, code: 'unknown_feature', all: 3000, lately: 0 }],
  services: [
    { service: 'risk', all: 1200, lately: 90 },
    { service: '', all: 3, lately: 0 },
  ],
  views: [
    {
      view: 'cardiac',
      all: new Map([
        ['PRESENT', 900],
        ['NOT_FOUND', 100],
      ]),
      lately: new Map([
        ['PRESENT', 0],
        ['NOT_FOUND', 20],
      ]),
    },
  ],
  course: [
    { requests: null, errors: null, p99: null },
    { requests: 1, errors: 0, p99: took(0.001) },
    { requests: 3, errors: 0, p99: null },
    { requests: 2, errors: 0, p99: took(0.004) },
  ],
}

const failing = (requests: number, errors: number, status = 404, all = errors): Partial<ServingRead> => ({
  routes: [route('/a', [requests, errors], [requests, all])],
  problems: [{ route: '/a', status, code: status === 404 ? 'unknown_feature' : 'engine_failure', all, lately: errors }],
})

describe('the verdict', () => {
  const start = { is: 'start', seconds: 9000 } as const
  const cases: readonly (readonly [string, Partial<ServingRead>, ReturnType<typeof judged>['word']])[] = [
    ['nothing fails, whatever did before', {}, 'ok'],
    ['nothing is asked', failing(0, 0, 404, 5000), 'ok'],
    ['one in two hundred', failing(1000, 5), 'ok'],
    ['one in a hundred', failing(1000, 10), 'WARN'],
    ['one in ten', failing(1000, 100), 'FAIL'],
    ['all of it', failing(1, 1), 'FAIL'],
    ['one fault of its own', failing(10_000, 1, 500), 'WARN'],
    ['a burst of them', failing(10_000, 5, 503), 'FAIL'],
    ['a few since a start long ago', { ...failing(10_000, 5, 503), lately: start }, 'ok'],
    ['most since a start long ago', { ...failing(10_000, 9000), lately: start }, 'FAIL'],
  ]
  for (const [name, more, word] of cases) it(`${name}: ${word}`, () => equal(judged({ ...read, ...more }).word, word))
})

describe('the head', () => {
  const heads: readonly (readonly [string, Partial<ServingRead>, string])[] = [
    [
      'all is well, and what was before is told apart',
      {},
      `ok   1,500 requests in the last minute, 25 a second; none failed
     up 2 hours, in all 200,000 requests, 3,000 failed (1.5%)   http://h:1`,
    ],
    [
      'nothing is asked',
      failing(0, 0, 404, 0),
      `ok   nothing was asked in the last minute
     up 2 hours, in all 0 requests   http://h:1`,
    ],
    [
      'most fails',
      { ...failing(7820, 7444), lately: { is: 'minute', seconds: 12 } },
      `FAIL 95.2% of requests failed in the last 12 seconds: 7,444 of 7,820, 620 a second
     404 unknown_feature: 7,444   on /a
     up 2 hours, in all 7,820 requests, 7,444 failed (95.2%)   http://h:1`,
    ],
    [
      'one look alone',
      { ...failing(7820, 7444), lately: { is: 'start', seconds: 7300 } },
      `FAIL 95.2% of requests failed since the server started: 7,444 of 7,820, 1 a second
     404 unknown_feature: 7,444   on /a
     up 2 hours   http://h:1`,
    ],
    ['not there', { silent: 'no server runs there', age: null }, 'WARN http://h:1: no server runs there'],
    [
      'stopped',
      { silent: 'no server runs there', age: 75 },
      'FAIL http://h:1: no server runs there   figures of 1 minute ago',
    ],
  ]
  for (const [name, more, wanted] of heads)
    it(name, () => equal(textOf(headLines({ ...read, ...more }, '', 80)), wanted))

  const problem = (on: string, status: number, code: string, lately: number) =>
    ({ route: on, status, code, lately, all: 100 }) as const
  const failures: readonly (readonly [string, ServingRead['problems'], string])[] = [
    ['errors of before are not of now', read.problems, ''],
    [
      'two kinds on one route',
      [problem('/a', 404, 'unknown_feature', 12), problem('/a', 500, '', 1)],
      '404 unknown_feature: 12; 500: 1   on /a',
    ],
    [
      'many on several',
      [1, 2, 3, 4, 5].map((it) => problem(`/${it}`, 404, 'unknown_name', 9)),
      '404 unknown_name: 9 on /1; 404 unknown_name: 9 on /2; 404 unknown_name: 9 on /3; 2 more kinds',
    ],
  ]
  for (const [name, problems, wanted] of failures) it(name, () => equal(failedWords(problems), wanted))

  const whens: readonly (readonly [ServingRead['lately'], string])[] = [
    [{ is: 'start', seconds: 7300 }, 'since the server started, 2 hours ago'],
    [{ is: 'start', seconds: null }, 'since the server started'],
    [{ is: 'minute', seconds: 0.4 }, 'in the last second'],
    [{ is: 'minute', seconds: 31 }, 'in the last 31 seconds'],
    [{ is: 'minute', seconds: 61 }, 'in the last minute'],
    [{ is: 'away', seconds: 600 }, 'since the last look, 10 minutes ago'],
  ]
  for (const [lately, wanted] of whens) it(wanted, () => equal(latelyWords(lately), wanted))
})

describe('below the table', () => {
  it('whose figures they are', () => {
    const idle = { ...read, ...failing(0, 0) }
    match(textOf(captionLines(idle, look)), /in the last minute; \(in brackets\) since the start\..*without network/s)
    doesNotMatch(textOf(captionLines(read, look)), /brackets/)
    doesNotMatch(textOf(captionLines(read, { ...look, height: 11 })), /without network/)
  })
  it('courses over one axis of time, and their words', () =>
    equal(
      textOf(courseLines(read, look)),
      `- while this is open -----------------------------------------------------------
requests a second   :#+  1 to 3, now 2
errors a second     ___  none
p99                 : #  1 ms to 4 ms, now 4 ms`,
    ))
  it('a long course says when it began, as long as there is room for it', () => {
    const course = Array.from({ length: 300 }, () => ({ requests: 2, errors: 1, p99: null }))
    const [, requests = '', errors = '', p99 = '', axis = ''] = textOf(courseLines({ ...read, course }, look)).split(
      '\n',
    )
    match(requests, /^requests a second {2}#{35} {2}steady at 2$/)
    match(errors, /^errors a second {4}#{35} {2}steady at 1$/)
    match(p99, /^p99 {53}nothing asked$/)
    match(axis, /^ {19}1 minute ago {20}now$/)
  })
  it('before the second look there are none', () =>
    match(textOf(courseLines({ ...read, course: [] }, look)), /known from the second look on/))
  it('kinds of errors, lately and in all', () =>
    equal(
      textOf(problemLines({ ...read, ...failing(100, 7, 404, 3000) }, look)),
      `- what failed ------------------------------------------------------------------
  ROUTE  STATUS  ERROR            LAST MINUTE  SINCE START
  /a        404  unknown_feature            7        3,000`,
    ))
  it('values of lately by view and status, reads by service', () =>
    equal(
      textOf(readLines(read, look)),
      `- values answered in the last minute, by view and status -----------------------
  VIEW     VALUES  PRESENT  NULL  NOT FOUND  TOO OLD
  cardiac      20       0%    0%       100%       0%
- reads answered, by service ---------------------------------------------------
  SERVICE                 PER SECOND  SINCE START
  risk                           1.5        1,200
  none: features by name           0            3`,
    ))
  it('without any lately, values since the start', () =>
    match(
      textOf(readLines({ ...read, lately: { is: 'start', seconds: 10 } }, look)),
      /since the start.*cardiac +1,000 +90% +0% +10%/s,
    ))
})
