// How far are two sides apart? Every figure of a report for one feature, before its verdict.
import type { DriftBin, FeatureDrift } from '../core/drift.ts'
import { countsIn, fineOf, type NumericBase, type NumericSide, type Tally } from './sides.ts'
import { binLabels } from './statistics/bins.ts'
import { chiSquare } from './statistics/chi-square.ts'
import { gapOf, jensenShannon, psi } from './statistics/distances.ts'
import { type EvidentlyTest, evidentlyTest, pairsOf } from './statistics/evidently.ts'
import { fineGap } from './statistics/fine-bins.ts'
import { ksTest } from './statistics/ks.ts'
import { existing } from './statistics/sample.ts'

type Distances = Pick<
  FeatureDrift,
  | 'psi'
  | 'js'
  | 'ks'
  | 'ks_pvalue'
  | 'ks_pvalue_method'
  | 'wasserstein'
  | 'wasserstein_norm'
  | 'chi2'
  | 'chi2_pvalue'
  | 'linf'
  | 'new_values'
  | 'lost_values'
  | 'bins'
>

export interface Figures extends Distances {
  readonly baseline: Tally
  readonly current: Tally
  /** Over both sides; from 3 on it may be more. */
  readonly distinct: number
  readonly evidently: EvidentlyTest | null
  readonly note: string | null
}

export const numericFigures = (base: NumericBase, side: NumericSide): Figures => {
  const current = countsIn(base, side)
  const fine = fineOf(base, side)
  const gap = fine !== null ? fineGap(...fine) : exactGap(base, side)
  const test = gap && ksTest(gap.scaled, base.values, side.values)
  const chi2 = chiSquare(base.counts, current)
  const { deviation } = base.moments
  const wasserstein = gap?.wasserstein ?? null
  const labels = binLabels(base.bins)
  const distinct = distinctOf(base, side)
  const exact = base.held.exact && side.held.exact
  return {
    baseline: base,
    current: side,
    distinct,
    psi: psi(base.counts, current),
    js: jensenShannon(base.counts, current),
    ks: gap?.ks ?? null,
    ks_pvalue: test?.p ?? null,
    ks_pvalue_method: test === null ? null : fine !== null ? 'binned' : test.method,
    wasserstein,
    wasserstein_norm:
      wasserstein === null || deviation === null || deviation === 0 ? null : existing(wasserstein / deviation),
    chi2: chi2?.statistic ?? null,
    chi2_pvalue: chi2?.p ?? null,
    linf: null,
    new_values: [],
    lost_values: [],
    bins: labels.map((label, i): DriftBin => ({ label, baseline: base.counts[i] ?? 0, current: current[i] ?? 0 })),
    evidently: evidentlyTest({
      kind: 'numeric',
      baseline: base.values,
      distinct,
      pairs: base.held.exact && side.held.exact && distinct <= 5 ? pairsOf(base.held.sample, side.held.sample) : [],
      ksP: test?.p ?? null,
      wasserstein,
      deviation,
    }),
    note: notesOf(exact, base, side, wasserstein),
  }
}

const notesOf = (exact: boolean, base: NumericBase, side: NumericSide, wasserstein: number | null): string | null => {
  const isBeyond = wasserstein === null || base.moments.deviation === null
  const notes = [
    ...(exact ? [] : ['ks and wasserstein are of 10 000 bins: there are more values than are compared one by one']),
    ...(isBeyond && base.values > 0 && side.values > 0
      ? ['the values are too large for a standard deviation or a distance: neither is a number any more']
      : []),
  ]
  return notes.length === 0 ? null : notes.join('; ')
}

const exactGap = (base: NumericSide, side: NumericSide) =>
  base.held.exact && side.held.exact ? gapOf(base.held.sample, side.held.sample) : null

const distinctOf = ({ held: a }: NumericSide, { held: b }: NumericSide): number => {
  if (!a.exact || !b.exact) return Number.POSITIVE_INFINITY
  const least = Math.max(a.sample.values.length, b.sample.values.length)
  return least > 20 ? least : new Set([...a.sample.values, ...b.sample.values]).size
}
