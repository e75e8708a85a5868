// What does the record of an ingest tell later? Where and why it failed, which rejected rows are new, what it noted.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import { bench, definitions, header, row } from './bench.ts'

const good = Array.from({ length: 30 }, (_, i) => row(i)).join('')
const later = (text: string, day: number): string => text.replaceAll('2026-01-01', `2026-01-${String(day)}`)

test('a run that failed keeps what its error told, and what was read before it', async (t) => {
  const it = await bench(t, header + good)
  await it.ingest()
  it.write('data/b.csv', header + row(1, 'bad') + later(row(2), 11))
  await assert.rejects(it.ingest(), (cause) => cause instanceof PintailError && cause.code === 'too_many_rejected')
  const [{ run = 0 } = {}] = await it.pintail.runs({ view: null, kind: 'ingest', status: 'failed', limit: 1 })
  const { read, written, rejected, inputs, problem, reasons, phases } = await it.pintail.run(run)
  assert.deepEqual([read, written, rejected, inputs], [2, 0, 1, ['data/b.csv']])
  assert.deepEqual([problem?.code, problem?.file, problem?.line], ['too_many_rejected', 'data/b.csv', 2])
  assert.match(problem?.fix ?? '', new RegExp(`quarantine/${run}\\.ndjson; .*max_rejected`))
  assert.equal(reasons[0]?.reason, 'x: "bad" is no int64')
  assert.ok('land' in phases)
})

test('a line that was rejected before is not new', async (t) => {
  const it = await bench(t, header + good)
  await it.ingest()
  it.write('data/a.csv', header + good + row(31, 'bad'))
  const first = await it.ingest()
  it.write('data/a.csv', header + good + row(31, 'bad') + later(good, 12) + row(32, 'worse'))
  const second = await it.ingest()
  it.write('data/b.csv', header + later(good, 13))
  await it.ingest()
  it.write('data/a.csv', header + good + row(31, 'bad') + later(good, 12) + row(32, 'worse') + later(good, 14))
  const third = await it.ingest()
  const since = (report: typeof first) => report.rejected.map(({ line, since_run: run }) => [line, run])
  assert.deepEqual(since(first), [[32, undefined]])
  assert.deepEqual(since(second), [
    [32, first.run],
    [63, undefined],
  ])
  assert.deepEqual(since(third), [
    [32, first.run],
    [63, second.run],
  ])
  const before = await Promise.all(
    [first, second, third].map(async ({ run }) => (await it.pintail.run(run ?? 0)).rejected_before),
  )
  assert.deepEqual(before, [0, 1, 2])
})

test('what was noted is kept; a run takes as long as its phases together', async (t) => {
  const it = await bench(t, header + good)
  await it.ingest()
  await it.define(definitions('  other: { entity: thing, source: rows, features: { y: x + 1 } }\n'))
  it.write('data/b.csv', header + later(good, 12))
  const { run, notes } = await it.ingest()
  const shown = await it.pintail.run(run ?? 0)
  assert.match(notes.join(), /other: 30 rows landed before are computed/)
  assert.deepEqual(shown.notes, notes)
  const together = Object.values(shown.phases).reduce<number>((sum, each) => sum + Number(each), 0)
  assert.ok((shown.seconds ?? 0) * 1000 >= together, `${shown.seconds} s for ${together} ms`)
  const [listed] = it.pintail.list({ what: 'runs' })
  assert.equal(listed?.seconds, shown.seconds)
})
