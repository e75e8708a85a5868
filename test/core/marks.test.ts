// Which parts of two texts are marked as different?
import { deepEqual, equal } from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Mark } from '../../src/core/diffs.ts'
import { marksOf } from '../../src/core/marks.ts'

const marked = (text: string, marks: readonly Mark[]): string[] => marks.map(([from, to]) => text.slice(from, to))

describe('marks', () => {
  const cases: readonly (readonly [a: string, b: string, inA: readonly string[], inB: readonly string[]])[] = [
    ['0.25 * age + chol', '0.30 * age + chol', ['0.25'], ['0.30']],
    ['a + b', 'a + b', [], []],
    ['', 'a', [], ['a']],
    ['chol >= 240', 'chol > 240', ['='], []],
    ['a + b + c', 'a + x + c + d', ['b'], ['x', ' + d']],
    ['Größe', 'Grösse', ['Größe'], ['Grösse']],
  ]
  for (const [a, b, inA, inB] of cases)
    test(`${a} → ${b}`, () => {
      const marks = marksOf(a, b)
      deepEqual([marked(a, marks.a), marked(b, marks.b)], [inA, inB])
    })

  test('what is not marked is the same in both, whatever the texts', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '(', '\n', '"', 'é', '1'), maxLength: 40 })
    const without = (it: string, marks: readonly Mark[]): string =>
      marks.toReversed().reduce((rest, [from, to]) => rest.slice(0, from) + rest.slice(to), it)
    fc.assert(
      fc.property(text, text, (a, b) => {
        const marks = marksOf(a, b)
        equal(without(a, marks.a), without(b, marks.b))
      }),
    )
  })

  test('very long texts take no square of their length', () => {
    const [a, b] = ['a ', 'b '].map((word) => word.repeat(50_000))
    const marks = marksOf(a ?? '', b ?? '')
    deepEqual(marks.a, [[0, 99_999]])
  })
})
