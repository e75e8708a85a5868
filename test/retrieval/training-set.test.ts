// What a training set looks like as a file: the spine as it came, every digit of the features, nothing half-written.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import type { HistoricalReport, OutputFormat } from '../../src/core/verbs.ts'
import type { Selected, ViewVersion } from '../../src/core/versions.ts'
import { type TrainingSet, writeTrainingSet } from '../../src/retrieval/training-set.ts'
import { openEngine } from '../support/engine.ts'
import { makeView, writeHistory } from '../support/history-files.ts'

const { store, session, folder } = await openEngine()
const noon = BigInt(Date.UTC(2026, 2, 1, 12)) * 1000n

const everything = makeView({
  view: 'everything',
  keys: [{ name: 'id', type: 'int64' }],
  features: [
    { name: 'text', type: 'string' },
    { name: 'small', type: 'int32' },
    { name: 'big', type: 'int64' },
    { name: 'single', type: 'float32' },
    { name: 'double', type: 'float64' },
    { name: 'truth', type: 'bool' },
    { name: 'moment', type: 'timestamp' },
    { name: 'blob', type: 'bytes' },
    { name: 'doc', type: 'json' },
    { name: 'list', type: 'float64[]' },
    { name: 'words', type: 'string[]' },
  ],
})
const rows = [
  [
    'say "hi",\n\u0001 é',
    -1,
    9007199254740993n,
    0.1,
    3,
    true,
    noon + 250_000n,
    new Uint8Array([0, 255]),
    '{"a": [1,\n 2]}',
    [1, 0.5],
    ['a"b'],
  ],
  [null, null, null, null, null, null, null, null, null, null, null],
  ['', 0, -1n, 3e38, Number.NaN, false, null, new Uint8Array(), 'null', [], []],
]

const landed = rows.map((values, i) => ({ keys: [BigInt(i + 1)], eventTime: noon, created: null, values }))
const history = await writeHistory(session, everything, [landed], folder)

const selectedOf = (view: ViewVersion, full = false): Selected[] =>
  view.features.map((feature) => ({ view, feature, column: full ? `${view.view}__${feature.name}` : feature.name }))

const write = (
  spine: string,
  format: OutputFormat,
  wanted: Partial<TrainingSet> = {},
  signal?: AbortSignal,
): Promise<HistoricalReport> => {
  const path = join(folder, 'spine.csv')
  writeFileSync(path, spine)
  return writeTrainingSet(
    store,
    {
      spine: { path, format: null },
      timestamp: null,
      knownAt: false,
      output: join(folder, `out.${format}`),
      format,
      selected: selectedOf(everything),
      historyOf: () => history,
      lastRun: null,
      ...wanted,
    },
    signal === undefined ? {} : { signal },
  )
}

const written = (format: OutputFormat): string => readFileSync(join(folder, `out.${format}`), 'utf8')
const read = (sql: string) => session.rows(sql.replace('FILE', `'${join(folder, 'out.parquet')}'`))

const spine = `id,event_timestamp,label,"odd, name"
1,2026-03-01 12:00,007, a
2,2026-03-01T13:00:00+01:00,1.50,"x ""y"""
3,2026-03-01 12:00:00.0,,
,2026-03-01 12:00,9,
1,,8,
1,2026-03-01 11:59:59.999999,7,
`

