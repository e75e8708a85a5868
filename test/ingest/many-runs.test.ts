// Events that come in many runs, corrected and late: do they answer as if they had come in one, merged as they are?
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Bench, bench } from './bench.ts'

const definition = `
entities:
  thing: { keys: { k: string } }
sources:
  rows: { type: csv, path: data/*.csv, timestamp: at, created: seen, id: id }
views:
  view:
    entity: thing
    source: rows
    where: x >= 0
    features:
      n: { aggregate: count, windows: [1h, all] }
      total: { aggregate: sum, of: x, window: all }
      newest: { aggregate: last, of: page, window: all }
      by_page: { aggregate: count, by: page, values: ['/a', '/b'], window: all }
  plain: { entity: thing, source: rows, features: { x: x, page: page } }
`
const header = 'id,k,at,seen,x,page\n'
const minute = (n: number): string => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString()

/** Run i brings an event of each key, an older one, and a correction of what came three runs before. */
const brought = (run: number): string =>
  ['p', 'q']
    .flatMap((k) => [
      [`${k}${run}`, k, minute(run * 5), minute(run * 5 + 1), run, run % 2 === 0 ? '/a' : '/b'],
      [`${k}late${run}`, k, minute(run), minute(run * 5 + 1), 100, ''],
      [`${k}${run - 3}`, k, minute(run * 5 - 15), minute(run * 5 + 1), run % 4 === 0 ? -1 : 7, '/c'],
    ])
    .map((row) => `${row.join(',')}\n`)
    .join('')

const spine = {
  columns: [
    {
      name: 'k',
      type: 'string' as const,
      values: Array.from({ length: 60 }, (_, i) => (i % 3 === 2 ? 'none' : i % 3 === 1 ? 'q' : 'p')),
    },
    {
      name: 'event_timestamp',
      type: 'timestamp' as const,
      values: Array.from({ length: 60 }, (_, i) => BigInt(Date.UTC(2026, 0, 1, 0, i * 3)) * 1000n),
    },
  ],
}

const answered = async (it: Bench, knownAt: boolean): Promise<string> => {
  const output = it.path('answers.json')
  await it.pintail.historical({
    spine,
    timestamp: null,
    knownAt,
    features: ['view:*', 'plain:*'],
    service: null,
    fullFeatureNames: false,
    output,
    format: 'json',
  })
  return readFileSync(output, 'utf8')
}

test('as if all had come at once, now and as known at each instant', async (t) => {
  const runs = 23
  const many = await bench(t, header + brought(0), definition, {}, 'many')
  await many.ingest()
  for (let run = 1; run < runs; run++) {
    many.write(`data/${run}.csv`, header + brought(run))
    await many.ingest()
  }
  const all = Object.fromEntries(
    Array.from({ length: runs }, (_, run) => [`data/${run}.csv`, header + brought(run)]).slice(1),
  )
  const once = await bench(t, header + brought(0), definition, all, 'once')
  await once.ingest()
  for (const knownAt of [false, true]) assert.equal(await answered(many, knownAt), await answered(once, knownAt))
  const kept = readdirSync(many.path('.pintail/offline/views/view'), { recursive: true }).map(String)
  assert.ok(kept.some((name) => name.includes('-merged-') && name.endsWith('-events.parquet')))
  assert.ok(kept.some((name) => name.endsWith('-merged-hidden.parquet')))
  const [view] = (await many.pintail.cache()).list(['view'])
  assert.ok((view?.segments ?? 99) < 20)
  const before = await answered(many, true)
  await (await many.pintail.cache()).clear([])
  await many.ingest()
  assert.equal(await answered(many, true), before)
})
