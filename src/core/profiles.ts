// What do the values of a feature look like? Figures of one run, as they are kept and shown; one that does not exist is null.
import type { Json } from './json.ts'
import { listOf, mapOf, number, oneOf, orNull, pairOf, type Shape, scalar, text, whole } from './shape.ts'
import { elementType, type FeatureType, featureTypes, isList } from './values.ts'

/** time: an instant, which has an order and no mean · other: lists, bytes and json, of which presence alone is told. */
export const profileKinds = ['numeric', 'categorical', 'time', 'other'] as const
export type ProfileKind = (typeof profileKinds)[number]

const kinds: Readonly<Record<string, ProfileKind>> = {
  int32: 'numeric',
  int64: 'numeric',
  float32: 'numeric',
  float64: 'numeric',
  string: 'categorical',
  bool: 'categorical',
  timestamp: 'time',
}

export const profileKind = (type: FeatureType): ProfileKind =>
  isList(type) ? 'other' : (kinds[elementType(type)] ?? 'other')

/** `p1` … `p99`, and the share that each is at or above. */
export const profileQuantiles = {
  p1: 0.01,
  p5: 0.05,
  p25: 0.25,
  p50: 0.5,
  p75: 0.75,
  p95: 0.95,
  p99: 0.99,
} as const
export type QuantileName = keyof typeof profileQuantiles
export const quantileNames: readonly QuantileName[] = ['p1', 'p5', 'p25', 'p50', 'p75', 'p95', 'p99']

/** `ranges`: bin i holds edge[i-1] <= x < edge[i]; `values`: a bin for each edge itself, then one for all others. */
export interface Histogram {
  readonly by: 'ranges' | 'values'
  readonly edges: readonly number[]
  readonly counts: readonly number[]
  /** Whose edges they are; null: of this very profile, which had no baseline before it. */
  readonly baseline: number | null
}

export interface TopValue {
  readonly value: string | number | bigint | boolean
  readonly rows: number
}

export interface Profile extends Readonly<Record<QuantileName, number | null>> {
  readonly kind: ProfileKind
  readonly type: FeatureType
  /** rows: those that the run brought · answers: what keys with rows in the run have, as of `as_of`. */
  readonly of: 'rows' | 'answers'
  readonly as_of: string | null
  /** The first run and the last whose rows it is of: all there were, where a version was first computed; null: not noted. */
  readonly runs: readonly [number, number] | null
  readonly rows: number
  readonly nulls: number
  /** NaN and the infinities, which no figure below counts. */
  readonly non_finite: number
  readonly distinct: number | null
  readonly min: number | bigint | string | boolean | null
  readonly max: number | bigint | string | boolean | null
  readonly mean: number | null
  /** Of a sample. */
  readonly stddev: number | null
  readonly histogram: Histogram | null
  /** The most frequent values of a text or a truth. */
  readonly top: readonly TopValue[]
  /** What was not counted exactly, or is left out, in words. */
  readonly notes: readonly string[]
}

/** `run 8`; `runs 2 to 8, all that there were when it was first computed`. */
export const profiledRuns = ({ run, runs }: { readonly run: number } & Pick<Profile, 'runs'>): string =>
  isOfHistory({ runs }) ? `runs ${runs?.[0]} to ${runs?.[1]}, all there were when it was first computed` : `run ${run}`

/** Of more than what its run brought. */
export const isOfHistory = ({ runs }: Pick<Profile, 'runs'>): boolean => runs !== null && runs[0] < runs[1]

export interface ProfileOf {
  readonly feature: number
  /** Of a feature with categories, which one; '' of one value. */
  readonly member: string
  readonly profile: Profile
}

/** A double that is whole may be written without a point, however large. */
const double: Shape<number> = (json, at) => (typeof json === 'bigint' ? Number(json) : number(json, at))
const figure = orNull(double)

/** An end of the values: of whole numbers every digit counts. */
const endOf = (type: Json | undefined): Shape<Profile['min']> => {
  const isFloat = type === 'float32' || type === 'float64'
  return orNull((json, at) => (isFloat ? double(json, at) : scalar(json, at)))
}

const histogram: Shape<Histogram> = mapOf((part) => ({
  by: part('by', oneOf(['ranges', 'values'])),
  edges: part('edges', listOf(double)),
  counts: part('counts', listOf(double)),
  baseline: part('baseline', orNull(whole)),
}))

const top: Shape<TopValue> = mapOf((part) => ({ value: part('value', scalar), rows: part('rows', number) }))

/** What was recorded before runs were noted has none. */
const runs: Shape<Profile['runs']> = (json, at) => (json === undefined ? null : orNull(pairOf(whole, whole))(json, at))

export const storedProfile: Shape<Profile> = mapOf((part, json) => ({
  kind: part('kind', oneOf(profileKinds)),
  type: part('type', oneOf(featureTypes)),
  of: part('of', oneOf(['rows', 'answers'])),
  as_of: part('as_of', orNull(text)),
  runs: part('runs', runs),
  rows: part('rows', number),
  nulls: part('nulls', number),
  non_finite: part('non_finite', number),
  distinct: part('distinct', figure),
  min: part('min', endOf(json.type)),
  max: part('max', endOf(json.type)),
  mean: part('mean', figure),
  stddev: part('stddev', figure),
  p1: part('p1', figure),
  p5: part('p5', figure),
  p25: part('p25', figure),
  p50: part('p50', figure),
  p75: part('p75', figure),
  p95: part('p95', figure),
  p99: part('p99', figure),
  histogram: part('histogram', orNull(histogram)),
  top: part('top', listOf(top)),
  notes: part('notes', listOf(text)),
}))
