// What would Evidently say? Its default choice of test by type, size and number of values, with its thresholds (0.7).

import { jensenShannon } from './distances.ts'
import { chiSquareTail, normalTails } from './gamma.ts'
import { at } from './sample.ts'

export interface Compared {
  readonly kind: 'numeric' | 'categorical'
  readonly baseline: number
  /** Distinct values over both sides. */
  readonly distinct: number
  /** Counts a value, over all values of either side; of numbers only where they have at most five. */
  readonly pairs: readonly (readonly [number, number])[]
  readonly ksP: number | null
  readonly wasserstein: number | null
  readonly deviation: number | null
}

export interface EvidentlyTest {
  /** As Evidently calls it. */
  readonly name: string
  readonly score: number
  readonly threshold: number
  readonly drifted: boolean
}

/** Above so many rows of the reference it measures distances; up to them it tests. */
const manyRows = 1000
/** Numbers of at most so many distinct values are taken for categories. */
const fewNumbers = 5

export const evidentlyTest = (it: Compared): EvidentlyTest | null => {
  const numeric = it.kind === 'numeric' && it.distinct > fewNumbers
  if (it.baseline > manyRows) return numeric ? wassersteinNormed(it) : distance('Jensen-Shannon distance', shannon(it))
  if (numeric) return it.ksP === null ? null : tested('K-S p_value', it.ksP, it.ksP <= alpha)
  const p = it.distinct > 2 ? goodnessOfFit(it) : proportions(it)
  return tested(it.distinct > 2 ? 'chi-square p_value' : 'Z-test p_value', p, p < alpha)
}

const alpha = 0.05

const tested = (name: string, score: number, drifted: boolean): EvidentlyTest => ({
  name,
  score,
  threshold: alpha,
  drifted,
})

const distance = (name: string, score: number | null): EvidentlyTest | null =>
  score === null ? null : { name, score, threshold: 0.1, drifted: score >= 0.1 }

const wassersteinNormed = ({ wasserstein, deviation }: Compared): EvidentlyTest | null =>
  distance(
    'Wasserstein distance (normed)',
    wasserstein === null || deviation === null ? null : wasserstein / Math.max(deviation, 0.001),
  )

const sides = ({ pairs }: Compared): [number[], number[]] => [pairs.map(([b]) => b), pairs.map(([, c]) => c)]

const shannon = (it: Compared): number | null => jensenShannon(...sides(it))

const totals = (it: Compared): [number, number] => {
  const [b, c] = sides(it)
  const sum = (counts: number[]): number => counts.reduce((all, count) => all + count, 0)
  return [sum(b), sum(c)]
}

/** One-sample: the current counts against those of the reference, scaled; a new value is beyond all expectation. */
const goodnessOfFit = (it: Compared): number => {
  const [n, m] = totals(it)
  const statistic = it.pairs.reduce((sum, [b, c]) => {
    const expected = (b * m) / n
    return sum + (c - expected) ** 2 / expected
  }, 0)
  return Number.isFinite(statistic) ? chiSquareTail(statistic, it.pairs.length - 1) : 0
}

/** Pooled z-test of the share of one of two values. */
const proportions = (it: Compared): number => {
  const [n, m] = totals(it)
  const [b, c] = it.pairs[0] ?? [0, 0]
  if (it.pairs.length < 2) return 1
  const pooled = (b + c) / (n + m)
  return normalTails((b / n - c / m) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m)))
}

/** Counts of each value of two small sets of numbers. */
export const pairsOf = (
  baseline: { readonly values: Float64Array; readonly counts: Float64Array },
  current: { readonly values: Float64Array; readonly counts: Float64Array },
): (readonly [number, number])[] => {
  const found = new Map<number, [number, number]>()
  baseline.values.forEach((value, i) => {
    found.set(value, [at(baseline.counts, i), 0])
  })
  current.values.forEach((value, i) => {
    found.set(value, [found.get(value)?.[0] ?? 0, at(current.counts, i)])
  })
  return [...found.values()]
}
