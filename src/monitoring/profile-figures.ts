// Which figures does a profile need, and how are they asked for? SQL over one value, before any row of it is read.
import { type ProfileKind, profileKind, profileQuantiles, quantileNames } from '../core/profiles.ts'
import { elementType } from '../core/values.ts'
import { quoteText } from '../sql/quote.ts'
import type { WatchedMember } from './members.ts'
import type { Bins } from './statistics/bins.ts'

/** Up to so many rows everything is counted; above, quantiles, histograms and top values are of a part of the rows. */
export const mostCounted = 2_000_000

/** The tenths that edges of bins are made of, beside the quantiles that are told. */
export const tenths = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
export const shares: readonly number[] = [...quantileNames.map((name) => profileQuantiles[name]), ...tenths]

export interface Asked {
  readonly member: WatchedMember
  readonly kind: ProfileKind
  /** The columns of the value itself, and of the same as a number. */
  readonly value: string
  readonly number: string
  /** Frozen edges; null: they are chosen from the values. */
  readonly bins: { readonly bins: Bins; readonly baseline: number } | null
}

export const askedOf = (member: WatchedMember, i: number, bins: Asked['bins']): Asked => {
  const kind = profileKind(member.feature.type)
  return { member, kind, value: `v${i}`, number: `d${i}`, bins: kind === 'numeric' || kind === 'time' ? bins : null }
}

const isFloat = ({ feature }: WatchedMember): boolean => ['float32', 'float64'].includes(elementType(feature.type))

/** The value as a number that has a place among numbers; NaN and the infinities are none. */
export const numberOf = ({ member, kind }: Asked, value: string): string => {
  if (kind === 'time') return `epoch_us(${value}) / 1e6`
  if (kind !== 'numeric') return 'CAST(NULL AS DOUBLE)'
  const number = `CAST(${value} AS DOUBLE)`
  return isFloat(member) ? `CASE WHEN isfinite(${value}) THEN ${number} END` : number
}

/** What stands for a value in a profile: itself, of a long text the beginning. */
const shownOf = ({ kind, member }: Asked, value: string): string => {
  if (kind === 'numeric') return isFloat(member) ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value
  return member.feature.type === 'string' ? `left(${value}, 100)` : value
}

/** Of every row. `numbers`: figures of numbers are asked for too. */
export const countsSql = (it: Asked, exactly: boolean, numbers: boolean): string[] => {
  const { value, number, kind } = it
  const ordered = kind !== 'other'
  const told = isFloat(it.member) && kind === 'numeric' ? number : value
  const distinct = exactly ? `count(DISTINCT ${told})` : `approx_count_distinct(${told})`
  return [
    `count(${value}) AS ${value}_present`,
    ...(numbers || !isRead(it) ? [`${distinct} AS ${value}_distinct`] : []),
    `${ordered ? `min(${shownOf(it, value)})` : 'NULL'} AS ${value}_min`,
    `${ordered ? `max(${shownOf(it, value)})` : 'NULL'} AS ${value}_max`,
    ...(kind === 'numeric' && numbers
      ? [
          `count(${number}) AS ${value}_finite`,
          `favg(${number}) AS ${value}_mean`,
          `stddev_samp(${number}) AS ${value}_stddev`,
        ]
      : []),
  ]
}

/** Whether its distinct values can be told by numbers as a double holds them. */
const isRead = ({ kind, member }: Asked): boolean => kind === 'numeric' && elementType(member.feature.type) !== 'int64'

/** Of the rows that are looked at closely. */
export const closerSql = ({ value, number, kind, bins }: Asked): string[] => {
  if (kind !== 'numeric' && kind !== 'time') return []
  return [
    `min(${number}) AS ${value}_least`,
    `quantile_cont(${number}, [${shares.join(', ')}]) AS ${value}_quantiles`,
    ...(bins === null ? [] : [`${binsSql(number, bins.bins)} AS ${value}_bins`]),
  ]
}

/** A list: how many values each bin holds. */
export const binsSql = (number: string, { by, edges }: Bins): string => {
  const at = (edge: number): string => `CAST(${quoteText(String(edge))} AS DOUBLE)`
  const counts = edges.map((edge) => `count(*) FILTER (${number} ${by === 'ranges' ? '<' : '='} ${at(edge)})`)
  return `[${[...counts, `count(${number})`].join(', ')}]`
}

/** What {@link binsSql} gave, as counts of bins: below an edge becomes between edges. */
export const binsOfCounts = ({ by, edges }: Bins, found: readonly number[]): number[] => {
  const all = found.at(-1) ?? 0
  if (by === 'values') {
    const own = found.slice(0, edges.length)
    return [...own, all - own.reduce((sum, count) => sum + count, 0)]
  }
  return found.map((count, i) => count - (i === 0 ? 0 : (found[i - 1] ?? 0)))
}
