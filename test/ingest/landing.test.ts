// What lands of a file, and what is turned away with its line and reason?
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import type { SourceDefinition } from '../../src/core/definitions.ts'
import { PintailError } from '../../src/core/errors.ts'
import { inspectSource } from '../../src/ingest/columns.ts'
import { discover } from '../../src/ingest/discover.ts'
import { type Landed, landFiles } from '../../src/ingest/landing.ts'
import { readParquet } from '../../src/offline/offline-store.ts'
import { openEngine } from '../support/engine.ts'

const { folder, session } = await openEngine()

type Files = Readonly<Record<string, string | Buffer>>
let attempt = 0

const land = async (definition: SourceDefinition, files: Files): Promise<Landed & { values: unknown[] }> => {
  attempt += 1
  const root = join(folder, `project-${attempt}`)
  const staging = join(folder, `staging-${attempt}`)
  mkdirSync(staging)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  const project = { root, resolve: (path: string) => resolve(root, path) }
  const key = [{ name: 'id', type: 'string' as const }]
  const schema = await inspectSource(session, project, 'visits', definition, key, null)
  const memory = { files: [], contents: [], nextOrigin: 1 }
  const found = await discover(project, definition.path, memory, false)
  const landed = await landFiles({
    session,
    definition,
    schema,
    needs: new Map(),
    files: found.files,
    log: [],
    staging,
    timed: (rows) => `SELECT pintail_row_id AS row_id, "${definition.timestamp}" AS event_time FROM (${rows})`,
    watched: {},
  })
  const values: unknown[] = []
  for (const { file } of landed.kept) {
    const rows = await session.rows(`SELECT * EXCLUDE (pintail_origin) FROM ${readParquet([file])}`)
    values.push(...rows.map(({ pintail_rejected: _, ...row }) => row))
  }
  return { ...landed, values }
}

const rejections = (landed: Landed): string[] => landed.rejected.map((it) => `${it.file}:${it.line} ${it.reason}`)

const csv: SourceDefinition = { type: 'csv', path: '*.csv', timestamp: 't' }
const day = 1_767_225_600_000_000n // 2026-01-01

test('a CSV row lands as it was written, or says on which line it could not', async () => {
  const landed = await land(csv, {
    'a.csv': [
      'id,t,x,y',
      '007,2026-01-01T00:00:00Z,1.5,a',
      '2,2026-01-01 00:00:00+02:00,2,"b\nc, d"',
      '3,bad,3,d',
      '4,2026-01-01,1e400,e',
      '5,2026-01-01,7,f,extra',
      '6,2026-01-01',
      '',
      '8,,9,',
      '9,1960-01-01,inf,"say ""hi"""',
      '',
    ].join('\n'),
  })
  assert.deepEqual(landed.values, [
    { id: '007', t: day, x: 1.5, y: 'a' },
    { id: '2', t: day - 7_200_000_000n, x: 2, y: 'b\nc, d' },
    { id: '9', t: -315_619_200_000_000n, x: Number.POSITIVE_INFINITY, y: 'say "hi"' },
  ])
  assert.deepEqual(rejections(landed), [
    'a.csv:5 t: "bad" is no timestamp',
    'a.csv:6 x: "1e400" is no float64',
    'a.csv:7 5 columns where the file has 4',
    'a.csv:8 2 columns where the file has 4',
    'a.csv:10 the event time is null',
  ])
  assert.equal(landed.read, 8)
})

test('an integer column takes 1.0 and 1e3, and turns 1.5 and what does not fit away', async () => {
  const definition = { ...csv, options: { types: { x: 'int64' as const } } }
  const texts = ['9223372036854775807', '-9223372036854775808', '1.0', '1e3', '1.5', '9223372036854775808', 'x']
  const landed = await land(definition, { 'a.csv': `id,t,x\n${texts.map((x) => `a,2026-01-01,${x}\n`).join('')}` })
  assert.deepEqual(
    landed.values.map((row) => (row as { x: bigint }).x),
    [9223372036854775807n, -9223372036854775808n, 1n, 1000n],
  )
  assert.deepEqual(
    landed.rejected.map((it) => it.line),
    [6, 7, 8],
  )
})

test('delimiter, byte-order mark and CRLF are sniffed', async () => {
  const landed = await land(csv, { 'a.csv': '\uFEFFid;t;x\r\n1;2026-01-01;3,5\r\n2;2026-01-01;4\r\n' })
  assert.deepEqual(landed.values, [
    { id: '1', t: day, x: '3,5' },
    { id: '2', t: day, x: '4' },
  ])
})

