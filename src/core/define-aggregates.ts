// How does TypeScript say it of events? Functions over those of a window that ends at the instant asked about.
import type { About } from './define-about.ts'

type Digit = '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

/** `p1` … `p99`. */
export type PercentileName = `p${Digit}` | `p${Digit}${Digit | '0'}`

type PlainName = 'count' | 'sum' | 'mean' | 'min' | 'max' | 'stddev' | 'variance' | 'quantile' | 'countDistinct'

/** The functions of the events of a window. */
export type AggregateName = PlainName | 'first' | 'last' | 'span' | 'since' | 'sequence' | 'median' | PercentileName

/** The values with a column of their own: a list, or the `top` most frequent ones with at least `min` rows. */
export type CategoryValues = readonly string[] | { readonly top: number; readonly min?: number | undefined }

/** `binary` is 1 where the count is over 0; of a list, `binary` is `name_binary`. */
export type CountForm = 'count' | 'binary'

interface Over extends About {
  /** SQL over the source's columns: the events that count. */
  readonly where?: string | undefined
  /** How far back: `1h`, `7d` or `all`, which it is unless given. */
  readonly window?: string | undefined
  /** `left` leaves out an event at the very instant asked about. */
  readonly closed?: 'right' | 'left' | undefined
}

/** Which events, of which windows. */
export interface Windowed extends Over {
  /** Several windows, a feature each: `name_1h`, `name_7d`, `name_all`. */
  readonly windows?: readonly string[] | undefined
}

/** With `by` there is one value for each category. */
export interface Grouped extends Windowed {
  /** One value for each category of this expression. */
  readonly by?: string | undefined
  readonly values?: CategoryValues | undefined
}

interface Counted extends Grouped {
  readonly as?: CountForm | readonly CountForm[] | undefined
}

interface Scaled extends Grouped {
  /** An expression over the source's columns: events where it is null do not count. */
  readonly of?: string | undefined
  /** Seconds are divided by it: 86400 gives days. */
  readonly scale?: number | undefined
}

/** A feature over events written long; `count`, `sum`, `p90` and their kin give one. */
export interface AggregateFeature extends Grouped {
  readonly aggregate: AggregateName
  readonly of?: string | undefined
  readonly q?: number | undefined
  readonly scale?: number | undefined
  readonly steps?: readonly string[] | undefined
  readonly within?: string | undefined
  readonly as?: CountForm | readonly CountForm[] | undefined
}

/** `oneHot` gives one. */
export interface OneHotFeature extends Over {
  readonly oneHot: string
  readonly values: CategoryValues
}

/** `ratio` gives one. */
export interface RatioFeature extends About {
  readonly ratio: readonly [string, string]
}

/** How many events; with `of`, how many where it is not null. */
export const count = (how: Counted & { readonly of?: string | undefined } = {}): AggregateFeature => ({
  aggregate: 'count',
  ...how,
})

type Aggregate = (of: string, how?: Grouped) => AggregateFeature

const aggregate =
  (name: AggregateName): Aggregate =>
  (of, how = {}) => ({ aggregate: name, of, ...how })

/** The sum of `of`. */
export const sum: Aggregate = aggregate('sum')
/** The mean of `of`. */
export const mean: Aggregate = aggregate('mean')
/** The least `of`. */
export const min: Aggregate = aggregate('min')
/** The greatest `of`. */
export const max: Aggregate = aggregate('max')
/** The standard deviation of `of`, as of a sample. */
export const stddev: Aggregate = aggregate('stddev')
/** The variance of `of`, as of a sample. */
export const variance: Aggregate = aggregate('variance')
/** Half of the values of `of` are at or below it. */
export const median: Aggregate = aggregate('median')
/** The oldest known `of`. */
export const first: Aggregate = aggregate('first')
/** The newest known `of`. */
export const last: Aggregate = aggregate('last')

/** The share `q` of the values of `of` is at or below it. */
export const quantile = (of: string, how: Grouped & { readonly q: number }): AggregateFeature => ({
  aggregate: 'quantile',
  of,
  ...how,
})

/** How many different values `of` has. */
export const countDistinct = (of: string, how: Counted = {}): AggregateFeature => ({
  aggregate: 'countDistinct',
  of,
  ...how,
})

/** Seconds from the first event to the last. */
export const span = (how: Scaled = {}): AggregateFeature => ({ aggregate: 'span', ...how })

/** Seconds from the newest event to the instant asked about. */
export const since = (how: Scaled = {}): AggregateFeature => ({ aggregate: 'since', ...how })

/** How often events happened in the order of the steps, each a condition over the source's columns. */
export const sequence = (
  steps: readonly string[],
  how: Windowed & {
    /** How long it may take from the first step to the last. */
    readonly within?: string | undefined
    readonly as?: CountForm | readonly CountForm[] | undefined
  } = {},
): AggregateFeature => ({ aggregate: 'sequence', steps, ...how })

/** 1 for the category that the latest known value of `of` is, 0 for the others. */
export const oneHot = (of: string, how: Over & { readonly values: CategoryValues }): OneHotFeature => ({
  oneHot: of,
  ...how,
})

/** One feature of the view over another; null where that is 0. */
export const ratio = (above: string, below: string, about: About = {}): RatioFeature => ({
  ratio: [above, below],
  ...about,
})
