// How is the noun after a count?
import { equal } from 'node:assert/strict'
import { it } from 'node:test'
import { nouns } from '../../src/core/counted.ts'
import { wantedBy } from '../../src/monitoring/check-words.ts'

const cases: readonly (readonly [number | bigint, string])[] = [
  [0, 'rows'],
  [1, 'row'],
  [1n, 'row'],
  [2, 'rows'],
  [11n, 'rows'],
]
for (const [count, expected] of cases) it(`${count} ${expected}`, () => equal(nouns(count, 'row'), expected))

it('others change otherwise', () => equal(nouns(2, 'category', 'categories'), 'categories'))

for (const [ends, expected] of [
  [{ min: 1 }, 'at least 1 row'],
  [{ min: 1, max: 5 }, 'between 1 and 5 rows'],
  [{ max: 1 }, 'at most 1 row'],
  [{ min: 2 }, 'at least 2 rows'],
] as const)
  it(expected, () => equal(wantedBy({ name: 'row_count', severity: 'fail', category: null, with: ends }), expected))
