// Whom does a history know? A few of its keys, as examples for a person who does not know any.
import type { History } from '../core/history.ts'
import type { Value } from '../core/values.ts'
import type { OfflineStore } from '../offline/offline-store.ts'
import { render } from '../sql/render.ts'
import { everything, historyRows, keyNames, type Reading, readingParameters } from './history-rows.ts'
import { naming } from './statement.ts'

export const someKeys = async (
  store: OfflineStore,
  history: History,
  startsWith: string,
  most: number,
  signal?: AbortSignal,
): Promise<readonly (readonly Value[])[]> => {
  const reading: Reading = { history, bounds: everything, rows: 'all', lastRun: null }
  const rows = historyRows(reading)
  if (rows === null) return []
  const names = keyNames(history)
  const sql = render('retrieval/some-keys', { keys: names.join(', '), rows })
  const session = await store.session(signal)
  try {
    const found = await session.rows(sql, { ...naming(sql, readingParameters(reading)), starts_with: startsWith })
    const keys = new Map(
      found.map((row) => {
        const key = names.map((name) => row[name] ?? null)
        return [JSON.stringify(key.map(String)), key]
      }),
    )
    return [...keys.values()].slice(0, most)
  } finally {
    session.close()
  }
}
