// Details come as JSON: whatever stands there, the row lands, what can be read is read, and the rest is counted.
import assert from 'node:assert/strict'
import { appendFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { quoteText } from '../../src/sql/quote.ts'
import { openEngine } from '../support/engine.ts'
import { type Bench, bench } from './bench.ts'

const { session } = await openEngine()

const header = 'id,at,j\n'
const derived = `
      name: { json: j, path: $.user.name }
      n: { json: j, path: $.n, type: int64 }
      first: { json: j, path: '$.tags[0]' }
      tags: { json: j, path: $.tags, type: 'string[]' }
      user: { json: j, path: $.user, type: json }`
const features = ['name', 'n', 'first', 'tags', 'user']

const definition = (type = 'csv', path = 'data/*.csv'): string => `
entities:
  thing: { keys: { id: int64 } }
sources:
  rows:
    type: ${type}
    path: ${path}
    timestamp: at
    columns:${derived}
views:
  view: { entity: thing, source: rows, features: { ${features.map((it) => `${it}: ${it}`).join(', ')} } }
`

/** As a quoted CSV field. */
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`
const line = (id: number, json: string): string => `${id},2026-01-01T00:00:00Z,${json === '' ? '' : cell(json)}\n`
const values = async (it: Bench): Promise<unknown[][]> =>
  (await it.answers()).map((row) => features.map((name) => row[name]))

const cases: readonly (readonly [what: string, json: string, values: readonly unknown[]])[] = [
  ['all of it', '{"user":{"name":"ann"},"n":1,"tags":["x","y"]}', ['ann', 1, 'x', ['x', 'y'], { name: 'ann' }]],
  ['no text', '', [null, null, null, null, null]],
  ['nothing', '{}', [null, null, null, null, null]],
  ['null', 'null', [null, null, null, null, null]],
  ['nulls', '{"user":null,"n":null,"tags":null}', [null, null, null, null, null]],
  ['a list', '[{"n":1}]', [null, null, null, null, null]],
  ['broken', '{"n":1', [null, null, null, null, null]],
  ['other shapes', '{"user":"ann","n":{"n":1},"tags":"x"}', [null, null, null, null, 'ann']],
  ['a key twice', '{"n":1,"n":2}', [null, 1, null, null, null]],
  ['unicode escapes', '{"user":{"name":"\\u00e9\\ud83d\\ude00"}}', ['é😀', null, null, null, { name: 'é😀' }]],
  ['half a pair', '{"n":1,"user":{"name":"\\ud83d"}}', [null, null, null, null, null]],
  ['beyond int64', '{"n":9223372036854775808}', [null, null, null, null, null]],
  ['a number as text', '{"n":"7","tags":[1,2]}', [null, 7, '1', ['1', '2'], null]],
]

test('each row gives what it holds, and the run counts what it could not use', async (t) => {
  const it = await bench(t, header + cases.map(([, json], i) => line(i + 1, json)).join(''), definition())
  const { notes, rows } = await it.ingest()
  assert.equal(rows.landed, cases.length)
  const found = await values(it)
  for (const [i, [what, , expected]] of cases.entries()) assert.deepEqual(found[i], expected, what)
  assert.deepEqual(notes, [
    '2 rows have malformed JSON in j',
    '2 values of n (j $.n) are no int64',
    '1 value of tags (j $.tags) is no string[]',
  ])
  const [run] = it.pintail.list({ what: 'runs' })
  assert.equal(run?.status, 'done')
})

test('a clean run says nothing, and a broken text in a later file is met there', async (t) => {
  const it = await bench(t, header + line(1, '{"n":1}'), definition())
  assert.deepEqual((await it.ingest()).notes, [])
  it.write('data/b.csv', header + line(2, '{"n":2') + line(3, '{"n":3}'))
  assert.deepEqual((await it.ingest()).notes, ['1 row has malformed JSON in j'])
  assert.deepEqual(
    (await values(it)).map(([, n]) => n),
    [1, null, 3],
  )
})

test('a column that comes later is counted over all that was landed', async (t) => {
  const it = await bench(t, header + line(1, '{"n":1,"m":"x"}') + line(2, '{"m":2'), definition())
  await it.ingest()
  await it.define(
    definition()
      .replace('columns:', 'columns:\n      m: { json: j, path: $.m, type: int64 }')
      .replace('name: name', 'm: m'),
  )
  assert.deepEqual((await it.ingest()).notes, ['1 row has malformed JSON in j', '1 value of m (j $.m) is no int64'])
})

test('JSON millions of levels deep is one row like any other', async (t) => {
  const deep = `${'{"user":'.repeat(110_000)}1${'}'.repeat(110_000)}`
  const lists = `{"n":5,"tags":${'['.repeat(5_000_000)}${']'.repeat(5_000_000)}}`
  const row = (id: number, json: string): string =>
    `{"id":${id},"at":"2026-01-01T00:00:00Z","j":${JSON.stringify(json)}}\n`
  const text = row(1, deep) + row(2, lists) + row(3, '{"n":6}')
  const it = await bench(t, '', definition('json', 'data/*.ndjson'), { 'data/a.ndjson': text })
  const { rows, notes } = await it.ingest()
  assert.deepEqual([rows.landed, rows.rejected, notes], [3, 0, []])
  const output = it.path('n.json')
  await it.pintail.export({
    what: ['view:n'],
    since: null,
    until: null,
    latest: false,
    output,
    format: 'json',
  })
  const [counted] = await session.rows(`SELECT list(n ORDER BY id) AS n FROM read_json(${quoteText(output)})`)
  assert.deepEqual(counted, { n: [null, 5n, 6n] })
})

test('objects of NDJSON, structures of Parquet and folders of days are columns of JSON alike', async (t) => {
  const ndjson =
    '{"id":1,"at":"2026-01-01T00:00:00Z","j":{"user":{"name":"ann"},"n":1,"tags":["x"]}}\n' +
    '{"id":2,"at":"2026-01-01T00:00:00Z","j":"{\\"n\\":2}"}\n' +
    '{"id":3,"at":"2026-01-01T00:00:00Z","j":"no object"}\n{"id":4,"at":"2026-01-01T00:00:00Z"}\n'
  const lines = await bench(t, '', definition('json', 'data/day=*/*.ndjson'), {
    'data/day=2026-01-01/a.ndjson': ndjson,
  })
  assert.equal((await lines.ingest()).rows.landed, 4)
  const ann = ['ann', 1, 'x', ['x'], { name: 'ann' }]
  const none = [null, null, null, null, null]
  assert.deepEqual(await values(lines), [ann, [null, 2, null, null, null], none, none])

  const parquet = await bench(t, '', definition('json', 'data/*.ndjson'), { 'data/a.ndjson': ndjson }, 'other')
  await session.run(`COPY (SELECT 1::BIGINT AS id, TIMESTAMP '2026-01-01' AS at,
      {'user': {'name': 'ann'}, 'n': 1, 'tags': ['x']} AS j UNION ALL SELECT 2, TIMESTAMP '2026-01-01', NULL
    ) TO ${quoteText(parquet.path('data/a.parquet'))} (FORMAT parquet)`)
  rmSync(parquet.path('data/a.ndjson'))
  await parquet.define(definition('parquet', 'data/*.parquet').replaceAll('rows', 'structures'))
  await parquet.ingest()
  assert.deepEqual(await values(parquet), [ann, none])
})

test('events without time or key, files that go or change: nothing is lost and nothing counts twice', async (t) => {
  const first = header + line(1, '{"n":1}') + line(2, '{"n":2}')
  const it = await bench(t, first, definition().replace('columns:', 'max_rejected: 0.5\n    columns:'))
  await it.ingest()
  appendFileSync(
    it.path('data/a.csv'),
    `3,,${cell('{"n":3}')}\n,2026-01-01T00:00:00Z,${cell('{"n":4}')}\n${line(5, '{"n":5}')}`,
  )
  const grown = await it.ingest()
  assert.deepEqual(grown.rows, { read: 5, landed: 2, late: 0, rejected: 1, skipped: 1 })
  const { size, atime, mtime } = statSync(it.path('data/a.csv'))
  writeFileSync(it.path('data/a.csv'), (first + line(6, '{"n":6}')).padEnd(Number(size), '\n'))
  utimesSync(it.path('data/a.csv'), atime, mtime)
  assert.equal((await it.ingest()).rows.landed, 1)
  rmSync(it.path('data/a.csv'))
  it.write('data/b.csv', first)
  assert.equal((await it.ingest({ full: true })).rows.landed, 0)
  assert.deepEqual(
    (await values(it)).map(([, n]) => n),
    [1, 2, 5, 6],
  )
})

test('a text that is no JSON is counted too where no view computes its row', async (t) => {
  const filtered = definition().replace('source: rows,', "source: rows, where: 'id < 9',")
  const it = await bench(t, header + line(1, '{"n":1}') + line(9, 'nope'), filtered)
  const report = await it.ingest()
  assert.deepEqual([report.rows.landed, report.notes], [2, ['1 row has malformed JSON in j']])
  assert.equal((await it.ingest()).run, null)
})
