// Do two samples have the same shares in every bin? Pearson's test of a table of two rows, without Yates' correction.
import { chiSquareTail } from './gamma.ts'
import { at, sumOf } from './sample.ts'

export interface ChiSquare {
  readonly statistic: number
  readonly degrees: number
  readonly p: number
}

/** Bins that neither side fills are left out. Null where a side is empty or only one bin is left. */
export const chiSquare = (baseline: readonly number[], current: readonly number[]): ChiSquare | null => {
  const n = sumOf(baseline.length, (i) => at(baseline, i))
  const m = sumOf(current.length, (i) => at(current, i))
  const filled = baseline.reduce((sum, count, i) => sum + (count + at(current, i) > 0 ? 1 : 0), 0)
  if (n === 0 || m === 0 || filled < 2) return null
  const statistic = sumOf(baseline.length, (i) => {
    const both = at(baseline, i) + at(current, i)
    if (both === 0) return 0
    // Both rows' (observed - expected)² / expected together, with one division.
    return (at(baseline, i) * m - at(current, i) * n) ** 2 / (both * n * m)
  })
  return { statistic, degrees: filled - 1, p: chiSquareTail(statistic, filled - 1) }
}
