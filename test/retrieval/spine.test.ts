// What a spine may be, and what is said when it cannot be read: every kind of file, every bad line.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { SpineInput } from '../../src/core/verbs.ts'
import { openEngine } from '../support/engine.ts'
import { refused, spinesIn } from '../support/spines.ts'

const engine = await openEngine()
const { session, folder } = engine
const { load, file, asked } = spinesIn(engine)

suite('CSV', () => {
  const good: readonly (readonly [string, string | Uint8Array, unknown[][]])[] = [
    ['plain', 'id,event_timestamp\n1,2026-03-01\n', [[1n, '2026-03-01T00:00:00Z']]],
    ['a byte order mark', '\uFEFFid,event_timestamp\n1,2026-03-01\n', [[1n, '2026-03-01T00:00:00Z']]],
    ['carriage returns', 'id,event_timestamp\r\n1,2026-03-01\r\n', [[1n, '2026-03-01T00:00:00Z']]],
    ['no last newline', 'id,event_timestamp\n1,2026-03-01', [[1n, '2026-03-01T00:00:00Z']]],
    ['semicolons', 'id;event_timestamp;note\n1;2026-03-01;a,b\n', [[1n, '2026-03-01T00:00:00Z']]],
    ['tabs', 'id\tevent_timestamp\n1\t2026-03-01\n', [[1n, '2026-03-01T00:00:00Z']]],
    ['newlines in quotes', 'note,id,event_timestamp\n"a\nb",1,2026-03-01\n', [[1n, '2026-03-01T00:00:00Z']]],
    [
      'quotes in the header',
      '"id","event_timestamp","say ""hi"", so"\n1,2026-03-01,x\n',
      [[1n, '2026-03-01T00:00:00Z']],
    ],
    [
      'everything quoted',
      '"id","event_timestamp"\n"1","2026-03-01"\n"",""\n',
      [
        [1n, '2026-03-01T00:00:00Z'],
        [null, null],
      ],
    ],
    [
      'missing values',
      'id,event_timestamp,x\n,2026-03-01,1\n1,,2\n',
      [
        [null, '2026-03-01T00:00:00Z'],
        [1n, null],
      ],
    ],
    ['a header only', 'id,event_timestamp\n', []],
    ['an empty line', 'id,event_timestamp\n1,2026-03-01\n\n', [[1n, '2026-03-01T00:00:00Z']]],
  ]
  for (const [name, content, expected] of good) {
    test(name, async () => {
      const spine = await load(file('spine.csv', content))
      assert.deepEqual(await asked(), expected)
      assert.equal(spine.rows, expected.length)
    })
  }

  const bad: readonly (readonly [string, string | Uint8Array, string, RegExp])[] = [
    [
      'a row too long',
      'id,event_timestamp\n1,2026-03-01\n1,2,3\n',
      'spine_unreadable',
      /2 columns expected, 3 found.*:3$/,
    ],
    ['a row too short', 'id,event_timestamp\n1\n', 'spine_unreadable', /2 columns expected, 1 found.*:2$/],
    [
      'Latin-1',
      Buffer.from('id,event_timestamp,n\n1,2026-03-01,caf\xe9\n', 'latin1'),
      'spine_unreadable',
      /UTF-8.*iconv.*:2$/,
    ],
    [
      'Latin-1 in the header',
      Buffer.from('id,event_timestamp,caf\xe9\n1,2026-03-01,x\n', 'latin1'),
      'spine_unreadable',
      /UTF-8.*:1$/,
    ],
    [
      'UTF-16',
      Buffer.from('\uFEFFid,event_timestamp\n1,2026-03-01\n', 'utf16le'),
      'spine_unreadable',
      /spine as csv: it is UTF-16 text.*iconv -f UTF-16 -t UTF-8/,
    ],
    [
      'gzip',
      gzipSync('id,event_timestamp\n1,2026-03-01\n'),
      'spine_unreadable',
      /spine as csv: it is packed \(gzip\).*gunzip/,
    ],
    ['Parquet', 'PAR1 and so on', 'spine_unreadable', /it is a Parquet file.*mv .*\.parquet/],
    ['nothing', '', 'spine_unreadable', /empty/],
    ['an open quote', 'id,event_timestamp\n"1,2026-03-01\n2,2026-03-01\n', 'spine_unreadable', /spine/],
    ['a name twice', 'id,event_timestamp,id\n1,2026-03-01,2\n', 'duplicate_column', /two columns named "id"/],
    ['no key', 'idx,event_timestamp\n1,2026-03-01\n', 'missing_key', /"id".*view "v".*"idx".*did you mean "idx"/],
  ]
  for (const [name, content, code, words] of bad) {
    test(`refused: ${name}`, () => refused(load(file('spine.csv', content)), code, words))
  }

  test('a file that is not there', () =>
    refused(load({ path: '/nowhere/x.csv', format: null }), 'spine_unreadable', /no spine file/))
  test('a folder', () => refused(load({ path: folder, format: null }), 'spine_unreadable', /folder/))
})

