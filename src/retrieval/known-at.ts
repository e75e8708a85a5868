// What was known then? Matches that were not yet known at their instant are replaced by the newest row that was.
import { render } from '../sql/render.ts'
import { rowsOfKeys } from './asked.ts'
import { historyRows, keyNames, type Reading } from './history-rows.ts'
import { type Matching, matchSteps } from './match.ts'
import { stepName, tableOf } from './plan.ts'
import type { Statement } from './statement.ts'

/** Steps that fill `matches`, and the reading whose places it holds. */
export interface Known {
  readonly steps: readonly Statement[]
  readonly matches: string
  readonly reading: Reading
}

/**
 * The plain match holds wherever its row was known: it is the newest of all, so of the known ones too. Only the other
 * keys need the running newest along the order in which their rows became visible, over the rows that lost a tie too.
 */
export const knownSteps = (it: Matching): Known => {
  const { question, asked } = it
  const reading: Reading = { ...it.reading, rows: 'all' }
  const keys = keyNames(question.history)
  const matches = tableOf(question, 'matches')
  const pending = tableOf(question, 'pending')
  const repaired = tableOf(question, 'repaired')
  const known = tableOf(question, 'known')
  const records = (rows: string): string => render('retrieval/records', { rows, keys: keys.join(', ') })
  const every = rowsOfKeys(historyRows(reading) ?? it.rows, keys, { table: pending, keys: asked.keys })
  const repairing = { ...it, reading, rows: every, mayAnswer: records, asked: { ...asked, table: pending } }
  const find = render('retrieval/pending', { pending, asked: asked.table, matches })
  const merge = render('retrieval/known', { known, matches, pending, repaired })
  return {
    steps: [
      ...matchSteps(it, { matches, what: 'find rows', visible: 'event_time', also: ['created'] }),
      { name: stepName(question, 'find rows known later'), sql: find, parameters: {} },
      ...matchSteps(repairing, { matches: repaired, what: 'find what was known', visible: 'visible', also: [] }),
      { name: stepName(question, 'put together'), sql: merge, parameters: {} },
    ],
    matches: known,
    reading,
  }
}
