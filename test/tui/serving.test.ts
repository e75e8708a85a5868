// What does a running server tell on its screen? Figures from its metrics, live; and when it stops, those that were last.
import { deepEqual, equal, match } from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import { open } from '../../src/pintail.ts'
import { listen } from '../../src/server/listen.ts'
import { frameText } from '../../src/tui/app.ts'
import { quantile, samplesOf } from '../../src/tui/data/metrics-text.ts'
import { type ServingRead, servingReader } from '../../src/tui/data/serving.ts'
import { type Line, painted } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { courseLines, headLine, readLines } from '../../src/tui/screens/serving.ts'
import { makeHistory, noon, removeHistory } from './clinic.ts'

const look = { width: 80, theme: themes.ascii }
const textOf = (lines: readonly Line[]): string => lines.map((it) => painted(it, themes.ascii)).join('\n')

const read: ServingRead = {
  address: 'http://h:1',
  silent: null,
  age: 0,
  routes: [
    { route: '/a', requests: 1500, errors: 3, perSecond: 2, p50: 0.001, p95: 0.002, p99: 0.003 },
    { route: '/b', requests: 500, errors: 0, perSecond: null, p50: null, p95: null, p99: null },
  ],
  services: [
    { service: 'risk', reads: 1200, perSecond: 1.5 },
    { service: '', reads: 3, perSecond: null },
  ],
  views: [
    {
      view: 'cardiac',
      statuses: new Map([
        ['PRESENT', 900],
        ['NOT_FOUND', 100],
      ]),
    },
  ],
  course: [
    { perSecond: null, p99: null },
    { perSecond: 1, p99: 0.001 },
    { perSecond: 3, p99: null },
    { perSecond: 2, p99: 0.004 },
  ],
}

describe('metrics', () => {
  it('are read as Prometheus writes them', () =>
    deepEqual(samplesOf('# HELP a b\na{x="1\\"2",le="+Inf"} 3\nb 4.5\nnot a sample\n'), [
      { name: 'a', labels: { x: '1"2', le: '+Inf' }, value: 3 },
      { name: 'b', labels: {}, value: 4.5 },
    ]))
  const edges = [
    [0.1, 50],
    [0.2, 100],
    [Number.POSITIVE_INFINITY, 100],
  ] as const
  const quantiles: readonly (readonly [q: number, wanted: number])[] = [
    [0.25, 0.05],
    [0.5, 0.1],
    [0.75, 0.15],
  ]
  for (const [q, wanted] of quantiles)
    it(`quantile ${q}`, () => equal(Number(quantile(edges, q)?.toPrecision(10)), wanted))
  it('of nothing is nothing', () => equal(quantile([[0.1, 0]], 0.5), null))
})

describe('serving in words', () => {
  const heads: readonly (readonly [string, Partial<ServingRead>, string])[] = [
    ['up', {}, 'ok http://h:1   2,000 requests, 3 errors (0.1%)   read just now'],
    ['not there', { silent: 'no server runs there', age: null }, 'WARN http://h:1: no server runs there'],
    [
      'stopped',
      { silent: 'no server runs there', age: 75 },
      'FAIL http://h:1: no server runs there   figures of 1 minute ago',
    ],
  ]
  for (const [name, more, wanted] of heads)
    it(name, () => equal(textOf([headLine({ ...read, ...more }, 'read just now')]), wanted))
  it('courses have their words', () =>
    equal(
      textOf(courseLines(read, look)),
      `- while this is open, a sign every two seconds ---------------------------------
requests a second   :#+  1 to 3, the last 2
p99                 : #  1 ms to 4 ms, the last 4 ms`,
    ))
  it('before the second look there are none', () =>
    match(
      textOf(courseLines({ ...read, course: [{ perSecond: null, p99: null }] }, look)),
      /known from the second look/,
    ))
  it('values by view and status, reads by service', () =>
    equal(
      textOf(readLines(read, look)),
      `- values answered, by view and status ------------------------------------------
  VIEW     VALUES  PRESENT  NULL  NOT FOUND  TOO OLD
  cardiac   1,000      90%    0%        10%       0%
- reads, by service ------------------------------------------------------------
  SERVICE                 READS  PER SECOND
  risk                    1,200         1.5
  none: features by name      3`,
    ))
})

describe('with a real server', () => {
  let project = ''
  before(async () => {
    project = await makeHistory()
  })
  after(() => removeHistory(project))

  it('counts what is asked of it, and keeps that when it stops', async () => {
    const served = await open(project, { clock: fixedClock(noon) })
    const server = await listen(served, { host: '127.0.0.1', port: 0 })
    const ask = async (body: unknown): Promise<void> => {
      const headers = { 'content-type': 'application/json' }
      await (
        await fetch(`${server.url}/get-online-features`, { method: 'POST', headers, body: JSON.stringify(body) })
      ).text()
    }
    const { signal } = new AbortController()
    const look = servingReader(server.url)
    await ask({ feature_service: 'heart_risk', entities: { patient_id: ['p042', 'p043'] } })
    await ask({ features: ['cardiac:nothing'], entities: { patient_id: ['p042'] } })
    const one = await look(signal)
    deepEqual(
      one.routes.map(({ route, requests, errors, perSecond }) => [route, requests, errors, perSecond]),
      [['/get-online-features', 2, 1, null]],
    )
    deepEqual(
      one.views.map(({ view, statuses }) => [view, Object.fromEntries(statuses)]),
      [['cardiac', { PRESENT: 8, NOT_FOUND: 4 }]],
    )
    await ask({ features: ['cardiac:age_normalized'], entities: { patient_id: ['p042'] } })
    const two = await look(signal)
    equal(two.routes[0]?.requests, 3)
    equal(two.course.length, 2)
    match(String(two.course[1]?.perSecond), /^[\d.]+$/)

    const port = Number(new URL(server.url).port)
    const settings = join(project, 'pintail.yaml')
    writeFileSync(settings, readFileSync(settings, 'utf8').replace('port: 9', `port: ${port}`))
    const pintail = await open(project, { clock: fixedClock(noon) })
    const frame = await frameText(pintail, {
      project: 'clinic',
      directory: project,
      wishes: { environment: {}, color: false, ascii: true },
      screen: 'serving',
      select: [],
      readonly: null,
      clock: fixedClock(noon),
      size: { columns: 100, rows: 30 },
      press: [],
      at: null,
      coloured: false,
    })
    await pintail.close()
    match(frame, /ok http:\/\/127\.0\.0\.1:\d+ {3}\d+ requests, 1 error/)
    match(frame, /\/get-online-features +3 +1 +\d/)
    match(frame, /cardiac +13 +69\.2% +0% +30\.8% +0%/)
    match(frame, /heart_risk +1/)

    await server.stop()
    await served.close()
    const three = await look(signal)
    equal(three.silent, 'no server runs there')
    equal(three.routes[0]?.requests, 3)
    equal(typeof three.age, 'number')
  })
})
