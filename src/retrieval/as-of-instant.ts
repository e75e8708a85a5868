// What does every key have, as of one instant? The same answer as the join, by one grouped maximum.
import type { Micros } from '../core/clock.ts'
import { engineType } from '../core/values.ts'
import { render } from '../sql/render.ts'
import { rowsOfKeys } from './asked.ts'
import { isBehaviour } from './behaviour.ts'
import { historyRows, keyNames, type Reading, readingParameters, segmentsOf, tieFree } from './history-rows.ts'
import { lateValues } from './late-values.ts'
import { nothing, type Plan, stepName, tableOf, type Wanted } from './plan.ts'
import { naming } from './statement.ts'
import { windowsAtInstant } from './windows-at-instant.ts'

export interface InstantQuestion extends Wanted {
  readonly at: Micros
  /** A table whose columns, named and typed as the history's keys, hold the keys to answer for; null: every key. */
  readonly keys: string | null
  /** Sums of floats are to have the same bits, whatever files and threads they are taken over. */
  readonly exactSums?: boolean
}

/**
 * `answer` gives `k0…, event_time, created, row_id, f0…` ordered by key, for each key with a row at or before the
 * instant; ttl is the reader's to apply. Aggregations are in their raw form, beside their key's newest event.
 */
export const asOfInstant = (question: InstantQuestion): Plan => {
  if (isBehaviour(question.features)) return windowsAtInstant({ ...question, exactSums: question.exactSums ?? false })
  const { history, at, lastRun } = question
  const reading: Reading = { history, bounds: { earliest: null, latest: at, exact: true }, rows: 'newest', lastRun }
  const rows = historyRows(reading)
  if (rows === null) return nothing(question, identityNulls(question))
  const keys = keyNames(history)
  const ownKeys = history.rowSet.keys.map((key) => key.name)
  const matches = tableOf(question, 'matches')
  const sql = render('retrieval/latest', {
    matches,
    keys: keys.join(', '),
    rows: tieFree(
      question.keys === null ? rows : rowsOfKeys(rows, keys, { table: question.keys, keys: ownKeys }),
      history,
    ),
  })
  const values = lateValues(matches, segmentsOf(reading), {
    carried: [...keys, 'event_time'],
    identities: ['created', 'row_id'],
    features: question.features,
  })
  return {
    steps: [{ name: stepName(question, 'find rows'), sql, parameters: naming(sql, readingParameters(reading)) }],
    answer: `SELECT * FROM (\n${values}\n) ORDER BY ${keys.join(', ')}`,
    matches,
  }
}

const identityNulls = ({ history }: InstantQuestion): string[] => [
  ...history.rowSet.keys.map((key, i) => `NULL::${engineType(key.type)} AS k${i}`),
  'NULL::TIMESTAMP AS event_time',
  'NULL::TIMESTAMP AS created',
  'NULL::BIGINT AS row_id',
]
