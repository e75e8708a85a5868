// Files come, grow, move and break: what does an ingest land of them, and what does it leave as it was?
import assert from 'node:assert/strict'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import { temporaryFolder } from '../support/executable.ts'
import { type Bench, bench, definitions, header, row, rows } from './bench.ts'

interface Happening {
  readonly what: string
  readonly happens: (it: Bench) => void
  readonly lands: number
}

const happenings: readonly Happening[] = [
  { what: 'nothing happens', happens: () => undefined, lands: 0 },
  { what: 'the file is touched', happens: (it) => utimesSync(it.path('data/a.csv'), 1, 1), lands: 0 },
  { what: 'the file grows', happens: (it) => appendFileSync(it.path('data/a.csv'), rows(4, 5)), lands: 2 },
  { what: 'the file is renamed', happens: (it) => renameSync(it.path('data/a.csv'), it.path('data/b.csv')), lands: 0 },
  { what: 'the file is copied', happens: (it) => copyFileSync(it.path('data/a.csv'), it.path('data/b.csv')), lands: 0 },
  {
    what: 'the file is renamed and grows there',
    happens: (it) => {
      renameSync(it.path('data/a.csv'), it.path('data/b.csv'))
      appendFileSync(it.path('data/b.csv'), rows(4))
    },
    lands: 1,
  },
  {
    what: 'a log is rotated: the old one grew before it moved, and a new one began',
    happens: (it) => {
      appendFileSync(it.path('data/a.csv'), rows(4))
      renameSync(it.path('data/a.csv'), it.path('data/a.1.csv'))
      it.write('data/a.csv', header + rows(9))
    },
    lands: 2,
  },
  {
    what: 'a row in the middle changes',
    happens: (it) => it.write('data/a.csv', header + row(1) + row(2, 7) + row(3)),
    lands: 1,
  },
  { what: 'the file is cut short', happens: (it) => it.write('data/a.csv', header + row(1)), lands: 0 },
  { what: 'its rows change places', happens: (it) => it.write('data/a.csv', header + rows(3, 1, 2)), lands: 0 },
  { what: 'a row comes a second time', happens: (it) => appendFileSync(it.path('data/a.csv'), rows(3)), lands: 1 },
  { what: 'the file is deleted', happens: (it) => rmSync(it.path('data/a.csv')), lands: 0 },
  { what: 'another file has an equal row', happens: (it) => it.write('data/b.csv', header + row(3)), lands: 1 },
  { what: 'an empty file comes', happens: (it) => it.write('data/b.csv', ''), lands: 0 },
  { what: 'a file with only a header comes', happens: (it) => it.write('data/b.csv', header), lands: 0 },
  {
    what: 'a file with its columns in another order comes',
    happens: (it) => it.write('data/b.csv', 'x,id,at\n8,8,2026-01-01\n'),
    lands: 1,
  },
]

for (const { what, happens, lands } of happenings) {
  test(`${what}: ${lands} rows land`, async (t) => {
    const it = await bench(t, header + rows(1, 2, 3))
    assert.equal((await it.ingest()).rows.landed, 3)
    happens(it)
    assert.equal((await it.ingest()).rows.landed, lands)
    assert.equal((await it.ingest({ full: true })).rows.landed, 0, 'a second time adds nothing')
  })
}

const refusal = async (work: Promise<unknown>, code: string): Promise<PintailError> => {
  let thrown: unknown
  await work.catch((it: unknown) => {
    thrown = it
  })
  assert.ok(thrown instanceof PintailError, String(thrown))
  assert.equal(thrown.code, code)
  assert.ok(thrown.fix)
  return thrown
}

test('a missing column fails the run, names it, and leaves everything as it was', async (t) => {
  const it = await bench(t, header + rows(1))
  await it.ingest()
  const before = await it.answers()
  it.write('data/b.csv', 'id,at,y\n2,2026-01-01,2\n')
  const error = await refusal(it.ingest(), 'source_schema_changed')
  assert.match(error.message, /"x"/)
  assert.equal(error.at?.file, 'data/b.csv')
  assert.deepEqual(await it.answers(), before)
})

test('a new column is noted, and read from the next apply on without landing rows again', async (t) => {
  const it = await bench(t, header + rows(1))
  await it.ingest()
  it.write('data/a.csv', `id,at,x,z\n1,2026-01-01T00:00:00Z,1,5\n2,2026-01-01T00:00:00Z,2,6\n`)
  const report = await it.ingest()
  assert.equal(report.rows.landed, 1)
  assert.match(report.notes.join(), /z/)
  await it.define(definitions('  other: { entity: thing, source: rows, features: { z: z } }\n'))
  it.write('data/b.csv', 'id,at,x,z\n3,2026-01-01T00:00:00Z,3,7\n')
  await it.ingest()
  assert.deepEqual(
    (await it.answers('other')).map((answer) => answer.z),
    [null, null, 7],
  )
})

