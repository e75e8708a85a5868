// Is the verdict silent where nothing drifted, and does it speak where something did? Seeded draws by the hundred.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Verdict } from '../../../src/core/drift.ts'
import { worst } from '../../../src/core/drift.ts'
import { adjusted } from '../../../src/monitoring/statistics/benjamini-hochberg.ts'
import { binCounts, binsOf } from '../../../src/monitoring/statistics/bins.ts'
import { gapOf, psi } from '../../../src/monitoring/statistics/distances.ts'
import { ksTest } from '../../../src/monitoring/statistics/ks.ts'
import { momentsOf, sampleOf } from '../../../src/monitoring/statistics/sample.ts'
import { nullVerdictOf, verdictOf } from '../../../src/monitoring/statistics/verdict.ts'
import { normals } from './samples.ts'

const draws = 400

const verdict = (baseline: readonly number[], current: readonly number[]): Verdict => {
  const [b, c] = [sampleOf(baseline), sampleOf(current)]
  const gap = gapOf(b, c)
  const bins = binsOf(b)
  const wassersteinNorm = (gap?.wasserstein ?? 0) / (momentsOf(b).deviation ?? 1)
  const [p = null] = adjusted([ksTest(gap?.scaled ?? 0, b.total, c.total).p])
  const evidence = { baseline: b.total, current: c.total, distinct: 2, p, wassersteinNorm }
  return verdictOf({ ...evidence, psi: psi(binCounts(bins, b), binCounts(bins, c)) })
}

const alarms = (n: number, m: number, shift: number): number => {
  let count = 0
  for (let seed = 1; seed <= draws; seed += 1) {
    const draw = normals(seed)
    const baseline = Array.from({ length: n }, draw)
    const found = verdict(
      baseline,
      Array.from({ length: m }, () => draw() + shift),
    )
    if (found === 'warn' || found === 'fail') count += 1
  }
  return count / draws
}

for (const [n, m] of [
  [1001, 50],
  [1001, 200],
  [100, 100],
] as const) {
  test(`without drift at most 2 % of ${n}/${m} alarm`, () => assert.ok(alarms(n, m, 0) <= 0.02))
}

test('a shift of half a deviation is found at 1001/200', () => assert.ok(alarms(1001, 200, 0.5) >= 0.95))

test('significant alone, or large alone, is no drift', () => {
  const evidence = { baseline: 1000, current: 1000, distinct: 9, p: 0.001, psi: 0.05, wassersteinNorm: 0.05 }
  assert.equal(verdictOf(evidence), 'ok')
  assert.equal(verdictOf({ ...evidence, psi: 0.1 }), 'warn')
  assert.equal(verdictOf({ ...evidence, wassersteinNorm: 0.25 }), 'fail')
  assert.equal(verdictOf({ ...evidence, psi: 3, p: 0.011 }), 'ok')
  assert.equal(verdictOf({ ...evidence, psi: 3, p: null }), 'ok')
  assert.equal(verdictOf({ ...evidence, psi: 0.2 }, { warn: 0.3, fail: 0.5 }), 'ok')
})

test('what cannot be tested has its own word', () => {
  const evidence = { baseline: 1000, current: 49, distinct: 9, p: 0, psi: 9, wassersteinNorm: null }
  assert.equal(verdictOf(evidence), 'insufficient')
  assert.equal(verdictOf({ ...evidence, current: 0 }), 'empty')
  assert.equal(verdictOf({ ...evidence, current: 50, distinct: 1 }), 'constant')
  assert.equal(worst(['ok', 'insufficient', 'warn']), 'warn')
  assert.equal(worst([]), 'empty')
})

test('nulls: significant and a point at least warns; a quarter, or nothing left, fails', () => {
  const rows: readonly (readonly [number | null, number | null, number | null, string])[] = [
    [0, 0.009, 0, 'ok'],
    [0, 0.02, 0.001, 'warn'],
    [0, 0.02, 0.02, 'ok'],
    [0.1, 0.34, 0, 'warn'],
    [0.1, 0.35, 0, 'fail'],
    [0.9, 0.6, 0, 'fail'],
    [0, 1, 0, 'fail'],
    [0.95, 1, 0, 'fail'],
    [0.995, 1, 0, 'ok'],
    [1, 0, 0, 'fail'],
    [0, 1, 0.05, 'ok'],
    [0, null, null, 'ok'],
  ]
  for (const [before, now, p, wanted] of rows)
    assert.equal(nullVerdictOf({ before, now, p }), wanted, `${before} ${now} ${p}`)
})
