// What does an aggregation compute at an instant? Plain data: a function over the events of a window, told by names.
import type { Micros } from './clock.ts'

/** median and p1…p99 are quantiles; oneHot is the last value. */
export const aggregateFunctions = [
  'count',
  'sum',
  'mean',
  'min',
  'max',
  'stddev',
  'variance',
  'quantile',
  'countDistinct',
  'first',
  'last',
  'span',
  'since',
  'sequence',
] as const
export type AggregateFunction = (typeof aggregateFunctions)[number]

/** The events of (t − w, t], or with `left` of [t − w, t); a null length has no lower bound. */
export interface Window {
  readonly length: Micros | null
  readonly closed: 'right' | 'left'
}

/**
 * Names here are inputs of the view: columns of its events, kept once each, that a feature version has among its
 * `uses`. A condition (`where`) is part of the input: where it is not true, the input is null, and nulls never count.
 */
export interface Aggregate extends Window {
  readonly function: AggregateFunction
  /** The input whose non-null values count (for `sequence`: which steps an event is, a bit each); null: every event. */
  readonly of: string | null
  /** The input with each event's category as text; null: one value, not one a category. */
  readonly by: string | null
  /** Of `quantile`, from 0 to 1. */
  readonly q: number | null
  /** Seconds of `span` and `since` are divided by it. */
  readonly scale: number | null
  /** Of `sequence`: from the first step to the last. */
  readonly within: Micros | null
  readonly steps: number | null
  /** `binary` is 1 where the value is over 0, else 0; `oneHot` is 1 for the category that the value is, else 0. */
  readonly as: 'value' | 'binary' | 'oneHot'
  /** Of `by` and `oneHot`; null of a feature that is one value. */
  readonly categories: Categories | null
}

/** Values that were asked for, or the n most frequent with at least `min` rows. */
export type CategoryPolicy = { readonly values: readonly string[] } | { readonly top: number; readonly min: number }

export interface Categories {
  readonly policy: CategoryPolicy
  /** Frozen with the version; null until it is fitted. A value outside it is of the category after the last. */
  readonly vocabulary: readonly string[] | null
  /** A hash of all that the vocabulary depends on but the rows: equal ones of a view share one vocabulary. */
  readonly identity: string
}

/** The category of values outside the vocabulary; no value of a vocabulary has this name. */
export const otherCategory = '__other__'

/** What a name of an input begins with, which no declared name does. */
export const inputMark = '#'