test('Latin-1 bytes are turned away until the encoding is said', async () => {
  const content = Buffer.from('id,t,x\n1,2026-01-01,caf\xe9\n2,2026-01-01,b\n', 'latin1')
  const landed = await land(csv, { 'a.csv': content })
  assert.deepEqual(rejections(landed), [
    'a.csv:2 bytes that are not UTF-8 (options: { encoding: latin-1 } reads Latin-1)',
  ])
  const said = await land({ ...csv, options: { encoding: 'latin-1' } }, { 'a.csv': content })
  assert.deepEqual(
    said.values.map((row) => (row as { x: string }).x),
    ['café', 'b'],
  )
})

test('a naive timestamp is local to the source’s time zone, one with an offset is not', async () => {
  const landed = await land(
    { ...csv, timezone: 'America/New_York' },
    { 'a.csv': 'id,t\n1,2026-01-01 00:00:00\n2,2026-01-01T00:00:00Z\n3,2026-07-01 00:00:00\n' },
  )
  const hour = 3_600_000_000n
  assert.deepEqual(
    landed.values.map((row) => (row as { t: bigint }).t),
    [day + 5n * hour, day, day + 181n * 24n * hour + 4n * hour],
  )
})

test('hive folders are columns, and a file is read by its own column order', async () => {
  const landed = await land(
    { type: 'csv', path: '**/*.csv', timestamp: 'day' },
    { 'day=2026-01-01/land=U%20S/a.csv': 'id,x\n1,2\n', 'day=2026-01-02/land=DE/a.csv': 'x,id\n3,4\n' },
  )
  assert.deepEqual(landed.values, [
    { id: '1', x: 2n, day, land: 'U S' },
    { id: '4', x: 3n, day: day + 86_400_000_000n, land: 'DE' },
  ])
})

test('NDJSON lands line by line; a broken line is one bad row', async () => {
  const landed = await land(
    { type: 'json', path: '*.ndjson', timestamp: 't' },
    {
      'a.ndjson': [
        '{"id":1,"t":"2026-01-01","x":{"a":[1,2]},"l":[1,2.5]}',
        '',
        '{"id":2,',
        '{"id":"9007199254740993","t":"2026-01-01T00:00:00Z","x":5,"n":9007199254740993}',
        '[1]',
      ].join('\n'),
    },
  )
  assert.deepEqual(landed.values, [
    { id: '1', t: day, x: '{"a":[1,2]}', l: [1, 2.5], n: null },
    { id: '9007199254740993', t: day, x: '5', l: null, n: 9007199254740993n },
  ])
  assert.deepEqual(rejections(landed), ['a.ndjson:3 not a JSON object: {"id":2,', 'a.ndjson:5 not a JSON object: [1]'])
})

test('a JSON array lands element by element', async () => {
  const landed = await land(
    { type: 'json', path: '*.json', timestamp: 't' },
    { 'a.json': '[{"id":"a","t":"2026-01-01"},\n{"id":"b"}]' },
  )
  assert.deepEqual(landed.values, [{ id: 'a', t: day }])
  assert.deepEqual(rejections(landed), ['a.json:null the event time is null'])
})

test('Parquet lands with its own types, carried over to the ones inside', async () => {
  const root = join(folder, 'parquet')
  mkdirSync(root)
  await session.run(
    `COPY (SELECT 7::INTEGER AS id, DATE '2026-01-01' AS t, 1.25::DECIMAL(10, 2) AS d, 'NaN'::FLOAT AS f,
       18446744073709551615::UBIGINT AS u UNION ALL SELECT 8, DATE '2026-01-01', NULL, 1, 5::UBIGINT) TO '${join(root, 'a.parquet')}'`,
  )
  const { readFileSync } = await import('node:fs')
  const landed = await land(
    { type: 'parquet', path: '*.parquet', timestamp: 't' },
    { 'a.parquet': readFileSync(join(root, 'a.parquet')) },
  )
  assert.deepEqual(landed.values, [{ id: '8', t: day, d: null, f: 1, u: 5n }])
  assert.deepEqual(rejections(landed), ['a.parquet:null u: "18446744073709551615" is no int64'])
})

const refused: readonly [string, SourceDefinition, Files, string, RegExp][] = [
  ['no file', csv, {}, 'source_not_found', /no file at \*\.csv/],
  ['an empty file', csv, { 'a.csv': '' }, 'source_unreadable', /only empty files/],
  ['only a header', csv, { 'a.csv': 'id,t,x\n' }, 'source_unreadable', /header without rows/],
  [
    'no Parquet',
    { type: 'parquet', path: '*.parquet', timestamp: 't' },
    { 'a.parquet': 'x' },
    'source_unreadable',
    /parquet/,
  ],
]
for (const [what, definition, files, code, message] of refused) {
  test(`${what} is refused when it is applied`, async () => {
    await assert.rejects(land(definition, files), (thrown) => {
      assert.ok(thrown instanceof PintailError)
      assert.equal(thrown.code, code)
      assert.match(thrown.message, message)
      assert.ok(thrown.fix)
      return true
    })
  })
}
