// Does every figure agree with SciPy? Relative 1e-9, p-values 1e-6, for ties, constants, tiny and large samples.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adjusted } from '../../../src/monitoring/statistics/benjamini-hochberg.ts'
import { binCounts, binLabels, binsOf } from '../../../src/monitoring/statistics/bins.ts'
import { chiSquare } from '../../../src/monitoring/statistics/chi-square.ts'
import { gapOf, jensenShannon, linf, psi } from '../../../src/monitoring/statistics/distances.ts'
import { chiSquareTail } from '../../../src/monitoring/statistics/gamma.ts'
import { kolmogorovTail, ksTest } from '../../../src/monitoring/statistics/ks.ts'
import { shareTest } from '../../../src/monitoring/statistics/proportions.ts'
import { momentsOf, quantilesOf, sampleOf } from '../../../src/monitoring/statistics/sample.ts'
import { samples } from './samples.ts'
import { expected } from './scipy.ts'
import { adjustedPs, chiSquareTails, kolmogorovTails, shareTests } from './scipy-tails.ts'

const near = (actual: number | null, wanted: number | null, tolerance: number, what: string): void => {
  if (actual === null || wanted === null) assert.equal(actual, wanted, what)
  else {
    const error = Math.abs(actual - wanted)
    assert.ok(error <= tolerance * Math.abs(wanted) || error < 1e-15, `${what}: ${actual}, SciPy ${wanted}`)
  }
}

for (const it of expected) {
  test(`figures of "${it.name}" are SciPy's`, () => {
    const [first, second] = samples[it.name] ?? [[], []]
    const [baseline, current] = [sampleOf(first), sampleOf(second)]
    const bins = binsOf(baseline)
    const [p, q] = [binCounts(bins, baseline), binCounts(bins, current)]
    assert.deepEqual(p, it.baseline, 'counts of the baseline')
    assert.deepEqual(q, it.current, 'counts of the current values')
    assert.equal(binLabels(bins).length, p.length)
    bins.edges.forEach((edge, i) => {
      near(edge, it.edges[i] ?? null, 1e-12, `edge ${i}`)
    })
    const gap = gapOf(baseline, current)
    const ks = ksTest(gap?.scaled ?? 0, baseline.total, current.total)
    near(gap?.ks ?? null, it.ks, 1e-9, 'ks')
    near(ks.p, it.p, 1e-6, 'p of ks')
    near(gap?.wasserstein ?? null, it.wasserstein, 1e-9, 'wasserstein')
    near(momentsOf(baseline).deviation, it.deviation, 1e-9, 'deviation')
    near(psi(p, q), it.psi, 1e-9, 'psi')
    near(jensenShannon(p, q), it.js, 1e-9, 'js')
    near(linf(p, q), it.linf, 1e-9, 'linf')
    near(chiSquare(p, q)?.statistic ?? null, it.chi2, 1e-9, 'chi2')
    near(chiSquare(p, q)?.p ?? null, it.chi2p, 1e-6, 'p of chi2')
  })
}

test("tails of distributions are SciPy's", () => {
  for (const [x = 0, degrees = 0, p = 0] of chiSquareTails)
    near(chiSquareTail(x, degrees), p, 1e-6, `chi2 ${x}, ${degrees}`)
  for (const [x = 0, p = 0] of kolmogorovTails) near(kolmogorovTail(x), p, 1e-9, `kstwobign ${x}`)
  for (const [a = 0, n = 0, b = 0, m = 0, p = 0] of shareTests)
    near(shareTest(a, n, b, m), p, 1e-6, `shares ${a}/${n} ${b}/${m}`)
})

test('p-values are adjusted as SciPy does, those that are not there left out', () => {
  const ps = [0.001, 0.04, 0.03, null, 0.5, 0.0005, 0.01, 1, 0.011]
  const found = adjusted(ps)
  assert.equal(found[3], null)
  found
    .filter((it) => it !== null)
    .forEach((it, i) => {
      near(it, adjustedPs[i] ?? null, 1e-12, `p ${i}`)
    })
})

test('quantiles interpolate linearly over values with counts', () => {
  const found = quantilesOf(sampleOf([40, 2, 1, 9, 2, 5, 9, 9]), [0, 0.1, 0.25, 0.5, 0.6, 0.9, 1])
  ;[1, 1.7, 2, 7, 9, 18.3, 40].forEach((it, i) => {
    near(found[i] ?? null, it, 1e-12, `quantile ${i}`)
  })
})

test('what is no number is left out, and huge numbers give no figure rather than a wrong one', () => {
  assert.equal(sampleOf([null, Number.NaN, Number.POSITIVE_INFINITY, -0, 0, 1]).total, 3)
  assert.deepEqual([...sampleOf([-0, 0]).counts], [2])
  const huge = sampleOf([-1.7e308, 1.7e308])
  assert.equal(momentsOf(huge).deviation, null)
  assert.deepEqual(quantilesOf(huge, [0.5]), [0])
  assert.equal(gapOf(sampleOf([-1.7e308]), sampleOf([1.7e308]))?.wasserstein, null)
  assert.equal(gapOf(sampleOf([]), sampleOf([1])), null)
  assert.equal(psi([0, 0], [1, 2]), null)
  assert.equal(chiSquare([3, 0], [4, 0]), null)
})
