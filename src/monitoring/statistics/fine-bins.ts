// How are more numbers compared than are sorted? Counted over ten thousand bins, whose edges stand still.

import { type Bins, distinctEdges, fewValues } from './bins.ts'
import type { Gap } from './distances.ts'
import { at, existing, type Moments, quantilesOf, type Sample, sumOf } from './sample.ts'

/** How many values fall below the first edge, between each two, and from the last one on. */
export interface FineCounts {
  /** Ascending. */
  readonly edges: Float64Array
  /** One more than edges. */
  readonly counts: Float64Array
  /** Of each bin's values, each less the {@link middleOf} the edges, so that no digits are lost far from zero. */
  readonly sums: Float64Array
  readonly total: number
  readonly moments: Moments
}

const middleOf = (edges: Float64Array): number => (edges.length === 0 ? 0 : at(edges, edges.length >> 1))

const fineBins = 10_000

/**
 * About as many values between each two. A few distinct values stand each between two edges of its own, so that what is
 * equal to it is told from what is near.
 */
export const fineEdgesOf = (sample: Sample): Float64Array => {
  if (sample.values.length <= fewValues)
    return Float64Array.from([...sample.values].flatMap((value) => [value, nextAfter(value)]))
  const shares = Array.from({ length: fineBins - 1 }, (_, i) => (i + 1) / fineBins)
  return Float64Array.from(distinctEdges(quantilesOf(sample, shares), at(sample.values, 0)))
}

/** The least double above a finite one. */
const nextAfter = (value: number): number => {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value === 0 ? 0 : value)
  view.setBigInt64(0, view.getBigInt64(0) + (value < 0 ? -1n : 1n))
  return view.getFloat64(0)
}

export interface FineCounter {
  /** NaN and ±Inf are passed over. */
  add(numbers: Float64Array): void
  result(): FineCounts
}

const cells = 65_536

/** A grid over the bulk of the edges tells where to look: most values are placed with one comparison or two. */
export const fineCounter = (edges: Float64Array): FineCounter => {
  const length = edges.length
  const counts = new Float64Array(length + 1)
  const sums = new Float64Array(length + 1)
  const low = length === 0 ? 0 : at(edges, Math.floor(length / 1000))
  const high = length === 0 ? 0 : at(edges, length - 1 - Math.floor(length / 1000))
  const scale = high > low ? cells / (high - low) : 0
  const starts = new Int32Array(cells + 1)
  for (let cell = 0, edge = 0; cell <= cells; cell += 1) {
    while (edge < length && scale > 0 && at(edges, edge) < low + cell / scale) edge += 1
    starts[cell] = edge
  }
  const usable = Number.isFinite(scale) && scale > 0
  const shift = middleOf(edges)
  let [total, sum, squares, min, max] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const searched = (value: number): number => {
    let [from, to] = [0, length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (at(edges, middle) <= value) from = middle + 1
      else to = middle
    }
    return from
  }
  // Edges of the cell's neighbourhood are walked; NaN, beyond the last edge, ends a walk.
  const placed = (value: number): number => {
    if (!usable || !(value >= low && value < high)) return searched(value)
    const cell = ((value - low) * scale) | 0
    let bin = starts[cell] ?? 0
    if ((starts[cell + 1] ?? 0) - bin > 16) return searched(value)
    while ((edges[bin] ?? Number.NaN) <= value) bin += 1
    while ((edges[bin - 1] ?? Number.NaN) > value) bin -= 1
    return bin
  }
  return {
    // Kept in variables of its own: those that outlive a call are allocated anew at each change.
    add: (numbers) => {
      let [finite, partial, squared, least, most] = [0, 0, 0, min, max]
      for (let i = 0; i < numbers.length; i += 1) {
        const value = numbers[i] ?? Number.NaN
        const apart = value - shift
        if (!Number.isFinite(value)) continue
        const bin = placed(value)
        counts[bin] = (counts[bin] ?? 0) + 1
        sums[bin] = (sums[bin] ?? 0) + apart
        finite += 1
        partial += apart
        squared += apart * apart
        if (value < least) least = value
        if (value > most) most = value
      }
      total += finite
      sum += partial
      squares += squared
      min = least
      max = most
    },
    result: () => {
      const mean = sum / total
      const deviation = Math.sqrt(Math.max(0, squares / total - mean * mean))
      const none = total === 0
      return {
        edges,
        counts,
        sums,
        total,
        moments: {
          mean: none ? null : existing(shift + mean),
          deviation: none ? null : existing(deviation),
          min: none ? null : min,
          max: none ? null : max,
        },
      }
    },
  }
}

