// What do figures amount to? Verdicts of all features of a view together: p-values are adjusted for how many there are.
import type { DriftProfile, FeatureDrift, NullVerdict, Verdict } from '../core/drift.ts'
import { type Compared, noFigures } from './against-baseline.ts'
import type { Figures } from './figures.ts'
import type { Tally } from './sides.ts'
import { adjusted } from './statistics/benjamini-hochberg.ts'
import { shareTest } from './statistics/proportions.ts'
import { type Evidence, leastValues, nullVerdictOf, untestable, verdictOf } from './statistics/verdict.ts'
import type { ThresholdsOf } from './thresholds.ts'

/** In the order given; `own` is the baseline that the report names already. */
export const judged = (
  all: readonly Compared[],
  profile: DriftProfile,
  own: number | null,
  thresholds: ThresholdsOf,
): FeatureDrift[] => {
  const figures = all.map((it) => (typeof it.figures === 'string' ? null : it.figures))
  const ps = adjusted(figures.map((it) => it && testedP(it)))
  const nullPs = adjusted(figures.map((it) => it && nullP(it)))
  return all.map(({ member, figures: found, baseline }, i) => {
    if (typeof found === 'string') return noFigures(member, found)
    const { evidently, baseline: then, current: now, distinct, note, ...distances } = found
    const verdict =
      profile === 'evidently'
        ? evidentVerdict(found)
        : verdictOf(evidenceOf(found, ps[i] ?? null), thresholds(member.feature.name))
    const nullVerdict = nullVerdictOf({ before: shareOf(then), now: shareOf(now), p: nullPs[i] ?? null })
    return {
      feature: member.name,
      kind: member.kind,
      verdict,
      baseline_rows: then.rows,
      current_rows: now.rows,
      null_share_baseline: shareOf(then),
      null_share_current: shareOf(now),
      ...distances,
      non_finite_baseline: then.nonFinite,
      non_finite_current: now.nonFinite,
      null_share_verdict: nullVerdict,
      null_share_pvalue: nullP(found),
      baseline: baseline === own ? null : baseline,
      test:
        profile === 'evidently' && evidently
          ? { name: evidently.name, score: evidently.score, threshold: evidently.threshold }
          : null,
      note: whyUntested(found, nullVerdict) ?? note,
    }
  })
}

const percent = (share: number | null): string => `${Number(((share ?? 0) * 100).toFixed(2))} %`

const shareOf = ({ rows, nulls }: Tally): number | null => (rows === 0 ? null : nulls / rows)

const nullP = ({ baseline, current }: Figures): number | null =>
  shareTest(baseline.nulls, baseline.rows, current.nulls, current.rows)

const evidenceOf = (it: Figures, p: number | null): Evidence => ({
  baseline: it.baseline.values,
  current: it.current.values,
  distinct: it.distinct,
  p,
  psi: it.psi,
  wassersteinNorm: it.wasserstein_norm,
})

/** Only what is tested counts among the tests of the run. */
const testedP = (it: Figures): number | null =>
  untestable(evidenceOf(it, null)) === null ? (it.ks_pvalue ?? it.chi2_pvalue) : null

const evidentVerdict = (it: Figures): Verdict => {
  if (it.baseline.values === 0 || it.current.values === 0) return 'empty'
  // There are values, and the test that Evidently would choose has no score for them.
  if (it.evidently === null) return 'insufficient'
  return it.evidently.drifted ? 'fail' : 'ok'
}

const whyUntested = ({ baseline, current }: Figures, nullVerdict: NullVerdict): string | null => {
  if (nullVerdict !== 'ok' && current.nulls === current.rows)
    return `all values are gone: ${percent(shareOf(baseline))} → 100 % null`
  const reasons = [...tooFew('the baseline has', baseline), ...tooFew('there are', current)]
  return reasons.length === 0 ? null : reasons.join('; ')
}

const tooFew = (words: string, { values, nonFinite }: Tally): string[] => {
  if (values >= leastValues) return []
  const beside = nonFinite === 0 ? '' : ` beside ${nonFinite} that are NaN or infinite`
  return [
    values === 0 ? `${words} no values${beside}` : `${words} ${values} values${beside}; a verdict takes ${leastValues}`,
  ]
}
