// What does an online read answer: values, statuses, order, and its refusals?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import { PintailError } from '../../src/core/errors.ts'
import type { Selected } from '../../src/core/versions.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { type Answer, featureOf, rowSetOf, selectAll, shelve, temporaryFolder, viewOf } from './shelf.ts'

const patients = rowSetOf(1, 'cardiac', [{ name: 'patient_id', type: 'string' }])
const age = featureOf(1, patients, 'age', 'int32')
const score = featureOf(2, patients, 'score', 'float64', 0.5)
const cardiac = viewOf(patients, [age, score], 100n)

const ages = (values: readonly unknown[], at: bigint): Answer => ({
  keys: [String(values[0])],
  at,
  values: [Number(values[1]), values[2] === null ? null : Number(values[2])],
})

const opened = (t: Parameters<typeof temporaryFolder>[0], now: bigint) => {
  const path = `${temporaryFolder(t)}/online.db`
  const store = openOnlineStore(path, fixedClock(now))
  t.after(() => store.close())
  return { path, store }
}

test('a value, its default and its status', (t) => {
  const { path, store } = opened(t, 1_000n)
  const rows = [ages(['young', 30, 0.1], 950n), ages(['edge', 40, 0.2], 900n), ages(['old', 50, 0.3], 899n)]
  shelve(path, cardiac, [...rows, ages(['null', 60, null], 1_000n)])
  const answer = store
    .reader(selectAll(cardiac))
    .read(new Map([['patient_id', ['young', 'edge', 'old', 'null', 'nobody', null]]]))
  assert.deepEqual(answer.keys, [
    { name: 'patient_id', type: 'string', values: ['young', 'edge', 'old', 'null', 'nobody', null] },
  ])
  const [ageColumn, scoreColumn] = answer.features
  assert.deepEqual(ageColumn?.values, [30, 40, null, 60, null, null])
  assert.deepEqual(scoreColumn?.values, [0.1, 0.2, 0.5, 0.5, 0.5, 0.5])
  assert.deepEqual(scoreColumn?.statuses, [
    'PRESENT',
    'PRESENT',
    'OUTSIDE_MAX_AGE',
    'NULL_VALUE',
    'NOT_FOUND',
    'NOT_FOUND',
  ])
  assert.deepEqual(scoreColumn?.timestamps, [950n, 900n, 899n, 1_000n, null, null])
})

test('features come in the order asked for, duplicates of keys are answered one for one', (t) => {
  const { path, store } = opened(t, 0n)
  shelve(path, cardiac, [ages(['b', 2, 0.2], 0n), ages(['a', 1, 0.1], 0n)])
  const backwards: Selected[] = [
    { view: cardiac, feature: score, category: null, column: 'second' },
    { view: cardiac, feature: age, category: null, column: 'first' },
  ]
  const answer = store.reader(backwards).read(new Map([['patient_id', ['b', 'a', 'b', 'x', 'a']]]))
  assert.deepEqual(
    answer.features.map((it) => [it.name, it.values]),
    [
      ['second', [0.2, 0.1, 0.2, 0.5, 0.1]],
      ['first', [2, 1, 2, null, 1]],
    ],
  )
})

test('what was never materialized is not found, with its default', (t) => {
  const { store } = opened(t, 0n)
  const answer = store.reader(selectAll(cardiac)).read(new Map([['patient_id', ['a']]]))
  assert.deepEqual(
    answer.features.map((it) => [it.values, it.statuses]),
    [
      [[null], ['NOT_FOUND']],
      [[0.5], ['NOT_FOUND']],
    ],
  )
})

test('composite keys are typed tuples, and views with other keys are put side by side', (t) => {
  const { path, store } = opened(t, 0n)
  const trips = rowSetOf(2, 'trips', [
    { name: 'user', type: 'int64' },
    { name: 'city', type: 'string' },
  ])
  const users = rowSetOf(3, 'users', [{ name: 'user', type: 'int64' }])
  const trip = viewOf(trips, [featureOf(10, trips, 'trips', 'int64')])
  const user = viewOf(users, [featureOf(11, users, 'name', 'string')])
  const big = 2n ** 53n + 1n
  shelve(path, trip, [
    { keys: [1n, '1'], at: 0n, values: [11n] },
    { keys: [11n, ''], at: 0n, values: [12n] },
    { keys: [big, 'x'], at: 0n, values: [13n] },
  ])
  shelve(path, user, [
    { keys: [1n], at: 0n, values: ['one'] },
    { keys: [big], at: 0n, values: ['big'] },
  ])
  const reader = store.reader([...selectAll(user), ...selectAll(trip)])
  const answer = reader.read(
    new Map<string, readonly unknown[]>([
      ['city', ['1', '', 'x', 'x']],
      ['user', [1, '11', big, 2 ** 53 - 1]],
      ['unasked', ['whatever', 1, null, {}]],
    ]),
  )
  assert.deepEqual(
    answer.keys.map((it) => it.name),
    ['city', 'user'],
  )
  assert.deepEqual(answer.keys[1]?.values, [1n, 11n, big, BigInt(2 ** 53 - 1)])
  assert.deepEqual(answer.features[0]?.values, ['one', null, 'big', null])
  assert.deepEqual(answer.features[1]?.values, [11n, 12n, 13n, null])
})

const refusal = (work: () => unknown): PintailError => {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof PintailError) return thrown
    throw thrown
  }
  return assert.fail('nothing was refused')
}

test('refusals name the key, the value and its place', (t) => {
  const { store } = opened(t, 0n)
  const users = rowSetOf(3, 'users', [{ name: 'user_id', type: 'int64' }])
  const reader = store.reader(selectAll(viewOf(users, [featureOf(11, users, 'name', 'string')])))
  for (const bad of ['abc', 1.5, 2 ** 53, 2n ** 63n, true, {}, [1], '', '1e30', Number.NaN]) {
    const error = refusal(() => reader.read(new Map([['user_id', [1, bad]]])))
    assert.equal(error.code, 'bad_argument')
    assert.match(error.message, /^user_id is no int64: .*value 2 of the list$/)
  }
  const missing = refusal(() => reader.read(new Map([['user_ids', [1]]])))
  assert.equal(missing.code, 'missing_key')
  assert.match(missing.fix ?? '', /^write "user_id" for "user_ids"$/)
  assert.equal(refusal(() => reader.read(new Map())).code, 'missing_key')
  const composite = rowSetOf(4, 'both', [
    { name: 'a', type: 'string' },
    { name: 'b', type: 'string' },
  ])
  const uneven = store.reader(selectAll(viewOf(composite, [featureOf(12, composite, 'x', 'string')])))
  const entities = new Map([
    ['a', ['1', '2']],
    ['b', ['1']],
  ])
  assert.match(refusal(() => uneven.read(entities)).message, /"a" has 2 values and "b" has 1/)
})
