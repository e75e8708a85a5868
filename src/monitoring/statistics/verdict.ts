// Has a feature drifted? A difference must be significant and must matter: either alone alarms on noise or on nothing.

import { type Verdict, verdicts } from '../../core/drift.ts'

export const leastValues = 50
export const significance = 0.01
/** By how much a share of nulls must move to matter. */
export const leastNullMove = 0.01

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

/** A view's verdict is its worst feature's; of nothing: `empty`. */
export const worst = (all: readonly Verdict[]): Verdict =>
  verdicts[Math.max(...all.map((it) => verdicts.indexOf(it)), -1)] ?? 'empty'
