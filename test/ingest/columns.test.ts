// A column that was there once is gone, or is of another type: whom does that stop?
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import { bench, definitions, header, rows } from './bench.ts'

const wide = 'id,at,x,extra\n4,2026-01-01T00:00:00Z,4,40\n'

const refused = async (work: Promise<unknown>): Promise<PintailError> => {
  const error: unknown = await work.then(
    () => null,
    (it: unknown) => it,
  )
  assert.ok(error instanceof PintailError, String(error))
  assert.equal(error.code, 'source_schema_changed')
  return error
}

test('a column that nothing live reads may be missing: its rows have null, and a note says so', async (t) => {
  const it = await bench(t, header + rows(1))
  it.write('data/b.csv', wide)
  await it.pintail.apply()
  const report = await it.ingest()
  assert.equal(report.rows.landed, 2)
  assert.deepEqual(report.notes, ['column "extra" is missing in data/a.csv: null there, for no live version reads it'])
  rmSync(it.path('data/b.csv'))
  it.write('data/a.csv', header + rows(1, 2))
  assert.equal((await it.ingest()).rows.landed, 1, 'the rows of before are known without the column')
  assert.equal((await it.ingest({ full: true })).rows.landed, 0)
  await it.define(definitions('  other: { entity: thing, source: rows, features: { extra: extra } }\n'))
  await it.ingest()
  assert.deepEqual(
    (await it.answers('other')).map(({ extra }) => extra),
    [null, null, 40],
  )
})

test('a file that loses an unread column and gets it back lands nothing twice', async (t) => {
  const it = await bench(t, wide)
  await it.ingest()
  it.write('data/a.csv', header + rows(4))
  assert.equal((await it.ingest()).rows.landed, 0)
  it.write('data/a.csv', wide)
  assert.equal((await it.ingest()).rows.landed, 0)
})

test('a column that is read must be there; what reads it is named, and without it ingest goes on', async (t) => {
  const narrow = 'id,at,extra\n5,2026-01-01T00:00:00Z,50\n'
  const reads = (features: string): string =>
    definitions(`  other: { entity: thing, source: rows, features: { ${features} } }\n`)
  const it = await bench(t, wide, reads('extra: extra, half: extra / 2, third: x / 3'))
  await it.ingest()
  it.write('data/b.csv', header + rows(5))
  const error = await refused(it.ingest({ views: ['view'] }))
  assert.equal(error.message, 'column "extra" is missing')
  assert.equal(error.at?.file, 'data/b.csv')
  assert.match(error.fix ?? '', /what reads it \(other:extra and other:half\) out of the definitions {3}pintail apply/)
  await it.define(reads('third: x / 3'))
  assert.equal((await it.ingest()).rows.landed, 1)
  it.write('data/c.csv', narrow)
  const second = await refused(it.ingest())
  assert.match(second.fix ?? '', /\(view:x and other:third\)/)
})

test('keys, times and where are needed too', async (t) => {
  const filtered = `  other: { entity: thing, source: rows, where: "x > 1", features: { e: extra } }\n`
  const it = await bench(t, wide, definitions(filtered).replace('features: { x: x }', 'features: { e: extra }'))
  await it.ingest()
  for (const [gone, text] of [
    ['id', 'at,x,extra\n2026-01-01,1,1\n'],
    ['at', 'id,x,extra\n1,1,1\n'],
    ['x', 'id,at,extra\n1,2026-01-01,1\n'],
  ]) {
    it.write('data/b.csv', text ?? '')
    const error = await refused(it.ingest())
    assert.match(error.message, new RegExp(`column "${gone}" is missing`))
    assert.match(error.fix ?? '', /keys, times or where of/)
  }
})
