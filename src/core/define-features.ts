// How does TypeScript say what a feature is? Builders of the long forms, of rows and of events.
import type { About } from './define-about.ts'
import type { AggregateFeature, OneHotFeature, RatioFeature } from './define-aggregates.ts'

/** A feature of rows written long; `sql`, `minMax`, `standardize` and `bucketize` give one. */
export type RowFeature = About &
  (
    | { readonly sql: string }
    | { readonly minMax: string }
    | { readonly standardize: string }
    | { readonly bucketize: string; readonly bins: number }
    | { readonly bucketize: string; readonly edges: readonly number[] }
  )

/** A feature written long: of rows, or of events. */
export type LongFeature = RowFeature | AggregateFeature | OneHotFeature | RatioFeature

/** A SQL expression over the source's columns and the view's other features. */
export const sql = (
  strings: TemplateStringsArray,
  ...parts: readonly (string | number)[]
): { readonly sql: string } => ({
  sql: String.raw(strings, ...parts),
})

/** Scaled to 0…1 by the extremes of `of`, fitted once. */
export const minMax = (of: string, about: About = {}): RowFeature => ({ minMax: of, ...about })

/** Less the mean of `of` and over its standard deviation, both fitted once. */
export const standardize = (of: string, about: About = {}): RowFeature => ({ standardize: of, ...about })

/** The number of edges at or below `of`: edges given, or fitted so that `bins` are filled equally. */
export const bucketize = (
  of: string,
  how: About & ({ readonly bins: number } | { readonly edges: readonly number[] }),
): RowFeature => ({ bucketize: of, ...how })
