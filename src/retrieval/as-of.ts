// What was the value of a feature for a key, as of an instant? The only composer of point-in-time SQL.
import type { Micros } from '../core/clock.ts'
import type { History } from '../core/history.ts'
import { engineType } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { type Bounds, historyRows, keyNames, type Reading, readingParameters, segmentsOf } from './history-rows.ts'
import { lateValues } from './late-values.ts'
import { naming, type Relation, type Statement } from './statement.ts'

/** The rows asked about: a table with `rid`, a typed column for each join key, and `instant`; each of them may be null. */
export interface Asked {
  readonly table: string
  /** Its columns that hold the history's keys, in the history's order. */
  readonly keys: readonly string[]
  readonly rows: number
  /** Of its instants; null when it has none. */
  readonly earliest: Micros | null
  readonly latest: Micros | null
}

/** What is asked of one history. */
export interface Question {
  /** Begins the names of the temporary tables: `v0`. */
  readonly name: string
  readonly history: History
  readonly features: readonly FeatureVersion[]
  readonly ttl: Micros | null
  /** Only rows whose created time is at or before the instant may answer. */
  readonly knownAt: boolean
  /** Rows of later runs do not exist; null reads all. */
  readonly lastRun: number | null
}

/** Run the steps in order; then `answer` gives a row `rid, f0, f1…` for each row asked about that has a match. */
export interface Plan {
  readonly steps: readonly Statement[]
  readonly answer: Relation
}

export const asOf = (question: Question, asked: Asked): Plan => {
  const reading = readingOf(question, asked)
  const rows = asked.latest === null ? null : historyRows(reading)
  if (rows === null) return { steps: [], answer: nothing(question.features, ['NULL::BIGINT AS rid']) }
  const matching = { question, asked, reading, rows: ofAskedKeys(rows, question.history, asked) }
  const bitemporal = question.knownAt && question.history.rowSet.created !== null
  const steps = bitemporal ? knownSteps(matching) : [matchStep(matching, ['rid', 'pos', 'event_time'])]
  return {
    steps,
    answer: bitemporal
      ? values({ question, reading: everyRow(reading) }, table(question, 'known'), ['rid'], [])
      : values(matching, table(question, 'matches'), ['rid'], []),
  }
}

/** Ties, runs and ttl as in {@link asOf}, for one instant; without `keys` every key of the history is answered. */
export interface InstantQuestion extends Omit<Question, 'knownAt' | 'ttl'> {
  readonly at: Micros
  /** A table whose columns, named as the history's keys and typed as they are, hold the keys to answer for. */
  readonly keys: string | null
}

/** `answer` gives `k0…, event_time, created, row_id, f0…` by key; ttl is the reader's to apply. */
export const asOfInstant = (question: InstantQuestion): Plan => {
  const { history, features, keys } = question
  const reading: Reading = {
    history,
    bounds: { earliest: null, latest: question.at },
    rows: 'newest',
    lastRun: question.lastRun,
  }
  const names = keyNames(history)
  const rows = historyRows(reading)
  if (rows === null) {
    const columns = history.rowSet.keys.map((key, i) => `NULL::${engineType(key.type)} AS k${i}`)
    const times = ['NULL::TIMESTAMP AS event_time', 'NULL::TIMESTAMP AS created', 'NULL::BIGINT AS row_id']
    return { steps: [], answer: nothing(features, [...columns, ...times]) }
  }
  const asked = keys === null ? null : { table: keys, keys: history.rowSet.keys.map((key) => key.name) }
  const matches = table(question, 'matches')
  const sql = render('retrieval/latest', {
    matches,
    keys: names.join(', '),
    rows: asked === null ? rows : keysOf(rows, names, asked),
  })
  const answer = values({ question, reading }, matches, [...names, 'event_time'], ['created', 'row_id'])
  return {
    steps: [{ name: stepName(question, 'find rows'), sql, parameters: naming(sql, readingParameters(reading)) }],
    answer: { sql: `SELECT * FROM (\n${answer.sql}\n) ORDER BY ${names.join(', ')}`, parameters: answer.parameters },
  }
}

interface Matching {
  readonly question: Question
  readonly asked: Asked
  readonly reading: Reading
  readonly rows: string
}

const readingOf = (question: Question, asked: Asked): Reading => ({
  history: question.history,
  bounds: boundsOf(question, asked),
  rows: 'newest',
  lastRun: question.lastRun,
})

const everyRow = (reading: Reading): Reading => ({ ...reading, rows: 'all' })

