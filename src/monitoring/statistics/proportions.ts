// Did a share change, or is it chance? Two proportions: the pooled z-test, Fisher's exact one where counts are small.
import { logGamma, normalTails } from './gamma.ts'

/**
 * Two-sided p-value that `a` of `n` and `b` of `m` have one share. The pooled z-test (which is Pearson's test of the
 * 2 × 2 table without Yates) where each expected count is at least 5, after Cochran's rule; else Fisher's exact test.
 * Null where a side is empty.
 */
export const shareTest = (a: number, n: number, b: number, m: number): number | null => {
  if (n === 0 || m === 0) return null
  const share = (a + b) / (n + m)
  if (share === 0 || share === 1) return 1
  const least = Math.min(n, m) * Math.min(share, 1 - share)
  return least >= 5
    ? normalTails((a / n - b / m) / Math.sqrt(share * (1 - share) * (1 / n + 1 / m)))
    : fisher(a, n, b, m)
}

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)

/** Fisher's exact test, two-sided: the probability of all tables at most as likely as this one. */
const fisher = (a: number, n: number, b: number, m: number): number => {
  const taken = a + b
  const whole = logChoose(n + m, taken)
  const chance = (k: number): number => Math.exp(logChoose(n, k) + logChoose(m, taken - k) - whole)
  // As likely within rounding is as likely.
  const most = chance(a) * (1 + 1e-7)
  let p = 0
  for (let k = Math.max(0, taken - m); k <= Math.min(n, taken); k += 1) {
    const it = chance(k)
    if (it <= most) p += it
  }
  return Math.min(1, p)
}
