// Do two versions stand side by side: of features, views and services, whatever they are made of?
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { DiffPart } from '../../src/core/diffs.ts'
import type { Listed } from '../../src/core/verbs.ts'
import { type Difference, difference } from '../../src/registry/diff.ts'
import { show } from '../../src/registry/listing.ts'
import { edited, type Heart, heartColumns, withFeature, without, withSource, withView } from '../support/heart.ts'
import { shop, shopColumns } from '../support/shop.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
  const weighted = (weight: string) => withFeature('score', `${weight} * age_normalized + risk`)
  const service = { features: ['cardiac:age_normalized', 'cardiac:score'] }
  await workshop.apply(edited(weighted('0.25')), heartColumns)
  await workshop.apply(edited(weighted('0.30')), heartColumns)
  const third = (it: Heart): Heart =>
    without('loud')(withView({ ttl: '7d', where: 'chol > 0' })(withFeature('age', { sql: 'age', default: 3 })(it)))
  await workshop.apply(
    edited((it) => third(weighted('0.30')({ ...it, services: { heart_risk: service, other: service } }))),
    heartColumns,
  )
})
after(() => workshop.close())

const diff = (reference: string, a: string | null = null, b: string | null = null): Difference =>
  difference(workshop.registry, { reference, a, b, statistics: true })

const changedParts = ({ report }: Difference): [string, string | null, string | null][] =>
  report.definition.filter((it) => it.changed).map(({ part, a, b }) => [part, a, b])

const partOf = ({ report }: Difference, name: string): DiffPart | undefined =>
  report.definition.find((it) => it.part === name)

describe('of a feature', () => {
  test('the expression, with the number that changed marked', () => {
    const found = diff('cardiac:score', '1', '2')
    assert.deepEqual(found.report.changed, ['expression'])
    assert.deepEqual(
      changedParts(found).map(([part]) => part),
      ['expression'],
    )
    const marks = partOf(found, 'expression')?.marks
    assert.deepEqual(marks, { a: [[0, 4]], b: [[0, 4]] })
    assert.deepEqual([partOf(found, 'type')?.changed, partOf(found, 'source')?.a], [false, 'visits'])
  })

  test('who is made of either', () => {
    const { features, services, datasets } = diff('cardiac:score', '1', '2').report.affected
    assert.deepEqual(services, [
      { name: 'heart_risk@1', of: ['a'], through: [] },
      { name: 'heart_risk@2', of: ['b'], through: [] },
    ])
    assert.deepEqual([features, datasets], [[], []])
  })

  test('the rows and the default', () => {
    const found = diff('cardiac:age')
    assert.deepEqual(found.report.changed, ['default none → 3', 'the rows of the view'])
    assert.deepEqual(changedParts(found), [
      ['default', null, '3'],
      ['where', 'chol IS NOT NULL', 'chol > 0'],
    ])
    assert.deepEqual([found.report.a.version, found.report.b.version], [1, 2])
  })

  test('one that is retired, and the same one twice', () => {
    const found = diff('cardiac:loud', '1', '1')
    assert.deepEqual([found.report.changed, found.report.a.status], [[], 'retired'])
  })

  test('two references', () => {
    const found = diff('cardiac@1:score', 'cardiac:risk')
    assert.deepEqual([found.report.a.name, found.report.b.name], ['cardiac:score', 'cardiac:risk'])
    assert.ok(changedParts(found).some(([part]) => part === 'expression'))
  })

  test('a version that is gone from the view is shown as it was last', () => {
    const shown = show(workshop.registry, 'cardiac:loud')
    assert.deepEqual([shown.version, shown.status], [1, 'retired'])
  })
})

test('of a view: its rows, ttl and features; and the features to be compared', () => {
  const found = diff('cardiac', '2', '3')
  assert.ok(found.report.changed.includes('ttl 365d → 7d'))
  assert.ok(found.report.changed.includes('without loud'))
  assert.deepEqual(
    changedParts(found)
      .map(([part]) => part)
      .filter((part) => !part.startsWith('feature ')),
    ['where', 'ttl'],
  )
  const compared = diff('cardiac', '1', '2').compare.map(({ name, a, b }) => [
    name,
    a.feature.version,
    b.feature.version,
  ])
  assert.deepEqual(compared, [['cardiac:score', 1, 2]])
})

