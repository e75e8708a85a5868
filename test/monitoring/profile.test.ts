// What does a profile say of values of every kind, the odd ones included?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FeatureStats } from '../../src/core/watching.ts'
import { bench, definitions, header, row } from '../ingest/bench.ts'

const features = (all: string): string => definitions().replace('features: { x: x }', `features: { ${all} }`)

const at = '2026-01-01T00:00:00Z'

const stats = async (found: Promise<FeatureStats[]>): Promise<FeatureStats> => {
  const [first] = await found
  assert.ok(first)
  return first
}

test('ten values: counts, moments, quantiles as NumPy has them, and a bar a value', async (t) => {
  const text = header + Array.from({ length: 10 }, (_, i) => row(i, i < 8 ? i : i === 8 ? '' : 100)).join('')
  const { pintail, ingest } = await bench(t, text, features('x: x, y: "x * 1.0"'))
  const { run } = await ingest()
  const { histogram, ...it } = await stats(pintail.stats({ reference: 'view:x', run: null }))
  assert.deepEqual(
    [it.feature, it.version, it.run, it.kind, it.of, it.rows, it.nulls, it.non_finite, it.distinct, it.min, it.max],
    ['view:x', 1, run, 'numeric', 'rows', 10, 1, 0, 9, 0, 100],
  )
  assert.ok(Math.abs((it.mean ?? 0) - 128 / 9) < 1e-12)
  assert.ok(Math.abs((it.stddev ?? 0) - 32.248169629367254) < 1e-9)
  const expected = [0.08, 0.4, 2, 4, 6, 62.8, 92.56]
  for (const [i, p] of [it.p1, it.p5, it.p25, it.p50, it.p75, it.p95, it.p99].entries())
    assert.ok(Math.abs((p ?? Number.NaN) - (expected[i] ?? 0)) < 1e-9)
  assert.deepEqual(histogram, {
    by: 'values',
    edges: [0, 1, 2, 3, 4, 5, 6, 7, 100],
    counts: [1, 1, 1, 1, 1, 1, 1, 1, 1, 0],
    baseline: null,
  })
})

test('a later run is counted over the edges of the first, and each run keeps its profile', async (t) => {
  const { pintail, ingest, write } = await bench(t, header + Array.from({ length: 100 }, (_, i) => row(i, i)).join(''))
  const { run: first } = await ingest()
  write('data/b.csv', header + Array.from({ length: 50 }, (_, i) => row(i + 500, i + 1000)).join(''))
  const { run: second } = await ingest()
  const now = await stats(pintail.stats({ reference: 'view:x', run: null }))
  const before = await stats(pintail.stats({ reference: 'view:x', run: first }))
  assert.deepEqual([before.run, now.run, before.rows, now.rows], [first, second, 100, 50])
  assert.deepEqual(now.histogram?.edges, before.histogram?.edges)
  assert.deepEqual(now.histogram?.counts, [0, 0, 0, 0, 0, 0, 0, 0, 0, 50])
  assert.equal(before.histogram?.baseline, null)
  assert.equal(now.histogram?.baseline, 1)
})

test('all null, constant, NaN and infinite, beyond a double, truths, texts, instants and lists', async (t) => {
  const text = `${header.trim()},d,s\n1,${at},1,nan,b\n2,${at},1,inf,a\n3,${at},1,1e308,a\n4,${at},1,-1e308,\n`
  const all = [
    'none: "CAST(NULL AS DOUBLE)"',
    'same: x',
    'odd: "TRY_CAST(d AS DOUBLE)"',
    'truth: "x = 1 AND s IS NOT NULL"',
    'word: s',
    'when: "make_timestamp(x * 1000000)"',
    'list: "[x, x]"',
    'large: "x + 9007199254740992"',
  ]
  const { pintail, ingest } = await bench(
    t,
    text,
    features(all.join(', ')).replace('timestamp: at', 'timestamp: at, options: { types: { d: string } }'),
  )
  await ingest()
  const found = new Map(
    (await pintail.stats({ reference: 'view:*', run: null })).map((it) => [it.feature.slice(5), it]),
  )
  const of = (name: string): FeatureStats => {
    const it = found.get(name)
    assert.ok(it, name)
    return it
  }
  const none = of('none')
  assert.deepEqual([none.rows, none.nulls, none.distinct, none.mean, none.p50, none.min], [4, 4, 0, null, null, null])
  assert.equal(none.histogram, null)
  const same = of('same')
  assert.deepEqual([same.distinct, same.mean, same.stddev, same.p1, same.p99], [1, 1, 0, 1, 1])
  const odd = of('odd')
  assert.deepEqual([odd.nulls, odd.non_finite, odd.distinct, odd.min, odd.max], [0, 2, 2, -1e308, 1e308])
  assert.deepEqual(of('truth').top, [
    { value: true, rows: 3 },
    { value: false, rows: 1 },
  ])
  const word = of('word')
  assert.deepEqual([word.nulls, word.distinct, word.min, word.max], [1, 2, 'a', 'b'])
  assert.deepEqual(word.top, [
    { value: 'a', rows: 2 },
    { value: 'b', rows: 1 },
  ])
  assert.deepEqual([of('when').kind, of('when').min, of('when').mean], ['time', '1970-01-01T00:00:01Z', null])
  assert.deepEqual([of('list').kind, of('list').distinct, of('list').min], ['other', 1, null])
  assert.equal(of('large').max, 9007199254740993n)
})

test('a million categories are counted and the first of them told', async (t) => {
  const { pintail, ingest } = await bench(
    t,
    header + Array.from({ length: 300_000 }, (_, i) => row(i, i)).join(''),
    features('word: "CAST(x AS VARCHAR)", x: x'),
  )
  await ingest()
  const word = await stats(pintail.stats({ reference: 'view:word', run: null }))
  assert.deepEqual([word.distinct, word.top.length], [300_000, 20])
  // More rows than are read: the engine is asked.
  const x = await stats(pintail.stats({ reference: 'view:x', run: null }))
  assert.deepEqual([x.p50, x.distinct, x.min, x.max], [149_999.5, 300_000, 0, 299_999])
  assert.deepEqual(x.histogram?.counts, Array(10).fill(30_000))
})

test('what nobody profiled is told, and a run that there is none of', async (t) => {
  const { pintail, ingest } = await bench(t, header + row(1))
  await assert.rejects(pintail.stats({ reference: 'view:x', run: null }), { code: 'not_ingested' })
  await ingest()
  await assert.rejects(pintail.stats({ reference: 'view:x', run: 99 }), { code: 'unknown_name' })
  await assert.rejects(pintail.stats({ reference: 'view:y', run: null }), { code: 'unknown_feature' })
})
