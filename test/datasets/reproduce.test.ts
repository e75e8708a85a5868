// A dataset is made again byte for byte, whatever was ingested, applied, materialized and merged since; or it is told why not.
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import Sqlite from 'better-sqlite3'
import type { Copy } from '../../src/core/datasets.ts'
import { asked, openShop, type Shop } from './shop.ts'

const again = (shop: Shop, format: Copy['format'] = 'parquet'): Copy => ({
  output: shop.path(`again.${format}`),
  format,
})

const kept = (shop: Shop, name: string): Buffer => readFileSync(shop.path(`.pintail/datasets/${name}/rows.parquet`))

/** Rows that would change every answer: late ones, ties known later, new customers. */
const month = (run: number): string[] => [
  `1,2026-01-05T00:00:00Z,2026-02-${String(run).padStart(2, '0')}T00:00:00Z,${100 + run},late`,
  `2,2026-01-05T12:00:00Z,2026-01-05T12:00:00Z,${200 + run},late`,
  `9,2026-01-0${(run % 9) + 1}T00:00:00Z,2026-01-01T00:00:00Z,${300 + run},new`,
]

test('after a month of ingests, other definitions and merging, on one thread and two', async (t) => {
  const shop = await openShop(t)
  await shop.land('second.csv', ['3,2026-01-09T00:00:00Z,2026-01-11T00:00:00Z,70,cart'])
  const datasets = await shop.pintail.datasets()
  await datasets.create(asked(shop, 'plain', { split: 0.7 }))
  await datasets.create(asked(shop, 'known', { knownAt: true }))
  // Total gets another version and the first one retires, as nothing but the datasets pins it any more.
  const registry = new Sqlite(shop.path('.pintail/registry.db'))
  registry.exec(`DELETE FROM service_versions`)
  registry.exec(`DELETE FROM current_versions WHERE kind = 'service'`)
  registry.close()
  await shop.say({ total: 'amount * 3', ttl: '1d', visits: false })
  for (let run = 1; run <= 25; run++) await shop.land(`month-${run}.csv`, month(run))
  await shop.pintail.materialize({ views: [], features: [], mode: 'full', until: null })
  const state = new Sqlite(shop.path('.pintail/registry.db'), { readonly: true })
  const segments = state.prepare('SELECT row_set, first_run, last_run FROM segments').all()
  state.close()
  assert.ok(segments.length < 40, 'segments were merged')
  for (const threads of [1, 2]) {
    const pintail = await shop.reopen(threads)
    for (const name of ['plain', 'known']) {
      const report = await (await pintail.datasets()).reproduce(name, again(shop))
      assert.deepEqual([report.same, report.why, report.differences], ['bytes', [], []])
      assert.ok(readFileSync(shop.path('again.parquet')).equals(kept(shop, name)))
    }
    const output = shop.path('now.csv')
    const now = { ...asked(shop, 'now'), service: null, features: ['buying@1:*'], output, format: 'csv' } as const
    await pintail.historical(now)
    assert.match(readFileSync(output, 'utf8'), /^1,2026-01-06T00:00:00Z,1,,(?!40\.0)/m, 'today it would be another')
  }
})

test('each view is read as far as it was read then, though the other was ahead', async (t) => {
  const shop = await openShop(t)
  await shop.land('second.csv', [])
  await shop.land('third.csv', ['1,2026-01-05T06:00:00Z,2026-01-05T06:00:00Z,99,ahead'], ['buying'])
  const datasets = await shop.pintail.datasets()
  const { manifest } = await datasets.create(asked(shop, 'apart'))
  const [buying, visiting] = manifest.views
  assert.ok((buying?.lastRun ?? 0) > (visiting?.lastRun ?? 0))
  await shop.land('fourth.csv', [])
  await shop.pintail.ingest({ views: [], full: false })
  assert.equal((await datasets.reproduce('apart', again(shop))).same, 'bytes')
})

test('the spine may go or change: its copy answers, and where that goes too, the file it was made of', async (t) => {
  const shop = await openShop(t)
  await shop.land('none.csv', [])
  const datasets = await shop.pintail.datasets()
  await datasets.create(asked(shop, 'a'))
  const labels = readFileSync(shop.path('labels.csv'))
  writeFileSync(shop.path('labels.csv'), 'customer_id,when\n1,2026-01-01\n')
  assert.equal((await datasets.reproduce('a', again(shop))).same, 'bytes')
  const copy = shop.path('.pintail/datasets/a/spine.csv')
  rmSync(copy)
  await assert.rejects(datasets.reproduce('a', again(shop)), { code: 'store_damaged', message: /copy is missing/ })
  writeFileSync(shop.path('labels.csv'), labels)
  assert.equal((await datasets.reproduce('a', again(shop, 'csv'))).same, 'bytes')
  writeFileSync(copy, 'changed')
  rmSync(shop.path('labels.csv'))
  await assert.rejects(datasets.reproduce('a', again(shop)), { code: 'store_damaged', message: /copy was changed/ })
  await assert.rejects(datasets.reproduce('b', again(shop)), { code: 'unknown_name' })
})

