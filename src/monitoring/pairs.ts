// Which rows have both versions? A table with the raw values of both, a row for each.
import type { ComparisonStatus } from '../core/diffs.ts'
import type { History } from '../core/history.ts'
import { askedThrough, isStored, lacksVocabulary } from '../core/state.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { Session } from '../offline/offline-store.ts'
import { asOf, usualRowsAtOnce } from '../retrieval/as-of.ts'
import type { Asked } from '../retrieval/asked.ts'
import { eventsPerKey } from '../retrieval/events-per-key.ts'
import { everything, historyRows, keyNames, type Reading } from '../retrieval/history-rows.ts'
import { runSteps } from '../retrieval/run-steps.ts'
import { wholeRows } from '../retrieval/whole-rows.ts'
import { render } from '../sql/render.ts'

export interface PairSide {
  readonly feature: FeatureVersion
  readonly history: History
}

export interface PairsAsked {
  readonly a: PairSide
  readonly b: PairSide
  readonly all: ReadonlyMap<number, FeatureVersion>
}

/** A relation, and the SQL of each raw value in it. */
export interface Pairs {
  readonly table: string
  readonly a: string
  readonly b: string
  readonly note: string | null
}

export interface NoPairs {
  readonly status: ComparisonStatus
  readonly note: string
}

/** Keys, at most, whose answers are compared. */
const mostKeys = 100_000

export const pairsOfRows = async (session: Session, { a, b, all }: PairsAsked): Promise<Pairs | NoPairs> => {
  const missing = [a, b].find((side) => !isReady(side, all))
  if (missing) return notComputed(missing)
  const sql = a.history.rowSet.id === b.history.rowSet.id ? sameRows(a, b) : joinedRows(a, b)
  if (sql === null) return differentRows(a, b)
  await session.run(`CREATE OR REPLACE TEMP TABLE pairs AS ${sql}`)
  const [count] = await session.rows('SELECT count(*) AS rows FROM pairs')
  if (Number(count?.rows ?? 0) === 0) return differentRows(a, b)
  return { table: 'pairs', a: 'f0', b: 'f1', note: null }
}

const readingOf = (history: History): Reading => ({ history, bounds: everything, rows: 'newest', lastRun: null })

const isIn = (history: History, { id }: FeatureVersion): boolean =>
  history.segments.some(({ files }) => files.some((file) => file.features.includes(id)))

const isReady = ({ feature, history }: PairSide, all: ReadonlyMap<number, FeatureVersion>): boolean =>
  askedThrough(feature, all).every((it) => !lacksVocabulary(it) && (!isStored(it) || isIn(history, it)))

const notComputed = ({ feature }: PairSide): NoPairs => ({
  status: 'not_computed',
  note:
    feature.status === 'retired'
      ? `version ${feature.version} is retired, and its values are not in the history`
      : `version ${feature.version} is not computed yet: pintail ingest ${feature.view}`,
})

const differentRows = (a: PairSide, b: PairSide): NoPairs => ({
  status: 'different_rows',
  note: `versions ${a.feature.version} and ${b.feature.version} have no rows in common`,
})

/** Where both stand in one history: stretches that hold both. */
const sameRows = (a: PairSide, b: PairSide): string | null => {
  const { history } = b
  const segments = history.segments.filter(({ files }) =>
    [a, b].every(({ feature }) => files.some((file) => file.features.includes(feature.id))),
  )
  const rows = wholeRows(readingOf({ ...history, segments }), [a.feature, b.feature])
  return rows && `SELECT f0, f1 FROM (\n${rows}\n)`
}

/** Rows of two histories are the same where key and event time are. */
const joinedRows = (a: PairSide, b: PairSide): string | null => {
  if (!haveSameKeys(a, b)) return null
  const rowsOf = ({ feature, history }: PairSide): string | null => {
    const segments = history.segments.filter(({ files }) => files.some((file) => file.features.includes(feature.id)))
    return wholeRows(readingOf({ ...history, segments }), [feature])
  }
  const [left, right] = [rowsOf(a), rowsOf(b)]
  const by = [...keyNames(b.history), 'event_time'].join(', ')
  return left && right && `SELECT l.f0, r.f0 AS f1 FROM (\n${left}\n) AS l JOIN (\n${right}\n) AS r USING (${by})`
}

const haveSameKeys = (a: PairSide, b: PairSide): boolean => {
  const [left, right] = [a, b].map(({ history }) => history.rowSet.keys.map((key) => `${key.name} ${key.type}`).join())
  return left === right
}

/** Answers of both for the same keys, each at the newest event time it has. */
export const pairsOfAnswers = async (
  session: Session,
  { a, b, all }: PairsAsked,
  watched: Watched,
): Promise<Pairs | NoPairs> => {
  const missing = [a, b].find((side) => !isReady(side, all))
  if (missing) return notComputed(missing)
  const rows = historyRows(readingOf(b.history))
  if (rows === null || !haveSameKeys(a, b)) return differentRows(a, b)
  const keys = keyNames(b.history)
  await session.run(
    render('monitoring/pair-asked', {
      table: 'pair_asked',
      keys: keys.join(', '),
      rows,
      complete: [...keys, 'event_time'].map((key) => `${key} IS NOT NULL`).join(' AND '),
      most: String(mostKeys),
    }),
  )
  const [facts] = await session.rows(
    'SELECT count(*) AS rows, min(instant) AS earliest, max(instant) AS latest FROM pair_asked',
  )
  const instant = (value: unknown): bigint | null => (typeof value === 'bigint' ? value : null)
  const asked: Asked = {
    ...{ table: 'pair_asked', keys, rows: Number(facts?.rows ?? 0) },
    ...{ earliest: instant(facts?.earliest), latest: instant(facts?.latest) },
  }
  if (asked.rows === 0) return differentRows(a, b)
  for (const [side, name] of [
    [a, 'pair_a'],
    [b, 'pair_b'],
  ] as const)
    await answer(session, side, name, { asked, all, watched })
  await session.run(
    `CREATE OR REPLACE TEMP TABLE pairs AS
     SELECT l.f0, r.f0 AS f1 FROM pair_a_answer AS l JOIN pair_b_answer AS r USING (rid)`,
  )
  const note = asked.rows === mostKeys ? `of the first ${mostKeys} keys, chosen by hash` : null
  return { table: 'pairs', a: 'f0', b: 'f1', note }
}

interface Answering {
  readonly asked: Asked
  readonly all: ReadonlyMap<number, FeatureVersion>
  readonly watched: Watched
}

const answer = async (
  session: Session,
  { feature, history }: PairSide,
  name: string,
  { asked, all, watched }: Answering,
): Promise<void> => {
  const density = await eventsPerKey(session, history)
  const guessed = density === null ? {} : { eventsPerKey: density }
  const reading = { name, history, features: [feature], all, ttl: null, knownAt: false, lastRun: null }
  const plan = asOf({ ...reading, ...guessed, rowsAtOnce: usualRowsAtOnce }, asked)
  await runSteps(session, plan.steps, watched)
  await session.run(`CREATE OR REPLACE TEMP TABLE ${name}_answer AS SELECT * FROM (\n${plan.answer}\n)`)
}
