// Do instants survive being written and read?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatInstant, parseInstant, readInstant } from '../../src/core/instants.ts'

const micros = (year: number): bigint => BigInt(new Date(0).setUTCFullYear(year, 0, 1)) * 1000n

test('an instant of the years 1 to 9999 is read back as it was written', () => {
  const instants = fc.bigInt({ min: micros(1), max: micros(10_000) - 1n })
  fc.assert(
    fc.property(instants, (at) => readInstant(formatInstant(at)) === at),
    { numRuns: 20_000 },
  )
})

test('every day of four centuries is written as JavaScript writes it', () => {
  for (let day = Date.UTC(1800, 0, 1); day < Date.UTC(2201, 0, 1); day += 86_400_000) {
    assert.equal(formatInstant(BigInt(day) * 1000n), new Date(day).toISOString().replace('.000Z', 'Z'))
  }
})

const written: readonly (readonly [string, string])[] = [
  ['2026-03-01', '2026-03-01T00:00:00Z'],
  ['2026-03-01 12:30', '2026-03-01T12:30:00Z'],
  ['2026-03-01T12:30:45', '2026-03-01T12:30:45Z'],
  ['2026-03-01t12:30:45z', '2026-03-01T12:30:45Z'],
  ['2026-03-01T12:00:00+01:00', '2026-03-01T11:00:00Z'],
  ['2026-03-01T12:00:00-0530', '2026-03-01T17:30:00Z'],
  ['2026-03-01T00:30:00+01', '2026-02-28T23:30:00Z'],
  ['2026-03-01T12:00:00.25Z', '2026-03-01T12:00:00.25Z'],
  ['2026-03-01T12:00:00.123456789Z', '2026-03-01T12:00:00.123456Z'],
  ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
  ['2024-02-29', '2024-02-29T00:00:00Z'],
  ['0001-01-01', '0001-01-01T00:00:00Z'],
  ['0004-02-29', '0004-02-29T00:00:00Z'],
  ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
  ['  2026-03-01  ', '2026-03-01T00:00:00Z'],
]

for (const [text, expected] of written) {
  test(`${text} is ${expected}`, () => assert.equal(formatInstant(parseInstant(text, '--at')), expected))
}

const refused = ['', 'now', '2026', '2026-3-1', '2026-02-29', '2026-13-01', '2026-00-10', '2026-01-01T24:00:00']
for (const text of [...refused, '2026-01-01T10:60', '2026-01-01T10:00:60', '12026-01-01', '2026-01-01T10:00:00 CET']) {
  test(`${JSON.stringify(text)} is no instant`, () => {
    assert.equal(readInstant(text), null)
    assert.throws(() => parseInstant(text, '--at'), {
      code: 'bad_instant',
      message: `--at is not an instant: "${text}"`,
    })
  })
}
