// What is one side of a comparison? The values of a feature, read from data now or from a baseline's file.
import type { NumericBaseline } from '../core/baselines.ts'
import { readParquet, type Session } from '../offline/offline-store.ts'
import type { Relation } from './population.ts'
import { type Numbers, readNumbers, readSample } from './read-numbers.ts'
import { type Bins, binCounts, binsOf } from './statistics/bins.ts'
import { coarseBins, coarseCounts, type FineCounts, fineCountsOf, fineEdgesOf } from './statistics/fine-bins.ts'
import type { Moments, Sample } from './statistics/sample.ts'

/** Rows, nulls and values that count. */
export interface Tally {
  readonly rows: number
  readonly nulls: number
  readonly nonFinite: number
  readonly values: number
}

export interface NumericSide extends Tally {
  readonly moments: Moments
  /** All values sorted, or counts over fine bins where they are too many. */
  readonly held:
    | { readonly exact: true; readonly sample: Sample }
    | { readonly exact: false; readonly fine: FineCounts }
}

/** A baseline's side, with its bins. */
export interface NumericBase extends NumericSide {
  readonly bins: Bins
  readonly counts: readonly number[]
}

export const sideOf = (numbers: Numbers): NumericSide => {
  const { rows, nulls, nonFinite } = numbers
  const tally = { rows, nulls, nonFinite, values: rows - nulls - nonFinite }
  return numbers.exact
    ? { ...tally, moments: numbers.moments, held: { exact: true, sample: numbers.sample } }
    : { ...tally, moments: numbers.fine.moments, held: { exact: false, fine: numbers.fine } }
}

export const baseOf = (side: NumericSide): NumericBase => {
  const { held } = side
  if (held.exact) {
    const bins = binsOf(held.sample)
    return { ...side, bins, counts: binCounts(bins, held.sample) }
  }
  const bins = coarseBins(held.fine)
  return { ...side, bins, counts: coarseCounts(bins, held.fine) }
}

/** A frozen baseline over its values. */
export const frozenBase = (body: NumericBaseline, held: NumericSide['held']): NumericBase => {
  const { rows, nulls, nonFinite, values, bins, counts, mean, deviation, min, max } = body
  return { rows, nulls, nonFinite, values, bins, counts, moments: { mean, deviation, min, max }, held }
}

export const noSample: Sample = { values: new Float64Array(), counts: new Float64Array(), total: 0 }

/** Reads a frozen baseline back. */
export const loadBase = async (session: Session, body: NumericBaseline, path: string | null): Promise<NumericBase> => {
  if (path === null) return frozenBase(body, { exact: true, sample: noSample })
  const { mean, deviation, min, max } = body
  if (!body.exact) {
    return frozenBase(body, { exact: false, fine: await loadFine(session, path, { mean, deviation, min, max }) })
  }
  const text = `SELECT value::DOUBLE AS value, count::DOUBLE AS count FROM ${readParquet([path])}`
  return frozenBase(body, { exact: true, sample: await readSample(session.batches(text)) })
}

const loadFine = async (session: Session, path: string, moments: Moments): Promise<FineCounts> => {
  const text = `SELECT coalesce(value, 0) AS value, count, sum FROM ${readParquet([path])}`
  const [values, counts, sums]: [number[], number[], number[]] = [[], [], []]
  for await (const batch of session.batches(text)) {
    values.push(...batch.numbers(0))
    counts.push(...batch.numbers(1))
    sums.push(...batch.numbers(2))
  }
  // The first bin has no lower edge.
  const edges = Float64Array.from(values.slice(1))
  const total = counts.reduce((sum, count) => sum + count, 0)
  return { edges, counts: Float64Array.from(counts), sums: Float64Array.from(sums), total, moments }
}

/** The current values, counted as the baseline is where either is too large to be sorted. */
export const readAgainst = async (session: Session, relation: Relation, base: NumericBase): Promise<NumericSide> =>
  sideOf(await readNumbers(session, relation, { fine: !base.held.exact, edges: () => edgesOf(base) }))

const edgesOf = ({ held }: NumericSide): Float64Array => (held.exact ? fineEdgesOf(held.sample) : held.fine.edges)

/** A side over edges of another. */
export const overEdges = ({ held, moments }: NumericSide, edges: Float64Array): FineCounts =>
  held.exact ? fineCountsOf(edges, held.sample, moments) : held.fine

/** How many of a side's values fall into a baseline's bins. */
export const countsIn = (base: NumericBase, { held }: NumericSide): number[] =>
  held.exact ? binCounts(base.bins, held.sample) : coarseCounts(base.bins, held.fine)

/** Both over the same fine edges; null where both are sorted. */
export const fineOf = (base: NumericBase, side: NumericSide): readonly [FineCounts, FineCounts] | null => {
  if (base.held.exact && side.held.exact) return null
  const edges = base.held.exact && !side.held.exact ? side.held.fine.edges : edgesOf(base)
  return [overEdges(base, edges), overEdges(side, edges)]
}
