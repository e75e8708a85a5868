// What does a write replace, and when do readers see it?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import type { FeatureType } from '../../src/core/values.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { openOnlineWriter } from '../../src/online/online-writer.ts'
import { type Answer, featureOf, rowSetOf, selectAll, shelve, storedRows, temporaryFolder, viewOf } from './shelf.ts'

const users = rowSetOf(1, 'users', [{ name: 'id', type: 'int64' }])
const a = featureOf(1, users, 'a', 'string')
const b = featureOf(2, users, 'b', 'string')
const c = featureOf(3, users, 'c', 'string')
const view = viewOf(users, [a, b, c])
const answer = (id: bigint, at: bigint, text: string, more: Partial<Answer> = {}): Answer => ({
  keys: [id],
  at,
  values: [text, text, text],
  ...more,
})

const bench = (t: Parameters<typeof temporaryFolder>[0]) => {
  const path = `${temporaryFolder(t)}/online.db`
  const store = openOnlineStore(path, fixedClock(0n))
  const reader = store.reader(selectAll(view))
  const writer = openOnlineWriter(path)
  t.after(() => {
    store.close()
    writer.close()
  })
  const read = (...ids: number[]) => reader.read(new Map([['id', ids]])).features.map((it) => it.values.join(' '))
  return { path, store, writer, read }
}

test('a table under construction answers nothing until it is finished; the old one stays a while', (t) => {
  const { path, writer, read, store } = bench(t)
  shelve(path, view, [answer(1n, 0n, 'old')])
  assert.deepEqual(read(1), ['old', 'old', 'old'])
  const filling = writer.build(users, [a, b, c], { until: 5n, lastRun: 2 })
  filling.put(storedRows(users, [a, b, c], [answer(1n, 5n, 'new')]))
  assert.deepEqual(read(1), ['old', 'old', 'old'])
  filling.finish()
  assert.deepEqual(read(1), ['new', 'new', 'new'])
  assert.deepEqual(
    store.groups().map((it) => [it.state, it.until, it.lastRun]),
    [
      ['superseded', 0n, 1],
      ['live', 5n, 2],
    ],
  )
  writer.clear()
  assert.deepEqual(
    store.groups().map((it) => it.state),
    ['live'],
  )
  assert.deepEqual(read(1), ['new', 'new', 'new'])
})

test('a feature built alone leaves the others where they are', (t) => {
  const { path, writer, read, store } = bench(t)
  shelve(path, view, [answer(1n, 0n, 'old')])
  const filling = writer.build(users, [b], { until: 5n, lastRun: 2 })
  filling.put(storedRows(users, [b], [{ keys: [1n], at: 5n, values: ['new'] }]))
  filling.finish()
  assert.deepEqual(read(1), ['old', 'new', 'old'])
  assert.deepEqual(
    store.groups().map((it) => it.features.map((feature) => feature.id)),
    [[1, 3], [2]],
  )
  writer.release([1, 3])
  assert.deepEqual(read(1), ['', 'new', ''])
  writer.clear()
  assert.deepEqual(
    store.groups().map((it) => it.features.map((feature) => feature.id)),
    [[2]],
  )
})

test('an update replaces by run, then by the tie rule, and removes what is older', (t) => {
  const { path, writer, read } = bench(t)
  const put = (lastRun: number, ...rows: Answer[]) => {
    const [group] = writer.groups()
    assert.ok(group)
    const filling = writer.update(group, [a, b, c], { until: 0n, lastRun })
    filling.put(storedRows(users, [a, b, c], rows))
    return filling
  }
  shelve(path, view, [answer(1n, 10n, 'first', { created: 5n, row: 1n })], { until: 0n, lastRun: 3 })
  put(2, answer(1n, 99n, 'older reading'))
  assert.equal(read(1)[0], 'first')
  put(3, answer(1n, 9n, 'older event'))
  assert.equal(read(1)[0], 'first')
  put(3, answer(1n, 10n, 'null created', { row: 2n }))
  assert.equal(read(1)[0], 'first')
  put(3, answer(1n, 10n, 'later row', { created: 5n, row: 2n }))
  assert.equal(read(1)[0], 'later row')
  put(4, answer(1n, 1n, 'corrected'))
  assert.equal(read(1)[0], 'corrected')
  put(3).remove([[1n]])
  assert.equal(read(1)[0], 'corrected')
  put(4).remove([[1n]])
  assert.equal(read(1)[0], '')
})

test('a killed update is known to have gone further than its watermark', (t) => {
  const { path, writer } = bench(t)
  shelve(path, view, [answer(1n, 0n, 'x')], { until: 5n, lastRun: 1 })
  const [group] = writer.groups()
  assert.ok(group)
  writer.update(group, [a, b, c], { until: 9n, lastRun: 2 })
  const [after] = writer.groups()
  assert.deepEqual([after?.until, after?.reaching, after?.lastRun], [5n, 9n, 1])
})

test('a thousand features fit one table', (t) => {
  const path = `${temporaryFolder(t)}/online.db`
  const types: readonly FeatureType[] = ['float64', 'int64', 'string', 'bool']
  const many = Array.from({ length: 1_000 }, (_, i) => featureOf(i + 1, users, `f${i}`, types[i % 4] ?? 'json'))
  const wide = viewOf(users, many)
  const values = many.map((_, i) => [i + 0.5, BigInt(i), `t${i}`, i % 8 === 3][i % 4] ?? null)
  const rows = Array.from({ length: 70 }, (_, i) => ({ keys: [BigInt(i)], at: 0n, values }))
  shelve(path, wide, rows)
  const store = openOnlineStore(path, fixedClock(0n))
  t.after(() => store.close())
  const read = store.reader(selectAll(wide)).read(new Map([['id', [69]]]))
  assert.deepEqual(
    read.features.map((it) => it.values[0]),
    values,
  )
})
