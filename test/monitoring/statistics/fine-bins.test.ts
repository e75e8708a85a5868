// Do ten thousand bins say what sorting says? Within a bin's share, and exactly where values are few.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { binCounts, binsOf } from '../../../src/monitoring/statistics/bins.ts'
import { gapOf, psi } from '../../../src/monitoring/statistics/distances.ts'
import {
  coarseBins,
  coarseCounts,
  fineCounter,
  fineCountsOf,
  fineEdgesOf,
  fineGap,
} from '../../../src/monitoring/statistics/fine-bins.ts'
import { momentsOf, sampleOf } from '../../../src/monitoring/statistics/sample.ts'
import { normals } from './samples.ts'

const drawn = (seed: number, n: number, of: (z: number) => number): Float64Array => {
  const draw = normals(seed)
  return Float64Array.from({ length: n }, () => of(draw()))
}

const counted = (edges: Float64Array, values: Float64Array) => {
  const counter = fineCounter(edges)
  for (let i = 0; i < values.length; i += 1000) counter.add(values.subarray(i, i + 1000))
  return counter.result()
}

const shapes: Readonly<Record<string, (z: number) => number>> = {
  normal: (z) => z,
  heavy: (z) => Math.exp(z),
  'far from zero': (z) => 1e9 + z,
  lumpy: (z) => Math.max(z, 0),
}

for (const [name, of] of Object.entries(shapes)) {
  test(`bins of ${name} values come near to sorting`, () => {
    const [a, b] = [drawn(1, 60_000, of), drawn(2, 40_000, (z) => of(z + 0.1))]
    const [x, y] = [sampleOf(a), sampleOf(b)]
    const edges = fineEdgesOf(sampleOf(a.subarray(0, 20_000)))
    const [p, q] = [counted(edges, a), counted(edges, b)]
    assert.deepEqual([...p.counts], [...fineCountsOf(edges, x, momentsOf(x)).counts])
    const [fine, exact] = [fineGap(p, q), gapOf(x, y)]
    assert.ok(fine && exact && fine.wasserstein !== null && exact.wasserstein !== null)
    assert.ok(fine.ks <= exact.ks + 1e-12 && fine.ks >= exact.ks - 0.002)
    assert.ok(Math.abs(fine.wasserstein - exact.wasserstein) <= 0.02 * exact.wasserstein)
    const { mean, deviation, min, max } = momentsOf(x)
    assert.deepEqual([p.moments.min, p.moments.max], [min, max])
    for (const [one, other] of [
      [p.moments.mean, mean],
      [p.moments.deviation, deviation],
    ])
      assert.ok(Math.abs((one ?? 0) - (other ?? 1)) <= 1e-9 * Math.abs(other ?? 1), `${one}, ${other}`)
    const bins = coarseBins(p)
    const [then, now] = [coarseCounts(bins, p), coarseCounts(bins, q)]
    assert.deepEqual(then, binCounts(bins, x))
    assert.deepEqual(now, binCounts(bins, y))
    const deciles = binsOf(x)
    const usual = psi(binCounts(deciles, x), binCounts(deciles, y)) ?? 0
    assert.ok(Math.abs((psi(then, now) ?? 1) - usual) < 0.02 * usual + 1e-4)
  })
}

test('few values have bins of their own, even when what is counted has many', () => {
  const baseline = sampleOf([0, 0, 1, 2, -5])
  const bins = binsOf(baseline)
  const edges = fineEdgesOf(baseline)
  const current = Float64Array.from([
    0,
    -0,
    1e-320,
    1,
    1.0000000000000002,
    2,
    -5,
    -6,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])
  const fine = counted(edges, current)
  assert.deepEqual(coarseCounts(bins, fine), binCounts(bins, sampleOf(current)))
  assert.equal(fine.total, 8)
})
