// Whose values are asked for, and when? A table of keys and instants, and the rows of a history that concern it.
import type { Micros } from '../core/clock.ts'
import type { History } from '../core/history.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'

/** The rows asked about: a table with `rid`, a typed column for each join key, and `instant`; each may be null. */
export interface Asked {
  readonly table: string
  /** Its columns that hold the history's keys, in the history's order. */
  readonly keys: readonly string[]
  readonly rows: number
  /** Of its instants; null when it has none. */
  readonly earliest: Micros | null
  readonly latest: Micros | null
}

/** Above this share of the history's rows, looking up the keys first costs more than it spares. */
const smallShare = 64

export const isFew = (asked: Asked, history: History): boolean =>
  asked.rows * smallShare <= history.segments.reduce((sum, segment) => sum + segment.rows, 0)

/** The rows of keys that are asked about. */
export const rowsOfKeys = (rows: string, names: readonly string[], asked: Pick<Asked, 'table' | 'keys'>): string =>
  render('retrieval/asked-keys', { rows, asked: asked.table, same_keys: sameKeys(names, asked.keys) })

export const sameKeys = (names: readonly string[], columns: readonly string[]): string =>
  names.map((name, i) => `asked.${quoteName(columns[i] ?? '')} = rows.${name}`).join(' AND ')
