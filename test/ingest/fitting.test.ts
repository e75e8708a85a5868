// To what are categories fitted? To the rows there are when a version is first ingested, whatever these hold.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Bench, bench } from './bench.ts'

const definition = `
entities:
  thing: { keys: { id: int64 } }
sources:
  rows: { type: csv, path: data/*.csv, timestamp: at }
views:
  view:
    entity: thing
    source: rows
    features:
      n: { aggregate: count }
      by_page: { aggregate: count, by: page, where: x > 5, values: { top: 3 } }
`
const row = (x: number, page: string): string => `1,2026-01-01T00:00:00Z,${x},${page}\n`

const answers = async (it: Bench): Promise<Record<string, unknown>[]> => {
  const output = it.path('answers.json')
  await it.pintail.export({ what: ['view'], since: null, until: null, latest: true, output, format: 'json' })
  const found: Record<string, unknown>[] = JSON.parse(readFileSync(output, 'utf8'))
  return found.map(({ event_time: _, created: __, ...rest }) => rest)
}

test('rows without a category that counts leave the view answering, with a note and a fit as the way on', async (t) => {
  const it = await bench(t, `id,at,x,page\n${row(1, 'a')}`, definition)
  const { notes } = await it.ingest()
  assert.deepEqual(notes, [
    'no category of by_page was seen, so all are __other__; pintail fit view when there are some',
  ])
  assert.deepEqual(await answers(it), [{ id: 1, n: 1, 'by_page:__other__': 0 }])
  it.write('data/b.csv', `id,at,x,page\n${row(9, 'b')}`)
  await it.ingest()
  assert.deepEqual(await answers(it), [{ id: 1, n: 2, 'by_page:__other__': 1 }])
  await it.pintail.fit({ view: 'view', until: null })
  assert.deepEqual(await answers(it), [{ id: 1, n: 2, 'by_page:b': 1, 'by_page:__other__': 0 }])
})
