// What does an online read answer of aggregations: members of families, conversions, empty windows, as of when?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Aggregate, Categories } from '../../src/core/aggregates.ts'
import { fixedClock } from '../../src/core/clock.ts'
import type { FeatureType, Value } from '../../src/core/values.ts'
import type { FeatureVersion, Selected } from '../../src/core/versions.ts'
import { familyEncoder, memberReader, presentIn } from '../../src/online/families.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { openOnlineWriter } from '../../src/online/online-writer.ts'
import { templates } from '../../src/sql/templates.ts'
import { openDatabase } from '../../src/sqlite.ts'
import { usualAggregate } from '../support/event-files.ts'
import { featureOf, rowSetOf, shelve, storedRows, temporaryFolder, viewOf } from './shelf.ts'

const visitors = { ...rowSetOf(1, 'behaviour', [{ name: 'visitor', type: 'int64' }]), events: true }

const texts: Categories = { policy: { top: 2, min: 1 }, vocabulary: ['Cart', 'cart'], identity: 'x' }

let ids = 0
const aggregate = (
  name: string,
  type: FeatureType,
  it: Partial<Aggregate>,
  fallback: FeatureVersion['default'] = null,
): FeatureVersion => {
  ids += 1
  return {
    ...featureOf(ids, visitors, name, type, fallback),
    kind: 'aggregate',
    aggregate: { ...usualAggregate, ...it },
  }
}

const family: Partial<Aggregate> = { by: '#1', categories: texts }
const features = {
  count: aggregate('count', 'int64', {}),
  defaulted: aggregate('defaulted', 'int64', {}, -1n),
  binary: aggregate('binary', 'int32', { as: 'binary' }),
  mean: aggregate('mean', 'float64', { function: 'mean' }, 0.5),
  clicked: aggregate('clicked', 'int64', family),
  clickedOr: aggregate('clicked_or', 'int64', family, 9n),
  clickedAtAll: aggregate('clicked_binary', 'int32', { ...family, as: 'binary' }),
  price: aggregate('price', 'float64', { ...family, function: 'max' }),
  device: aggregate('device', 'int32', { as: 'oneHot', function: 'last', categories: texts }),
  truth: aggregate('truth', 'bool', { as: 'oneHot', function: 'last', categories: texts }),
  formula: { ...featureOf(100, visitors, 'formula', 'float64'), kind: 'formula' },
} as const satisfies Record<string, FeatureVersion>
const behaviour = viewOf(visitors, Object.values(features), 1n)

const big = 2n ** 53n + 1n
/** In the order above. */
const rows: readonly (readonly [bigint, readonly Value[]])[] = [
  [1n, [big, 3n, 7n, 2.5, [big, null, 1n], [5n, null, null], [2n, null, 0n], [1.5, Number.NaN, null], 1, 2, 3]],
  [2n, [0n, 0n, 0n, null, [], [], [], [], null, null, null]],
]

const opened = (t: Parameters<typeof temporaryFolder>[0]) => {
  const path = `${temporaryFolder(t)}/online.db`
  const answers = rows.map(([id, values]) => ({ keys: [id], at: 50n, values }))
  const writer = openOnlineWriter(path)
  const filling = writer.build(
    visitors,
    behaviour.features,
    { until: 50n, lastRun: 1 },
    new Map([[features.formula.id, 4]]),
  )
  filling.put(storedRows(visitors, behaviour.features, answers))
  filling.finish()
  t.after(() => writer.close())
  const store = openOnlineStore(path, fixedClock(1_000n))
  t.after(() => store.close())
  const reader = (...asked: readonly (readonly [FeatureVersion, number | null])[]) =>
    store.reader(asked.map(([feature, category]): Selected => ({ view: behaviour, feature, category, column: '' })))
  return { path, writer, store, reader }
}

const whose = new Map([['visitor', [1, 2, 3]]])

test('values of keys with events, without any in a window, and unknown', (t) => {
  const { reader } = opened(t)
  const asked: readonly (readonly [FeatureVersion, number | null, readonly Value[], string])[] = [
    [features.count, null, [big, 0n, 0n], 'P P'],
    [features.defaulted, null, [3n, -1n, -1n], 'P N'],
    [features.binary, null, [1, 0, 0], 'P P'],
    [features.mean, null, [2.5, 0.5, 0.5], 'P N'],
    [features.clicked, 0, [big, 0n, 0n], 'P P'],
    [features.clicked, 1, [0n, 0n, 0n], 'P P'],
    [features.clicked, 2, [1n, 0n, 0n], 'P P'],
    [features.clickedOr, 0, [5n, 9n, 9n], 'P N'],
    [features.clickedOr, 1, [9n, 9n, 9n], 'N N'],
    [features.clickedAtAll, 0, [1, 0, 0], 'P P'],
    [features.clickedAtAll, 1, [0, 0, 0], 'P P'],
    [features.clickedAtAll, 2, [0, 0, 0], 'P P'],
    [features.price, 0, [1.5, null, null], 'P N'],
    [features.price, 1, [Number.NaN, null, null], 'P N'],
    [features.price, 2, [null, null, null], 'N N'],
    [features.device, 0, [0, 0, 0], 'P P'],
    [features.device, 1, [1, 0, 0], 'P P'],
    [features.truth, 2, [true, false, false], 'P P'],
    [features.truth, 0, [false, false, false], 'P P'],
    [features.formula, null, [3, null, 4], 'P N'],
  ]
  const answer = reader(...asked.map(([feature, category]) => [feature, category] as const)).read(whose)
  for (const [i, [{ name, type }, category, values, statuses]] of asked.entries()) {
    const column = answer.features[i]
    assert.deepEqual([column?.type, column?.values], [type, values], `${name} ${category}`)
    const short = column?.statuses.map((it) => ({ PRESENT: 'P', NULL_VALUE: 'N' })[it as string] ?? it)
    assert.deepEqual(short, [...statuses.split(' '), 'NOT_FOUND'], `${name} ${category}`)
  }
})

