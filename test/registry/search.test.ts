// Does search find things of every kind, and do its filters keep what those of list keep?
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { list } from '../../src/registry/listing.ts'
import { type SearchRequest, search } from '../../src/registry/search.ts'
import { edited, type Heart, heart, heartColumns, withFeature, withView } from '../support/heart.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
  const described = (it: Heart): Heart => ({
    ...withView({ owner: 'ml', tags: ['heart'], description: 'Hearts of patients' })(
      withFeature('risk', { sql: 'chol / 2', owner: 'cardiology', tags: ['score'], description: 'by Ж "steps"\n' })(it),
    ),
    services: { ...heart().services, gone: { features: ['cardiac:age'] } },
  })
  await workshop.apply(edited(described), heartColumns)
  await workshop.apply(
    edited((it) => ({ ...described(it), services: heart().services })),
    heartColumns,
  )
})
after(() => workshop.close())

const found = (words: string, over: Partial<SearchRequest> = {}): string[] =>
  search(workshop.registry, { words, ...over }).map((it) => `${it.kind} ${it.name}`)

describe('search', () => {
  const cases: readonly (readonly [string, Partial<SearchRequest>, readonly string[]])[] = [
    ['patient', {}, ['entity patient', 'view cardiac']],
    ['visits', {}, ['source visits']],
    ['heart_risk', {}, ['service heart_risk']],
    ['cardilogy', {}, ['feature cardiac:risk']],
    ['heart', { kind: 'view' }, ['view cardiac']],
    ['risk', { tag: 'score' }, ['feature cardiac:risk']],
    ['risk', { owner: 'cardiology' }, ['feature cardiac:risk']],
    [
      'age',
      { entity: 'patient', kind: 'feature' },
      ['feature cardiac:age', 'feature cardiac:age_normalized', 'feature cardiac:score'],
    ],
    ['gone', {}, []],
    ['gone', { status: 'retired' }, ['service gone']],
    ['Ж "steps"', {}, ['feature cardiac:risk']],
    ['\u0000', {}, []],
  ]
  for (const [words, over, names] of cases)
    test(`${JSON.stringify(words)} ${JSON.stringify(over)}`, () => assert.deepEqual(found(words, over), names))

  test('a filter over nothing known says so', () =>
    assert.throws(() => found('age', { entity: 'patients' }), { code: 'unknown_entity' }))

  test('whatever is listed is found by its name', () => {
    for (const row of list(workshop.registry, { what: 'features' }))
      assert.ok(found(String(row.feature)).includes(`feature ${row.feature}`))
  })
})
