// What does `cache` say is kept and missing, and is what was cleared the same once it is computed again?
import assert from 'node:assert/strict'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import { bench, definitions, header, row, rows } from './bench.ts'

const other = '  other: { entity: thing, source: rows, features: { y: x * 2 } }\n'

test('a view is listed with its size and with what the next ingest will compute', async (t) => {
  const it = await bench(t, header + rows(1, 2, 3))
  const caches = await it.pintail.cache()
  const before = caches.list([])[0]
  assert.deepEqual([before?.rows, before?.bytes, before?.pending], [0, 0, []])
  await it.ingest()
  await it.define(definitions(other).replace('x: x }', 'x: x, z: x + 1 }'))
  it.write('data/b.csv', header + row(4))
  const [other_, view] = caches.list([]).sort((a, b) => (a.view < b.view ? -1 : 1))
  assert.deepEqual([view?.rows, view?.segments, view?.features, view?.inputs], [3, 1, 1, 0])
  assert.ok((view?.bytes ?? 0) > 0 && (view?.landed.bytes ?? 0) > 0)
  assert.deepEqual(view?.pending, [{ what: 'z@1', why: 'new version' }])
  assert.deepEqual(other_?.pending, [{ what: '3 landed rows', why: 'never computed' }])
  const { notes } = await it.ingest()
  assert.deepEqual(notes, ['other: 3 rows landed before are computed'])
  assert.deepEqual(
    caches.list([]).flatMap((cached) => cached.pending),
    [],
  )
})

test('what is cleared is computed again from landed rows, though the file is gone', async (t) => {
  const it = await bench(t, header + rows(1, 2, 3), definitions(other))
  await it.ingest()
  it.write('data/b.csv', header + row(2, 20))
  await it.ingest()
  const before = await it.answers()
  const caches = await it.pintail.cache()
  const [cleared] = await caches.clear(['view'])
  assert.deepEqual([cleared?.view, cleared?.kept], ['view', null])
  assert.deepEqual(
    caches.list(['view']).map((cached) => [cached.rows, cached.bytes]),
    [[0, 0]],
  )
  assert.equal(caches.list(['other'])[0]?.rows, 4)
  const spine = {
    columns: [
      { name: 'id', type: 'int64' as const, values: [1n] },
      { name: 'event_timestamp', type: 'timestamp' as const, values: [1_800_000_000_000_000n] },
    ],
  }
  const request = {
    spine,
    timestamp: null,
    knownAt: false,
    features: ['view:x'],
    service: null,
    fullFeatureNames: false,
    output: it.path('out.json'),
    format: 'json' as const,
  }
  await assert.rejects(
    it.pintail.historical(request),
    (error) =>
      error instanceof PintailError &&
      error.code === 'not_ingested' &&
      error.problems[0]?.fix === 'pintail ingest view',
  )
  for (const name of readdirSync(it.path('data'))) rmSync(it.path(`data/${name}`))
  assert.ok(existsSync(it.path('data')))
  const report = await it.ingest()
  assert.equal(report.rows.landed, 0)
  assert.deepEqual(await it.answers(), before)
})

test('a view that does not exist cannot be cleared', async (t) => {
  const it = await bench(t, header + rows(1))
  const caches = await it.pintail.cache()
  await assert.rejects(caches.clear(['vew']), (error) => error instanceof PintailError && error.code === 'unknown_view')
})
