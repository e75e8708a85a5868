// What does a baseline hold of a feature? Frozen figures; the values themselves are in a file beside.
import type { DriftRange } from './drift.ts'
import { integer, listOf, mapOf, number, oneOf, orNull, pairOf, type Shape, text, truth, whole } from './shape.ts'

interface Seen {
  readonly rows: number
  readonly nulls: number
  /** Values that count: neither null nor NaN nor infinite. */
  readonly values: number
  /** Distinct values with their counts, below the folder of baselines; null: there are none. */
  readonly file: string | null
  /** Where in a file of several features; null: the file is of this one. */
  readonly place: number | null
}

export interface NumericBaseline extends Seen {
  readonly kind: 'numeric'
  readonly nonFinite: number
  /** False: the file holds counts over fine bins. */
  readonly exact: boolean
  readonly bins: { readonly by: 'ranges' | 'values'; readonly edges: readonly number[] }
  readonly counts: readonly number[]
  readonly mean: number | null
  readonly deviation: number | null
  readonly min: number | null
  readonly max: number | null
}

export interface CategoricalBaseline extends Seen {
  readonly kind: 'categorical'
  readonly distinct: number
}

/** Its values could not be had. */
export interface BrokenBaseline {
  readonly kind: 'broken'
  readonly why: string
}

export type BaselineBody = NumericBaseline | CategoricalBaseline | BrokenBaseline

/** A double that is whole may be written without a point, however large. */
const double: Shape<number> = (json, at) => (typeof json === 'bigint' ? Number(json) : number(json, at))
const figure = orNull(double)

const place: Shape<number | null> = (json, at) => (json === undefined || json === null ? null : whole(json, at))

const numeric: Shape<NumericBaseline> = mapOf((part) => ({
  kind: 'numeric',
  rows: part('rows', whole),
  nulls: part('nulls', whole),
  values: part('values', whole),
  file: part('file', orNull(text)),
  place: part('place', place),
  nonFinite: part('nonFinite', whole),
  exact: part('exact', truth),
  bins: part(
    'bins',
    mapOf((bins) => ({ by: bins('by', oneOf(['ranges', 'values'])), edges: bins('edges', listOf(double)) })),
  ),
  counts: part('counts', listOf(double)),
  mean: part('mean', figure),
  deviation: part('deviation', figure),
  min: part('min', figure),
  max: part('max', figure),
}))

const categorical: Shape<CategoricalBaseline> = mapOf((part) => ({
  kind: 'categorical',
  rows: part('rows', whole),
  nulls: part('nulls', whole),
  values: part('values', whole),
  file: part('file', orNull(text)),
  place: part('place', place),
  distinct: part('distinct', whole),
}))

const broken: Shape<BrokenBaseline> = mapOf((part) => ({ kind: 'broken', why: part('why', text) }))

const kinds = { numeric, categorical, broken }

export const storedBaseline: Shape<BaselineBody> = mapOf(
  (part, json, at): BaselineBody => kinds[part('kind', oneOf(['numeric', 'categorical', 'broken'] as const))](json, at),
)

export const storedRange: Shape<DriftRange> = mapOf((part) => ({
  runs: part('runs', orNull(pairOf(whole, whole))),
  since: part('since', orNull(integer)),
  until: part('until', orNull(integer)),
}))
