// Who watches an ingest? Told what a run brought before it holds, which may stop it, and again when it does.
import type { CheckResult } from '../core/checks.ts'
import type { Micros } from '../core/clock.ts'
import type { PintailError } from '../core/errors.ts'
import type { History, Segment } from '../core/history.ts'
import type { JsonObject } from '../core/json.ts'
import { askedThrough, isInput, isStored, lacksVocabulary } from '../core/state.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion, RowSet } from '../core/versions.ts'
import { readParquet, type Session } from '../offline/offline-store.ts'
import type { Computation, Computed } from './compute.ts'

/** The first run and the last. */
export type Runs = readonly [number, number]

/** What a run computed of one row set: the history as it will stand, new files read from where they are staged. */
export interface Brought {
  readonly rowSet: RowSet
  readonly history: History
  /** With the numbers and categories that the run fitted. */
  readonly all: ReadonlyMap<number, FeatureVersion>
  /** Live ones that can be asked for, each with the runs whose rows it was computed over. */
  readonly features: readonly { readonly feature: FeatureVersion; readonly runs: Runs }[]
  /** The runs whose rows are new to it; null: there are none. */
  readonly fresh: Runs | null
  /** The newest event time it had before; null: it had no rows. */
  readonly before: Micros | null
}

export interface Observed {
  readonly run: number
  readonly source: string
  readonly session: Session
  readonly brought: readonly Brought[]
  readonly watched: Watched
}

export interface Findings {
  readonly checks: readonly CheckResult[]
  readonly notes: readonly string[]
  /** Why the run may not hold. */
  readonly refusal: PintailError | null
  /** Writes down what was found, in the transaction that ends the run. */
  record(): void
}

/** What came of a run that holds already: it is told and recorded, and stops nothing. */
export interface Aftermath {
  readonly notes: readonly string[]
  /** Beside what the run's record has. */
  readonly detail: JsonObject
}

export interface Observer {
  beforeCommit(observed: Observed): Promise<Findings>
  /** `brought` is of the history before the run; that of now is in the registry. */
  afterCommit(observed: Observed): Promise<Aftermath>
}

export const broughtBy = (
  run: number,
  { history, live, all, landed, fresh }: Computation,
  computed: Computed,
): Brought => {
  const fitted = new Map([...all, ...computed.fitted.map((it): [number, FeatureVersion] => [it.id, it])])
  const first = Math.min(run, ...fresh.map((file) => file.run))
  const added = computed.segments.map(
    (it, i): Segment => ({
      ...it,
      id: -1 - i,
      firstRun: first,
      lastRun: landed.reduce((last, file) => Math.max(last, file.run), 0),
      files: it.files.map(({ staged, ...file }) => ({ ...file, path: staged })),
    }),
  )
  const standing = history.segments.map((segment): Segment => {
    const groups = computed.groups.filter((group) => group.segment === segment.id)
    return {
      ...segment,
      files: [...segment.files, ...groups.map(({ staged, ...file }) => ({ ...file, path: staged }))],
    }
  })
  const segments = [...standing, ...added]
  const later = new Set(computed.groups.flatMap((group) => group.features))
  const whole: Runs = [Math.min(first, ...segments.map((it) => it.firstRun)), run]
  const recent: Runs = [first, run]
  const brings = added.length > 0
  const features = live.flatMap((it) => {
    const feature = fitted.get(it.id) ?? it
    if (isInput(feature) || lacksVocabulary(feature)) return []
    const isNew = isComputedLater(feature, fitted, later)
    return isNew || brings ? [{ feature, runs: isNew ? whole : recent }] : []
  })
  return {
    rowSet: history.rowSet,
    history: {
      ...history,
      segments,
      hidden: [...history.hidden, ...(computed.hidden === null ? [] : [computed.hidden])],
      lastRun: landed.reduce((last, file) => Math.max(last, file.run), 0),
    },
    all: fitted,
    features: features.filter(({ feature, runs }) => isThere(feature, fitted, segments, runs)),
    fresh: brings ? recent : null,
    before: history.segments.reduce<Micros | null>(
      (most, it) => (most === null || it.latest > most ? it.latest : most),
      null,
    ),
  }
}

/** Whether it, or something it is made of, was computed for rows of earlier runs. */
const isComputedLater = (
  feature: FeatureVersion,
  all: ReadonlyMap<number, FeatureVersion>,
  later: ReadonlySet<number>,
): boolean => askedThrough(feature, all).some(({ id }) => later.has(id))

/** A feature whose numbers could not be fitted yet has no values. */
const isThere = (
  feature: FeatureVersion,
  all: ReadonlyMap<number, FeatureVersion>,
  segments: readonly Segment[],
  runs: Runs,
): boolean =>
  askedThrough(feature, all)
    .filter(isStored)
    .every(({ id }) =>
      segments.every((it) => it.lastRun < runs[0] || it.files.some((file) => file.features.includes(id))),
    )

/** New rows whose event time is before the newest that was there: of the row set that has the most. */
export const lateRows = async (session: Session, brought: readonly Brought[]): Promise<number> => {
  let most = 0
  for (const { before, fresh, history } of brought) {
    if (before === null || fresh === null) continue
    const late = history.segments.filter((it) => it.id < 0 && it.earliest < before)
    if (late.length === 0) continue
    const files = late.map((it) => it.files[0]?.path ?? '')
    const [row] = await session.rows(`SELECT count(*) AS n FROM ${readParquet(files)} WHERE event_time < $before`, {
      before: { micros: before },
    })
    most = Math.max(most, Number(row?.n))
  }
  return most
}
