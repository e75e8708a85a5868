// What do two readings of a server's metrics tell? Rates and errors between them, times in words, and what is not counted.
import { deepEqual, equal } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { quantile, type Sample, samplesOf, type Took } from '../../src/tui/data/metrics-text.ts'
import { figuresOf, pointOf } from '../../src/tui/data/served.ts'
import { beat, gone, type Reading, recent, told } from '../../src/tui/data/serving.ts'
import { tookWords } from '../../src/tui/screens/serving-parts.ts'

const online = '/get-online-features'

interface Asked {
  readonly good: number
  readonly bad?: number
  readonly polled?: number
  readonly up?: number
}

/** As the server writes them, cut short: quick answers, and errors of two kinds. */
const counted = ({ good, bad = 0, polled = 0, up = 100 }: Asked): Sample[] =>
  samplesOf(
    `
pintail_uptime_seconds ${up}
pintail_requests_total{route="${online}",method="POST",status="200"} ${good}
pintail_requests_total{route="${online}",method="POST",status="404"} ${bad}
pintail_requests_total{route="/metrics",method="GET",status="200"} ${polled}
pintail_errors_total{route="${online}",method="POST",status="404",code="unknown_feature"} ${bad}
pintail_request_duration_seconds_bucket{route="${online}",le="0.00005"} ${good}
pintail_request_duration_seconds_bucket{route="${online}",le="0.0001"} ${good + bad}
pintail_request_duration_seconds_bucket{route="${online}",le="+Inf"} ${good + bad}
pintail_request_duration_seconds_bucket{route="/metrics",le="0.00005"} 0
pintail_request_duration_seconds_bucket{route="/metrics",le="+Inf"} ${polled}
pintail_online_reads_total{service="risk"} ${good}
pintail_online_values_total{view="cardiac",status="PRESENT"} ${good * 2}
`,
  )

describe('metrics', () => {
  it('are read as Prometheus writes them', () =>
    deepEqual(samplesOf('# HELP a b\na{x="1\\"2",le="+Inf"} 3\nb 4.5\nnot a sample\n'), [
      { name: 'a', labels: { x: '1"2', le: '+Inf' }, value: 3 },
      { name: 'b', labels: {}, value: 4.5 },
    ]))
  const edges = [
    [0.00005, 50],
    [0.001, 100],
    [0.002, 200],
    [Number.POSITIVE_INFINITY, 250],
  ] as const
  const quantiles: readonly (readonly [q: number, wanted: Took['is'], words: string])[] = [
    [0.1, 'below', '< 50 µs'],
    [0.2, 'below', '< 50 µs'],
    [0.3, 'about', '520 µs'],
    [0.4, 'about', '1 ms'],
    [0.5, 'about', '1.3 ms'],
    [0.99, 'above', '> 2 ms'],
  ]
  for (const [q, wanted, words] of quantiles)
    it(`quantile ${q} is ${words}`, () => {
      const took = quantile(edges, q)
      equal(took?.is, wanted)
      equal(took && tookWords(took), words)
    })
  it('of nothing is nothing', () => equal(quantile([[0.1, 0]], 0.5), null))
})

describe('figures', () => {
  const before = counted({ good: 1000, bad: 400, polled: 30 })

  it('are those of lately, and apart from them those of all', () => {
    const { routes, problems, services, views } = figuresOf(counted({ good: 1090, bad: 410, polled: 60 }), before)
    deepEqual(
      routes.map((it) => [it.route, it.isWatch, it.lately, it.all]),
      [
        [online, false, { requests: 100, errors: 10 }, { requests: 1500, errors: 410 }],
        ['/metrics', true, { requests: 30, errors: 0 }, { requests: 60, errors: 0 }],
      ],
    )
    deepEqual(problems, [{ route: online, status: 404, code: 'unknown_feature', all: 410, lately: 10 }])
    deepEqual(services, [{ service: 'risk', all: 1090, lately: 90 }])
    deepEqual(
      views.map((it) => [it.all.get('PRESENT'), it.lately.get('PRESENT')]),
      [[2180, 180]],
    )
  })
  it('times are of lately: slow errors of before do not count', () => {
    const [route] = figuresOf(counted({ good: 1100, bad: 400 }), before).routes
    deepEqual(route?.p99, { seconds: 0.00005, is: 'below' })
    equal(route?.isTimeOfAll, false)
  })
  it('times are of all where nothing was asked lately, and it is said', () => {
    const [route] = figuresOf(before, before).routes
    equal(route?.p99?.is, 'about')
    equal(route?.isTimeOfAll, true)
  })
  it('of a server that names no codes are told without', () => {
    const [problem] = figuresOf(
      samplesOf('pintail_errors_total{route="other",method="GET",status="500"} 2'),
      [],
    ).problems
    deepEqual(problem, { route: 'other', status: 500, code: '', all: 2, lately: 2 })
  })
  it('a point leaves out who watches', () =>
    deepEqual(pointOf(counted({ good: 1010, bad: 404, polled: 900 }), before, 2), {
      requests: 7,
      errors: 2,
      p99: { seconds: 0.00005 + (0.00005 * (0.99 * 14 - 10)) / 4, is: 'about' },
    }))
})

describe('lately', () => {
  const at = (seconds: number): Reading => ({
    at: seconds * 1000,
    samples: counted({ good: seconds * 10, up: seconds }),
  })
  const after = (...seconds: readonly number[]): readonly Reading[] =>
    seconds.reduce((all: readonly Reading[], it) => recent(all, at(it)), [])
  const lengths: readonly (readonly [string, readonly number[], 'start' | 'minute' | 'away', number])[] = [
    ['one look tells of all since the start', [300], 'start', 300],
    ['two looks tell of what is between', [300, 302], 'minute', 2],
    ['many tell of the last minute', [200, 242, 300, 302], 'minute', 60],
    ['the first after a while tells of the while', [300, 900], 'away', 600],
    ['the next one no more', [300, 900, 902], 'minute', 2],
  ]
  for (const [name, looks, is, seconds] of lengths)
    it(name, () => {
      const readings = after(...looks)
      const now = at(looks.at(-1) ?? 0)
      deepEqual(told(readings.at(-1) ?? now, readings).lately, { is, seconds })
    })
})

describe('the course', () => {
  const point = { requests: 1, errors: 0, p99: null }
  const went = (...times: readonly number[]): string =>
    times
      .reduce((course, at) => gone(course, at, () => point), { at: 0, points: [] } as Parameters<typeof gone>[0])
      .points.map((it) => (it.requests === null ? ' ' : '#'))
      .join('')
  const cases: readonly (readonly [string, readonly number[], string])[] = [
    ['a look a beat is a point a look', [beat, 2 * beat, 3 * beat], '###'],
    ['a little early or late is the same', [beat + 300, 2 * beat - 200, 3 * beat + 400], '###'],
    ['a look asked for between is none', [beat, beat + 100, 2 * beat], '##'],
    ['time without looks is a gap as long', [beat, 5 * beat], '#   #'],
  ]
  for (const [name, times, wanted] of cases) it(name, () => equal(went(...times), wanted))
  it('is not kept for ever', () => equal(went(beat, 5000 * beat).length, 300))
})
