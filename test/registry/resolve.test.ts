// Which versions does a reference mean, which columns do they become, and what is said when there are none?
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import type { State } from '../../src/core/state.ts'
import type { Wanted } from '../../src/core/verbs.ts'
import { columnOf } from '../../src/core/versions.ts'
import { resolveAsked } from '../../src/registry/asked.ts'
import { resolve } from '../../src/registry/resolve.ts'
import { definitionsOf, edited, heart, heartColumns, withFeature } from '../support/heart.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
let state: State
before(async () => {
  workshop = await openWorkshop()
  const lab = { lab: { entity: 'patient', source: 'visits', features: { age: 'age', chol: 'chol' } } }
  const gone = { gone: { entity: 'patient', source: 'visits', features: { g: 'age' } } }
  const base = definitionsOf(heart())
  const old = { old_model: { features: ['lab:chol'] } }
  await workshop.apply(
    { ...base, views: { ...base.views, ...lab, ...gone }, services: { ...base.services, ...old } },
    heartColumns,
  )
  const next = edited(withFeature('age', 'age + 1'))
  const services = { ...next.services, heart_risk: { features: ['cardiac:age', 'cardiac:score'] } }
  await workshop.apply({ ...next, views: { ...next.views, ...lab }, services }, heartColumns)
  state = workshop.registry.state()
})
after(() => workshop.close())

const wanted = (features: readonly string[], over: Partial<Wanted> = {}): Wanted => ({
  features,
  service: null,
  fullFeatureNames: false,
  ...over,
})

const shown = (asked: Wanted): string[] =>
  resolve(state, asked).map(
    ({ view, feature, column }) => `${column} = ${view.view}@${view.version}:${columnOf(feature)}`,
  )

describe('references', () => {
  const cases: readonly (readonly [Wanted, readonly string[]])[] = [
    [wanted(['cardiac:age']), ['age = cardiac@2:age@2']],
    [wanted(['cardiac@1:age']), ['age = cardiac@1:age@1']],
    [wanted(['cardiac@2:age']), ['age = cardiac@2:age@2']],
    [wanted(['cardiac:score', 'cardiac:age']), ['score = cardiac@2:score@1', 'age = cardiac@2:age@2']],
    [wanted(['lab:*']), ['age = lab@1:age@1', 'chol = lab@1:chol@1']],
    [wanted(['gone@1:*']), ['g = gone@1:g@1']],
    [wanted(['cardiac:age', 'cardiac:age']), ['age = cardiac@2:age@2']],
    [wanted(['lab:age', 'lab:*']), ['age = lab@1:age@1', 'chol = lab@1:chol@1']],
    [wanted(['heart_risk']), ['age = cardiac@2:age@2', 'score = cardiac@2:score@1']],
    [wanted(['heart_risk@1']), ['age_normalized = cardiac@1:age_normalized@1', 'score = cardiac@1:score@1']],
    [wanted([], { service: 'heart_risk' }), ['age = cardiac@2:age@2', 'score = cardiac@2:score@1']],
    [wanted([], { service: 'old_model@1' }), ['chol = lab@1:chol@1']],
    [
      wanted(['lab:chol'], { service: 'heart_risk' }),
      ['chol = lab@1:chol@1', 'age = cardiac@2:age@2', 'score = cardiac@2:score@1'],
    ],
    [
      wanted(['cardiac:age', 'lab:age'], { fullFeatureNames: true }),
      ['cardiac__age = cardiac@2:age@2', 'lab__age = lab@1:age@1'],
    ],
  ]
  for (const [asked, expected] of cases)
    test(`${asked.features.join(', ')} ${asked.service ?? ''}`, () => {
      assert.deepEqual(shown(asked), expected)
      assert.deepEqual(resolveAsked(workshop.registry, asked), resolve(state, asked), 'the same, read alone')
    })
})

describe('references that mean nothing', () => {
  const cases: readonly (readonly [Wanted, string, RegExp, RegExp])[] = [
    [wanted([]), 'missing_argument', /no features/, /--features/],
    [wanted(['cardiak:age']), 'unknown_view', /"cardiak"/, /did you mean "cardiac"/],
    [
      wanted(['cardiac:aeg']),
      'unknown_feature',
      /"cardiac" has no feature "aeg"/,
      /did you mean "age"?.*list features --view cardiac/,
    ],
    [wanted(['cardiac@9:age']), 'unknown_version', /no version 9; it has 1, 2/, /pintail show cardiac/],
    [wanted(['cardiac@1:agee']), 'unknown_feature', /"cardiac@1"/, /"age"/],
    [wanted(['gone:g']), 'unknown_view', /retired/, /gone@1:\*/],
    [wanted(['old_model']), 'unknown_service', /retired/, /old_model@1/],
    [wanted(['heart_rsk']), 'unknown_service', /heart_rsk/, /did you mean "heart_risk"/],
    [wanted([], { service: 'heart_risk@7' }), 'unknown_version', /no version 7; it has 1, 2/, /show heart_risk/],
    [wanted(['cardiac']), 'unknown_service', /is a feature view/, /cardiac:\*/],
    [wanted(['cardiac:']), 'bad_reference', /"cardiac:"/, /view:feature/],
    [wanted(['Cardiac!']), 'bad_reference', /"Cardiac!"/, /view:feature/],
    [wanted(['cardiac:age', 'lab:age']), 'duplicate_column', /cardiac:age and lab:age.*"age"/, /--full-feature-names/],
    [wanted(['cardiac:age', 'cardiac@1:age']), 'duplicate_column', /cardiac@2:age and cardiac@1:age/, /one of them/],
  ]
  for (const [asked, code, message, fix] of cases) {
    test(`${asked.features.join(', ')} ${asked.service ?? ''}: ${code}`, () => {
      for (const ask of [() => resolve(state, asked), () => resolveAsked(workshop.registry, asked)])
        assert.throws(ask, (thrown: unknown) => {
          assert.ok(thrown instanceof PintailError)
          assert.equal(thrown.code, code, thrown.message)
          assert.match(thrown.message, message)
          assert.match(thrown.fix ?? '', fix)
          return true
        })
    })
  }

  test('before the first apply that is what is said', async () => {
    const fresh = await openWorkshop()
    try {
      for (const asked of [wanted(['cardiac:age']), wanted([], { service: 'x' })])
        assert.throws(() => resolve(fresh.registry.state(), asked), { code: 'not_applied', fix: 'pintail apply' })
    } finally {
      fresh.close()
    }
  })
})
