// Which values are keys of which type?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FeatureType, Value } from '../../src/core/values.ts'
import { readKeys } from '../../src/online/keys.ts'

const taken: readonly (readonly [FeatureType, unknown, Value])[] = [
  ['string', 'abc', 'abc'],
  ['string', '', ''],
  ['string', 42, '42'],
  ['string', 2n ** 60n, String(2n ** 60n)],
  ['int64', 42, 42n],
  ['int64', '-42', -42n],
  ['int64', ' +7 ', 7n],
  ['int64', 3.0, 3n],
  ['int64', '1.0', 1n],
  ['int64', '1.', 1n],
  ['int64', '007', 7n],
  ['int64', '-1e3', -1000n],
  ['int64', '1E+2', 100n],
  ['int64', '100e-2', 1n],
  ['int64', '1.50e1', 15n],
  ['int64', '0e400', 0n],
  ['int64', '00000000000000000000000000000042', 42n],
  ['int64', '9223372036854775807.0', 2n ** 63n - 1n],
  ['int64', '-9.223372036854775808e18', -(2n ** 63n)],
  ['int32', '5.0', 5],
  ['int64', 2n ** 63n - 1n, 2n ** 63n - 1n],
  ['int64', -(2n ** 63n), -(2n ** 63n)],
  ['int32', 7n, 7],
  ['int32', '-2147483648', -2147483648],
  ['bool', true, true],
  ['bool', 'False', false],
  ['bool', 1, true],
  ['timestamp', '2026-01-01T01:00:00+01:00', 1_767_225_600_000_000n],
  ['timestamp', 5n, 5n],
  ['int64', null, null],
]

const refused: readonly (readonly [FeatureType, unknown])[] = [
  ['string', 1.5],
  ['string', {}],
  ['int64', '1.5'],
  ['int64', '1.00000000001'],
  ['int64', '15e-1'],
  ['int64', '1e30'],
  ['int64', '1e999'],
  ['int64', '1e'],
  ['int64', '.5e1'],
  ['int64', '0x10'],
  ['int64', '1_000'],
  ['int64', ''],
  ['int64', '1 0'],
  ['int32', '1e10'],
  ['int64', 9007199254740992],
  ['int64', 2n ** 63n],
  ['int64', '9223372036854775808'],
  ['int64', Infinity],
  ['int32', 2147483648],
  ['bool', 'yes'],
  ['bool', 2],
  ['timestamp', 'yesterday'],
  ['timestamp', 5],
  ['bytes', '§'],
]

test('values that are keys', () => {
  for (const [type, given, value] of taken) assert.deepEqual(readKeys({ name: 'k', type }, [given]), [value])
  const [bytes] = readKeys({ name: 'k', type: 'bytes' }, ['AAEC'])
  assert.deepEqual(bytes, Buffer.from([0, 1, 2]))
})

test('values that are not, and the place of the first', () => {
  for (const [type, given] of refused) {
    assert.throws(
      () => readKeys({ name: 'k', type }, [null, given]),
      /k is no \w+: .*value 2 of the list/,
      `${type} ${given}`,
    )
  }
})
