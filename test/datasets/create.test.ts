// A dataset is made whole or not at all, and its manifest says everything that its values depend on.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseInstant } from '../../src/core/instants.ts'
import { asked, labels, openShop } from './shop.ts'

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

test('the manifest pins spine, versions with fitted numbers, runs, contents and the answer', async (t) => {
  const shop = await openShop(t)
  await shop.land('second.csv', ['2,2026-01-04T00:00:00Z,2026-01-04T00:00:00Z,50,cart'])
  const datasets = await shop.pintail.datasets()
  const { manifest, rows, columns } = await datasets.create(asked(shop, 'march', { knownAt: true }))

  assert.equal(rows, 8)
  assert.deepEqual(
    columns.map((it) => it.name),
    ['customer_id', 'when', 'bought', 'note', 'total', 'scaled', 'page'],
  )
  const kept = shop.path('.pintail/datasets/march')
  assert.deepEqual(readdirSync(kept).sort(), ['manifest.json', 'rows.parquet', 'spine.csv'])
  assert.deepEqual(JSON.parse(readFileSync(`${kept}/manifest.json`, 'utf8')), manifest)
  assert.equal(readFileSync(`${kept}/spine.csv`, 'utf8'), labels)
  assert.equal(manifest.spine.hash, sha256(`${kept}/spine.csv`))
  assert.equal(manifest.bytes, sha256(`${kept}/rows.parquet`))
  const { service, target, timestamp, knownAt, created, split } = manifest
  assert.deepEqual(
    { service, target, timestamp, knownAt, created, split },
    {
      service: 'model@1',
      target: 'bought',
      timestamp: 'when',
      knownAt: true,
      created: '2026-03-01T00:00:00Z',
      split: null,
    },
  )
  assert.deepEqual(
    manifest.features.map((it) => [it.feature, it.version, it.fitted.map((fit) => fit.value)]),
    [
      ['buying:total', 1, []],
      ['buying:scaled', 1, [10, 50]],
      ['visiting:page', 1, []],
    ],
  )
  assert.deepEqual(
    manifest.views.map((it) => [it.view, it.version, it.ttl]),
    [
      ['buying', 1, '30d'],
      ['visiting', 1, null],
    ],
  )
  assert.deepEqual(
    manifest.sources.map((it) => it.contents),
    [[sha256(shop.path('data/first.csv')), sha256(shop.path('data/second.csv'))].sort()],
  )
  assert.match(manifest.sql, /SELECT[\s\S]*ORDER BY spine\.rowid;/)
  assert.match(manifest.engine, /^DuckDB v\d/)
})

test('a split cuts between two instants, as near to the share as it can', async (t) => {
  const shop = await openShop(t)
  await shop.land('none.csv', [])
  const datasets = await shop.pintail.datasets()
  const copy = { output: shop.path('out.csv'), format: 'csv' } as const
  const { manifest, notes } = await datasets.create(asked(shop, 'split', { split: 0.6, copy }))
  // Instants of seven rows: 1, 3, 6, 6, 10, 10, 20. Four before the 10th are nearer to 4.2 than six or two.
  assert.deepEqual(manifest.split, { share: 0.6, cut: '2026-01-10T00:00:00Z', train: 4, test: 3, neither: 1 })
  assert.deepEqual(
    readFileSync(copy.output, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',').at(-1)),
    ['split', 'train', 'train', 'train', 'train', 'test', 'test', '', 'test'],
  )
  assert.match(notes.join('\n'), /1 row has no instant/)
  assert.match(notes.join('\n'), /fitted numbers of buying:scaled may have seen rows after the cut/)
  await shop.pintail.fit({ view: 'buying', until: parseInstant('2026-01-10T00:00:00Z', 'until') })
  const { notes: fewer } = await datasets.create(asked(shop, 'fitted', { split: 0.6 }))
  assert.doesNotMatch(fewer.join('\n'), /fitted/, 'a fit that looked no further than the cut has seen nothing after it')
  for (const share of [0.01, 0.99]) {
    const { manifest: other } = await datasets.create(asked(shop, `split-${share * 100}`, { split: share }))
    assert.deepEqual([other.split?.train, other.split?.test], share < 0.5 ? [1, 6] : [6, 1])
  }
})

