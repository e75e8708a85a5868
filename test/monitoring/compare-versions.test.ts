// What do two versions give for the same rows? Figures, distances, and named statuses where there are none.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Comparison, DiffReport } from '../../src/core/diffs.ts'
import { open, type Pintail } from '../../src/pintail.ts'

const folder = mkdtempSync(join(tmpdir(), 'pintail-compare-'))
let pintail: Pintail

const features = (over: Readonly<Record<string, string>>): string =>
  Object.entries({
    x: 'x',
    word: 'word',
    huge: 'x * 1e300',
    odd: "CAST('nan' AS DOUBLE)",
    none: 'CAST(NULL AS DOUBLE)',
    ...over,
  })
    .map(([name, sql]) => `      ${name}: ${JSON.stringify(sql)}\n`)
    .join('')

interface Version {
  readonly rows?: Readonly<Record<string, string>>
  readonly where?: string
  readonly window?: string
  readonly values?: string
}

const define = ({ rows = {}, where = 'true', window = '1d', values = '[a, b]' }: Version): void =>
  writeFileSync(
    join(folder, 'features/all.yaml'),
    `entities:
  thing: { keys: { id: int64 } }
sources:
  events: { type: csv, path: data/events.csv, timestamp: at }
views:
  plain:
    entity: thing
    source: events
    where: '${where}'
    features:
${features(rows)}
  windows:
    entity: thing
    source: events
    features:
      total: { aggregate: sum, of: x, window: ${window} }
      words: { aggregate: count, by: word, values: ${values}, window: 30d }
`,
  )

