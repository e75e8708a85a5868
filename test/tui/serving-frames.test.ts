// What does Serving look like beside a server that is asked a lot? Golden frames of given figures: well, failing, gone.
import { describe, it } from 'node:test'
import type { ServedPoint, ServedRoute } from '../../src/tui/data/served.ts'
import type { ServingRead } from '../../src/tui/data/serving.ts'
import { fitLine, painted } from '../../src/tui/present/lines.ts'
import { type Theme, themes } from '../../src/tui/present/theme.ts'
import { tabScreens } from '../../src/tui/screens/screens.ts'
import { servingScreen } from '../../src/tui/screens/serving.ts'
import { bodyHeight, placeOf, type State, stateAtFirst } from '../../src/tui/state/state.ts'
import { assertGolden } from '../support/golden.ts'
import { noon } from './clinic.ts'

const about = (seconds: number) => ({ seconds, is: 'about' }) as const
const below = { seconds: 0.00005, is: 'below' } as const

const online: ServedRoute = {
  route: '/get-online-features',
  isWatch: false,
  all: { requests: 314_530, errors: 4712 },
  lately: { requests: 12_400, errors: 0 },
  p50: below,
  p95: about(0.000_482),
  p99: about(0.002_03),
  isTimeOfAll: false,
}
const historical: ServedRoute = {
  ...online,
  route: '/get-historical-features',
  all: { requests: 12, errors: 1 },
  lately: { requests: 0, errors: 0 },
  p50: about(0.31),
  p95: about(1.2),
  p99: about(1.2),
  isTimeOfAll: true,
}
const metrics: ServedRoute = {
  ...online,
  route: '/metrics',
  isWatch: true,
  all: { requests: 5400, errors: 0 },
  lately: { requests: 30, errors: 0 },
  p50: about(0.0004),
}

/** Two minutes, with a while in which nobody looked. */
const course = (errors: (at: number) => number): ServedPoint[] =>
  Array.from({ length: 60 }, (_, at) =>
    at > 9 && at < 15
      ? { requests: null, errors: null, p99: null }
      : {
          requests: 200 + Math.round(40 * Math.sin(at / 5)),
          errors: errors(at),
          p99: about(0.002 + (at % 7) * 0.0002),
        },
  )

const well: ServingRead = {
  address: 'http://127.0.0.1:6566',
  silent: null,
  age: 0,
  uptime: 11_000,
  lately: { is: 'minute', seconds: 60 },
  routes: [online, historical, metrics],
  problems: [{ route: '/get-online-features', status: 404, code: 'unknown_feature', all: 4712, lately: 0 }],
  services: [
    { service: 'heart_risk', all: 309_000, lately: 12_000 },
    { service: '', all: 818, lately: 400 },
  ],
  views: [
    {
      view: 'cardiac',
      all: new Map([['PRESENT', 1_239_272]]),
      lately: new Map([
        ['PRESENT', 48_000],
        ['NOT_FOUND', 900],
        ['NULL_VALUE', 700],
      ]),
    },
  ],
  course: course(() => 0),
}

const reads: Readonly<Record<string, ServingRead>> = {
  well,
  failing: {
    ...well,
    routes: [{ ...online, lately: { requests: 12_400, errors: 3100 } }, historical, metrics],
    problems: [
      { route: '/get-online-features', status: 404, code: 'unknown_feature', all: 4700, lately: 3088 },
      { route: '/get-online-features', status: 503, code: 'not_applied', all: 12, lately: 12 },
    ],
    course: course((at) => Math.max(0, at - 40) * 6),
  },
  gone: { ...well, silent: 'no server runs there', age: 75 },
}

const stateOf = (value: ServingRead, size: State['size']): State => {
  const place = placeOf('serving')
  const first = stateAtFirst({ project: 'clinic', now: noon, size, tabs: tabScreens, place, readonly: null })
  const answer = { value, at: noon, error: null, pending: false }
  return { ...first, answers: { ...first.answers, serving: { '': answer } } }
}

/** The screen's own part: what stands around it is not its concern. */
const framed = (value: ServingRead, size: State['size'], theme: Theme): string => {
  const look = { width: size.columns, height: bodyHeight({ size }), theme }
  return servingScreen
    .body(stateOf(value, size), placeOf('serving'), look)
    .map((it) => painted(fitLine(it, size.columns, theme), theme))
    .join('\n')
}

const sizes = [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 160, rows: 50 },
]

describe('serving', () => {
  for (const [name, read] of Object.entries(reads))
    for (const size of sizes) {
      const where = `tui/serving-${name}-${size.columns}x${size.rows}`
      it(where, () => assertGolden(`${where}.txt`, framed(read, size, themes.plain)))
    }
  it('in colour', () =>
    assertGolden(
      'tui/serving-failing-100x30.ansi',
      framed(reads.failing ?? well, { columns: 100, rows: 30 }, themes.colour),
    ))
})
