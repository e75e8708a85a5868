// Do checks find what does not hold, tell up to ten rows of it, and stop an ingest where they are to?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CheckResult } from '../../src/core/checks.ts'
import { fixedClock } from '../../src/core/clock.ts'
import { PintailError } from '../../src/core/errors.ts'
import { open } from '../../src/pintail.ts'
import { bench, definitions, header, row, rows } from '../ingest/bench.ts'

const checked = (checks: string, feature = 'x', of = ''): string =>
  definitions().replace('features: { x: x }', `${of}features: { x: { sql: ${feature}, checks: [${checks}] } }`)

/** What the checks of one ingest found: outcome, rows that do not pass, words. */
const found = ({ checks }: { readonly checks: readonly CheckResult[] }) =>
  checks.map(({ check, outcome, failing, found: said }) => [check, outcome, failing, said])

const ten = Array.from({ length: 10 }, (_, i) => row(i, i === 3 ? '' : i)).join('')

const cases: readonly (readonly [string, string, readonly unknown[]])[] = [
  ['not_null', ten, ['not_null', 'failed', 1, '1 of 10 rows, 10 %']],
  ['not_null: { max_share: 0.1 }', ten, ['not_null', 'passed', 1, '1 of 10 rows, 10 %']],
  ['unique', row(1, 5) + row(2, 5) + row(3, 6), ['unique', 'failed', 2, '2 of 3 rows share 1 values']],
  ['unique', ten, ['unique', 'passed', 0, 'none twice']],
  ['accepted_values: [1, 2]', rows(1, 2, 3), ['accepted_values', 'failed', 1, '1 of 3 rows, 33.3 %']],
  ['between: { min: 1, max: 8 }', ten, ['between', 'failed', 2, '2 of 10 rows, 20 %']],
  ['between: { min: 0.5 }', rows(0, 1), ['between', 'failed', 1, '1 of 2 rows, 50 %']],
  ['row_count: { min: 10 }', ten, ['row_count', 'failed', null, '9 values']],
  ['distribution: { mean_between: { max: 4 } }', ten, ['distribution', 'failed', null, 'mean 4.66667']],
  [
    'distribution: { quantile_between: { q: 0.5, min: 5, max: 5 } }',
    ten,
    ['distribution', 'passed', null, 'quantile 0.5 5'],
  ],
  [
    'outliers: { iqr: 1.5 }',
    ten + row(11, 100),
    ['outliers', 'failed', 1, '1 of 11 rows, 9.1 % outside -5.375 … 15.625'],
  ],
  [
    'outliers: { z: 2, max_share: 0.2 }',
    ten + row(11, 100),
    ['outliers', 'passed', 1, '1 of 11 rows, 9.1 % outside -46.3882 … 74.7882'],
  ],
  ['sql: "x < 9"', ten, ['sql', 'failed', 1, '1 of 10 rows, 10 %']],
]

for (const [check, text, expected] of cases) {
  test(`${check}: ${String(expected[1])}`, async (t) => {
    const { ingest } = await bench(t, header + text, checked(check.includes(':') ? `{ ${check} }` : check))
    assert.deepEqual(found(await ingest())[0], expected)
  })
}

test('a text matches, and the rows that do not are told', async (t) => {
  const text = header + row(1, 'AB1') + row(2, 'x') + row(3, '')
  const { ingest } = await bench(t, text, checked('{ matches: "^[A-Z]+[0-9]$" }'))
  const [result] = (await ingest()).checks
  assert.deepEqual(result?.examples, [{ id: 2n, event_time: '2026-01-01T00:00:00Z', x: 'x' }])
})

test('ten rows are told of many', async (t) => {
  const { ingest } = await bench(
    t,
    header + rows(...Array.from({ length: 50 }, (_, i) => i)),
    checked('{ between: { min: 100 } }'),
  )
  const [result] = (await ingest()).checks
  assert.deepEqual([result?.failing, result?.examples.length], [50, 10])
})