/** No row after the last instant or older than ttl before the first can answer. */
const boundsOf = ({ ttl }: Question, { earliest, latest }: Asked): Bounds => ({
  earliest: ttl === null || earliest === null ? null : earliest - ttl,
  latest,
})

/** Above this share of the history's rows, looking up the keys first costs more than it spares. */
const smallShare = 16

const ofAskedKeys = (rows: string, history: History, asked: Asked): string => {
  const total = history.segments.reduce((sum, segment) => sum + segment.rows, 0)
  return asked.rows * smallShare > total ? rows : keysOf(rows, keyNames(history), asked)
}

const keysOf = (rows: string, names: readonly string[], asked: Pick<Asked, 'table' | 'keys'>): string =>
  render('retrieval/asked-keys', { rows, asked: asked.table, same_keys: sameKeys(names, asked.keys) })

const sameKeys = (names: readonly string[], columns: readonly string[]): string =>
  names.map((name, i) => `asked.${quoteName(columns[i] ?? '')} = rows.${name}`).join(' AND ')

const table = (question: { readonly name: string }, part: string): string => `${question.name}_${part}`

const stepName = (question: { readonly history: History }, what: string): string =>
  `${question.history.rowSet.view}: ${what}`

const values = (
  { question, reading }: { readonly question: Pick<Question, 'features'>; readonly reading: Reading },
  matches: string,
  carried: readonly string[],
  identities: readonly ('created' | 'row_id')[],
): Relation => ({
  sql: lateValues(matches, segmentsOf(reading), { carried, identities, features: question.features }),
  parameters: {},
})

const nothing = (features: readonly FeatureVersion[], before: readonly string[]): Relation => ({
  sql: render('retrieval/nothing', {
    columns: [...before, ...features.map((it, i) => `NULL::${engineType(it.type)} AS f${i}`)].join(', '),
  }),
  parameters: {},
})

type Joined = Pick<Matching, 'question' | 'asked' | 'reading' | 'rows'> & {
  readonly visible?: 'event_time' | 'visible'
}

/** The ASOF join itself; ttl applies to the row that it chose, never to the choice. */
const matchStep = (it: Joined, columns: readonly string[], into = 'matches', what = 'find rows'): Statement => {
  const { question, asked } = it
  const complete = [...asked.keys.map((key) => `${quoteName(key)} IS NOT NULL`), 'instant IS NOT NULL']
  const sql = render('retrieval/matches', {
    matches: table(question, into),
    columns: columns.map((name) => (name === 'rid' ? 'asked.rid' : `rows.${name}`)).join(', '),
    asked: asked.table,
    complete: complete.join(' AND '),
    rows: it.rows,
    same_keys: sameKeys(keyNames(question.history), asked.keys),
    visible: it.visible ?? 'event_time',
    young: question.ttl === null ? 'true' : 'rows.event_time >= asked.instant - to_microseconds($ttl::BIGINT)',
  })
  const parameters = { ...readingParameters(it.reading), ...(question.ttl === null ? {} : { ttl: question.ttl }) }
  return { name: stepName(question, what), sql, parameters: naming(sql, parameters) }
}

/**
 * The plain answer holds wherever its row was known at the instant: it is the newest of all, so of the known ones too.
 * Only the other rows need the running newest along the order in which rows became visible, over their keys alone.
 */
const knownSteps = (it: Matching): Statement[] => {
  const { question, asked, reading } = it
  const keys = keyNames(question.history)
  const pending = table(question, 'pending')
  const every = everyRow(reading)
  const later = keysOf(historyRows(every) ?? it.rows, keys, { table: pending, keys: asked.keys })
  const records = render('retrieval/records', { rows: later, keys: keys.join(', ') })
  const find = render('retrieval/pending', { pending, asked: asked.table, matches: table(question, 'matches') })
  const merge = render('retrieval/known', {
    known: table(question, 'known'),
    matches: table(question, 'matches'),
    pending,
    repaired: table(question, 'repaired'),
  })
  const repairing = {
    ...it,
    asked: { ...asked, table: pending },
    reading: every,
    rows: records,
    visible: 'visible' as const,
  }
  return [
    matchStep(it, ['rid', 'pos', 'event_time', 'created']),
    { name: stepName(question, 'find rows known later'), sql: find, parameters: {} },
    matchStep(repairing, ['rid', 'pos', 'event_time'], 'repaired', 'find what was known'),
    { name: stepName(question, 'put together'), sql: merge, parameters: {} },
  ]
}
