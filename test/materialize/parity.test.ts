// One question, one answer: of every type, with and without a default, HTTP says online what a file from history says.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { open } from '../../src/pintail.ts'
import { createApp } from '../../src/server/app.ts'
import { guardOf } from '../../src/server/security.ts'
import { temporaryFolder } from '../online/shelf.ts'

const now = 1_772_366_400_000_000n

/** Name, type, expression over `n` (null for the second key), default. */
const features: readonly (readonly [string, string, string, string | null])[] = [
  ['text', 'string', 'n || \' "quoted" ü\'', 'none'],
  ['whole', 'int64', '9007199254740993 + n', '9223372036854775807'],
  ['small', 'int32', '(-n)::INTEGER', '7'],
  ['real', 'float64', 'n / 10.0', '-0.5'],
  ['not_a_number', 'float64', "CASE WHEN n = 1 THEN 'nan'::DOUBLE END", null],
  ['short_real', 'float32', '(n / 10.0)::FLOAT', '0.1'],
  ['truth', 'bool', 'n = 1', 'true'],
  ['moment', 'timestamp', "TIMESTAMP '2026-01-02 03:04:05.250' + to_days(n::INTEGER)", "'2020-02-29T00:00:00.5Z'"],
  ['raw', 'bytes', "unhex('00ff') || encode('x')", "'a\\xFFb'"],
  ['list', 'float64[]', "[n, NULL, 'inf'::DOUBLE, 0.1]", "'[1, 2.5]'"],
  ['whole_list', 'int64[]', '[9007199254740993 + n, NULL]', "'[9007199254740993]'"],
  ['text_list', 'string[]', "['a', 'b\"' || n]", null],
]

const definitions = `
entities:
  thing: { keys: { id: int64 } }
sources:
  rows: { type: csv, path: data/rows.csv, timestamp: at }
views:
  v:
    entity: thing
    source: rows
    features:
${features.map(([name, type, sql, fallback]) => `      ${name}: { sql: ${JSON.stringify(sql)}, type: '${type}'${fallback === null ? '' : `, default: ${fallback}`} }`).join('\n')}
`

test('every type', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'features'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: types\n')
  writeFileSync(join(folder, 'features/v.yaml'), definitions)
  writeFileSync(join(folder, 'data/rows.csv'), 'id,at,n\n1,2026-01-01,1\n2,2026-01-01,\n')
  const pintail = await open(folder, { clock: { now: () => now } })
  t.after(() => pintail.close())
  await pintail.apply()
  await pintail.ingest({ views: [], full: false })
  await pintail.materialize({ views: [], features: [], mode: 'full', until: null })

  const guard = guardOf({ host: '127.0.0.1' })
  const app = createApp(pintail, { guard, limit: 10_000, readiness: { draining: false }, report: () => {} })
  const response = await app.request('http://localhost/get-online-features', {
    method: 'POST',
    body: '{"features":["v:*"],"entities":{"id":[1,2,3]}}',
    headers: { 'content-type': 'application/json' },
  })
  const text = await response.text()
  assert.equal(response.status, 200, text)
  const online = JSON.parse(text, exactly)

  const output = join(folder, 'answer.ndjson')
  const instants = { name: 'event_timestamp', type: 'timestamp', values: [now, now, now] } as const
  await pintail.historical({
    features: ['v:*'],
    service: null,
    fullFeatureNames: false,
    spine: { columns: [{ name: 'id', type: 'int64', values: [1n, 2n, 3n] }, instants] },
    timestamp: null,
    knownAt: false,
    output,
    format: 'ndjson',
  })
  const lines = readFileSync(output, 'utf8').trim().split('\n')
  const history = lines.map((line) => JSON.parse(line, exactly))
  for (const [i, [name]] of features.entries()) {
    assert.deepEqual(
      online.results[i + 1].values,
      history.map((row) => row[name]),
      name,
    )
  }
})

/** Numbers as their text, but for how an exponent is written. */
const exactly = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' ? context?.source : value
