// How many events lie before an instant? A look at some keys, so that a question is answered in the way that suits it.
import type { History } from '../core/history.ts'
import type { Session } from '../offline/offline-store.ts'
import { quoteNames, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { identitiesOf } from './history-rows.ts'

/** Of the key of an event, on average: a guess that decides how an answer is computed, never what it is. */
export const eventsPerKey = async (session: Session, history: History): Promise<number | null> => {
  const segments = history.segments.filter((it) => it.kind === 'events' && it.rows > 0)
  const largest = segments.toSorted((a, b) => b.rows - a.rows)[0]
  if (largest === undefined) return null
  const keys = quoteNames(history.rowSet.keys.map((key) => key.name))
  const file = quoteText(identitiesOf(largest))
  const [found] = await session.rows(render('retrieval/events-per-key', { keys, file }))
  const total = segments.reduce((sum, it) => sum + it.rows, 0)
  return typeof found?.per_key === 'number' ? (found.per_key * total) / largest.rows : null
}
