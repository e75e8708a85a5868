// What does the screen show, and of what? The whole state of the interface as plain data.
import type { Micros } from '../../core/clock.ts'
import type { ProfileCourse } from '../../core/courses.ts'
import type { DiffReport } from '../../core/diffs.ts'
import type { ListedBaseline } from '../../core/drift.ts'
import type { Lineage } from '../../core/lineage.ts'
import type { Listed } from '../../core/verbs.ts'
import type { FeatureStats, RunRow } from '../../core/watching.ts'
import type { DriftedRead, DriftRead } from '../data/drift.ts'
import type { CoverageRead, FreshnessRead } from '../data/freshness.ts'
import type { ChecksRead, HealthRead } from '../data/health.ts'
import type { KeyExamples } from '../data/keys.ts'
import type { LookedUp } from '../data/look-up.ts'
import type { RegistryRead } from '../data/registry.ts'
import type { RunRead } from '../data/run.ts'
import type { ServingRead } from '../data/serving.ts'
import type { Sort } from '../present/listing.ts'
import type { Tone } from '../present/theme.ts'

export const screenNames = [
  'registry',
  'drift',
  'runs',
  'freshness',
  'serving',
  'lookup',
  'feature',
  'diff',
  'run',
] as const
export type ScreenName = (typeof screenNames)[number]

/** One screen and what it is of. */
export interface Place {
  readonly screen: ScreenName
  /** A reference or a run's number. */
  readonly of: string
  /** Of a diff, the later one and the earlier one; null: the newest two. */
  readonly versions: readonly [number, number] | null
}

export const placeOf = (screen: ScreenName, of = '', versions: Place['versions'] = null): Place => ({
  screen,
  of,
  versions,
})

export const placeId = ({ screen, of }: Place): string => `${screen} ${of}`

/** Where one is in a list, or in a long text, whose first line is `top`. */
export interface ListState {
  readonly selected: number
  /** What was selected, wherever it goes when the list changes. */
  readonly id: string | null
  readonly top: number
  readonly filter: string
  readonly sort: Sort | null
}

export const freshList: ListState = { selected: 0, id: null, top: 0, filter: '', sort: null }

/** What can be asked, and what the answer is. */
export interface AnswerOf {
  /** Views, features and what else the registry lists. */
  readonly registry: RegistryRead
  /** One thing by its reference. */
  readonly thing: Listed
  readonly lookup: LookedUp
  /** Some keys that exist. */
  readonly keys: KeyExamples
  /** Two versions; with figures or without, which is sooner. */
  readonly diff: DiffReport
  /** What runs found of drift. */
  readonly drift: DriftRead
  /** Of one feature, what the newest report of its view says. */
  readonly drifted: DriftedRead
  /** Of a view, the oldest first. */
  readonly baselines: readonly ListedBaseline[]
  /** A feature's figures over the runs, one of its categories after another. */
  readonly course: readonly ProfileCourse[]
  /** What a thing is made of, and what is made of it. */
  readonly lineage: Lineage
  /** The newest ingests of a view. */
  readonly runs: readonly RunRow[]
  /** By view and by feature, the worst of drift and how many checks fail. */
  readonly health: HealthRead
  /** Of a view, what its newest checks found. */
  readonly checks: ChecksRead
  /** What the running server counts. */
  readonly serving: ServingRead
  readonly freshness: FreshnessRead
  /** Of a view. */
  readonly coverage: CoverageRead
  /** What runs saw of a feature's values, one of its categories after another; none: nothing was profiled. */
  readonly stats: readonly FeatureStats[]
  /** A run with all it tells. */
  readonly run: RunRead
}
export type Kind = keyof AnswerOf

export interface Question {
  readonly kind: Kind
  readonly id: string
}

export interface Answer<T> {
  /** The last one that came, kept while a newer one is on its way. */
  readonly value: T | null
  readonly at: Micros | null
  readonly error: string | null
  /** What mends the error. */
  readonly fix?: string | undefined
  readonly pending: boolean
}

