// verify of every type, with keys of several parts and rows that have an id: nothing differs by how it is written.
import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { VerifyReport } from '../../src/core/parity.ts'
import { open } from '../../src/pintail.ts'
import { listen } from '../../src/server/listen.ts'
import { temporaryFolder } from '../online/shelf.ts'

/** Name, type, expression over `n` (null in a row), default. */
const features: readonly (readonly [string, string, string, string | null])[] = [
  ['text', 'string', 'n || \' "quoted" ü\'', 'none'],
  ['whole', 'int64', '9007199254740993 + n', '9223372036854775807'],
  ['small', 'int32', '(-n)::INTEGER', '7'],
  ['real', 'float64', 'n / 10.0', '-0.5'],
  ['minus_zero', 'float64', '-0.0::DOUBLE * n', null],
  ['not_a_number', 'float64', "CASE n WHEN 1 THEN 'nan'::DOUBLE WHEN 2 THEN '-inf'::DOUBLE END", null],
  ['short_real', 'float32', '(n / 10.0)::FLOAT', '0.1'],
  ['truth', 'bool', 'n = 1', 'true'],
  ['moment', 'timestamp', "TIMESTAMP '2026-01-02 03:04:05.250' + to_days(n::INTEGER)", "'2020-02-29T00:00:00.5Z'"],
  ['raw', 'bytes', "unhex('00ff') || encode('x')", "'a\\xFFb'"],
  ['document', 'json', `TRY_CAST('{"a": ' || n || '}' AS JSON)`, null],
  ['list', 'float64[]', "[n, NULL, 'inf'::DOUBLE, 0.1]", "'[1, 2.5]'"],
  ['whole_list', 'int64[]', '[9007199254740993 + n, NULL]', "'[9007199254740993]'"],
  ['text_list', 'string[]', "['a', 'b\"' || n]", null],
]

const listed = features.map(
  ([name, type, sql, fallback]) =>
    `      ${name}: { sql: ${JSON.stringify(sql)}, type: '${type}'${fallback === null ? '' : `, default: ${fallback}`} }`,
)

const definitions = `
entities:
  thing: { keys: { name: string, flag: bool, day: timestamp, code: int32 } }
sources:
  rows: { type: csv, path: data/rows.csv, timestamp: at, created: seen, id: event }
views:
  v:
    entity: thing
    source: rows
    ttl: 365d
    features:
${listed.join('\n')}
  w:
    entity: thing
    source: rows
    features:
      newest: { aggregate: last, of: n }
      moments: { aggregate: max, of: seen, window: 30d }
      total: { aggregate: sum, of: n, windows: [1d, 30d] }
      by_name: { aggregate: mean, of: n, by: name, values: { top: 2 }, window: 30d }
`

const rows = `event,name,flag,day,code,at,seen,n
e1,a,true,2026-01-01,1,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,1
e2,a,false,2026-01-01,1,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,2
e3,"b ü""",true,2026-01-01T00:00:00.000001Z,-1,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,
e4,a,true,2026-01-01,1,2026-03-01T00:00:00Z,2026-03-01T00:00:01Z,3
`

const wrong = ({ different, missing, extra, behind }: VerifyReport): number => different + missing + extra + behind

test('every type, before and after a correction, of keys and of logged reads', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'features'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: types\n')
  writeFileSync(join(folder, 'features/v.yaml'), definitions)
  writeFileSync(join(folder, 'data/rows.csv'), rows)
  const clock = { now: 1_772_450_000_000_000n }
  const pintail = await open(folder, { clock: { now: () => clock.now } })
  t.after(() => pintail.close())
  const verify = (over: { strict?: boolean; reads?: boolean }): Promise<VerifyReport[]> =>
    pintail.verify({ views: [], sample: 0, reads: false, since: null, strict: false, ...over })
  const materialize = (): Promise<unknown> =>
    pintail.materialize({ views: [], features: [], mode: 'incremental', until: null })
  await pintail.apply()
  await pintail.ingest({ views: [], full: false })
  await materialize()
  for (const report of await verify({ strict: true })) {
    assert.deepEqual(
      [report.keys, wrong(report), report.compared - report.equal],
      [3, 0, 0],
      JSON.stringify(report.differences.map(String)),
    )
  }

  const server = await listen(pintail, { host: '127.0.0.1', port: 0, reads: join(folder, '.pintail/reads') })
  t.after(() => server.stop())
  const days = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000001Z', '2026-01-01T00:00:00Z']
  const entities = { name: ['a', 'a', 'b ü"', 'c'], flag: [true, false, true, true], day: days, code: [1, 1, -1, 1] }
  const answer = await fetch(`${server.url}/get-online-features`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ features: ['v:*', 'w:*'], entities }),
  })
  assert.equal(answer.status, 200, await answer.text())
  await server.stop()
  for (const report of await verify({ reads: true, strict: true }))
    assert.deepEqual([report.keys, wrong(report)], [4, 0])

  // e1 turns out to have been another key's, and of another value.
  appendFileSync(join(folder, 'data/rows.csv'), 'e1,z,true,2026-01-01,1,2026-03-01T12:00:00Z,2026-03-02T00:00:00Z,9\n')
  clock.now += 1_000_000n
  await pintail.ingest({ views: [], full: false })
  const behind = await verify({})
  assert.ok(behind.every((it) => it.different + it.missing + it.extra === 0))
  assert.ok(behind.some((it) => it.behind > 0))
  for (const report of await verify({ reads: true })) assert.equal(report.different + report.missing + report.extra, 0)
  await materialize()
  for (const report of await verify({ strict: true })) assert.deepEqual([report.keys, wrong(report)], [4, 0])
})