test('a copy is what is kept, in another form; texts of a CSV spine stay as they are', async (t) => {
  const shop = await openShop(t)
  await shop.land('none.csv', [])
  const datasets = await shop.pintail.datasets()
  const out = (format: 'csv' | 'parquet' | 'ndjson') => ({ output: shop.path(`out.${format}`), format })
  await datasets.create(asked(shop, 'a', { copy: out('csv') }))
  await datasets.create(asked(shop, 'b', { copy: out('parquet') }))
  await datasets.create(asked(shop, 'c', { copy: out('ndjson') }))
  const [head, one, two] = readFileSync(shop.path('out.csv'), 'utf8').split('\n')
  assert.equal(head, 'customer_id,when,bought,note,total,scaled,page')
  assert.equal(one, '1,2026-01-03T00:00:00Z,0,007,20.0,0.0,home')
  assert.equal(two, '1,2026-01-06T00:00:00Z,1,,40.0,0.5,cart')
  assert.deepEqual(readFileSync(shop.path('out.parquet')), readFileSync(shop.path('.pintail/datasets/b/rows.parquet')))
  assert.equal(readFileSync(shop.path('out.ndjson'), 'utf8').split('\n').length, 9)
})

test('what is wrong is told before anything is kept', async (t) => {
  const shop = await openShop(t)
  await shop.land('none.csv', [])
  const datasets = await shop.pintail.datasets()
  await datasets.create(asked(shop, 'taken'))
  const refused = (name: string, more: Parameters<typeof asked>[2], code: string, message: RegExp) =>
    assert.rejects(datasets.create(asked(shop, name, more)), { code, message })
  await refused('taken', {}, 'bad_argument', /there is a dataset "taken" already/)
  await refused('../up', {}, 'bad_argument', /is no name for a dataset/)
  await refused('Big', {}, 'bad_argument', /is no name for a dataset/)
  await refused('a', { target: 'bougth' }, 'bad_argument', /no column "bougth" to learn/)
  await refused('b', { service: 'modle' }, 'unknown_service', /modle/)
  await refused('c', { timestamp: 'then' }, 'missing_timestamp', /then/)
  const nowhere = { output: shop.path('nowhere/out.csv'), format: 'csv' } as const
  await refused('d', { copy: nowhere }, 'output_unwritable', /nowhere/)
  const gone = { path: shop.path('gone.csv'), format: null }
  await refused('e', { spine: gone }, 'spine_unreadable', /there is no spine file ".*gone\.csv"/)
  writeFileSync(shop.path('odd.csv'), 'customer_id,when\nabc,2026-01-01\n')
  const odd = { path: shop.path('odd.csv'), format: null }
  await assert.rejects(datasets.create(asked(shop, 'f', { spine: odd, target: null })), (error: Error) => {
    assert.match(JSON.stringify(error), /"file":"[^"]*odd\.csv"/, 'the file the user knows')
    return 'code' in error && error.code === 'bad_spine_value'
  })
  writeFileSync(shop.path('one.csv'), 'customer_id,when,bought\n1,2026-01-01,1\n2,2026-01-01,1\n')
  const one = { path: shop.path('one.csv'), format: null }
  await refused('g', { spine: one, split: 0.5 }, 'bad_spine_value', /fewer than two instants/)
  writeFileSync(shop.path('named.csv'), 'customer_id,when,bought,split\n1,2026-01-01,1,x\n')
  const named = { path: shop.path('named.csv'), format: null }
  await refused('h', { spine: named, split: 0.5 }, 'duplicate_column', /"split"/)
  assert.deepEqual(readdirSync(shop.path('.pintail/datasets')), ['taken'])
  assert.deepEqual(
    shop.pintail.list({ what: 'datasets' }).map((it) => it.dataset),
    ['taken'],
  )
})

