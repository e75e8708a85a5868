// What does the history answer, of the same keys, as of the same instant, having read as much? As a training set is made.
import { valueSql } from '../aggregations/categories.ts'
import type { Micros } from '../core/clock.ts'
import type { History } from '../core/history.ts'
import type { Value } from '../core/values.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion, Selected, ViewVersion } from '../core/versions.ts'
import type { Parameters, Session } from '../offline/offline-store.ts'
import { asOf, usualRowsAtOnce } from '../retrieval/as-of.ts'
import type { Asked } from '../retrieval/asked.ts'
import { isBehaviour } from '../retrieval/behaviour.ts'
import { withDefaults } from '../retrieval/defaults.ts'
import { eventsPerKey } from '../retrieval/events-per-key.ts'
import { everything, segmentsOf } from '../retrieval/history-rows.ts'
import { lateValues } from '../retrieval/late-values.ts'
import { nothing } from '../retrieval/plan.ts'
import { runSteps } from '../retrieval/run-steps.ts'
import { loadSpine } from '../retrieval/spine.ts'
import { render } from '../sql/render.ts'

/** Of whom it is asked: values of one view, rows' own or aggregations, not both. */
export interface Subject {
  readonly session: Session
  readonly watched: Watched
  readonly view: ViewVersion
  readonly history: History
  readonly all: ReadonlyMap<number, FeatureVersion>
  readonly selected: readonly Selected[]
}

/** A key, and when it was read: ttl applies as of then. */
export interface ReadKey {
  readonly key: readonly Value[]
  readonly read: Micros
}

/** What may be known for an answer. */
export interface Horizon {
  /** Null: as of each row's own reading. */
  readonly until: Micros | null
  /** Rows of later runs do not exist; null reads all. */
  readonly lastRun: number | null
}

/** One for one with the rows asked about. */
export interface Answers {
  /** Event time of the row that answers, or of the key's newest event; null where there is none. */
  readonly times: readonly (Micros | null)[]
  readonly rowIds: readonly (bigint | null)[]
  /** By feature, in the order selected; ttl and defaults applied. */
  readonly values: readonly (readonly Value[])[]
}

/** Whether the history has a row of the key. */
export const isFound = ({ times }: Answers, row: number): boolean => times[row] != null

export const ask = async (subject: Subject, rows: readonly ReadKey[], horizon: Horizon): Promise<Answers> => {
  const { session, selected, watched } = subject
  const asked = await spineOf(subject, rows, horizon)
  const features = [...new Set(selected.map((it) => it.feature))]
  const windows = isBehaviour(features)
  const question = {
    history: subject.history,
    all: subject.all,
    lastRun: horizon.lastRun,
    ttl: null,
    knownAt: false,
    rowsAtOnce: usualRowsAtOnce,
  }
  const newest = asOf({ ...question, name: 'newest', features: [] }, asked)
  await runSteps(session, newest.steps, watched)
  const own = windows ? [] : features
  let beside = ''
  if (windows) {
    const density = await eventsPerKey(session, subject.history)
    const guess = density === null ? {} : { eventsPerKey: density }
    const plan = asOf({ ...question, ...guess, name: 'windows', features }, asked)
    await runSteps(session, plan.steps, watched)
    beside = render('monitoring/parity-windows', { answer: plan.answer })
  }
  const { values, parameters } = valuesOf(subject, features, windows)
  const sql = render('monitoring/parity-answer', {
    values,
    found: foundRows(subject, newest.matches, own),
    beside,
  })
  return readAnswers(session, sql, parameters, selected.length)
}

const spineOf = async ({ session, view }: Subject, rows: readonly ReadKey[], { until }: Horizon): Promise<Asked> => {
  const { keys } = view.rowSet
  // No key has a name with a space.
  const columns = [
    ...keys.map((key, i) => ({ ...key, values: rows.map((row) => row.key[i] ?? null) })),
    { name: 'as of', type: 'timestamp' as const, values: rows.map((row) => until ?? row.read) },
    { name: 'read at', type: 'timestamp' as const, values: rows.map((row) => row.read) },
  ]
  const wanted = { keys: keys.map((key) => ({ key, view: view.view })), timestamp: 'as of' }
  return (await loadSpine(session, { columns }, wanted)).askedFor(keys)
}

const foundRows = ({ history }: Subject, matches: string | null, features: readonly FeatureVersion[]): string => {
  const identities = ['NULL::BIGINT AS rid', 'NULL::TIMESTAMP AS event_time', 'NULL::BIGINT AS row_id']
  if (matches === null) return nothing({ features }, identities).answer
  const segments = segmentsOf({ history, bounds: everything, rows: 'all', lastRun: null })
  return lateValues(matches, segments, { carried: ['rid', 'event_time'], identities: ['row_id'], features })
}

const valuesOf = ({ view, selected }: Subject, features: readonly FeatureVersion[], windows: boolean) => {
  const young = view.ttl !== null && !windows
  const parameters: Record<string, Parameters[string]> = young ? { ttl: view.ttl } : {}
  const read = `spine.c${view.rowSet.keys.length + 1}`
  const values = selected.map(({ feature, category }, i) => {
    const raw = `f${features.indexOf(feature)}`
    const value = young
      ? `CASE WHEN epoch_us(${read}) - epoch_us(found.event_time) <= $ttl THEN found.${raw} END`
      : windows
        ? ofWholeKeys(feature, valueSql(feature, category, `answer.${raw}`))
        : `found.${raw}`
    const { sql, parameter } = withDefaults(value, feature, `default${i}`)
    Object.assign(parameters, parameter)
    return `${sql} AS v${i}`
  })
  return { values: values.join(', '), parameters }
}

/** A row without a whole key has no answer, which is not the same as an answer without events. */
const ofWholeKeys = ({ aggregate }: FeatureVersion, value: string): string =>
  aggregate?.as === 'oneHot' ? `CASE WHEN answer.rid IS NOT NULL THEN ${value} END` : value

const readAnswers = async (
  session: Session,
  sql: string,
  parameters: Parameters,
  features: number,
): Promise<Answers> => {
  const times: (Micros | null)[] = []
  const rowIds: (bigint | null)[] = []
  const values: Value[][] = Array.from({ length: features }, () => [])
  for await (const batch of session.batches(sql, parameters)) {
    for (const it of batch.column(0)) times.push(typeof it === 'bigint' ? it : null)
    for (const it of batch.column(1)) rowIds.push(typeof it === 'bigint' ? it : null)
    for (const [i, list] of values.entries()) for (const it of batch.column(i + 2)) list.push(it)
  }
  return { times, rowIds, values }
}
