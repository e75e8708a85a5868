// Into which classes does a column fall? Numbers into tenths, texts into the most frequent ones; null is a class of its own.
import type { Session } from '../offline/offline-store.ts'
import { render } from '../sql/render.ts'

/** A column of the table `weighed`, numbered, with the engine's type of it. */
export interface Weighable {
  readonly column: string
  readonly type: string
}

const numbers = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|BOOLEAN|DECIMAL.*)$/

export const isNumber = ({ type }: Weighable): boolean => numbers.test(type) || isMoment(type)

const isMoment = (type: string): boolean => type === 'DATE' || type.startsWith('TIMESTAMP')

/** The column as a DOUBLE: a truth is 0 or 1, an instant its microseconds. */
export const asNumber = ({ column, type }: Weighable): string => {
  if (isMoment(type)) return `CAST(epoch_us(CAST(${column} AS TIMESTAMP)) AS DOUBLE)`
  return type === 'BOOLEAN' ? `CAST(CAST(${column} AS INTEGER) AS DOUBLE)` : `CAST(${column} AS DOUBLE)`
}

/** The same, and null where it is NaN or infinite. */
export const asFinite = (it: Weighable): string => `CASE WHEN isfinite(${asNumber(it)}) THEN ${asNumber(it)} END`

/** Texts beyond the most frequent ones share a class: an id would else tell everything, and mean nothing. */
export const mostTexts = 50

/** Borders between tenths of the finite values (linear interpolation, as NumPy), each once. */
export const tenths = '[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]'

const nullClass = -1
const nanClass = -2

/**
 * The class as a whole number: how many different borders are under the value (`numpy.searchsorted`), so that a value
 * on a border belongs below it. Of a number that is mostly 0 the borders are 0, which parts 0 from the rest. NaN is a
 * class of its own; the infinities are beyond all borders.
 */
export const classOfNumber = (it: Weighable, borders: readonly number[]): string => {
  const value = asNumber(it)
  const under = [...new Set(borders)].map((border) => `CAST(${value} > CAST('${border}' AS DOUBLE) AS INTEGER)`)
  return `CASE WHEN ${it.column} IS NULL THEN ${nullClass} WHEN isnan(${value}) THEN ${nanClass} ELSE ${under.join(' + ') || '0'} END`
}

/** The place among the most frequent texts, 0 for all others. */
export const classOfText = async (session: Session, it: Weighable): Promise<string> => {
  const text = `CAST(${it.column} AS VARCHAR)`
  const found = await session.rows(render('datasets/frequent-texts', { text }), { most: mostTexts })
  const hashes = found.map(({ hash }) => String(hash)).join(', ')
  return `CASE WHEN ${it.column} IS NULL THEN ${nullClass} ELSE coalesce(list_position([${hashes}]::UBIGINT[], hash(${text})), 0) END`
}
