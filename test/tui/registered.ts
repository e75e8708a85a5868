// A registry for tests that has whatever it is given, and a state that shows it.
import type { Micros } from '../../src/core/clock.ts'
import type { Freshness, Health } from '../../src/core/watching.ts'
import type { Registered, RegisteredRun, RegistryRead } from '../../src/tui/data/registry.ts'
import { tabScreens } from '../../src/tui/screens/screens.ts'
import { type AnswerOf, type Kind, noAnswers, placeOf, type State, stateAtFirst } from '../../src/tui/state/state.ts'

export const hour: Micros = 3_600_000_000n
export const now: Micros = 1_000_000n * hour

export const registered = (reference: string, more: Partial<Registered> = {}): Registered => {
  const colon = reference.indexOf(':')
  return {
    kind: colon < 0 ? 'view' : 'feature',
    reference,
    view: colon < 0 ? reference : reference.slice(0, colon),
    name: colon < 0 ? reference : reference.slice(colon + 1),
    version: 1,
    status: 'current',
    type: colon < 0 ? 'view' : 'float64',
    entities: ['patient'],
    owner: 'ml',
    tags: [],
    description: '',
    expression: 'x',
    applied: 0n,
    source: 's',
    features: 2,
    ...more,
  }
}

export const runOf = (run: number, more: Partial<RegisteredRun> = {}): RegisteredRun => ({
  run,
  kind: 'ingest',
  subject: 's',
  status: 'done',
  started: now - hour,
  seconds: 1,
  read: 10,
  written: 10,
  rejected: 0,
  skipped: 0,
  checks: { passed: 0, warn: 0, fail: 0 },
  drift: null,
  error: '',
  ...more,
})

export const registryOf = (all: readonly Registered[], runs: readonly RegisteredRun[] = [runOf(1)]): RegistryRead => {
  const features = all.filter(({ kind }) => kind === 'feature')
  return {
    all,
    views: all.filter(({ kind }) => kind === 'view'),
    ofView: Map.groupBy(features, ({ view }) => view),
    features: features.length,
    services: [],
    runs,
    entities: [],
    sources: new Map([['s', { rows: 10, files: 1 }]]),
    ingested: new Map(runs.filter(({ status }) => status === 'done').map((it) => [it.subject, it])),
    last: runs,
  }
}

export const healthOf = (
  reference: string,
  drift: Health['drift'],
  checks: Partial<Health['checks']> = {},
): Health => ({
  reference,
  drift,
  checks: { passed: 0, warn: 0, fail: 0, ...checks },
})

export const freshnessOf = (view: string, more: Partial<Freshness> = {}): Freshness => ({
  view,
  version: 1,
  sla: null,
  online: null,
  online_age: null,
  offline: null,
  offline_age: null,
  kept: null,
  note: null,
  written: null,
  features: [],
  ...more,
})

export const stateOf = (size: State['size'], project = 'p'): State =>
  stateAtFirst({ project, now, size, tabs: tabScreens, place: placeOf('registry'), readonly: null })

export const answered = <K extends Kind>(state: State, kind: K, id: string, value: AnswerOf[K]): State => ({
  ...state,
  answers: {
    ...noAnswers,
    ...state.answers,
    [kind]: { ...state.answers[kind], [id]: { value, at: now, error: null, pending: false } },
  },
})
