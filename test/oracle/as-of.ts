// The point-in-time rules said slowly: every row is looked at for every question, in plain arrays.
import { runOfRow } from '../../src/core/history.ts'
import type { Value } from '../../src/core/values.ts'
import { type StoredRow, wins } from '../support/history-files.ts'

export interface OracleQuestion {
  readonly keys: readonly Value[]
  readonly instant: bigint | null
  readonly ttl: bigint | null
  readonly knownAt: boolean
  readonly lastRun: number | null
}

/** The row that answers; null when none does. */
export const answering = (rows: readonly StoredRow[], question: OracleQuestion): StoredRow | null => {
  const { keys, instant, ttl, knownAt, lastRun } = question
  if (instant === null || keys.some((key) => key === null)) return null
  let newest: StoredRow | null = null
  for (const row of rows) {
    if (!row.keys.every((key, i) => key === keys[i])) continue
    if (row.eventTime > instant) continue
    if (knownAt && (row.created === null || row.created > instant)) continue
    if (lastRun !== null && runOfRow(row.rowId) > lastRun) continue
    if (newest === null || isNewer(row, newest)) newest = row
  }
  if (newest === null || (ttl !== null && newest.eventTime < instant - ttl)) return null
  return newest
}

const isNewer = (row: StoredRow, other: StoredRow): boolean =>
  row.eventTime === other.eventTime ? wins(row, other) : row.eventTime > other.eventTime
