// How data is written: exactly, in every form.
import { deepEqual, equal, rejects, throws } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { jsonOf, plainOf, Typed } from '../../src/cli/cells.ts'
import { fit } from '../../src/cli/fit-width.ts'
import { formatForFile, formatForStdout, formatOfFile } from '../../src/cli/format.ts'
import { sheetText } from '../../src/cli/output.ts'
import { type Sheet, sheetOf, withoutEmpty } from '../../src/cli/sheet.ts'
import type { FeatureType } from '../../src/core/values.ts'

describe('a value', () => {
  const values: [unknown, FeatureType | null, string, string | null][] = [
    [9007199254740993n, 'int64', '9007199254740993', '9007199254740993'],
    [3, 'float64', '3.0', '3.0'],
    [3, 'int32', '3', '3'],
    [-0, 'float64', '-0.0', '-0.0'],
    [0.1, 'float64', '0.1', '0.1'],
    [1e21, 'float64', '1e+21', '1e+21'],
    [Number.NaN, 'float64', 'null', 'NaN'],
    [Number.NEGATIVE_INFINITY, 'float64', 'null', '-Infinity'],
    [1_000_000n, 'timestamp', '"1970-01-01T00:00:01Z"', '1970-01-01T00:00:01Z'],
    ['a "b"', 'string', '"a \\"b\\""', 'a "b"'],
    ['{"a": 12345678901234567890}', 'json', '{"a": 12345678901234567890}', '{"a": 12345678901234567890}'],
    ['no json', 'json', '"no json"', 'no json'],
    [[1, null, 2.5], 'float64[]', '[1.0,null,2.5]', '[1.0,null,2.5]'],
    [['a', 'b'], null, '["a","b"]', 'a, b'],
    [new Uint8Array([1, 2]), 'bytes', '"AQI="', 'AQI='],
    [null, 'string', 'null', null],
    [undefined, null, 'null', null],
    [true, 'bool', 'true', 'true'],
    [{ a: 1n, b: undefined }, null, '{"a":1}', '{"a":1}'],
    [new Typed(2, 'float64'), null, '2.0', '2.0'],
  ]
  for (const [value, type, json, plain] of values) {
    it(`${json} as ${type}`, () => {
      equal(jsonOf(value, type), json)
      equal(plainOf(value, type), plain)
    })
  }
})

const sheet: Sheet = {
  columns: [
    { name: 'id', type: 'int64' },
    { name: 'score', type: 'float64' },
    { name: 'note', type: 'string' },
  ],
  rows: [
    [9007199254740993n, 3, 'a,b\n"c" | d'],
    [2n, null, ''],
  ],
}

describe('a sheet', () => {
  const forms = {
    ndjson: '{"id":9007199254740993,"score":3.0,"note":"a,b\\n\\"c\\" | d"}\n{"id":2,"score":null,"note":""}\n',
    json: '[\n  {"id":9007199254740993,"score":3.0,"note":"a,b\\n\\"c\\" | d"},\n  {"id":2,"score":null,"note":""}\n]\n',
    csv: 'id,score,note\n9007199254740993,3.0,"a,b\n""c"" | d"\n2,,""\n',
    md: '| id | score | note |\n|---|---|---|\n| 9007199254740993 | 3.0 | a,b<br>"c" \\| d |\n| 2 |  |  |\n',
    table: '              id  score  note\n9007199254740993    3.0  a,b\\n"c" | d\n               2   null\n',
  } as const
  for (const format of ['ndjson', 'json', 'csv', 'md', 'table'] as const) {
    it(format, async () => equal(await sheetText(sheet, format), forms[format]))
  }
  it('of no rows', async () => {
    const empty = { ...sheet, rows: [] }
    equal(await sheetText(empty, 'json'), '[]\n')
    equal(await sheetText(empty, 'ndjson'), '')
    equal(await sheetText(empty, 'csv'), 'id,score,note\n')
  })
  it('parquet is refused', () => rejects(sheetText(sheet, 'parquet'), { code: 'unknown_format' }))
  it('a table obeys no control character of a value', async () => {
    const text = await sheetText(sheetOf([{ a: '\u001b[2Jx\u009b1m' }]), 'table')
    equal(text, 'a\n\\u001b[2Jx\\u009b1m\n')
  })
  it('of records has every key once, and can lose its empty columns', async () => {
    const records = sheetOf([
      { a: 1, b: '' },
      { a: 2, c: null, d: [] },
    ])
    equal(records.columns.map(({ name }) => name).join(), 'a,b,c,d')
    equal(
      withoutEmpty(records)
        .columns.map(({ name }) => name)
        .join(),
      'a',
    )
    equal(await sheetText(records, 'ndjson'), '{"a":1,"b":""}\n{"a":2,"c":null,"d":[]}\n')
  })
})

describe('a narrow terminal', () => {
  const wide = { natural: 60, name: 4, canShrink: true }
  const number = { natural: 10, name: 4, canShrink: false }
  const fits: [Parameters<typeof fit>, number[]][] = [
    [
      [[wide, number], null],
      [60, 10],
    ],
    [
      [[wide, number], 80],
      [60, 10],
    ],
    [
      [[wide, number], 50],
      [38, 10],
    ],
    [
      [[wide, number, wide], 54],
      [20, 10, 20],
    ],
    [
      [[wide, number, wide], 53],
      [41, 10],
    ],
    [[[number, number], 5], [10]],
    [[[{ ...wide, natural: 500 }], null], [72]],
  ]
  for (const [given, widths] of fits) it(`${given[1]} → ${widths}`, () => deepEqual(fit(...given), widths))
})

describe('the form', () => {
  it('follows --format, then the reader', () => {
    equal(formatForStdout(null, true), 'table')
    equal(formatForStdout(null, false), 'ndjson')
    equal(formatForStdout('csv', true), 'csv')
  })
  it('follows --format, then the extension', () => {
    equal(formatForFile(null, 'a.PARQUET'), 'parquet')
    equal(formatForFile(null, 'a.jsonl'), 'ndjson')
    equal(formatForFile('csv', 'a.parquet'), 'csv')
    equal(formatOfFile('a'), null)
    throws(() => formatForFile(null, 'a.xlsx'), { code: 'unknown_format' })
  })
})
