// Whose answers are compared? Keys of the history and of the online store alike, chosen by hash.
import type { Micros } from '../core/clock.ts'
import type { History } from '../core/history.ts'
import { Smallest } from '../core/smallest.ts'
import type { FeatureType, Value } from '../core/values.ts'
import type { Session } from '../offline/offline-store.ts'
import type { Group } from '../online/groups.ts'
import type { OnlineStore } from '../online/online-store.ts'
import { historyRows, keyNames, type Reading, readingParameters } from '../retrieval/history-rows.ts'
import { naming } from '../retrieval/statement.ts'
import { render } from '../sql/render.ts'

export interface Sampling {
  readonly session: Session
  readonly online: OnlineStore
  readonly history: History
  /** Those that answer for the row set. */
  readonly groups: readonly Group[]
  readonly at: Micros
  /** 0 is all of them. */
  readonly most: number
}

/** In the order of their hashes, which both sides compute alike. */
export const sampledKeys = async (it: Sampling): Promise<readonly (readonly Value[])[]> => {
  const found = new Map<string, readonly Value[]>()
  for (const group of it.groups) for (const { hash, key } of it.online.sample(group, it.most)) found.set(hash, key)
  await fromHistory(it, found)
  const smallest = new Smallest<readonly Value[]>(it.most)
  for (const [hash, key] of found) smallest.offer(hash, key)
  return smallest.kept().map((kept) => kept.it)
}

const fromHistory = async (
  { session, history, at, most }: Sampling,
  found: Map<string, readonly Value[]>,
): Promise<void> => {
  const reading: Reading = {
    history,
    bounds: { earliest: null, latest: at, exact: true },
    // A row that lost a tie has the key of the one that won; an event that was superseded may have another.
    rows: history.rowSet.events ? 'newest' : 'all',
    lastRun: null,
  }
  const rows = historyRows(reading)
  if (rows === null) return
  const names = keyNames(history)
  const sql = render('monitoring/parity-keys', {
    keys: names.join(', '),
    texts: history.rowSet.keys.map((key, i) => hashedText(key.type, `k${i}`)).join(', '),
    rows,
    limit: most === 0 ? '' : `LIMIT ${most}`,
  })
  for await (const batch of session.batches(sql, naming(sql, readingParameters(reading)))) {
    const parts = names.map((_, i) => batch.column(i))
    const hashes = batch.column(names.length)
    for (let row = 0; row < batch.rows; row += 1) {
      found.set(
        String(hashes[row]),
        parts.map((part) => part[row] ?? null),
      )
    }
  }
}

/** SQL of the text that `online/held.ts` hashes. */
const hashedText = (type: FeatureType, key: string): string => {
  if (type === 'timestamp') return `CAST(epoch_us(${key}) AS VARCHAR)`
  if (type === 'bool') return `CAST(CAST(${key} AS INTEGER) AS VARCHAR)`
  return type === 'bytes' ? `hex(${key})` : `CAST(${key} AS VARCHAR)`
}
