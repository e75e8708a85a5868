// Which row answers each row asked about? One ASOF join of keys and times, to places alone.
import type { Micros } from '../core/clock.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { type Asked, sameKeys } from './asked.ts'
import { keyNames, type Reading, readingParameters } from './history-rows.ts'
import { stepName, type Wanted } from './plan.ts'
import { naming, type Statement } from './statement.ts'

export interface Matching {
  readonly question: Wanted & { readonly ttl: Micros | null }
  readonly asked: Asked
  readonly reading: Reading
  /** SQL that gives the rows that may answer: `k0…`, the order they appear in, `event_time`, `pos`. */
  readonly rows: string
}

/**
 * Fills `matches` with `rid, pos, event_time` and the columns `also` of the row. A row may answer from `visible` on.
 * ttl applies to the row that was chosen, never to the choice.
 */
export const matchStep = (
  { question, asked, reading, rows }: Matching,
  matches: string,
  what: string,
  { visible, also }: { readonly visible: string; readonly also: readonly string[] } = {
    visible: 'event_time',
    also: [],
  },
): Statement => {
  const complete = [...asked.keys.map(quoteName), 'instant'].map((column) => `${column} IS NOT NULL`)
  const sql = render('retrieval/matches', {
    matches,
    columns: ['asked.rid', ...['pos', 'event_time', ...also].map((column) => `rows.${column}`)].join(', '),
    asked: asked.table,
    complete: complete.join(' AND '),
    rows,
    same_keys: sameKeys(keyNames(question.history), asked.keys),
    visible,
    young: question.ttl === null ? 'true' : 'rows.event_time >= asked.instant - to_microseconds($ttl::BIGINT)',
  })
  const ttl = question.ttl === null ? {} : { ttl: question.ttl }
  return { name: stepName(question, what), sql, parameters: naming(sql, { ...readingParameters(reading), ...ttl }) }
}
