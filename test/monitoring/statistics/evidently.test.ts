// Does `--profile evidently` choose and say what Evidently 0.7.23 does? Its own functions, run once on the same samples.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gapOf } from '../../../src/monitoring/statistics/distances.ts'
import { evidentlyTest, pairsOf } from '../../../src/monitoring/statistics/evidently.ts'
import { ksTest } from '../../../src/monitoring/statistics/ks.ts'
import { momentsOf, sampleOf } from '../../../src/monitoring/statistics/sample.ts'
import { steps } from './samples.ts'

const whole = (n: number, factor: number, modulus: number): number[] =>
  Array.from({ length: n }, (_, i) => (i * factor) % modulus)

const list = (n: number, of: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => of(i))

type Kind = 'numeric' | 'categorical'
type Expected = readonly [string, Kind, readonly number[], readonly number[], string, number, boolean]

/** Words are told by their numbers here. */
const expected: readonly Expected[] = [
  [
    'small numbers',
    'numeric',
    steps(900, 377, 1009),
    steps(300, 41, 211, 0.08),
    'K-S p_value',
    0.05062537677705808,
    false,
  ],
  [
    'large numbers',
    'numeric',
    steps(1500, 377, 1511),
    steps(300, 41, 211, 0.08),
    'Wasserstein distance (normed)',
    0.2751743307021176,
    true,
  ],
  ['few numbers', 'numeric', whole(300, 7, 4), whole(170, 5, 3), 'chi-square p_value', 3.0041123525113898e-12, true],
  [
    'two numbers',
    'numeric',
    whole(300, 7, 2),
    list(170, (i) => (i < 100 ? 0 : 1)),
    'Z-test p_value',
    0.06547180963137089,
    false,
  ],
  [
    'few numbers of many',
    'numeric',
    whole(2000, 7, 4),
    whole(170, 5, 3),
    'Jensen-Shannon distance',
    0.30920871069425265,
    true,
  ],
  [
    'words',
    'categorical',
    list(500, (i) => i % 5),
    list(200, (i) => (i * i) % 5),
    'chi-square p_value',
    1.4619296241547749e-33,
    true,
  ],
  ['a new word', 'categorical', list(500, (i) => i % 5), list(200, (i) => i % 6), 'chi-square p_value', 0, true],
  [
    'words of many',
    'categorical',
    list(1500, (i) => i % 5),
    list(200, (i) => i % 6),
    'Jensen-Shannon distance',
    0.246826233918374,
    true,
  ],
  [
    'two words',
    'categorical',
    list(500, (i) => i % 2),
    list(200, (i) => (i % 3) % 2),
    'Z-test p_value',
    7.435444350689657e-5,
    true,
  ],
]

for (const [what, kind, first, second, name, score, drifted] of expected) {
  test(`${what} are judged as Evidently judges them`, () => {
    const [b, c] = [sampleOf(first), sampleOf(second)]
    const gap = gapOf(b, c)
    const found = evidentlyTest({
      kind,
      baseline: b.total,
      distinct: new Set([...b.values, ...c.values]).size,
      pairs: pairsOf(b, c),
      ksP: ksTest(gap?.scaled ?? 0, b.total, c.total).p,
      wasserstein: gap?.wasserstein ?? null,
      deviation: momentsOf(b).deviation,
    })
    assert.deepEqual([found?.name, found?.drifted], [name, drifted])
    const error = Math.abs((found?.score ?? Number.NaN) - score)
    assert.ok(error <= 1e-6 * score, `${found?.score}, Evidently ${score}`)
  })
}
