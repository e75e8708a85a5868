// What a training set looks like as a file: the spine as it came, every digit of the features, nothing half-written.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import { openEngine } from '../support/engine.ts'
import { everything, oddSpine, selectedOf, trainingSetsIn } from '../support/training-sets.ts'

const engine = await openEngine()
const { folder } = engine
const { history, write, written, read } = await trainingSetsIn(engine)

suite('text', () => {
  test('CSV keeps the very text of the spine, and every digit of the features', async () => {
    const report = await write(oddSpine, 'csv')
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
    await write(oddSpine, 'ndjson')
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
    await write(oddSpine, 'json')
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
    const report = await write(oddSpine, 'csv', { knownAt: true, selected: selectedOf(plain) })
    assert.deepEqual(report.notes, [
      'everything: its source has no created column, so it is answered by event time alone',
    ])
  })

  test('a view without history', () =>
    assert.rejects(write(oddSpine, 'csv', { historyOf: () => ({ ...history, segments: [], lastRun: 0 }) }), {
      code: 'not_ingested',
      fix: 'pintail ingest everything',
    }))

  test('a version that is not computed yet', () => {
    const view = { ...everything, features: everything.features.map((it) => ({ ...it, id: it.id + 500, version: 2 })) }
    return assert.rejects(write(oddSpine, 'csv', { selected: selectedOf(view) }), {
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
    await assert.rejects(write(oddSpine, 'csv', { output: path, historyOf: () => gone }), PintailError)
    assert.equal(readFileSync(path, 'utf8'), 'before')
    assert.deepEqual(
      readdirSync(folder).filter((it) => it.includes('partial')),
      [],
    )
  })

  test('places that cannot be written', async () => {
    mkdirSync(join(folder, 'sub'))
    await assert.rejects(write(oddSpine, 'csv', { output: join(folder, 'sub') }), {
      code: 'output_unwritable',
      message: /folder/,
    })
    await assert.rejects(write(oddSpine, 'csv', { output: join(folder, 'none/x.csv') }), {
      code: 'output_unwritable',
      fix: /mkdir/,
    })
    await assert.rejects(write(oddSpine, 'md'), { code: 'unknown_format' })
  })

  test('an abort stops it and writes nothing', async () => {
    const output = join(folder, 'never.csv')
    await assert.rejects(write(oddSpine, 'csv', { output }, AbortSignal.abort()), { code: 'interrupted' })
    assert.equal(existsSync(output), false)
  })
})