test('a check that fails stops the run: nothing is written, and what was found is kept with it', async (t) => {
  const definition = checked('{ between: { max: 5 }, severity: fail }, { not_null: {}, severity: warn }')
  const { pintail, ingest, write, answers } = await bench(t, header + rows(1, 2), definition)
  await ingest()
  write('data/b.csv', header + rows(3, 7, 8))
  const error: unknown = await ingest().catch((thrown: unknown) => thrown)
  assert.ok(error instanceof PintailError)
  assert.deepEqual([error.code, error.exit], ['check_failed', 5])
  assert.match(
    error.message,
    /^between: view:x is not as wanted \(at most 5\): 2 of 3 rows, 66.7 %; nothing was written/,
  )
  assert.match(error.message, /id 7, event_time 2026-01-01T00:00:00Z, x 7\n.*id 8/)
  assert.equal((await answers()).length, 2)
  const [run] = await pintail.runs({ view: null, kind: 'ingest', status: 'failed', limit: 1 })
  assert.equal(run?.failed_checks, 1)
  const shown = await pintail.run(run?.run ?? 0)
  assert.deepEqual(
    shown.checks.map(({ check, outcome }) => [check, outcome]),
    [
      ['between', 'failed'],
      ['not_null', 'passed'],
    ],
  )
  // Mended, all of it comes in.
  write('data/b.csv', header + rows(3))
  assert.equal((await ingest()).rows.landed, 1)
})

test('checks of a view: rows, keys, a condition, and how old the newest event is', async (t) => {
  const all = 'checks: [{ row_count: { max: 2 } }, unique, { sql: "x <> id" }, { freshness: { max_age: 1d } }], '
  const definition = definitions().replace('features: {', `${all}features: {`)
  const { ingest, path } = await bench(t, header + row(1) + row(2) + row(2, 3), definition)
  await ingest()
  const later = await open(path('.'), { clock: fixedClock(1_767_225_600_000_000n + 86_400_000_001n) })
  t.after(() => later.close())
  const { results, run } = await later.check({ views: [] })
  assert.deepEqual(found({ checks: results }), [
    ['row_count', 'passed', null, '2 rows'],
    ['unique', 'passed', 0, 'none twice'],
    ['sql', 'failed', 1, '1 of 2 rows, 50 %'],
    ['freshness', 'failed', null, '2026-01-01T00:00:00Z, 1d old'],
  ])
  const recorded = await later.run(run ?? 0)
  assert.deepEqual([recorded.kind, recorded.checks.length, recorded.failed_checks], ['check', 4, 2])
})

test('members of a family by name, and one that there is none of', async (t) => {
  const definition = definitions().replace(
    'features: { x: x }',
    `features: { clicks: { aggregate: count, of: x, by: x, values: { top: 2 }, checks: [
      { between: { max: 0 } }, { between: { max: 0 }, category: "1" }, { not_null: {}, category: nobody }] } }`,
  )
  const { pintail, ingest } = await bench(t, header + rows(1, 1, 2), definition)
  await ingest()
  const { results } = await pintail.check({ views: ['view'] })
  assert.deepEqual(
    results.map(({ feature, outcome, failing }) => [feature, outcome, failing]),
    [
      ['clicks:1', 'failed', 1],
      ['clicks:2', 'failed', 1],
      ['clicks:__other__', 'passed', 0],
      ['clicks:1', 'failed', 1],
      ['clicks', 'broken', null],
    ],
  )
})

test('checks make no version, apply tells them, and a view without any says so', async (t) => {
  const { pintail, ingest, write } = await bench(t, header + rows(1))
  await ingest()
  assert.match((await pintail.check({ views: ['view'] })).notes[0] ?? '', /view has no checks/)
  write('features/view.yaml', checked('not_null'))
  assert.deepEqual(
    (await pintail.apply()).changes.map(({ name, action, from, to, why }) => [name, action, from, to, why]),
    [['view:x', 'described', 1, 1, ['checks']]],
  )
  assert.deepEqual((await pintail.apply()).changes, [])
  assert.equal((await pintail.check({ views: [] })).results.length, 1)
})

test('what is proposed holds of the data it is taken from', async (t) => {
  const text = header + Array.from({ length: 60 }, (_, i) => row(i, i % 2 === 0 ? 'low' : 'high')).join('')
  const { pintail, ingest, define } = await bench(t, text)
  await ingest()
  const [proposed] = await pintail.suggestChecks([])
  assert.deepEqual(proposed, {
    view: 'view',
    checks: [{ row_count: { min: 1 } }],
    features: [{ feature: 'x', checks: ['not_null', { accepted_values: ['high', 'low'] }] }],
  })
  await define(checked('not_null, { accepted_values: [high, low] }'))
  const { results } = await pintail.check({ views: [] })
  assert.ok(results.every(({ outcome }) => outcome === 'passed'))
})