/** A sorted sample over the same edges. */
export const fineCountsOf = (edges: Float64Array, { values, counts, total }: Sample, moments: Moments): FineCounts => {
  const found = new Float64Array(edges.length + 1)
  const sums = new Float64Array(edges.length + 1)
  const shift = middleOf(edges)
  let bin = 0
  for (let i = 0; i < values.length; i += 1) {
    while (bin < edges.length && at(values, i) >= at(edges, bin)) bin += 1
    found[bin] = at(found, bin) + at(counts, i)
    sums[bin] = at(sums, bin) + at(counts, i) * (at(values, i) - shift)
  }
  return { edges, counts: found, sums, total, moments }
}

/** The edges that come nearest to the deciles, so that counts between them are exact. */
export const coarseBins = ({ edges, counts, total }: FineCounts): Bins => {
  const below = new Float64Array(edges.length)
  for (let i = 0, sum = 0; i < edges.length; i += 1) {
    sum += at(counts, i)
    below[i] = sum
  }
  const chosen = new Set<number>()
  let i = 0
  for (let decile = 1; decile < 10 && edges.length > 0; decile += 1) {
    const off = (edge: number): number => Math.abs(at(below, edge) - (total * decile) / 10)
    while (i + 1 < edges.length && off(i + 1) <= off(i)) i += 1
    if (at(below, i) > 0) chosen.add(at(edges, i))
  }
  return { by: 'ranges', edges: [...chosen] }
}

/** Counts over bins whose edges are among the fine ones; of values, each must have an edge of its own. */
export const coarseCounts = ({ by, edges }: Bins, fine: FineCounts): number[] => {
  const found = Array.from({ length: edges.length + 1 }, () => 0)
  let bin = 0
  for (let i = 0; i < fine.counts.length; i += 1) {
    const lower = i === 0 ? Number.NEGATIVE_INFINITY : at(fine.edges, i - 1)
    while (bin < edges.length && (by === 'ranges' ? lower >= at(edges, bin) : lower > at(edges, bin))) bin += 1
    const own = by === 'ranges' || edges[bin] === lower ? bin : edges.length
    found[own] = at(found, own) + at(fine.counts, i)
  }
  return found
}

/**
 * As `gapOf`. ks is the largest gap at an edge, at most a bin's share too small. The area between the two functions is
 * exact over each bin, as a bin's sum tells what lies below the steps in it, but where they cross within a bin.
 */
export const fineGap = (baseline: FineCounts, current: FineCounts): Gap | null => {
  const [n, m] = [baseline.total, current.total]
  if (n === 0 || m === 0) return null
  const { edges } = baseline
  const shift = middleOf(edges)
  const lowest = Math.min(baseline.moments.min ?? 0, current.moments.min ?? 0) - shift
  const highest = Math.max(baseline.moments.max ?? 0, current.moments.max ?? 0) - shift
  const edgeAt = (i: number): number =>
    Math.min(highest, i < 0 ? lowest : i >= edges.length ? highest : Math.max(lowest, at(edges, i) - shift))
  let [below, beneath, scaled] = [0, 0, 0]
  const area = sumOf(edges.length + 1, (i) => {
    const [from, to] = [edgeAt(i - 1), edgeAt(i)]
    const [b, c] = [at(baseline.counts, i), at(current.counts, i)]
    const steps = (b * to - at(baseline.sums, i)) / n - (c * to - at(current.sums, i)) / m
    const within = (below / n - beneath / m) * (to - from) + steps
    below += b
    beneath += c
    scaled = Math.max(scaled, Math.abs(below * m - beneath * n))
    return Math.abs(within)
  })
  return { ks: scaled / (n * m), scaled, wasserstein: existing(area) }
}
