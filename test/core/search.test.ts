// Which things do words find, and in which order?
import { deepEqual } from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ranked, type Searchable } from '../../src/core/search.ts'

const thing = (name: string, over: Partial<Searchable> = {}): Searchable => ({
  ...{ name, tag: '', owner: '', description: '', expression: '' },
  ...over,
})

const things = [
  thing('cardiac:composite', { expression: '0.3 * age_normalized + cholesterol' }),
  thing('cardiac:age_normalized', { tag: 'score ward', expression: '(age - 29) / 48' }),
  thing('cardiac:cholesterol', { owner: 'cardiology', description: 'Cholesterol in three steps, by the ward' }),
  thing('shop:average_spend', { description: 'what a visitor spends, on average' }),
  thing('shop:Größe', { description: 'Körpergröße' }),
]

describe('words find', () => {
  const cases: readonly (readonly [words: string, names: readonly string[]])[] = [
    ['cholesterol', ['cardiac:cholesterol', 'cardiac:composite']],
    ['CHOLESTEROL', ['cardiac:cholesterol', 'cardiac:composite']],
    ['cholestrol', ['cardiac:cholesterol', 'cardiac:composite']],
    ['choelsterol', ['cardiac:cholesterol', 'cardiac:composite']],
    ['age', ['cardiac:age_normalized', 'shop:average_spend', 'cardiac:composite']],
    ['ward', ['cardiac:age_normalized', 'cardiac:cholesterol']],
    ['ward cholesterol', ['cardiac:cholesterol']],
    ['cardiology', ['cardiac:cholesterol']],
    ['cardiac:composite', ['cardiac:composite']],
    ['(age', ['cardiac:age_normalized']],
    ['größe', ['shop:Größe']],
    ['groesse', []],
    ['agf', []],
    ['zzz cardiac', []],
    ['', []],
    ['   ', []],
    ['.*', []],
  ]
  for (const [words, names] of cases)
    test(JSON.stringify(words), () =>
      deepEqual(
        ranked(things, words).map(({ of }) => of.name),
        names,
      ),
    )

  test('and it is told where', () =>
    deepEqual(
      ranked(things, 'cholesterol ward').map((it) => it.in),
      [['name', 'description']],
    ))
})