suite('text', () => {
  test('CSV keeps the very text of the spine, and every digit of the features', async () => {
    const report = await write(spine, 'csv')
    assert.equal(report.rows, 6)
    const lines = written('csv').split('\n')
    assert.equal(
      lines[0],
      'id,event_timestamp,label,"odd, name",text,small,big,single,double,truth,moment,blob,doc,list,words',
    )
    assert.ok(
      written('csv').includes(
        '\n1,2026-03-01 12:00,007, a,"say ""hi"",\n\u0001 é",-1,9007199254740993,0.1,3.0,true,2026-03-01T12:00:00.25Z,AP8=,',
      ),
    )
    assert.ok(written('csv').includes('\n2,2026-03-01T13:00:00+01:00,1.50,"x ""y""",,,,,,,,,,,\n'))
    assert.ok(written('csv').includes('\n3,2026-03-01 12:00:00.0,,,"",0,-1,3e+38,nan,false,,"",null,[],[]\n'))
    assert.ok(written('csv').endsWith('\n1,2026-03-01 11:59:59.999999,7,,,,,,,,,,,,\n'))
  })

  test('NDJSON is exact JSON, one row a line', async () => {
    await write(spine, 'ndjson')
    const lines = written('ndjson').trimEnd().split('\n')
    assert.equal(lines.length, 6)
    assert.equal(
      lines[0],
      '{"id":1,"event_timestamp":"2026-03-01T12:00:00Z","label":"007","odd, name":" a","text":"say \\"hi\\",\\n\\u0001 é",' +
        '"small":-1,"big":9007199254740993,"single":0.1,"double":3.0,"truth":true,"moment":"2026-03-01T12:00:00.25Z","blob":"AP8=",' +
        '"doc":{"a": [1,  2]},"list":[1.0,0.5],"words":["a\\"b"]}',
    )
    const third = JSON.parse(lines[2] ?? '')
    assert.deepEqual([third.double, third.single, third.list, third.doc, third.blob], [null, 3e38, [], null, ''])
    for (const line of lines) JSON.parse(line)
  })

  test('JSON is one array', async () => {
    await write(spine, 'json')
    assert.equal(JSON.parse(written('json')).length, 6)
  })

  test('a spine without rows gives all columns and no rows', async () => {
    for (const format of ['csv', 'json', 'ndjson', 'parquet'] as const) {
      const report = await write('id,event_timestamp\n', format)
      assert.equal(report.rows, 0)
      assert.equal(report.columns.length, 13)
    }
    assert.equal(written('csv').trimEnd().split('\n').length, 1)
    assert.deepEqual(JSON.parse(written('json')), [])
    assert.equal(written('ndjson'), '')
    assert.equal((await read('DESCRIBE FROM FILE')).length, 13)
  })
})

suite('Parquet', () => {
  test('types are kept, and texts of the spine get the type that keeps them', async () => {
    await write(spine, 'parquet')
    const types = (await read('DESCRIBE FROM FILE')).map((row) => row.column_type)
    const features = [
      'VARCHAR',
      'INTEGER',
      'BIGINT',
      'FLOAT',
      'DOUBLE',
      'BOOLEAN',
      'TIMESTAMP',
      'BLOB',
      'JSON',
      'DOUBLE[]',
      'VARCHAR[]',
    ]
    assert.deepEqual(types, ['BIGINT', 'TIMESTAMP', 'VARCHAR', 'VARCHAR', ...features])
    const found = await read('SELECT id, label, "double", single, big FROM FILE')
    assert.deepEqual(
      found.map((row) => row.label),
      ['007', '1.50', null, '9', '8', '7'],
    )
    assert.deepEqual(
      found.map((row) => row.double),
      [3, null, Number.NaN, null, null, null],
    )
    assert.equal(found[0]?.big, 9007199254740993n)
  })

  for (const [texts, type] of [
    [['1', '-2', ''], 'BIGINT'],
    [['1', '9223372036854775808'], 'VARCHAR'],
    [['1', '2.5', '1e9'], 'DOUBLE'],
    [['0.1', '007'], 'VARCHAR'],
    [['true', 'False'], 'BOOLEAN'],
    [['2026-03-01', ''], 'DATE'],
    [['2026-03-01', '2026-03-01T10:00:00Z'], 'TIMESTAMP'],
    [['', ''], 'VARCHAR'],
    [['+1'], 'VARCHAR'],
    [['1', 'x'], 'VARCHAR'],
  ] as const) {
    test(`${texts.join(' | ')} is ${type}`, async () => {
      const lines = texts.map((text) => `1,2026-03-01,${text}`)
      await write(`id,event_timestamp,c\n${lines.join('\n')}\n`, 'parquet')
      const [column] = await read("SELECT column_type FROM (DESCRIBE FROM FILE) WHERE column_name = 'c'")
      assert.equal(column?.column_type, type)
    })
  }

  test('the same question gives the same bytes', async () => {
    await write(spine, 'parquet')
    const first = readFileSync(join(folder, 'out.parquet'))
    await write(spine, 'parquet')
    assert.deepEqual(readFileSync(join(folder, 'out.parquet')), first)
  })
})

suite('names', () => {
  test('columns of the spine may have any name', async () => {
    const names = [
      'id',
      'event_timestamp',
      'rid',
      'pos',
      'instant',
      'c0',
      'key0',
      'rows',
      'Select',
      'ID',
      'f0',
      'v0',
      "it's",
      '%',
    ]
    await write(
      `${names.join(',')}\n1,2026-03-01 12:00${names
        .slice(2)
        .map((_, i) => `,x${i}`)
        .join('')}\n`,
      'csv',
    )
    const [header, line] = written('csv').split('\n')
    assert.equal(header, [...names, ...everything.features.map((it) => it.name)].join(','))
    assert.ok(line?.startsWith('1,2026-03-01 12:00,x0,x1,x2,x3,x4,x5,x6,x7,x8,x9,x10,x11,'))
  })

  test('a feature with the name of a spine column is refused', async () => {
    await assert.rejects(write('id,event_timestamp,text\n1,2026-03-01,x\n', 'csv'), {
      code: 'duplicate_column',
      message: /column "text" and the feature everything:text/,
      fix: /--full-feature-names/,
    })
    await write('id,event_timestamp,text\n1,2026-03-01,x\n', 'csv', { selected: selectedOf(everything, true) })
  })
})

