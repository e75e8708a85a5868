// How is each function computed? As parts that an engine aggregates over events, and what is made of the parts after.
import type { Aggregate } from '../core/aggregates.ts'
import { elementType, type FeatureType, isList } from '../core/values.ts'
import { distinct, exactSum, moments, type Part, quotient, type Reduction, sequence } from './reductions.ts'

/** What is computed once, however many features show it. */
export type Computed = Pick<Aggregate, 'function' | 'q' | 'within' | 'steps'>

/** SQL of an event's columns. */
export interface EventColumns {
  /** The value that counts where it is not null; null: every event counts. */
  readonly value: string | null
  readonly type: FeatureType
  /** Microseconds. */
  readonly time: string
  /** Greater for the later of two events, ties resolved. */
  readonly order: string
}

const integers: readonly FeatureType[] = ['int32', 'int64', 'bool']
export const isWhole = (type: FeatureType): boolean => integers.includes(type)

/** The type that a function gives of values of a type. */
export const resultType = (name: Aggregate['function'], of: FeatureType): FeatureType => {
  switch (name) {
    case 'count':
    case 'countDistinct':
    case 'sequence':
      return 'int64'
    case 'sum':
      return isWhole(of) ? 'int64' : 'float64'
    case 'min':
    case 'max':
    case 'first':
    case 'last':
      return of
    default:
      return 'float64'
  }
}

const part = (call: string, merge: Part['merge'], where: string | null = null): Part => ({ call, merge, where })
const added = part
const sums = (column: string): string => `sum(${column})`
const least = (column: string): string => `min(${column})`
const greatest = (column: string): string => `max(${column})`

/** `exact`: sums of floats, and what is made of them, have the same bits whatever the order of the events. */
export const reductionOf = (it: Computed, events: EventColumns, exact: boolean): Reduction => {
  const { value, time, order, type } = events
  const v = value ?? 'true'
  const number = numberOf(v, type)
  const counted = value === null ? null : `${v} IS NOT NULL`
  const count = added(value === null ? 'count(*)' : `count(${v})`, sums)
  const sum = exact && !isWhole(type) ? exactSum(number) : plainSum(number)
  switch (it.function) {
    case 'count':
      return { parts: [count], finish: ([n]) => `coalesce(${n}, 0)` }
    case 'sum':
      return isWhole(type) ? { ...sum, finish: (c, at) => `TRY_CAST(${sum.finish(c, at)} AS BIGINT)` } : sum
    case 'mean':
      return quotient(sum, count)
    case 'min':
      return one(part(`min(${v})`, least))
    case 'max':
      return one(part(`max(${v})`, greatest))
    case 'stddev':
    case 'variance':
      return moments(it.function, number, count, exact)
    case 'quantile':
      return one({ ...part(`quantile_cont(${number}, ${it.q})`, null), keeps: true })
    case 'countDistinct':
      return distinct(v)
    case 'first':
      return ordered('arg_min', 'min', v, order)
    case 'last':
      return ordered('arg_max', 'max', v, order)
    case 'span':
      return {
        parts: [part(`max(${time})`, greatest, counted), part(`min(${time})`, least, counted)],
        finish: ([last, first]) => `(${last} - ${first}) / 1e6`,
      }
    case 'since':
      return { parts: [part(`max(${time})`, greatest, counted)], finish: ([last], at) => `(${at} - ${last}) / 1e6` }
    case 'sequence':
      return sequence(v, time, order, it.steps ?? 1, it.within)
  }
}

const one = (only: Part): Reduction => ({ parts: [only], finish: ([value]) => value ?? '' })

const plainSum = (number: string): Reduction => one(added(`sum(${number})`, sums))

/** The value of the first or last event that has one; its place goes along where parts are merged. */
const ordered = (pick: string, extreme: string, v: string, order: string): Reduction => ({
  parts: [
    part(`${pick}(${v}, ${order})`, (value, place) => `${pick}(${value}, ${place})`),
    { ...part(`${extreme}(${order})`, (place) => `${extreme}(${place})`, `${v} IS NOT NULL`), whenMerged: true },
  ],
  finish: ([value]) => value ?? '',
})

/** As a number to calculate with: a truth is 0 or 1, whole numbers stay exact. */
const numberOf = (v: string, type: FeatureType): string => {
  if (type === 'float64') return v
  if (type === 'bool') return `CAST(${v} AS INTEGER)`
  return isWhole(type) || isList(type) || elementType(type) === 'string' ? v : `CAST(${v} AS DOUBLE)`
}
