// How far are two distributions from each other? Counts over the same bins, or two samples; numbers in, a number out.
import { at, existing, type Sample, sumOf } from './sample.ts'

type Counts = readonly number[]

const totalOf = (counts: Counts): number => counts.reduce((sum, count) => sum + count, 0)

/** The least share that the population stability index counts with. */
export const leastShare = 1e-4

/**
 * Population stability index: Σ (q - p)·ln(q / p), p and q the shares of baseline and current, each raised to at least
 * 1e-4 and not brought back to a sum of 1 (Siddiqi, Credit Risk Scorecards, 2006). Null where a side is empty.
 */
export const psi = (baseline: Counts, current: Counts): number | null => {
  const [n, m] = [totalOf(baseline), totalOf(current)]
  if (n === 0 || m === 0) return null
  return sumOf(baseline.length, (i) => {
    const p = Math.max(at(baseline, i) / n, leastShare)
    const q = Math.max(at(current, i) / m, leastShare)
    return (q - p) * Math.log(q / p)
  })
}

/** Jensen–Shannon distance: the square root of the divergence, with natural logarithms, of the raw shares. */
export const jensenShannon = (baseline: Counts, current: Counts): number | null => {
  const [n, m] = [totalOf(baseline), totalOf(current)]
  if (n === 0 || m === 0) return null
  const divergence = sumOf(baseline.length, (i) => {
    const p = at(baseline, i) / n
    const q = at(current, i) / m
    const middle = (p + q) / 2
    return (p > 0 ? p * Math.log(p / middle) : 0) / 2 + (q > 0 ? q * Math.log(q / middle) : 0) / 2
  })
  return Math.sqrt(Math.max(0, divergence))
}

/** The largest difference of two shares. */
export const linf = (baseline: Counts, current: Counts): number | null => {
  const [n, m] = [totalOf(baseline), totalOf(current)]
  if (n === 0 || m === 0) return null
  return baseline.reduce((most, count, i) => Math.max(most, Math.abs(count / n - at(current, i) / m)), 0)
}

export interface Gap {
  /** sup |F_b - F_c|, and the same times the product of both totals: a whole number. */
  readonly ks: number
  readonly scaled: number
  /** ∫ |F_b - F_c| dx: the first Wasserstein distance. */
  readonly wasserstein: number | null
}

/** Both distances between two empirical distribution functions, in one walk over both. Null where a side is empty. */
export const gapOf = (baseline: Sample, current: Sample): Gap | null => {
  const [n, m] = [baseline.total, current.total]
  if (n === 0 || m === 0) return null
  let [i, j, below, beneath] = [0, 0, 0, 0]
  let scaled = 0
  let area = 0
  let lost = 0
  let last = Number.NaN
  while (i < baseline.values.length || j < current.values.length) {
    const left = i < baseline.values.length ? at(baseline.values, i) : Number.POSITIVE_INFINITY
    const right = j < current.values.length ? at(current.values, j) : Number.POSITIVE_INFINITY
    const value = Math.min(left, right)
    // Whole numbers as long as n·m < 2^53, so that ties of the statistic are ties.
    const apart = Math.abs(below * m - beneath * n)
    if (!Number.isNaN(last) && apart > 0) {
      const term = (value - last) * (apart / (n * m))
      const next = area + term
      lost += area >= term ? area - next + term : term - next + area
      area = next
    }
    if (left === value) below += at(baseline.counts, i++)
    if (right === value) beneath += at(current.counts, j++)
    scaled = Math.max(scaled, Math.abs(below * m - beneath * n))
    last = value
  }
  return { ks: scaled / (n * m), scaled, wasserstein: existing(area + lost) }
}
