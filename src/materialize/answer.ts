// What of an answer goes into online.db, and in which form? Rows as they are; of windows the instant they are as of.
import type { Micros } from '../core/clock.ts'
import type { History } from '../core/history.ts'
import type { FeatureVersion } from '../core/versions.ts'
import { isFamily } from '../online/families.ts'
import { isAsOfInstant, rawType } from '../online/raw.ts'
import { keyNames } from '../retrieval/history-rows.ts'
import { render } from '../sql/render.ts'
import type { StoredColumn } from './stored.ts'

export interface AnswerToStore {
  readonly history: History
  readonly until: Micros
  /** All of them rows' columns, or all of them as of the instant. */
  readonly features: readonly FeatureVersion[]
  /** SQL that gives the keys and `f0…`; of rows also `event_time`, `created` and `row_id`. */
  readonly answer: string
}

/** SQL, and how its columns are stored: keys, event time, created, row id, then the features. */
export const answerOf = ({ history, until, features, answer }: AnswerToStore) => {
  const { keys, created } = history.rowSet
  const before: StoredColumn[] = [
    ...keys.map((key) => key.type),
    'timestamp',
    created === null || features.some(isAsOfInstant) ? null : 'timestamp',
    'int64',
  ]
  const columns = [...before, ...features.map(columnOf)]
  if (!features.some(isAsOfInstant)) return { sql: answer, columns }
  const sql = render('materialize/as-of', {
    keys: keyNames(history).join(', '),
    until: String(until),
    features: features.map(selected).join(', '),
    answer,
  })
  return { sql, columns }
}

const columnOf = (feature: FeatureVersion): StoredColumn =>
  isFamily(feature) ? { family: rawType(feature) } : rawType(feature)

const selected = (feature: FeatureVersion, i: number): string =>
  isFamily(feature) ? `map_keys(f${i}), map_values(f${i})` : `f${i}`