export type Answers = { readonly [K in Kind]: Readonly<Record<string, Answer<AnswerOf[K]>>> }

export const noAnswers: Answers = {
  registry: {},
  thing: {},
  lookup: {},
  keys: {},
  diff: {},
  drift: {},
  drifted: {},
  baselines: {},
  course: {},
  lineage: {},
  runs: {},
  health: {},
  checks: {},
  serving: {},
  freshness: {},
  coverage: {},
  stats: {},
  run: {},
}

export const unanswered = { value: null, at: null, error: null, pending: false } as const

export const answerTo = <K extends Kind>(state: State, kind: K, id: string): Answer<AnswerOf[K]> =>
  state.answers[kind][id] ?? unanswered

export const entryKinds = ['filter', 'palette', 'key', 'instant', 'export', 'baseline'] as const
export type EntryKind = (typeof entryKinds)[number]

/** A line that is being typed. */
export interface Entry {
  readonly kind: EntryKind
  readonly text: string
  /** Of what the palette offers. */
  readonly selected: number
  /** What it was before. */
  readonly before: string
}

export interface Notice {
  readonly tone: Tone
  readonly text: string
}

export interface Confirm {
  readonly question: string
  readonly effect: Effect
}

export interface Job {
  readonly name: string
  readonly step: string
  readonly done: number
  readonly total: number | null
}

/** What the interface asks of the world. */
export type Effect =
  | { readonly does: 'quit' }
  | { readonly does: 'suspend' }
  | { readonly does: 'redraw' }
  | { readonly does: 'refresh' }
  | { readonly does: 'cancel' }
  | { readonly does: 'copy'; readonly text: string; readonly what: string }
  | { readonly does: 'export'; readonly file: string; readonly text: string }
  | { readonly does: 'materialize'; readonly view: string }
  | { readonly does: 'set baseline'; readonly view: string }
  | { readonly does: 'pin baseline'; readonly view: string; readonly id: number }

export interface State {
  /** The folder's name. */
  readonly project: string
  readonly now: Micros
  readonly size: { readonly columns: number; readonly rows: number }
  /** Screens with a tab, by their numbers; those whose data this Pintail does not give are left out. */
  readonly tabs: readonly ScreenName[]
  /** The last one is seen, the others are behind it. */
  readonly stack: readonly Place[]
  readonly lists: Readonly<Record<string, ListState>>
  readonly entry: Entry | null
  /** The first of its lines that is in sight; null: it is closed. */
  readonly help: number | null
  readonly notice: Notice | null
  readonly confirm: Confirm | null
  readonly job: Job | null
  readonly answers: Answers
  readonly looked: { readonly key: string; readonly at: Micros | null }
  /** Why actions are off; null when they are not. */
  readonly readonly: string | null
}

export const currentPlace = ({ stack }: State): Place => stack.at(-1) ?? placeOf('registry')

export const listAt = (state: State, place: Place): ListState => state.lists[placeId(place)] ?? freshList

export interface Beginning {
  readonly project: string
  readonly now: Micros
  readonly size: State['size']
  readonly tabs: readonly ScreenName[]
  readonly place: Place
  /** Look up: the instant to go back to; null: now. */
  readonly at?: Micros | null
  readonly readonly: string | null
}

export const stateAtFirst = ({ place, at = null, ...given }: Beginning): State => ({
  ...given,
  stack: [place],
  lists: {},
  entry: null,
  help: null,
  notice: null,
  confirm: null,
  job: null,
  answers: noAnswers,
  looked: { key: place.screen === 'lookup' ? place.of : '', at },
})

export const entryOf = (state: State, kind: EntryKind, text: string): State => ({
  ...state,
  notice: null,
  entry: { kind, text, selected: 0, before: text },
})

/** Beneath this nothing can be read. */
export const smallest = { columns: 60, rows: 15 }

/** Without header, tabs, what is told and keys. */
export const bodyHeight = ({ size }: Pick<State, 'size'>): number => size.rows - 4
