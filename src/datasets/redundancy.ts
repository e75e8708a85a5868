// Which features say the same? Pairs with a correlation near 1 or -1, found on some rows and confirmed on all.
import { setImmediate } from 'node:timers/promises'
import { PintailError } from '../core/errors.ts'
import type { Session } from '../offline/offline-store.ts'
import { asFinite, type Weighable } from './classes.ts'

export interface Numeric extends Weighable {
  /** The greatest finite magnitude. */
  readonly scale: number
}

export interface Pair {
  /** Places among the columns given. */
  readonly a: number
  readonly b: number
  readonly correlation: number
}

/** |r| from which two features are redundant. */
export const redundantFrom = 0.95

/** Rows on which pairs are looked for, evenly spaced; as many or fewer are looked at whole. */
const [fewestLookedAt, mostLookedAt] = [1000, 10_000]

/** Products that take a few seconds. */
const usualProducts = 2.5e9

const rowsLookedAt = (columns: number): number => {
  const within = Math.floor((2 * usualProducts) / Math.max(1, columns * columns))
  return Math.min(mostLookedAt, Math.max(fewestLookedAt, within))
}

/** What a pair must have on those rows to be looked at on all. */
const worthALook = 0.9

/** Of pairs found on some rows, the strongest that are confirmed on all. */
const mostConfirmed = 2000

/** Pearson's r of each pair over the rows in which both are finite, as pandas has it. */
export const redundantPairs = async (
  session: Session,
  columns: readonly Numeric[],
  rows: number,
  signal: AbortSignal | undefined,
): Promise<Pair[]> => {
  const step = Math.max(1, Math.ceil(rows / rowsLookedAt(columns.length)))
  const looked = await lookAt(session, columns, step)
  const pairs: Pair[] = []
  for (const [a, left] of looked.entries()) {
    if (a % 16 === 0) await setImmediate()
    if (signal?.aborted) throw new PintailError({ code: 'interrupted', message: 'interrupted' })
    for (let b = a + 1; b < looked.length; b++) {
      const right = looked[b]
      const correlation = right === undefined ? null : pearson(left, right)
      if (correlation !== null && Math.abs(correlation) >= worthALook) pairs.push({ a, b, correlation })
    }
  }
  pairs.sort((x, y) => Math.abs(y.correlation) - Math.abs(x.correlation) || x.a - y.a || x.b - y.b)
  const confirmed = step === 1 ? pairs : await confirm(session, columns, pairs.slice(0, mostConfirmed))
  return confirmed.filter(({ correlation }) => Math.abs(correlation) >= redundantFrom)
}

/** Values between -1 and 1, their mean taken away; NaN where there is none. */
interface Looked {
  readonly values: Float64Array
  readonly whole: boolean
  /** Of a whole column: the root of the sum of squares. */
  readonly norm: number
}

const lookAt = async (session: Session, columns: readonly Numeric[], step: number): Promise<Looked[]> => {
  if (columns.length === 0) return []
  const kept = columns.map((): number[] => [])
  const scaled = columns.map((it) => `(${asFinite(it)}) / CAST('${it.scale}' AS DOUBLE)`)
  const some = `SELECT ${scaled.join(', ')} FROM weighed WHERE rowid % ${step} = 0`
  for await (const batch of session.batches(some)) {
    for (const [i, values] of kept.entries())
      for (const value of batch.column(i)) values.push(typeof value === 'number' ? value : Number.NaN)
  }
  return kept.map(centred)
}

const centred = (values: readonly number[]): Looked => {
  let sum = 0
  let known = 0
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += value
    known += 1
  }
  const mean = sum / known
  const centre = Float64Array.from(values, (value) => value - mean)
  let squares = 0
  if (known === values.length) for (const value of centre) squares += value * value
  return { values: centre, whole: known === values.length, norm: Math.sqrt(squares) }
}

/** Null where one of them does not vary. */
const pearson = (left: Looked, right: Looked): number | null => {
  if (!left.whole || !right.whole) return pearsonOfPairs(left.values, right.values)
  if (left.norm < nothing || right.norm < nothing) return null
  const [x, y] = [left.values, right.values]
  let products = 0
  for (let i = 0; i < x.length; i++) products += (x[i] ?? 0) * (y[i] ?? 0)
  return products / (left.norm * right.norm)
}

/** A trace that rounding leaves of values between -1 and 1. */
const nothing = 1e-12

const pearsonOfPairs = (x: Float64Array, y: Float64Array): number | null => {
  let [n, sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] ?? Number.NaN, y[i] ?? Number.NaN]
    const product = a * b
    if (Number.isNaN(product)) continue
    n += 1
    sx += a
    sy += b
    sxx += a * a
    syy += b * b
    sxy += product
  }
  const [vx, vy] = [sxx - (sx * sx) / n, syy - (sy * sy) / n]
  if (n < 2 || !(vx > nothing * nothing) || !(vy > nothing * nothing)) return null
  return (sxy - (sx * sy) / n) / Math.sqrt(vx * vy)
}

const pairsAtOnce = 50

const confirm = async (session: Session, columns: readonly Numeric[], pairs: readonly Pair[]): Promise<Pair[]> => {
  const confirmed: Pair[] = []
  const scaled = (at: number): string => {
    const it = columns[at]
    return it === undefined ? 'NULL' : `(${asFinite(it)}) / CAST('${it.scale}' AS DOUBLE)`
  }
  for (let from = 0; from < pairs.length; from += pairsAtOnce) {
    const some = pairs.slice(from, from + pairsAtOnce)
    const asked = some.map(({ a, b }, i) => `corr(${scaled(a)}, ${scaled(b)}) AS r${i}`)
    const [row] = await session.rows(`SELECT ${asked.join(', ')} FROM weighed`)
    for (const [i, pair] of some.entries()) {
      const correlation = row?.[`r${i}`]
      if (typeof correlation === 'number' && Number.isFinite(correlation)) confirmed.push({ ...pair, correlation })
    }
  }
  return confirmed
}