test('bad rows are left out with their line; too many of them and nothing lands', async (t) => {
  const good = Array.from({ length: 30 }, (_, i) => row(i)).join('')
  const it = await bench(t, header + good)
  await it.ingest()
  it.write('data/b.csv', header + good.replaceAll('2026-01-01', '2026-01-02') + row(99, 'bad') + row(100, 'worse'))
  const report = await it.ingest()
  assert.deepEqual(
    { landed: report.rows.landed, rejected: report.rejected.map(({ line, column }) => [line, column]) },
    {
      landed: 30,
      rejected: [
        [32, 'x'],
        [33, 'x'],
      ],
    },
  )
  assert.equal(
    readFileSync(report.quarantine ?? '', 'utf8')
      .trim()
      .split('\n').length,
    2,
  )
  const before = await it.answers()
  it.write('data/c.csv', header + row(1, 'bad') + row(2))
  const error = await refusal(it.ingest(), 'too_many_rejected')
  assert.equal(error.at?.line, 2)
  assert.deepEqual(await it.answers(), before)
  it.write('data/c.csv', header + row(101) + row(102))
  assert.equal((await it.ingest()).rows.landed, 2, 'once mended, the file lands')
})

test('rows with a null key are skipped and counted', async (t) => {
  const it = await bench(t, `${header + row(1)},2026-01-01,5\n`)
  const report = await it.ingest()
  assert.deepEqual({ landed: report.rows.landed, skipped: report.rows.skipped }, { landed: 2, skipped: 1 })
  assert.equal((await it.answers()).length, 1)
})

test('a file that leaves the project by a link is refused', async (t) => {
  const it = await bench(t, header + rows(1))
  await it.ingest()
  const outside = join(temporaryFolder(t), 'outside.csv')
  writeFileSync(outside, header + rows(2))
  symlinkSync(outside, it.path('data/b.csv'))
  await refusal(it.ingest(), 'path_outside_project')
})

test('numbers are fitted on the first rows and stay, for later rows and for later weights', async (t) => {
  const scaled = (weight: number): string => `
entities: { thing: { keys: { id: int64 } } }
sources:
  rows: { type: csv, path: data/*.csv, timestamp: at }
views:
  view: { entity: thing, source: rows, features: { scaled: { minMax: x }, weighted: "${weight} * scaled + fit_mean(x)" } }
`
  const it = await bench(t, header + rows(0, 10), scaled(1))
  await it.ingest()
  it.write('data/b.csv', header + rows(20))
  await it.ingest()
  assert.deepEqual(await it.answers(), [
    { id: 0, scaled: 0, weighted: 5 },
    { id: 10, scaled: 1, weighted: 6 },
    { id: 20, scaled: 2, weighted: 7 },
  ])
  await it.define(scaled(10))
  await it.ingest()
  assert.deepEqual(
    (await it.answers()).map((answer) => answer.weighted),
    [5, 15, 25],
  )
  assert.deepEqual(
    (await it.answers('view@1')).map((answer) => answer.weighted),
    [5, 6, 7],
  )
})

test('a view defined later is computed over all that was landed before', async (t) => {
  const it = await bench(t, header + rows(1, 2))
  await it.ingest()
  it.write('data/b.csv', header + rows(3))
  await it.ingest()
  await it.define(definitions('  other: { entity: thing, source: rows, where: x > 1, features: { twice: x * 2 } }\n'))
  const report = await it.ingest({ views: ['other'] })
  assert.equal(report.rows.landed, 0)
  assert.deepEqual(
    (await it.answers('other')).map((answer) => answer.twice),
    [4, 6],
  )
})

test('many small runs become few segments, and answer as before', async (t) => {
  const it = await bench(t, header + rows(0))
  for (let i = 1; i <= 24; i++) {
    await it.ingest()
    it.write(`data/${i}.csv`, `${header}${i % 3},2026-01-01T00:00:00Z,${i}\n`)
  }
  await it.ingest()
  assert.deepEqual(await it.answers(), [
    { id: 0, x: 24 },
    { id: 1, x: 22 },
    { id: 2, x: 23 },
  ])
  const segments = it.path('.pintail/offline/views/view/1')
  assert.ok(existsSync(segments))
  const merged = readdirSync(segments).filter((name) => name.includes('merged'))
  assert.ok(merged.length > 0, readdirSync(segments).join(' '))
})

test('columns of any name land, but for those that landed rows have themselves', async (t) => {
  const odd = `
entities: { thing: { keys: { id: int64 } } }
sources: { rows: { type: csv, path: data/*.csv, timestamp: at } }
views:
  view:
    entity: thing
    source: rows
    features: { row_id: row_id, sum: 'row_id + "event_time" + "a b" + pos + f0 + k0 + rid + "say ""hi"""' }
`
  const names = 'id,at,row_id,event_time,a b,pos,f0,k0,rid,"say ""hi"""'
  const it = await bench(t, `${names}\n1,2026-01-01,1,2,3,4,5,6,7,8\n`, odd)
  await it.ingest()
  assert.deepEqual(await it.answers(), [{ id: 1, row_id: 1, sum: 36 }])
  it.write('data/a.csv', 'id,at,pintail_row_id\n1,2026-01-01,5\n')
  const error = await refusal(it.define(odd), 'bad_definition')
  assert.match(error.message, /pintail_row_id/)
})