test('stopped by the user it leaves nothing; what a dead process left is replaced', async (t) => {
  const shop = await openShop(t)
  await shop.land('none.csv', [])
  const stopping = new AbortController()
  const progress = { step: (name: string) => name === 'write' && stopping.abort(), advance: () => {} }
  const stopped = await shop.pintail.datasets({ signal: stopping.signal, progress })
  const copy = { output: shop.path('out.csv'), format: 'csv' } as const
  await assert.rejects(stopped.create(asked(shop, 'later', { copy })), { code: 'interrupted' })
  assert.deepEqual(readdirSync(shop.path('.pintail/datasets')), [])
  assert.equal(existsSync(copy.output), false)
  mkdirSync(shop.path('.pintail/datasets/later'))
  writeFileSync(shop.path('.pintail/datasets/later/spine.csv'), 'of a process that was killed')
  await (await shop.pintail.datasets()).create(asked(shop, 'later'))
  assert.equal(readFileSync(shop.path('.pintail/datasets/later/spine.csv'), 'utf8'), labels)
})

test('datasets are listed, shown and found by their name', async (t) => {
  const shop = await openShop(t)
  await shop.land('none.csv', [])
  const datasets = await shop.pintail.datasets()
  await datasets.create(asked(shop, 'march-2026', { split: 0.5 }))
  const [row] = shop.pintail.list({ what: 'datasets' })
  assert.deepEqual([row?.dataset, row?.rows, row?.features, row?.service], ['march-2026', 8, 3, 'model@1'])
  const shown = shop.pintail.show('dataset:march-2026')
  assert.deepEqual(shop.pintail.show('march-2026'), shown)
  assert.equal(shown.target, 'bought')
  assert.throws(() => shop.pintail.show('dataset:marsh-2026'), { code: 'unknown_name', fix: /march-2026/ })
})

test('of two at once with one name, one is kept', async (t) => {
  const shop = await openShop(t)
  await shop.land('none.csv', [])
  const [one, other] = [await shop.pintail.datasets(), await (await shop.reopen(1)).datasets()]
  const outcomes = await Promise.allSettled([one.create(asked(shop, 'same')), other.create(asked(shop, 'same'))])
  assert.deepEqual(outcomes.map((it) => it.status).sort(), ['fulfilled', 'rejected'])
  assert.deepEqual(readdirSync(shop.path('.pintail/datasets')), ['same'])
  assert.equal((await one.reproduce('same', { output: shop.path('again.csv'), format: 'csv' })).same, 'bytes')
})

test('columns that are equal but for case, and names of any text, are kept apart', async (t) => {
  const shop = await openShop(t)
  await shop.land('none.csv', [])
  const datasets = await shop.pintail.datasets()
  const path = shop.path('odd.csv')
  writeFileSync(
    path,
    'customer_id,when,bought,TOTAL,"say ""hi"", ❤️",Split,file_row_number\n1,2026-01-03,1,a,b,c,7\n1,2026-01-06,0,d,,,7\n',
  )
  const spine = { path, format: null }
  const { columns } = await datasets.create(asked(shop, 'odd', { spine, split: 0.5 }))
  const own = ['customer_id', 'when', 'bought', 'TOTAL', 'say "hi", ❤️', 'Split', 'file_row_number']
  const names = [...own, 'total', 'scaled', 'page', 'split']
  assert.deepEqual(
    columns.map((it) => it.name),
    names,
  )
  const copy = { output: shop.path('again.ndjson'), format: 'ndjson' } as const
  assert.equal((await datasets.reproduce('odd', copy)).same, 'bytes')
  assert.deepEqual(Object.keys(JSON.parse(readFileSync(copy.output, 'utf8').split('\n')[1] ?? '')), names)
  await datasets.create(asked(shop, 'odder', { spine }))
  const differences = await datasets.diff('odd', 'odder')
  assert.deepEqual(
    differences.map((it) => it.what).filter((what) => what.startsWith('column')),
    ['column split'],
  )
})
