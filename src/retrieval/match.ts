// Which row answers each row asked about? One ASOF join of keys and times, to places alone.
import type { Micros } from '../core/clock.ts'
import type { Parameters } from '../offline/offline-store.ts'
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
  /** SQL that gives rows of the history, `k0…, event_time, created, row_id, pos`. */
  readonly rows: string
  /** SQL that gives, of such rows, those that may answer, each with the time from which it may. */
  mayAnswer(rows: string): string
  /** Parts by a hash of the keys, one joined after the other: between two of them long work can be stopped. */
  readonly parts: number
}

interface MatchInto {
  /** The table that is filled. */
  readonly matches: string
  /** For people: `find rows`. */
  readonly what: string
  readonly visible: 'event_time' | 'visible'
  /** Columns of the row beside `rid, pos, event_time`. */
  readonly also: readonly string[]
}

/** Fills a table with `rid, pos, event_time …`. ttl applies to the row that was chosen, never to the choice. */
export const matchSteps = (matching: Matching, into: MatchInto): Statement[] =>
  Array.from({ length: matching.parts }, (_, part) => matchStep(matching, into, part))

const matchStep = (matching: Matching, into: MatchInto, part: number): Statement => {
  const { question, asked, reading, rows, parts } = matching
  const names = keyNames(question.history)
  const keys = asked.keys.map(quoteName)
  const complete = [...keys, 'instant'].map((column) => `${column} IS NOT NULL`)
  const ofPart = (columns: readonly string[]): string => `hash(${columns.join(', ')}) % ${parts} = ${part}`
  const sql = render('retrieval/matches', {
    into: part === 0 ? `CREATE OR REPLACE TEMP TABLE ${into.matches} AS` : `INSERT INTO ${into.matches}`,
    columns: ['asked.rid', ...['pos', 'event_time', ...into.also].map((column) => `rows.${column}`)].join(', '),
    asked: asked.table,
    complete: [...complete, ...(parts > 1 ? [ofPart(keys)] : [])].join(' AND '),
    rows: matching.mayAnswer(parts > 1 ? render('retrieval/part', { rows, part: ofPart(names) }) : rows),
    same_keys: sameKeys(names, asked.keys),
    visible: into.visible,
    young: question.ttl === null ? 'true' : 'epoch_us(asked.instant) - epoch_us(rows.event_time) <= $ttl',
  })
  const ttl = ttlParameter(question)
  return {
    name: stepName(question, parts > 1 ? `${into.what} (${part + 1} of ${parts})` : into.what),
    sql,
    parameters: naming(sql, { ...readingParameters(reading), ...ttl }),
  }
}

export const ttlParameter = ({ ttl }: Matching['question']): Parameters => (ttl === null ? {} : { ttl })
