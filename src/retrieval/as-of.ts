// What was the value of a feature for a key, as of an instant? The composer of point-in-time SQL for many instants.
import type { Micros } from '../core/clock.ts'
import { type Asked, isFew, rowsOfKeys } from './asked.ts'
import { isBehaviour } from './behaviour.ts'
import { type Bounds, historyRows, keyNames, type Reading, segmentsOf, tieFree } from './history-rows.ts'
import { type Known, knownSteps } from './known-at.ts'
import { knownVersionSteps } from './known-versions.ts'
import { lateValues } from './late-values.ts'
import { type Matching, matchSteps } from './match.ts'
import { nothing, type Plan, tableOf, type Wanted } from './plan.ts'
import type { Forced as WindowPlan } from './window-plan.ts'
import { windowsAsOf } from './windows.ts'

export interface Question extends Wanted {
  readonly ttl: Micros | null
  /** Only rows whose created time is at or before the instant may answer. */
  readonly knownAt: boolean
  /** A history of more rows is matched in parts. */
  readonly rowsAtOnce: number
  /** Sums of floats are to have the same bits, whatever files and threads they are taken over. */
  readonly exactSums?: boolean
  /** Events of the key of an event, on average; absent where nobody looked. */
  readonly eventsPerKey?: number
  /** How windows are to be computed; absent: as seems best. */
  readonly windowPlan?: WindowPlan
}

/** Sorted in a few seconds, which is how long an interrupt may have to wait. */
export const usualRowsAtOnce = 32_000_000

/**
 * `answer` gives `rid, f0, f1…` for each row asked about that has a match; of aggregations in their raw form
 * (aggregations/categories.ts), for each with a whole key and an instant.
 */
export const asOf = (question: Question, asked: Asked): Plan => {
  if (isBehaviour(question.features)) {
    return windowsAsOf({ ...question, exactSums: question.exactSums ?? false }, asked)
  }
  const reading: Reading = {
    history: question.history,
    bounds: boundsOf(question, asked),
    rows: 'newest',
    lastRun: question.lastRun,
  }
  const rows = asked.latest === null ? null : historyRows(reading)
  if (rows === null) return nothing(question, ['NULL::BIGINT AS rid'])
  const matching = matchingOf(question, asked, reading, rows)
  const known = question.knownAt && question.history.rowSet.created !== null
  if (known && question.history.rowSet.events) return planOf(question, knownVersionSteps(matching))
  if (known) return planOf(question, knownSteps(matching))
  const matches = tableOf(question, 'matches')
  return planOf(question, {
    steps: matchSteps(matching, { matches, what: 'find rows', visible: 'event_time', also: [] }),
    reading,
    matches,
  })
}

const matchingOf = (question: Question, asked: Asked, reading: Reading, rows: string): Matching => {
  const total = segmentsOf(reading).reduce((sum, { segment }) => sum + segment.rows, 0)
  const few = isFew(asked, question.history)
  const sorted = few ? Math.min(total, asked.rows * usualRowsOfKey) : total
  return {
    question,
    asked,
    reading,
    rows: few ? rowsOfKeys(rows, keyNames(question.history), asked) : rows,
    mayAnswer: (some) => tieFree(some, question.history),
    parts: Math.max(1, Math.ceil(sorted / question.rowsAtOnce)),
  }
}

/** A guess on the high side; it only decides into how many parts the work is cut. */
const usualRowsOfKey = 1000

const planOf = (question: Question, { steps, reading, matches }: Known): Plan => {
  const wanted = { carried: ['rid'], identities: [], features: question.features }
  return { steps, answer: lateValues(matches, segmentsOf(reading), wanted), matches }
}

/** The engine's first timestamp. */
const firstInstant = -(2n ** 63n) + 2n

/** No row after the last instant or older than ttl before the first can answer. */
const boundsOf = ({ ttl }: Question, { earliest, latest }: Asked): Bounds => ({
  earliest: ttl === null || earliest === null || earliest - ttl < firstInstant ? null : earliest - ttl,
  latest,
  exact: false,
})
