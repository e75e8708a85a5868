// Do durations survive being written and read?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatDuration, readDuration } from '../../src/core/durations.ts'

test('a duration is read back as it was written', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (length) => readDuration(formatDuration(length)) === length),
    { numRuns: 10_000 },
  )
})

test('no text makes reading throw', () => {
  fc.assert(fc.property(fc.string(), (text) => ['bigint', 'object'].includes(typeof readDuration(text))))
})

const read: readonly (readonly [string, bigint, string])[] = [
  ['0s', 0n, '0s'],
  ['0d', 0n, '0s'],
  ['90s', 90_000_000n, '1m30s'],
  ['15m', 900_000_000n, '15m'],
  ['1h', 3_600_000_000n, '1h'],
  ['7d', 604_800_000_000n, '7d'],
  ['2w', 1_209_600_000_000n, '14d'],
  ['1d12h', 129_600_000_000n, '1d12h'],
  ['5ms', 5_000n, '5ms'],
  ['7us', 7n, '7us'],
  [' 7d ', 604_800_000_000n, '7d'],
]

for (const [text, length, shortest] of read) {
  test(`${JSON.stringify(text)} is ${length} µs, shortest ${shortest}`, () => {
    assert.equal(readDuration(text), length)
    assert.equal(formatDuration(length), shortest)
  })
}

for (const text of [
  '',
  'd',
  '7',
  '7 d',
  '-7d',
  '1.5h',
  '7D',
  '1mo',
  '3y',
  '7d!',
  '1d 12h',
  '９d',
  '1'.repeat(13).concat('s'),
]) {
  test(`${JSON.stringify(text)} is no duration`, () => assert.equal(readDuration(text), null))
}
