// Is a preview what an ingest would give, and does it leave nothing behind?
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import { bench, definitions, header, row, rows } from '../ingest/bench.ts'

const everyFile = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/-(wal|shm)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()

test('before anything is applied, a view is computed from its files and nothing is written', async (t) => {
  const it = await bench(t, header + rows(1, 2, 3))
  it.write('features/view.yaml', definitions().replace('x: x', 'x: x, doubled: x * 2'))
  const before = everyFile(it.path('.'))
  const registry = readFileSync(it.path('.pintail/registry.db'))
  const report = await it.pintail.preview({ view: 'view', limit: 2 })
  assert.deepEqual(
    report.columns.map((column) => column.name),
    ['id', 'event_time', 'x', 'doubled'],
  )
  assert.deepEqual(
    report.rows.map(([id, , x, doubled]) => [id, x, doubled]),
    [
      [1n, 1n, 2n],
      [2n, 2n, 4n],
    ],
  )
  assert.deepEqual(report.sample, { rows: 3, from: 'files', whole: true, rejected: 0 })
  assert.equal(report.answers, 3)
  const [, doubled] = report.profile
  assert.deepEqual(
    [doubled?.feature, doubled?.null_share, doubled?.distinct, doubled?.min, doubled?.mean, doubled?.max],
    ['doubled', 0, 3n, 2, 4, 6],
  )
  assert.deepEqual(everyFile(it.path('.')), before)
  assert.deepEqual(readFileSync(it.path('.pintail/registry.db')), registry)
})

test('what was landed is previewed from the log, rows that cannot be read are counted', async (t) => {
  const it = await bench(t, header + rows(1, 2))
  assert.equal((await it.pintail.preview({ view: 'view', limit: 5 })).sample.from, 'files')
  await it.ingest()
  it.write('data/b.csv', header + row(3))
  assert.deepEqual((await it.pintail.preview({ view: 'view', limit: 5 })).sample, {
    rows: 2,
    from: 'landed rows',
    whole: true,
    rejected: 0,
  })
  const fresh = await bench(t, header + rows(1, 2))
  fresh.write('data/a.csv', header + rows(1, 2) + row(3, 'no number'))
  assert.equal((await fresh.pintail.preview({ view: 'view', limit: 5 })).sample.rejected, 1)
})

test('fitted numbers are those of the sample', async (t) => {
  const it = await bench(t, header + rows(0, 5, 10))
  writeFileSync(it.path('features/view.yaml'), definitions().replace('x: x', 'scaled: { minMax: x }'))
  const { rows: found } = await it.pintail.preview({ view: 'view', limit: 5 })
  assert.deepEqual(found.map((cells) => cells.at(-1)).sort(), [0, 0.5, 1])
})

test('a view that no file declares is answered with the nearest one', async (t) => {
  const it = await bench(t, header + rows(1))
  await assert.rejects(it.pintail.preview({ view: 'viev', limit: 1 }), (thrown) => {
    assert.ok(thrown instanceof PintailError)
    assert.deepEqual([thrown.code, thrown.fix?.startsWith('did you mean "view"?')], ['unknown_view', true])
    return true
  })
})