suite('what is said', () => {
  test('defaults are applied last', async () => {
    const view = {
      ...everything,
      features: everything.features.map((it) => ({ ...it, default: it.name === 'small' ? 7 : null })),
    }
    await write('id,event_timestamp\n2,2026-03-01 12:00\n9,2026-03-01 12:00\n1,2026-03-01 12:00\n', 'ndjson', {
      selected: selectedOf(view),
    })
    const small = written('ndjson')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).small)
    assert.deepEqual(small, [7, 7, -1])
  })

  test('a view without created times is answered by event time alone, and the run says so', async () => {
    const plain = { ...everything, rowSet: { ...everything.rowSet, created: null } }
    const report = await write(spine, 'csv', { knownAt: true, selected: selectedOf(plain) })
    assert.deepEqual(report.notes, [
      'everything: its source has no created column, so it is answered by event time alone',
    ])
  })

  test('a view without history', () =>
    assert.rejects(write(spine, 'csv', { historyOf: () => ({ ...history, segments: [], lastRun: 0 }) }), {
      code: 'not_ingested',
      fix: 'pintail ingest everything',
    }))

  test('a version that is not computed yet', () => {
    const view = { ...everything, features: everything.features.map((it) => ({ ...it, id: it.id + 500, version: 2 })) }
    return assert.rejects(write(spine, 'csv', { selected: selectedOf(view) }), {
      code: 'not_ingested',
      message: /version 2/,
    })
  })
})

suite('files', () => {
  test('an answer that fails leaves what was there', async () => {
    const path = join(folder, 'kept.csv')
    writeFileSync(path, 'before')
    const gone = {
      ...history,
      segments: history.segments.map((it) => ({
        ...it,
        files: it.files.map((file) => ({ ...file, path: '/nowhere.parquet' })),
      })),
    }
    await assert.rejects(write(spine, 'csv', { output: path, historyOf: () => gone }), PintailError)
    assert.equal(readFileSync(path, 'utf8'), 'before')
    assert.deepEqual(
      readdirSync(folder).filter((it) => it.includes('partial')),
      [],
    )
  })

  test('places that cannot be written', async () => {
    mkdirSync(join(folder, 'sub'))
    await assert.rejects(write(spine, 'csv', { output: join(folder, 'sub') }), {
      code: 'output_unwritable',
      message: /folder/,
    })
    await assert.rejects(write(spine, 'csv', { output: join(folder, 'none/x.csv') }), {
      code: 'output_unwritable',
      fix: /mkdir/,
    })
    await assert.rejects(write(spine, 'md'), { code: 'unknown_format' })
  })

  test('an abort stops it and writes nothing', async () => {
    const output = join(folder, 'never.csv')
    await assert.rejects(write(spine, 'csv', { output }, AbortSignal.abort()), { code: 'interrupted' })
    assert.equal(existsSync(output), false)
  })
})

suite('names that are equal but for case, in Parquet', () => {
  const schema = async () => (await read('SELECT name FROM parquet_schema(FILE)')).map((row) => row.name).slice(1)

  test('keep their case', async () => {
    await write('id,event_timestamp,Cart,cart,CART\n1,2026-03-01 12:00,x,y,\n', 'parquet')
    const names = ['id', 'event_timestamp', 'Cart', 'cart', 'CART', ...everything.features.map((it) => it.name)]
    // The parts of a list column are called list as well.
    const found = new Set((await schema()).map(String))
    assert.deepEqual(
      [...found].filter((it) => names.includes(it)),
      names,
    )
    const [row] = await read('FROM FILE')
    assert.deepEqual([row?.Cart, row?.cart_1, row?.big], ['x', 'y', 9007199254740993n])
  })

  test('and are read again as a spine', async () => {
    await write('id,event_timestamp,Cart,cart\n1,2026-03-01 12:00,x,y\n', 'parquet', { selected: [] })
    const again = join(folder, 'again.csv')
    const path = join(folder, 'out.parquet')
    await write('', 'csv', { spine: { path, format: null }, output: again })
    assert.match(readFileSync(again, 'utf8'), /^id,event_timestamp,Cart,cart,text,.*\n1,2026-03-01T12:00:00Z,x,y,/)
  })
})
