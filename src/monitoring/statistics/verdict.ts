// Has a feature drifted? A difference must be significant and must matter: either alone alarms on noise or on nothing.
import type { NullVerdict, Verdict } from '../../core/drift.ts'

export const leastValues = 50
export const significance = 0.01
/** By how much a share of nulls must move to matter. */
const leastNullMove = 0.01
const failingNullMove = 0.25

export interface Thresholds {
  readonly warn: number
  readonly fail: number
}

export const usualThresholds: Thresholds = { warn: 0.1, fail: 0.25 }

export interface Evidence {
  /** Values that count on either side, and distinct ones over both. */
  readonly baseline: number
  readonly current: number
  readonly distinct: number
  /** Of ks for numbers, of chi2 for categories; adjusted for all features of the run. */
  readonly p: number | null
  readonly psi: number | null
  readonly wassersteinNorm: number | null
}

/** What can be said before any test: too little, nothing, or one and the same value on both sides; else null. */
export const untestable = ({ baseline, current, distinct }: Pick<Evidence, 'baseline' | 'current' | 'distinct'>) => {
  if (baseline === 0 || current === 0) return 'empty'
  if (baseline < leastValues || current < leastValues) return 'insufficient'
  return distinct === 1 ? 'constant' : null
}

export const verdictOf = (evidence: Evidence, { warn, fail }: Thresholds = usualThresholds): Verdict => {
  const before = untestable(evidence)
  if (before !== null) return before
  if (evidence.p === null || evidence.p > significance) return 'ok'
  const effect = Math.max(evidence.psi ?? 0, evidence.wassersteinNorm ?? 0)
  return effect >= fail ? 'fail' : effect >= warn ? 'warn' : 'ok'
}

export interface NullShares {
  readonly before: number | null
  readonly now: number | null
  /** Of the two shares; adjusted for all features of the run. */
  readonly p: number | null
}

/** Nulls have a verdict of their own; a feature of which nothing is left fails, however few values it had. */
export const nullVerdictOf = ({ before, now, p }: NullShares): NullVerdict => {
  // From 10 % to 35 % is a quarter, which the difference of the two numbers just misses.
  const moved = Math.abs((now ?? 0) - (before ?? 0)) + 1e-12
  if (p === null || p > significance || moved < leastNullMove) return 'ok'
  return now === 1 || moved >= failingNullMove ? 'fail' : 'warn'
}
