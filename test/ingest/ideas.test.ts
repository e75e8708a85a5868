// An idea is tried on what landed: does a feature that changed answer as one that was computed from the beginning?
import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { type Bench, bench } from './bench.ts'

const header = 'eid,id,at,known,kind,j\n'
const line = (eid: string, id: number | '', hour: number, known: number, kind: string, j: string): string =>
  `${eid},${id},2026-01-01T${String(hour).padStart(2, '0')}:00:00Z,2026-01-02T00:00:${String(known).padStart(2, '0')}Z,${kind},${j === '' ? '' : `"${j.replaceAll('"', '""')}"`}\n`

const view = (name: string, clicks: string, page: string): string => `
  ${name}:
    entity: thing
    source: rows
    where: kind <> 'hidden'
    features:
      clicks: { aggregate: count, where: "${clicks}" }
      loads: { aggregate: count, where: "kind = 'load'", window: 5h }
      pages: { aggregate: countDistinct, of: ${page} }
      most: { aggregate: max, of: n }
      newest: { aggregate: last, of: page }
      by_page: { aggregate: count, by: page, values: ['/a/1', '/b', '/a/9'] }
`

const definitions = (views: string, path = '$.page'): string => `
entities:
  thing: { keys: { id: int64 } }
sources:
  rows:
    type: csv
    path: data/*.csv
    timestamp: at
    created: known
    id: eid
    columns:
      page: { json: j, path: ${path} }
      n: { json: j, path: $.n, type: int64 }
      short: { sql: "left(page, 2)", type: string }
views:${views}`

const json = (page: string, n: number | string): string => JSON.stringify({ page, n, other: { page: `o${page}` } })

const files = {
  a:
    header +
    line('1', 1, 3, 1, 'click', json('/a/1', 1)) +
    line('2', 1, 5, 1, 'load', json('/b', 2)) +
    line('3', 2, 4, 1, 'click', json('/a/2', 'no number')) +
    line('', 2, 6, 1, 'click', '') +
    line('4', '', 1, 1, 'click', json('/a/1', 9)),
  // Late ones, corrections, one that leaves the view, and a text that is no JSON.
  b:
    header +
    line('5', 1, 1, 2, 'click', json('/b', 5)) +
    line('1', 1, 3, 2, 'load', json('/a/9', 7)) +
    line('3', 2, 4, 2, 'hidden', json('/a/2', 3)) +
    line('6', 3, 2, 2, 'click', '{"page') +
    line('7', 3, 2, 2, 'load', json('/c', 3)),
}

const hours = ['02', '04', '07']
const ids = [1n, 2n, 3n, 4n]
const spine = {
  columns: [
    { name: 'id', type: 'int64' as const, values: ids.flatMap((id) => hours.map(() => id)) },
    {
      name: 'event_timestamp',
      type: 'timestamp' as const,
      values: ids.flatMap(() => hours.map((hour) => BigInt(Date.parse(`2026-01-01T${hour}:00:00Z`)) * 1000n)),
    },
  ],
}

const answersOf = async (it: Bench, name: string, knownAt: boolean): Promise<unknown> => {
  const output = it.path(`${name}.json`)
  const asked = { spine, timestamp: null, knownAt, service: null, fullFeatureNames: false, output }
  await it.pintail.historical({ ...asked, features: [`${name}:*`], format: 'json' })
  return JSON.parse(readFileSync(output, 'utf8'))
}

const same = async (it: Bench): Promise<void> => {
  for (const knownAt of [false, true])
    assert.deepEqual(await answersOf(it, 'view', knownAt), await answersOf(it, 'twin', knownAt))
}

const first = view('view', "kind = 'click'", 'page')
const idea = (name: string): string => view(name, "kind <> 'load' AND short = '/a' OR n = 5", 'short')
const another = (name: string): string => view(name, "kind LIKE 'c%' AND short <> '/b'", 'short || page')

const grown = async (t: TestContext): Promise<Bench> => {
  const it = await bench(t, files.a, definitions(first), {}, '[x] é')
  await it.ingest()
  it.write('data/b.csv', files.b)
  await it.ingest()
  return it
}

test('late, corrected, hidden and broken rows; files that are gone or changed since', async (t) => {
  const it = await grown(t)
  rmSync(it.path('data/a.csv'))
  it.write('data/b.csv', files.b.replace('/c', '/cc') + line('8', 3, 3, 3, 'click', json('/a/3', 8)))
  await it.define(definitions(idea('view')))
  assert.equal((await it.ingest()).rows.landed, 2)
  await it.define(definitions(another('view')))
  rmSync(it.path('data/b.csv'))
  assert.equal((await it.ingest()).rows.read, 0)
  await it.define(definitions(another('view') + another('twin')))
  await it.ingest()
  await same(it)
})

test('a column that is derived in another way, or is of another type', async (t) => {
  const it = await grown(t)
  for (const now of [
    definitions(idea('view'), '$.other.page'),
    definitions(another('view'), '$.page').replace('type: int64 }', 'type: string }').replace('n = 5', "n = '5'"),
  ]) {
    await it.define(now)
    await it.ingest()
  }
  it.write('data/c.csv', files.b.replaceAll(/^(\d),/gm, '1$1,'))
  await it.ingest()
  await it.define(definitions(idea('view') + idea('twin'), '$.other.page'))
  await it.ingest()
  await same(it)
})

test('what could not be used of JSON is told once, by the run that read it', async (t) => {
  const it = await bench(t, files.a, definitions(first))
  assert.match((await it.ingest()).notes.join(), /1 value of n/)
  const over = (n: string): string => definitions(view('view', "n > 0 AND kind <> 'load'", 'page')).replace('$.n,', n)
  await it.define(over('$.n,'))
  assert.deepEqual((await it.ingest()).notes, [])
  await it.define(over('$.page,'))
  assert.match((await it.ingest()).notes.join(), /values of n/)
})
