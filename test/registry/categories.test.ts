// Which values does a reference to a feature with categories mean, whatever the texts of these?
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import type { Wanted } from '../../src/core/verbs.ts'
import { resolveAsked } from '../../src/registry/asked.ts'
import { show } from '../../src/registry/listing.ts'
import { resolve } from '../../src/registry/resolve.ts'
import { behaviour, behaviourColumns, behaviourEdited } from '../support/behaviour.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

const hostile = [
  'Cart',
  'cart',
  'Add to cart, now',
  'a:b:c',
  '*',
  '',
  ' ',
  '"quoted" \'twice\'',
  "'; DROP TABLE feature_versions; --",
  '🛒 Ж',
  '__proto__',
  'x'.repeat(300),
  'visited:/',
  '\u0000\n\t',
]

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
  const definitions = behaviourEdited((it) => ({
    ...it,
    features: {
      ...it.features,
      said: { aggregate: 'count', by: 'text', values: hostile, as: ['count', 'binary'] },
    },
    services: {
      all: { features: ['behaviour:said'] },
      one: { features: ['behaviour:said:*', 'behaviour:visited:/', 'behaviour:spend'] },
      open: { features: ['behaviour:device:mobile'] },
    },
  }))
  const lab = { entity: 'visitor', source: 'events', features: { visited: behaviour().features.visited } }
  await workshop.apply({ ...definitions, views: { ...definitions.views, lab } }, behaviourColumns)
})
after(() => workshop.close())

const wanted = (features: readonly string[], over: Partial<Wanted> = {}): Wanted => ({
  features,
  service: null,
  fullFeatureNames: false,
  ...over,
})

const selected = (asked: Wanted): [string, number | null][] => {
  const found = resolve(workshop.registry.state(), asked)
  assert.deepEqual(resolveAsked(workshop.registry, asked), found, 'the same, read alone')
  return found.map(({ column, category }) => [column, category])
}

describe('references', () => {
  const pages: [string, number][] = [
    ['visited:/', 0],
    ['visited:/blog', 1],
    ['visited:a:b', 2],
    ['visited:__other__', 3],
  ]
  const cases: readonly (readonly [Wanted, readonly (readonly [string, number | null])[]])[] = [
    [wanted(['behaviour:visited']), pages],
    [wanted(['behaviour@1:visited']), pages],
    [wanted(['behaviour:visited:a:b']), [['visited:a:b', 2]]],
    [wanted(['behaviour:visited:__other__']), [['visited:__other__', 3]]],
    [
      wanted(['behaviour:visited:/blog', 'behaviour:visited']),
      [['visited:/blog', 1], ...pages.filter(([name]) => name !== 'visited:/blog')],
    ],
    [
      wanted(['behaviour:spend', 'behaviour:visited:/']),
      [
        ['spend', null],
        ['visited:/', 0],
      ],
    ],
    [wanted(['lab:*']), pages],
    [
      wanted([], { service: 'one' }),
      [
        ['said:*', hostile.indexOf('*')],
        ['visited:/', 0],
        ['spend', null],
      ],
    ],
    [
      wanted(['behaviour:visited:/', 'lab:visited:/'], { fullFeatureNames: true }),
      [
        ['behaviour__visited:/', 0],
        ['lab__visited:/', 0],
      ],
    ],
  ]
  for (const [asked, expected] of cases)
    test(`${asked.features.join(', ')} ${asked.service ?? ''}`, () => assert.deepEqual(selected(asked), expected))

  for (const [index, text] of hostile.entries())
    test(`the category ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.deepEqual(selected(wanted([`behaviour:said:${text}`])), [[`said:${text}`, index]])
      assert.deepEqual(selected(wanted([`behaviour:said_binary:${text}`])), [[`said_binary:${text}`, index]])
    })

  test('all of them, `__other__` last', () => {
    const all = [...hostile, '__other__'].map((text, i) => [`said:${text}`, i])
    assert.deepEqual(selected(wanted(['behaviour:said'])), all)
    assert.deepEqual(selected(wanted([], { service: 'all' })), all)
    const shown = show(workshop.registry, 'behaviour:said').categories
    assert.deepEqual(
      Array.isArray(shown) ? shown.map((it) => it.category) : [],
      [...hostile, '__other__'],
      'as show tells them',
    )
  })
})

describe('references that mean nothing', () => {
  const cases: readonly (readonly [Wanted, string, RegExp, RegExp])[] = [
    [
      wanted(['behaviour:visited:/blogg']),
      'unknown_feature',
      /behaviour:visited has no category "\/blogg"/,
      /"\/blog"/,
    ],
    [
      wanted(['behaviour:visited:nothing like it']),
      'unknown_feature',
      /no category/,
      /^pintail show behaviour:visited /,
    ],
    [wanted(['behaviour:visited:']), 'unknown_feature', /no category ""/, /pintail show behaviour:visited /],
    [wanted(['behaviour:spend:x']), 'unknown_feature', /behaviour:spend has no categories/, /ask for behaviour:spend/],
    [
      wanted(['behaviour:clicks']),
      'unknown_feature',
      /no feature "clicks"/,
      /^did you mean "clicks_1h" or "clicks_7d"/,
    ],
    [wanted(['behaviour:visitet:/']), 'unknown_feature', /no feature "visitet"/, /"visited"/],
    [wanted(['behaviour:#0d8d5f32a855']), 'unknown_feature', /no feature/, /list features/],
    [wanted(['behaviour:*']), 'not_ingested', /categories of behaviour:clicked@1/, /^pintail ingest behaviour$/],
    [wanted(['behaviour:device']), 'not_ingested', /not fitted yet/, /pintail ingest behaviour/],
    [wanted([], { service: 'open' }), 'not_ingested', /behaviour:device@1/, /pintail ingest behaviour/],
    [wanted(['behaviour:visited:/', 'lab:visited:/']), 'duplicate_column', /"visited:\/"/, /--full-feature-names/],
  ]
  for (const [asked, code, message, fix] of cases)
    test(`${asked.features.join(', ')} ${asked.service ?? ''}: ${code}`, () => {
      for (const ask of [() => resolve(workshop.registry.state(), asked), () => resolveAsked(workshop.registry, asked)])
        assert.throws(ask, (thrown: unknown) => {
          assert.ok(thrown instanceof PintailError)
          assert.equal(thrown.code, code, thrown.message)
          assert.match(thrown.message, message)
          assert.match(thrown.fix ?? '', fix)
          return true
        })
    })
})
