// Are numbers, instants and texts written so that they mean the same when they are read?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readInstant } from '../../src/core/instants.ts'
import { exactText, instantText, parseTypedJson, textOf } from '../../src/server/json.ts'

test('floats keep their point, and are read back as they were', () => {
  const text = textOf('float64')
  assert.deepEqual([3, -0, 0.1, 1e21, 1e-7, Number.NaN, -Infinity].map(text), [
    '3.0',
    '-0.0',
    '0.1',
    '1e+21',
    '1e-7',
    'null',
    'null',
  ])
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (it) => Object.is(JSON.parse(text(it)), it)),
  )
})

test('32-bit floats are written short', () => {
  const text = textOf('float32')
  assert.deepEqual([Math.fround(0.1), 16777216, Math.fround(1 / 3)].map(text), ['0.1', '16777216.0', '0.33333334'])
  const float = fc.float({ noNaN: true, noDefaultInfinity: true })
  fc.assert(fc.property(float, (it) => Object.is(Math.fround(JSON.parse(text(it))), it)))
})

test('instants: for features without trailing zeros, for event timestamps with none, three or six digits', () => {
  const micros = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 17n })
  fc.assert(
    fc.property(micros, (at) => {
      const [short, padded] = [JSON.parse(textOf('timestamp')(at)), instantText(at)]
      assert.equal(readInstant(short), at)
      assert.equal(readInstant(padded), at)
      if (at >= 0n) assert.match(padded, /:\d\d(\.\d{3}|\.\d{6})?Z$/)
    }),
  )
  assert.equal(textOf('timestamp')(2n ** 63n - 1n), '"infinity"')
})

test('lists hold nulls and exact integers', () => {
  assert.equal(textOf('int64[]')([2n ** 63n - 1n, null]), '[9223372036854775807,null]')
  assert.equal(textOf('string[]')(['a"', '\u2028', null]), '["a\\"","\u2028",null]')
  assert.equal(textOf('bytes[]')([new Uint8Array([255])]), '["/w=="]')
})

test('JSON that passes through keeps every digit', () => {
  const text = '{"a":[9007199254740993,1.0,-0.0,{"b":null}],"c":"x","d":1e300}'
  assert.equal(exactText(parseTypedJson(text)), text.replace('1e300', '1e+300'))
})