test('a key that is null has no windows, not empty ones', (t) => {
  const { reader } = opened(t)
  const read = reader(
    [features.count, null],
    [features.defaulted, null],
    [features.clicked, 0],
    [features.formula, null],
  )
  const answer = read.read(new Map([['visitor', [null, 3]]]))
  assert.deepEqual(
    answer.features.map((it) => it.values),
    [
      [null, 0n],
      [-1n, -1n],
      [null, 0n],
      [null, 4],
    ],
  )
})

test('an answer says as of when: the instant of the last run, whether it looked at the key or not', (t) => {
  const { reader, writer } = opened(t)
  const read = reader([features.count, null], [features.clicked, 1])
  assert.deepEqual(read.read(whose).features[0]?.timestamps, [50n, 50n, null])
  const [group] = writer.groups()
  assert.ok(group)
  const update = writer.update(group, behaviour.features, { until: 70n, lastRun: 1 })
  update.put(storedRows(visitors, behaviour.features, [{ keys: [2n], at: 70n, values: rows[1]?.[1] ?? [] }]))
  assert.deepEqual(read.read(whose).features[1]?.timestamps, [50n, 70n, null])
  update.finish()
  assert.deepEqual(read.read(whose).features[1]?.timestamps, [70n, 70n, null])
})

test('before anything is materialized every window is empty', (t) => {
  const store = openOnlineStore(`${temporaryFolder(t)}/online.db`, fixedClock(0n))
  t.after(() => store.close())
  const asked = [features.count, features.defaulted, features.mean, features.formula]
  const selected = asked.map((feature): Selected => ({ view: behaviour, feature, category: null, column: '' }))
  const answer = store.reader(selected).read(whose)
  assert.deepEqual(
    answer.features.map((it) => it.values[0]),
    [0n, -1n, 0.5, null],
  )
})

test('a thousand members of one family are one column of one statement', (t) => {
  const many = Array.from({ length: 5_000 }, (_, i) => `c${i}`)
  const feature = aggregate('wide', 'int64', { by: '#1', categories: { ...texts, vocabulary: many } })
  const view = viewOf(visitors, [feature])
  const path = `${temporaryFolder(t)}/online.db`
  shelve(path, view, [{ keys: [1n], at: 0n, values: [many.map((_, i) => (i % 1_000 === 0 ? BigInt(i) : null))] }])
  const store = openOnlineStore(path, fixedClock(0n))
  t.after(() => store.close())
  const selected = [...many, '__other__'].map((_, category): Selected => ({ view, feature, category, column: '' }))
  const answer = store.reader(selected).read(new Map([['visitor', [1, 1]]]))
  assert.equal(answer.features.length, 5_001)
  assert.deepEqual(
    [0, 1, 4_000, 5_000].map((i) => answer.features[i]?.values),
    [0n, 0n, 4_000n, 0n].map((it) => [it, it]),
  )
})

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const kinds: readonly (readonly [FeatureType, fc.Arbitrary<Value>])[] = [
  ['int64', int64],
  ['timestamp', int64],
  ['int32', fc.integer()],
  ['float64', fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -0, 1e300))],
  ['string', fc.string({ unit: 'grapheme' })],
  ['bool', fc.boolean()],
  ['int64[]', fc.array(fc.option(int64))],
  ['string[]', fc.array(fc.option(fc.string()))],
]

for (const [type, values] of kinds) {
  test(`${type} comes back exactly from a family`, () => {
    fc.assert(
      fc.property(fc.array(fc.option(values), { maxLength: 6 }), (list) => {
        const present = presentIn(familyEncoder(type)([...list.keys()], list))
        assert.deepEqual(
          list.map((_, i) => memberReader(type, i)(present)),
          list,
        )
        assert.equal(memberReader(type, list.length)(present), null)
      }),
    )
  })
}

test('a version of the same id whose vocabulary was fitted on other rows is another', (t) => {
  const { store } = opened(t)
  const refitted: FeatureVersion = {
    ...features.clicked,
    aggregate: { ...usualAggregate, by: '#1', categories: { ...texts, vocabulary: ['cart', 'Cart'] } },
  }
  const answer = store.reader([{ view: behaviour, feature: refitted, category: 0, column: '' }]).read(whose)
  assert.deepEqual(answer.features[0]?.statuses, ['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'])
})

test('a file of the first format is taken along', (t) => {
  const path = `${temporaryFolder(t)}/online.db`
  openDatabase(path, { name: 'online.db', migrations: [templates['online/0001']] }).close()
  const rowSet = rowSetOf(2, 'plain', [{ name: 'visitor', type: 'int64' }])
  const view = viewOf(rowSet, [featureOf(500, rowSet, 'age', 'int32')])
  shelve(path, view, [{ keys: [1n], at: 0n, values: [7] }])
  const store = openOnlineStore(path, fixedClock(0n))
  t.after(() => store.close())
  const [feature] = view.features
  assert.ok(feature)
  const answer = store.reader([{ view, feature, category: null, column: '' }]).read(whose)
  assert.deepEqual(answer.features[0]?.values, [7, null, null])
})