test('another writer of the same values is told from other values', async (t) => {
  const shop = await openShop(t)
  await shop.land('none.csv', [])
  const datasets = await shop.pintail.datasets()
  await datasets.create(asked(shop, 'a'))
  const registry = new Sqlite(shop.path('.pintail/registry.db'))
  const edit = registry.prepare(
    `UPDATE datasets SET manifest = json_set(manifest, '$.bytes', 'x', '$.engine', 'DuckDB v9')`,
  )
  edit.run()
  registry.close()
  const report = await datasets.reproduce('a', again(shop))
  assert.equal(report.same, 'rows')
  assert.match(report.why.join(), /DuckDB v9 wrote it, and this is DuckDB v1/)
})

test('where history was lost it says why, and which rows', async (t) => {
  const shop = await openShop(t)
  await shop.land('second.csv', ['2,2026-01-05T00:00:00Z,2026-01-05T00:00:00Z,80,cart'])
  await shop.land('third.csv', ['3,2026-01-15T00:00:00Z,2026-01-15T00:00:00Z,40,home'])
  const datasets = await shop.pintail.datasets()
  await datasets.create(asked(shop, 'a'))
  const registry = new Sqlite(shop.path('.pintail/registry.db'))
  registry.exec(`DELETE FROM segment_files WHERE segment IN (SELECT max(id) FROM segments GROUP BY row_set)`)
  registry.exec(`DELETE FROM segments WHERE id IN (SELECT max(id) FROM segments GROUP BY row_set)`)
  registry.exec(`DELETE FROM computed_files WHERE landed = (SELECT max(id) FROM landed_files)`)
  registry.close()
  const report = await datasets.reproduce('a', again(shop))
  assert.equal(report.same, 'different')
  assert.match(report.why.join('\n'), /buying was read up to run \d+, and its history ends at run \d+/)
  assert.deepEqual(report.differences, [
    { column: 'total', rows: 1, first: [8] },
    { column: 'scaled', rows: 1, first: [8] },
    { column: 'page', rows: 1, first: [8] },
  ])
  rmSync(shop.path('.pintail/datasets/a/rows.parquet'))
  const blind = await datasets.reproduce('a', again(shop))
  assert.match(blind.why.join('\n'), /which differ cannot be told/)
  const emptied = new Sqlite(shop.path('.pintail/registry.db'))
  emptied.exec('DELETE FROM segment_files; DELETE FROM segments; DELETE FROM computed_files')
  const lost = /cannot be made again: buying was read up to run \d+, and its history ends at run 0/
  await assert.rejects(datasets.reproduce('a', again(shop)), { code: 'store_damaged', message: lost })
  emptied.close()
})

test('two datasets are held against each other: what they pin, and the values that differ', async (t) => {
  const shop = await openShop(t)
  await shop.land('none.csv', [])
  const datasets = await shop.pintail.datasets()
  await datasets.create(asked(shop, 'a'))
  await datasets.create(asked(shop, 'twin'))
  await shop.say({ total: 'amount * 3' })
  await shop.land('second.csv', ['2,2026-01-05T00:00:00Z,2026-01-05T00:00:00Z,80,cart'])
  await datasets.create(asked(shop, 'b', { split: 0.5 }))
  assert.deepEqual(await datasets.diff('a', 'twin'), [])
  const differences = await datasets.diff('a', 'b')
  const of = (what: string) => differences.filter((it) => it.what === what).map(({ a, b, rows }) => [a, b, rows])
  assert.deepEqual(of('service'), [['model@1', 'model@2', null]])
  assert.deepEqual(of('buying:total version'), [[1, 2, null]])
  assert.deepEqual(of('buying:total expression'), [['amount * 2', 'amount * 3', null]])
  assert.deepEqual(of('column split'), [[null, 'there', null]])
  // Customer 2 has a newer order on the 6th; all others that have one are worth another total.
  assert.deepEqual(of('column total'), [[null, null, 3]])
  assert.deepEqual(of('column page'), [[null, null, 1]])
  assert.deepEqual(of('spine'), [])
})
