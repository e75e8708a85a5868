// What key and what instant is a value, and when is it none?
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { FeatureType } from '../../src/core/values.ts'
import { at, micros, only, project, rawRows, run } from '../support/relations.ts'
import type { Columns } from '../support/workshop.ts'

describe('keys', () => {
  const cases: readonly (readonly [FeatureType, FeatureType, string, unknown])[] = [
    ['string', 'string', "'x'", 'x'],
    ['string', 'int64', "'42'", 42n],
    ['string', 'int64', "'42.0'", 42n],
    ['string', 'int64', "'4.2'", null],
    ['string', 'int64', "'abc'", null],
    ['string', 'int64', "''", null],
    ['float64', 'int64', '42.0', 42n],
    ['float64', 'int64', '1.5', null],
    ['float64', 'int64', "'nan'::DOUBLE", null],
    ['int64', 'int32', '7', 7],
    ['int64', 'int32', '3000000000', null],
    ['int64', 'string', '42', '42'],
    ['string', 'bool', "'true'", true],
    ['string', 'timestamp', "'2026-01-02'", micros(2)],
    ['string', 'timestamp', "'yesterday'", null],
  ]
  for (const [from, to, value, expected] of cases) {
    test(`${value} of ${from} as ${to}`, () =>
      run(async (workshop) => {
        const columns: Columns = { s: { k: from, t: 'timestamp', x: 'int64' } }
        await workshop.apply(project({ keys: { k: to }, features: { a: 'x' } }), columns)
        const [row] = await only(workshop, columns, 's', rawRows(columns.s ?? {}, [{ k: value, t: at(1) }]))
        assert.deepEqual(row?.k, expected)
      }))
  }

  test('a key may be derived', () =>
    run(async (workshop) => {
      const columns: Columns = { s: { j: 'string', t: 'timestamp' } }
      const derived = { k: { json: 'j', path: '$.user' } }
      await workshop.apply(
        project({ keys: { k: 'int64' }, source: { columns: derived }, features: { a: 'j' } }),
        columns,
      )
      const [row] = await only(workshop, columns, 's', rawRows(columns.s ?? {}, [{ j: `'{"user": "7"}'`, t: at(1) }]))
      assert.deepEqual(row?.k, 7n)
    }))
})

describe('event times', () => {
  const berlin = { timezone: 'Europe/Berlin' }
  const noon = BigInt(Date.UTC(2026, 6, 1, 12)) * 1000n
  const hour = 3_600_000_000n
  const cases: readonly (readonly [string, string, object, string, bigint | null])[] = [
    ['a landed time', 't', {}, "'2026-07-01 12:00:00'", noon],
    ['a landed time is in UTC whatever the zone', 't', berlin, "'2026-07-01 12:00:00'", noon],
    ['an expression over landed times too', "t + INTERVAL '1 hour'", berlin, "'2026-07-01 11:00:00'", noon],
    ['a parsed text', "strptime(n, '%d.%m.%Y %H:%M')", {}, "'01.07.2026 12:00'", noon],
    ['a parsed text is local', "strptime(n, '%d.%m.%Y %H:%M')", berlin, "'01.07.2026 14:00'", noon],
    ['a text', 'n', {}, "'2026-07-01T12:00:00Z'", noon],
    ['a text with an offset', 'n', berlin, "'2026-07-01T15:00:00+03:00'", noon],
    ['a text without seconds', 'n', {}, "'2026-07-01 15:00+03'", noon],
    ['a text with a zone', 'n', {}, "'2026-07-01 14:00:00 Europe/Berlin'", noon],
    ['a naive text is local', 'n', berlin, "'2026-07-01 14:00:00'", noon],
    ['a naive text without a zone', 'n', {}, "' 2026-07-01 12:00:00 '", noon],
    ['a date', 'CAST(n AS DATE)', {}, "'2026-07-01'", noon - 12n * hour],
    ['a date is a local midnight', 'CAST(n AS DATE)', berlin, "'2026-07-01'", noon - 14n * hour],
    ['a time with a zone', 'n::TIMESTAMPTZ', berlin, "'2026-07-01 13:00:00+01'", noon],
    ['seconds', 'to_timestamp(n::BIGINT)', berlin, String(noon / 1_000_000n), noon],
    ['nanoseconds are cut', 'n::TIMESTAMP_NS', {}, "'2026-07-01 12:00:00.000000999'", noon],
    ['before 1970 they are cut downwards', 'n::TIMESTAMP_NS', {}, "'1969-12-31 23:59:59.999999999'", -1n],
    ['no time', 'n', {}, "'soon'", null],
    ['an endless time', 'n', {}, "'infinity'", null],
  ]
  for (const [name, timestamp, source, value, expected] of cases) {
    test(name, () =>
      run(async (workshop) => {
        const columns: Columns = { s: { k: 'string', t: 'timestamp', n: 'string' } }
        await workshop.apply(project({ source: { timestamp, ...source }, features: { a: 'k' } }), columns)
        const raw = timestamp.startsWith('t') && !timestamp.startsWith('to') ? { t: value } : { n: value }
        const [row] = await only(workshop, columns, 's', rawRows(columns.s ?? {}, [{ k: "'p'", ...raw }]))
        assert.deepEqual(row?.event_time, expected)
      }),
    )
  }
})
