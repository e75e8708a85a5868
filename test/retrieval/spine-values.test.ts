// What a spine's values may be: keys of every type, instants in every form, and what is said of the others.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { FeatureType } from '../../src/core/values.ts'
import { openEngine } from '../support/engine.ts'
import { refused, spinesIn } from '../support/spines.ts'

const engine = await openEngine()
const { session } = engine
const { load, file, asked } = spinesIn(engine)

suite('keys', () => {
  const cases: readonly (readonly [FeatureType, string, unknown])[] = [
    ['int64', '9223372036854775807', 9223372036854775807n],
    ['int64', '-9223372036854775808', -9223372036854775808n],
    ['int64', '+7', 7n],
    ['int64', '007', 7n],
    ['int64', ' 7 ', 7n],
    ['int64', '7.0', 7n],
    ['int64', '1e3', 1000n],
    ['int64', '1.5e1', 15n],
    ['int64', '7.', 7n],
    ['int32', '-5', -5],
    ['string', '007', '007'],
    ['string', ' x ', ' x '],
    ['bool', 'TRUE', true],
    ['bool', '0', false],
    ['timestamp', '2026-03-01T01:00:00+01:00', BigInt(Date.UTC(2026, 2, 1)) * 1000n],
    ['bytes', 'AQI=', new Uint8Array([1, 2])],
  ]
  for (const [type, text, expected] of cases) {
    test(`${type} from ${JSON.stringify(text)}`, async () => {
      await load(file('spine.csv', `id,event_timestamp\n"${text}",2026-03-01\n`), type)
      const [row] = await session.rows('SELECT key0 FROM asked')
      assert.deepEqual(row?.key0 instanceof Uint8Array ? new Uint8Array(row.key0) : row?.key0, expected)
    })
  }

  const bad: readonly (readonly [FeatureType, string])[] = [
    ['int64', 'abc'],
    ['int64', '1.5'],
    ['int64', '1.00000000001'],
    ['int64', '1e30'],
    ['int64', '9223372036854775808'],
    ['int64', '0x10'],
    ['int64', '1_000'],
    ['int32', '2147483648'],
    ['bool', '2'],
    ['bytes', 'a'],
    ['timestamp', 'noon'],
  ]
  for (const [type, text] of bad) {
    test(`${type} refuses ${text}, naming column, value and row`, () =>
      refused(
        load(file('spine.csv', `id,event_timestamp\n,2026-03-01\n${text},2026-03-01\n`), type),
        'bad_spine_value',
        /"id"/,
        /row 2/,
        new RegExp(`"${text}"`),
      ))
  }

  test('whole floats are integers, others are refused', async () => {
    const columns = (values: number[]) => ({
      columns: [
        { name: 'id', type: 'float64' as const, values },
        { name: 'event_timestamp', type: 'timestamp' as const, values: values.map(() => 0n) },
      ],
    })
    await load(columns([3, -2, 9007199254740992]))
    assert.deepEqual(
      (await asked()).map((row) => row[0]),
      [3n, -2n, 9007199254740992n],
    )
    for (const value of [1.5, 1e30, Number.NaN]) {
      await refused(load(columns([1, value])), 'bad_spine_value', /row 2/)
    }
  })
})

suite('instants', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['2026-03-01', '2026-03-01T00:00:00Z'],
    ['2026-03-01 12:00', '2026-03-01T12:00:00Z'],
    ['2026-03-01T12:00:00', '2026-03-01T12:00:00Z'],
    ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00Z'],
    ['2026-03-01t12:00:00z', '2026-03-01T12:00:00Z'],
    ['2026-03-01 12:00:00.123456789', '2026-03-01T12:00:00.123456Z'],
    ['1969-12-31T23:59:59.9999999Z', '1969-12-31T23:59:59.999999Z'],
    ['2026-03-01T12:00:00+01:00', '2026-03-01T11:00:00Z'],
    ['2026-03-01T12:00+01:00', '2026-03-01T11:00:00Z'],
    ['2026-03-01 12:00:00 -0530', '2026-03-01T17:30:00Z'],
    ['2026-03-01T12:00:00+05', '2026-03-01T07:00:00Z'],
    [' 2026-03-01 ', '2026-03-01T00:00:00Z'],
    ['0001-01-01', '0001-01-01T00:00:00Z'],
  ]
  for (const [text, expected] of cases) {
    test(`${text} is ${expected}`, async () => {
      await load(file('spine.csv', `id,event_timestamp\n1,${text}\n`))
      assert.deepEqual(await asked(), [[1n, expected]])
    })
  }

  for (const text of [
    'noon',
    '2026-02-30',
    '2026-03-01 24:00:00',
    '2026-3-1',
    '1772366400',
    'infinity',
    '2026-03-01T12:00:00 Europe/Berlin',
  ]) {
    test(`${text} is refused`, () =>
      refused(
        load(file('spine.csv', `id,event_timestamp\n1,2026-03-01\n1,${text}\n`)),
        'bad_spine_value',
        /row 2/,
        /"event_timestamp"/,
      ))
  }

  test('the only column of instants is found, among texts and among types', async () => {
    const spine = await load(file('spine.csv', 'id,at,note\n1,2026-03-01T10:00:00Z,x\n'))
    assert.equal(spine.instant.name, 'at')
  })
  test('the option names it', async () => {
    const spine = await load(file('spine.csv', 'id,a,b\n1,2026-03-01,2026-03-02\n'), 'int64', 'b')
    assert.equal(spine.instant.name, 'b')
  })
  test('two candidates are named', () =>
    refused(load(file('spine.csv', 'id,a,b\n1,2026-03-01,2026-03-02\n')), 'missing_timestamp', /"a", "b".*--timestamp/))
  test('none', () => refused(load(file('spine.csv', 'id,a\n1,x\n')), 'missing_timestamp', /no column of instants/))
  test('a name that is not there', () =>
    refused(
      load(file('spine.csv', 'id,when\n1,2026-03-01\n'), 'int64', 'whem'),
      'missing_timestamp',
      /did you mean "when"/,
    ))
})
