// Which features does a declaration over events stand for, and how are they told to people?
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { aggregateFeature, oneHotFeature } from '../../src/core/aggregate-definitions.ts'
import { formsOf, wordsOf } from '../../src/core/aggregations.ts'

const formsIn = (given: object) =>
  formsOf('oneHot' in given ? oneHotFeature.parse(given) : aggregateFeature.parse(given))

const hour = 3_600_000_000n

describe('names', () => {
  const names: readonly (readonly [object, readonly string[]])[] = [
    [{}, ['']],
    [{ window: '7d' }, ['']],
    [{ windows: ['7d'] }, ['_7d']],
    [{ windows: [' 168h', 'all'] }, ['_168h', '_all']],
    [{ as: 'binary' }, ['']],
    [{ as: 'count' }, ['']],
    [{ as: ['binary'] }, ['_binary']],
    [{ as: ['binary', 'count'] }, ['_binary', '']],
    [{ windows: ['1h', 'all'], as: ['count', 'binary'] }, ['_1h', '_1h_binary', '_all', '_all_binary']],
  ]
  for (const [given, suffixes] of names) {
    test(JSON.stringify(given), () => {
      const forms = formsIn({ aggregate: 'count', ...given })
      assert.deepEqual(
        forms.map(({ suffix }) => suffix),
        suffixes,
      )
    })
  }
})

describe('what is computed', () => {
  const meanings: readonly (readonly [object, object])[] = [
    [{ aggregate: 'count' }, { function: 'count', length: null, closed: 'right', as: 'value', policy: null, q: null }],
    [{ aggregate: 'count', window: '1h' }, { length: hour }],
    [
      { aggregate: 'count', window: 'all', closed: 'left' },
      { length: null, closed: 'left' },
    ],
    [{ aggregate: 'count', as: 'binary' }, { as: 'binary' }],
    [
      { aggregate: 'median', of: 'x' },
      { function: 'quantile', q: 0.5 },
    ],
    [
      { aggregate: 'p29', of: 'x' },
      { function: 'quantile', q: 0.29 },
    ],
    [
      { aggregate: 'quantile', of: 'x', q: 1 },
      { function: 'quantile', q: 1 },
    ],
    [
      { aggregate: 'since', scale: 60 },
      { function: 'since', scale: 60 },
    ],
    [
      { aggregate: 'sequence', steps: ['a', 'b'], within: '1h' },
      { function: 'sequence', within: hour },
    ],
    [{ aggregate: 'count', by: 'x', values: ['', 'a'] }, { policy: { values: ['', 'a'] } }],
    [{ aggregate: 'count', by: 'x', values: { top: 3 } }, { policy: { top: 3, min: 1 } }],
    [{ aggregate: 'count', by: 'x', values: { top: 3, min: 9 } }, { policy: { top: 3, min: 9 } }],
    [
      { oneHot: 'x', values: ['a'] },
      { function: 'last', as: 'oneHot', policy: { values: ['a'] }, length: null },
    ],
    [
      { oneHot: 'x', values: ['a'], window: '1h', closed: 'left' },
      { length: hour, closed: 'left' },
    ],
  ]
  for (const [given, expected] of meanings) {
    test(JSON.stringify(given), () => {
      const [form, ...more] = formsIn(given)
      assert.deepEqual(more, [])
      assert.partialDeepStrictEqual(form?.aggregation, expected)
    })
  }
})

describe('words', () => {
  const words: readonly (readonly [object, string])[] = [
    [{ aggregate: 'count' }, 'count over all'],
    [
      { aggregate: 'count', of: 'text', by: 'text', values: { top: 1 }, window: '7d', as: 'binary' },
      'count of text by text over 7d as binary',
    ],
    [{ aggregate: 'sum', of: 'a\n  + b', where: 'c', closed: 'left' }, 'sum of a + b where c over all closed left'],
    [{ aggregate: 'median', of: 'x' }, 'p50 of x over all'],
    [{ aggregate: 'quantile', of: 'x', q: 0.999 }, 'quantile 0.999 of x over all'],
    [{ aggregate: 'quantile', of: 'x', q: 0 }, 'quantile 0 of x over all'],
    [{ aggregate: 'since', scale: 86400 }, 'since over all in units of 86400 s'],
    [
      { aggregate: 'sequence', steps: ['a', 'b'], within: '90m', window: '1h' },
      'sequence of a, then b within 1h30m over 1h',
    ],
    [{ oneHot: 'device', values: ['a'] }, 'last of device over all as one-hot'],
  ]
  for (const [given, expected] of words) {
    test(expected, () => assert.equal(wordsOf(formsIn(given)[0]?.aggregation ?? assert.fail()), expected))
  }
})