suite('other inputs', () => {
  test('NDJSON, with int64 exact and texts that look like dates kept', async () => {
    const spine = await load(
      file(
        's.ndjson',
        '{"id":9223372036854775807,"event_timestamp":"2026-03-01T12:00:00+01:00","d":"2026-01-01"}\n{"id":null,"event_timestamp":null,"d":null}\n',
      ),
    )
    assert.deepEqual(await asked(), [
      [9223372036854775807n, '2026-03-01T11:00:00Z'],
      [null, null],
    ])
    assert.deepEqual(
      spine.columns.map((it) => it.type),
      ['BIGINT', 'VARCHAR', 'VARCHAR'],
    )
  })
  test('a JSON array', async () => {
    await load(file('s.json', '[{"id":1,"event_timestamp":"2026-03-01"},\n {"id":2,"event_timestamp":"2026-03-02"}]'))
    assert.deepEqual(await asked(), [
      [1n, '2026-03-01T00:00:00Z'],
      [2n, '2026-03-02T00:00:00Z'],
    ])
  })
  test('JSON with structures, and names that look made', async () => {
    const spine = await load(
      file('s.json', '[{"id":1,"event_timestamp":"2026-03-01","x_1":{"a":[1]},"y":[[1],[2]],"z":[1,2]}]'),
    )
    assert.deepEqual(
      spine.columns.map((it) => it.type),
      ['BIGINT', 'VARCHAR', 'JSON', 'JSON', 'BIGINT[]'],
    )
  })
  test('JSON with nulls only, and with numbers among texts', async () => {
    await load(file('s.json', '[{"id":null,"event_timestamp":"2026-03-01"}]'))
    assert.deepEqual(await asked(), [[null, '2026-03-01T00:00:00Z']])
    await load(file('s.json', '[{"id":1,"event_timestamp":"2026-03-01"},{"id":"2","event_timestamp":null}]'))
    assert.deepEqual(await asked(), [
      [1n, '2026-03-01T00:00:00Z'],
      [2n, null],
    ])
  })
  test('JSON names that are equal but for case', () =>
    refused(
      load(file('s.json', '[{"id":1,"ID":2,"event_timestamp":"2026-03-01"}]')),
      'duplicate_column',
      /equal but for case/,
    ))
  test('broken JSON', () => refused(load(file('s.json', '{"id":1,')), 'spine_unreadable', /cannot be read/))

  const parquet = async (select: string): Promise<SpineInput> => {
    const path = join(folder, 's.parquet')
    await session.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`)
    return { path, format: null }
  }
  for (const [type, sql, expected] of [
    ['TIMESTAMPTZ', `TIMESTAMPTZ '2026-03-01 12:00:00+01'`, '2026-03-01T11:00:00Z'],
    ['TIMESTAMP_NS', `'1969-12-31 23:59:59.999999999'::TIMESTAMP_NS`, '1969-12-31T23:59:59.999999Z'],
    ['DATE', `DATE '2026-03-01'`, '2026-03-01T00:00:00Z'],
    ['TIMESTAMP_MS', `'2026-03-01 00:00:00.5'::TIMESTAMP_MS`, '2026-03-01T00:00:00.5Z'],
    ['VARCHAR', `'2026-03-01 12:00'`, '2026-03-01T12:00:00Z'],
  ] as const) {
    test(`Parquet with an instant of type ${type}`, async () => {
      await load(await parquet(`SELECT 1 AS id, ${sql} AS event_timestamp`))
      assert.deepEqual(await asked(), [[1n, expected]])
    })
  }
  test('Parquet with nested columns keeps its names', async () => {
    const spine = await load(
      await parquet(`SELECT 1 AS id, TIMESTAMP '2026-03-01' AS event_timestamp, {'a': 1, 'b': [1]} AS s, 2 AS x`),
    )
    assert.deepEqual(
      spine.columns.map((it) => it.name),
      ['id', 'event_timestamp', 's', 'x'],
    )
  })
  test('not Parquet at all', () => refused(load(file('s.parquet', 'hello')), 'spine_unreadable', /s\.parquet/))
  for (const type of ['TIMESTAMP', 'TIMESTAMPTZ'])
    test(`an infinite instant of type ${type}`, async () =>
      refused(
        load(await parquet(`SELECT 1 AS id, 'infinity'::${type} AS event_timestamp`)),
        'bad_spine_value',
        /infinity/,
      ))
  test('content decides where the name says nothing', async () => {
    await load(file('stdin', '{"id":1,"event_timestamp":"2026-03-01"}\n'))
    assert.deepEqual(await asked(), [[1n, '2026-03-01T00:00:00Z']])
    await load(file('stdin', 'id,event_timestamp\n2,2026-03-01\n'))
    assert.deepEqual(await asked(), [[2n, '2026-03-01T00:00:00Z']])
  })

  test('columns in memory, of every type', async () => {
    const spine = await load({
      columns: [
        { name: 'id', type: 'int64', values: [1n, null, 9223372036854775807n] },
        { name: 'event_timestamp', type: 'timestamp', values: [0n, 1n, null] },
        { name: 'text', type: 'string', values: ['', 'é"\\\n', null] },
        { name: 'number', type: 'float64', values: [0.1, Number.NaN, Number.NEGATIVE_INFINITY] },
        { name: 'truth', type: 'bool', values: [true, false, null] },
        { name: 'bytes', type: 'bytes', values: [new Uint8Array([0, 255]), new Uint8Array(), null] },
        { name: 'list', type: 'float64[]', values: [[1, 2.5], [], null] },
        { name: 'texts', type: 'string[]', values: [['a', null], ['"'], null] },
      ],
    })
    assert.equal(spine.rows, 3)
    const rows = await session.rows('SELECT * FROM spine')
    assert.deepEqual(
      rows.map((row) => row.c2),
      ['', 'é"\\\n', null],
    )
    assert.deepEqual(
      rows.map((row) => row.c3),
      [0.1, Number.NaN, Number.NEGATIVE_INFINITY],
    )
    assert.deepEqual(
      rows.map((row) => row.c6),
      [[1, 2.5], [], null],
    )
    assert.deepEqual(
      rows.map((row) => row.c7),
      [['a', null], ['"'], null],
    )
  })
  test('columns of different lengths in memory', () =>
    refused(
      load({
        columns: [
          { name: 'id', type: 'int64', values: [1n, 2n] },
          { name: 'event_timestamp', type: 'timestamp', values: [0n] },
        ],
      }),
      'spine_unreadable',
      /"id" has 2 values.*"event_timestamp" has 1/,
    ))
  test('no rows in memory', async () => {
    const spine = await load({
      columns: [
        { name: 'id', type: 'int64', values: [] },
        { name: 'event_timestamp', type: 'timestamp', values: [] },
      ],
    })
    assert.equal(spine.rows, 0)
  })
})
