// What are the parts of the less simple functions? Sums that repeat, moments, distinct values, steps in order.
import type { Micros } from '../core/clock.ts'

/** An aggregate over events, and how those of several stretches of events become one. */
export interface Part {
  readonly call: string
  /** Of the events, those that count; null: all. */
  readonly where: string | null
  /** SQL over the part's column of many stretches, and the next part's; null: it takes the events themselves. */
  readonly merge: ((column: string, next: string) => string) | null
  /** True: every value is kept until all of a group are there. */
  readonly keeps?: boolean
  /** True: of no use but to merge. */
  readonly whenMerged?: boolean
}

export interface Reduction {
  readonly parts: readonly Part[]
  /** SQL over the columns of the parts, and the instant in microseconds. */
  finish(columns: readonly string[], at: string): string
}

const sums = (column: string): string => `sum(${column})`

/** Between these magnitudes two whole numbers hold every bit of a float: one of 2^-40, one of 2^-100. */
const fits = (x: string): string => `(${x} = 0 OR abs(${x}) BETWEEN 1e-12 AND 1e15)`
const [coarse, fine] = ['1099511627776', '1267650600228229401496703205376']

const wholes = (x: string): string => `trunc(${x} * ${coarse})`

/** The sum of floats as whole numbers, which no order changes; what they cannot hold is added up in its own order. */
export const exactSum = (x: string): Reduction => ({
  parts: [
    { call: `sum(CASE WHEN ${fits(x)} THEN CAST(${wholes(x)} AS HUGEINT) END)`, where: null, merge: sums },
    {
      call: `sum(CASE WHEN ${fits(x)} THEN CAST((${x} - ${wholes(x)} / ${coarse}) * ${fine} AS HUGEINT) END)`,
      where: null,
      merge: sums,
    },
    { call: `list(${x})`, where: `${x} IS NOT NULL AND NOT ${fits(x)}`, merge: (lists) => `flatten(list(${lists}))` },
  ],
  finish: ([whole, rest, outliers]) =>
    `CASE WHEN ${whole} IS NOT NULL OR len(${outliers}) > 0 THEN coalesce(CAST(${whole} AS DOUBLE) / ${coarse} + CAST(${rest} AS DOUBLE) / ${fine}, 0) + coalesce(list_sum(list_sort(${outliers})), 0) END`,
})

export const quotient = (sum: Reduction, count: Part): Reduction => ({
  parts: [...sum.parts, count],
  finish: (columns, at) => `CAST(${sum.finish(columns, at)} AS DOUBLE) / nullif(${columns.at(-1)}, 0)`,
})

/** Squares of greater numbers are beyond a float. */
const squarable = '1e150'

/** The engine refuses moments of NaN and of what is beyond its range; here both give NaN. */
export const moments = (name: 'stddev' | 'variance', number: string, count: Part, exact: boolean): Reduction => {
  const x = `CAST(${number} AS DOUBLE)`
  const aggregate = name === 'stddev' ? 'stddev_samp' : 'var_samp'
  const kept = `CASE WHEN abs(${x}) <= ${squarable} THEN ${x} END`
  return {
    parts: [
      { call: exact ? `list(${kept})` : `${aggregate}(${kept})`, where: null, merge: null, keeps: exact },
      { call: `count(${kept})`, where: null, merge: sums },
      count,
    ],
    finish: ([moment, fit, n]) =>
      `CASE WHEN ${n} < 2 THEN NULL WHEN ${fit} < ${n} THEN 'nan'::DOUBLE ELSE ${exact ? `list_aggregate(list_sort(${moment}), '${aggregate}')` : moment} END`,
  }
}

export const distinct = (v: string): Reduction => ({
  parts: [{ call: `count(DISTINCT ${v})`, where: null, merge: null, keeps: true }],
  finish: ([n]) => `coalesce(${n}, 0)`,
})

/**
 * How often the steps were completed in order, no event in two chains. Of each step the latest start that reached it is
 * remembered: with it a chain is completed as early as can be; then all are forgotten.
 */
export const sequence = (
  mask: string,
  time: string,
  order: string,
  steps: number,
  within: Micros | null,
): Reduction => {
  const starts = Array.from({ length: steps }, (_, i) => `s${i}`)
  const none = `CAST(NULL AS BIGINT)`
  const event = `{t: ${time}, m: ${mask}, n: 0::BIGINT, ${starts.map((s) => `${s}: ${none}`).join(', ')}}`
  const initial = `{t: 0::BIGINT, m: 0, n: 0::BIGINT, ${starts.map((s) => `${s}: ${none}`).join(', ')}}`
  /** The start of the chain that this event would take as far as step i. */
  const reached = (i: number): string => {
    const from = i === 0 ? 'x.t' : `a.s${i - 1}`
    const young = i === 0 || within === null ? '' : ` AND x.t - ${from} <= ${within}`
    return `CASE WHEN x.m & ${1 << i} <> 0${young} THEN ${from} END`
  }
  const done = `(${reached(steps - 1)}) IS NOT NULL`
  const next = starts.map((s, i) => `${s}: CASE WHEN ${done} THEN ${none} ELSE coalesce(${reached(i)}, a.${s}) END`)
  const fold = `lambda a, x: {t: x.t, m: x.m, n: a.n + CASE WHEN ${done} THEN 1 ELSE 0 END, ${next.join(', ')}}`
  return {
    parts: [{ call: `list(${event} ORDER BY ${order})`, where: `${mask} IS NOT NULL`, merge: null, keeps: true }],
    finish: ([events]) => `coalesce(list_reduce(${events}, ${fold}, ${initial}).n, 0)`,
  }
}
