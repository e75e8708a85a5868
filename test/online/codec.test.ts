// Does every value come back from SQLite as it went in?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fixedClock } from '../../src/core/clock.ts'
import { type FeatureType, featureTypes, type ScalarType, type Value } from '../../src/core/values.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { featureOf, rowSetOf, selectAll, shelve, temporaryFolder, viewOf } from './shelf.ts'

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const double = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 3, 1e300, 5e-324))

const scalars: Readonly<Record<ScalarType, fc.Arbitrary<Value>>> = {
  string: fc.string({ unit: 'grapheme' }),
  int32: fc.integer(),
  int64,
  float32: fc.float(),
  float64: double,
  bool: fc.boolean(),
  timestamp: int64,
  bytes: fc.uint8Array(),
  json: fc.json(),
}

const anyValue = (type: FeatureType): fc.Arbitrary<Value> => {
  const element = scalars[type.replace('[]', '') as ScalarType]
  return fc.option(type.endsWith('[]') ? fc.array(fc.option(element)) : element)
}

const plain = (value: Value): unknown => {
  if (value instanceof Uint8Array) return [...value]
  return Array.isArray(value) ? value.map(plain) : value
}

test('every type comes back exactly: int64, NaN, infinities, -0, empty texts, nulls inside lists', (t) => {
  const path = `${temporaryFolder(t)}/online.db`
  const rowSet = rowSetOf(1, 'all', [{ name: 'id', type: 'int64' }])
  const features = featureTypes.map((type, i) => featureOf(i + 1, rowSet, `f${i}`, type))
  const view = viewOf(rowSet, features)
  fc.assert(
    fc.property(fc.tuple(...featureTypes.map(anyValue)), (values) => {
      shelve(path, view, [{ keys: [1n], at: 0n, values }])
      const store = openOnlineStore(path, fixedClock(0n))
      const answer = store.reader(selectAll(view)).read(new Map([['id', [1]]]))
      store.close()
      answer.features.forEach((it, i) => {
        assert.deepEqual(plain(it.values[0] ?? null), plain(values[i] ?? null), it.type)
      })
    }),
    { numRuns: 60 },
  )
})
