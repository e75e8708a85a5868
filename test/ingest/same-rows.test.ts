// Which rows did a source have before? Known by the whole row, the folders of its file and its lists included.
import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { test } from 'node:test'
import { bench, definitions, header, row } from './bench.ts'

test('a file with lists grows: what it had is known by all its columns, lists among them', async (t) => {
  const line = (id: number, ...tags: string[]): string =>
    `${JSON.stringify({ id, at: '2026-01-01T00:00:00Z', x: id, tags })}\n`
  const ofJson = definitions().replace('csv', 'json').replace('x: x', 'x: x, tags: tags')
  const it = await bench(t, line(1, 'a', 'b'), ofJson)
  await it.ingest()
  appendFileSync(it.path('data/a.csv'), line(1, 'a', 'c') + line(2))
  assert.equal((await it.ingest()).rows.landed, 2)
  assert.deepEqual(await it.answers(), [
    { id: 1, x: 1, tags: ['a', 'c'] },
    { id: 2, x: 2, tags: [] },
  ])
})

test('equal files in two folders that say something of their rows are two contents', async (t) => {
  const ofDays = definitions().replace('data/*.csv', 'data/*/*.csv').replace('x: x', 'x: x, day: day')
  const it = await bench(t, '', ofDays, {
    'data/day=1/a.csv': `${header}${row(1)}`,
    'data/day=2/a.csv': `${header}${row(1)}`,
  })
  assert.equal((await it.ingest()).rows.landed, 2)
  assert.equal((await it.ingest({ full: true })).rows.landed, 0)
})

for (const folder of ['a=b', '[x]', "it's *", 'deux é', '{a,b}']) {
  test(`a project in a folder named ${folder} finds its files by glob`, async (t) => {
    const it = await bench(t, `${header}${row(7)}`, definitions(), {}, folder)
    await it.ingest()
    it.write('data/b.csv', `${header}${row(8)}`)
    assert.equal((await it.ingest()).rows.landed, 1)
    assert.deepEqual(await it.answers(), [
      { id: 7, x: 7 },
      { id: 8, x: 8 },
    ])
  })
}