test('of a service: its members', () => {
  const found = diff('heart_risk', '1', '2')
  assert.deepEqual(found.report.changed, ['changed cardiac:score'])
  assert.deepEqual(
    found.report.affected.services.map((it) => it.name),
    ['heart_risk@1', 'heart_risk@2'],
  )
})

test('versions are listed with what each changed', () => {
  const versions = (reference: string): unknown[] => {
    const shown = show(workshop.registry, reference).versions
    return (Array.isArray(shown) ? shown : []).map((it: Listed) => it.changed)
  }
  assert.deepEqual(versions('cardiac:score'), [
    'first',
    'expression',
    'uses age_normalized 1 → 2, uses risk 1 → 2, the rows of the view',
  ])
  assert.match(String(versions('cardiac').at(-1)), /^ttl 365d → 7d, where, changed .*, without loud$/)
  assert.deepEqual(versions('heart_risk').slice(0, 2), ['first', 'changed cardiac:score'])
  assert.deepEqual(versions('other'), ['first'])
})

describe('what there is not', () => {
  const cases: readonly (readonly [Parameters<typeof diff>, string, RegExp])[] = [
    [['cardiac:score', '1', '9'], 'unknown_version', /no version 9; it has 1, 2, 3/],
    [['cardiac', '0', '1'], 'unknown_version', /it has 1, 2, 3/],
    [['cardiac:score', '1', 'two'], 'bad_argument', /"two" is not the number/],
    [['cardiac:scoer', '1', '2'], 'unknown_feature', /no feature "scoer"/],
    [['cardiak', '1', '2'], 'unknown_name', /"cardiak"/],
    [['cardiac', 'heart_risk'], 'bad_argument', /a view and a service/],
    [['patient'], 'bad_argument', /entity, which has no versions/],
    [['1', '1', '2'], 'bad_argument', /run, which has no versions/],
    [['other'], 'unknown_version', /no version before 1/],
  ]
  for (const [words, code, message] of cases)
    test(words.join(' '), () => assert.throws(() => diff(...words), { code, message }))
})

test('of aggregations: window, function and categories, whatever their texts', async () => {
  const events = await openWorkshop()
  const hostile = ['Add "it"', "it's\n\u0000\u001b[31m", '__proto__']
  const features = (window: string, values: readonly string[], of: string) => ({
    spend: { aggregate: of, of: 'revenue', window },
    said: { aggregate: 'count', by: 'text', values, window: '7d' },
  })
  try {
    await events.apply(shop(features('7d', ['Cart'], 'sum')), shopColumns)
    await events.apply(shop(features('14d', ['Cart', ...hostile], 'mean')), shopColumns)
    const of = (reference: string): Difference =>
      difference(events.registry, { reference, a: '1', b: '2', statistics: false })
    assert.deepEqual(of('behaviour:spend').report.changed, ['function sum → mean', 'window 7d → 14d'])
    assert.deepEqual(changedParts(of('behaviour:spend')), [
      ['expression', 'sum of revenue over 7d', 'mean of revenue over 14d'],
      ['function', 'sum', 'mean'],
      ['window', '7d', '14d'],
    ])
    const said = changedParts(of('behaviour:said'))
    assert.deepEqual(said[0], ['values', '1 listed', '4 listed'])
    assert.equal(said[1]?.[2], '"Cart", "Add \\"it\\"", "it\'s\\n\\u0000\\u001b[31m", "__proto__"')
  } finally {
    events.close()
  }
})

test('a source that reads a column another way', async () => {
  const later = await openWorkshop()
  try {
    await later.apply(
      edited((it) => it),
      heartColumns,
    )
    const columns = {
      device: { json: 'props', path: '$.ua.name' },
      shout: { sql: 'upper(device)' },
      pulse: { json: 'props', path: '$.pulse', type: 'float64' },
    }
    await later.apply(edited(withSource({ columns })), heartColumns)
    const found = difference(later.registry, { reference: 'cardiac:loud', a: null, b: null, statistics: false })
    assert.deepEqual(found.report.changed, ['column device'])
    assert.deepEqual(changedParts(found), [['column device', 'string props $.ua.device', 'string props $.ua.name']])
  } finally {
    later.close()
  }
})