before(async () => {
  for (const name of ['features', 'data']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: compare\n')
  const lines = Array.from({ length: 200 }, (_, i) => {
    const day = String(1 + Math.floor(i / 20)).padStart(2, '0')
    return `${i % 20},2026-01-${day}T00:00:00Z,${i % 50 === 49 ? '' : i},${['a', 'b', 'c'][i % 3]}`
  })
  writeFileSync(join(folder, 'data/events.csv'), `id,at,x,word\n${lines.join('\n')}\n`)
  pintail = await open(folder)
  const hold = async (version: Version): Promise<void> => {
    define(version)
    await pintail.apply()
    await pintail.ingest({ views: [], full: false })
  }
  await hold({})
  await hold({ rows: { x: 'x + 10', word: 'upper(word)', huge: 'x * 2e300' }, window: '3d', values: '[a, c, b]' })
  await hold({ rows: { x: "concat(x, '!')", word: 'upper(word)', huge: 'x * 2e300' }, where: 'x >= 100', window: '3d' })
  define({ rows: { x: 'x * 3' }, where: 'x < 100' })
  await pintail.apply()
})
after(async () => {
  await pintail.close()
  rmSync(folder, { recursive: true })
})

const diff = (reference: string, a: number, b: number): Promise<DiffReport> =>
  pintail.diff({ reference, a: String(a), b: String(b), statistics: true })

const only = async (reference: string, a: number, b: number): Promise<Comparison> => {
  const { statistics } = await diff(reference, a, b)
  assert.equal(statistics.length, 1)
  const [first] = statistics
  assert.ok(first)
  return first
}

describe('of rows', () => {
  test('a shift moves what has a place and leaves what has a width', async () => {
    const { status, of, a, b, delta, differing, psi } = await only('plain:x', 1, 2)
    assert.deepEqual([status, of, differing], ['compared', 'rows', 196])
    assert.deepEqual([a?.rows, a?.nulls, a?.null_share, a?.min, a?.max], [200, 4, 0.02, 0, 198])
    assert.deepEqual([b?.min, b?.max, b?.p50], [10, 208, (a?.p50 ?? 0) + 10])
    assert.deepEqual(
      [delta?.mean?.toFixed(9), delta?.stddev?.toFixed(9), delta?.nulls],
      ['10.000000000', '0.000000000', 0],
    )
    assert.ok(psi !== null && psi > 0 && psi < 0.2)
  })

  test('texts: counts alone, and PSI over their values', async () => {
    const { status, a, b, psi, differing } = await only('plain:word', 1, 2)
    assert.deepEqual([status, a?.distinct, b?.distinct, a?.mean, differing], ['compared', 3, 3, null, 200])
    assert.ok(psi !== null && psi > 5, 'no value of the one is one of the other')
  })

  test('numbers whose squares no double holds', async () => {
    const { a, b, psi } = await only('plain:huge', 1, 2)
    assert.ok(
      Math.abs((b?.mean ?? 0) / (a?.mean ?? 1) - 2) < 1e-12 && Math.abs((b?.stddev ?? 0) / (a?.stddev ?? 1) - 2) < 1e-9,
    )
    assert.notEqual(psi, null)
  })

  test('a number and a text are shown beside each other', async () => {
    const { status, a, b, delta, psi } = await only('plain:x', 2, 3)
    assert.deepEqual([status, a?.rows, b?.mean, delta, psi], ['different_types', 98, null, null, null])
  })

  test('other rows of the view: those that both have', async () => {
    const { a, b } = await only('plain:word', 2, 3)
    assert.deepEqual([a?.rows, b?.rows], [98, 98])
  })

  test('all null, and no finite number', async () => {
    const none = await only('plain:none', 1, 1)
    assert.deepEqual([none.a?.nulls, none.a?.mean, none.psi, none.differing], [200, null, null, 0])
    const odd = await only('plain:odd', 1, 1)
    assert.deepEqual([odd.a?.non_finite, odd.a?.mean, odd.psi, odd.differing], [200, null, null, 0])
  })

  test('what is not computed is named, and the definitions are shown', async () => {
    const report = await diff('plain:x', 3, 4)
    assert.equal(report.statistics[0]?.status, 'not_computed')
    assert.match(report.statistics[0]?.note ?? '', /version 4 is not computed yet: pintail ingest plain/)
    assert.ok(report.definition.some((it) => it.part === 'expression' && it.changed))
  })
})

describe('of aggregations', () => {
  test('answers of each key at its newest event', async () => {
    const { status, of, a, b, note } = await only('windows:total', 1, 2)
    assert.equal(note, null)
    assert.deepEqual([status, of, a?.rows, b?.rows], ['compared', 'answers', 20, 20])
    assert.deepEqual([a?.min, a?.max, a?.nulls], [180, 198, 1])
    assert.deepEqual([b?.min, b?.max], [338, 534])
  })

  test('a value for each category that both have', async () => {
    const { statistics } = await diff('windows:words', 1, 2)
    assert.deepEqual(
      statistics.map((it) => [it.feature, it.status]),
      ['a', 'b', '__other__'].map((name) => [`windows:words:${name}`, 'compared']),
    )
    const other = statistics.find((it) => it.feature.endsWith('__other__'))
    assert.deepEqual([other?.b?.max, (other?.a?.max ?? 0) > 0], [0, true])
    assert.deepEqual(
      (await diff('windows:words:a', 1, 2)).statistics.map((it) => it.feature),
      ['windows:words:a'],
    )
  })
})

test('of a view: the features that changed', async () => {
  const { statistics } = await diff('plain', 1, 2)
  assert.deepEqual(statistics.map((it) => it.feature).sort(), ['plain:huge', 'plain:word', 'plain:x'])
})

test('a file of the history that is gone breaks the comparison, not the answer', async () => {
  const { rmSync: remove, readdirSync } = await import('node:fs')
  for (const file of readdirSync(join(folder, '.pintail/offline'), { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.parquet') && !file.startsWith('sources')) remove(join(folder, '.pintail/offline', file))
  const report = await diff('plain:x', 1, 2)
  assert.equal(report.statistics[0]?.status, 'broken')
  assert.deepEqual(report.changed, ['expression'])
})
