// What do `drift` and `baseline` say on the command line, and with which status do they end?
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pintail } from '../cli/run-cli.ts'
import { normals } from './statistics/samples.ts'
import { openWard, visits } from './ward.ts'

const text = `
entities:
  patient: { keys: { id: int64 } }
sources:
  visits: { type: csv, path: data/*.csv, timestamp: at, options: { types: { id: int64, at: timestamp, x: float64, word: string, odd: string } } }
views:
  ward:
    entity: patient
    source: visits
    features: { x: x, word: word }
`

const keys = [
  ['view', 'version', 'baseline', 'range', 'verdict', 'features'],
  [
    'feature kind verdict baseline_rows current_rows null_share_baseline null_share_current psi js ks ks_pvalue',
    'ks_pvalue_method wasserstein wasserstein_norm chi2 chi2_pvalue linf new_values lost_values bins',
  ].flatMap((line) => line.split(' ')),
]

test('a report for people, for programs and for cron', async (t) => {
  const ward = await openWard(t, text)
  const [steady, moved] = [normals(1), normals(2)]
  await ward.land(
    '1',
    visits(500, '2026-01-01', (i) => ({ x: steady(), word: `w${i % 3}` })),
  )
  await ward.land(
    '2',
    visits(200, '2026-02-01', (i) => ({ x: moved() + 2, word: `w${i % 4}` })),
  )
  const run = (...args: string[]) => pintail(args, { directory: ward.folder })

  const json = await run('drift', 'ward', '--format', 'json')
  assert.equal(json.status, 5, json.stderr)
  const report = JSON.parse(json.stdout)
  assert.deepEqual(Object.keys(report).slice(0, 6), keys[0])
  assert.deepEqual(Object.keys(report.features[0]).slice(0, 20), keys[1])
  assert.deepEqual([report.verdict, report.baseline.id, report.range.runs], ['fail', 1, [3, 3]])
  assert.deepEqual(Object.keys(report.features[0].bins[0]), ['label', 'baseline', 'current'])

  const table = await run('drift', '--format', 'table')
  assert.match(table.stdout, /^ward@1 {2}fail: run 3 against baseline 1 \(first ingest, run 2\)\n/)
  assert.match(table.stdout, /fail +x /)
  assert.match(table.stdout, /new w3/)
  assert.equal((await run('drift', '--fail-on', 'never', '--quiet')).status, 0)
  assert.equal((await run('drift', 'ward', '--format', 'csv')).stdout.split('\n').length, 4)

  const set = await run('baseline', 'set', 'ward', '--run', '3', '--format', 'table')
  assert.deepEqual([set.status, set.stdout], [0, 'ward  baseline 2: 200 rows of run 3, for 2 features\n'])
  assert.equal((await run('drift', 'ward', '--fail-on', 'warn')).status, 0)
  for (const [range, said] of [
    [['--since', '2030-01-01'], /no row of "ward" is in that range/],
    [['--since', '2026-02-01', '--until', '2026-01-01'], /--since .* is after --until/],
  ] as const) {
    const refused = await run('baseline', 'set', 'ward', ...range)
    assert.deepEqual([refused.status, said.test(refused.stderr)], [2, true], refused.stderr)
  }
  assert.equal((await run('drift', '--since', '2026-02-01', '--until', '2026-01-01')).status, 2)
  const listed = await run('baseline', 'list', '--format', 'json')
  assert.deepEqual(
    JSON.parse(listed.stdout).map((it: { id: number; current: number }) => [it.id, it.current]),
    [
      [1, 0],
      [2, 2],
    ],
  )
  assert.equal((await run('baseline', 'pin', 'ward', '1')).status, 0)
  assert.equal((await run('drift', 'ward')).status, 5)
})

test('mistakes are told with what mends them', async (t) => {
  const ward = await openWard(t, text)
  await ward.land(
    '1',
    visits(60, '2026-01-01', (i) => ({ x: i })),
  )
  const run = (...args: string[]) => pintail(args, { directory: ward.folder })
  const cases: readonly (readonly [string[], number, RegExp])[] = [
    [['drift', 'wart'], 2, /did you mean "ward"/],
    [['drift', 'ward@9'], 2, /no version 9/],
    [['drift', 'ward:x'], 2, /not the name of a feature view/],
    [['drift', '--since', 'soon'], 2, /soon/],
    [['drift', '--profile', 'mine'], 2, /evidently/],
    [['drift', '--fail-on', 'maybe'], 2, /warn/],
    [['drift', 'ward', '--segment', 'nope'], 2, /name one of id, x, word/],
    [['baseline', 'pin', 'ward', '7'], 2, /pintail baseline/],
    [['baseline', 'pin', 'ward', 'x'], 2, /number of a baseline/],
    [['baseline', 'set'], 2, /needs the name of a feature view/],
    [['baseline', 'set', 'ward', '--run', '9'], 2, /brought no rows/],
    [['baseline', 'set', 'ward', '--run', '2', '--since', '2026-01-01'], 2, /not of both/],
  ]
  for (const [args, status, said] of cases) {
    const outcome = await run(...args)
    assert.equal(outcome.status, status, `${args.join(' ')}: ${outcome.stderr}`)
    assert.match(outcome.stderr, said)
  }
  const alone = await run('drift', 'ward', '--since', '2030-01-01', '--format', 'json')
  assert.equal(JSON.parse(alone.stdout).verdict, 'empty')
})

test('to look at a version before it is ingested takes no baseline of it', async (t) => {
  const ward = await openWard(t, text)
  const [steady, moved] = [normals(1), normals(2)]
  const day = (name: string, at: string, x: () => number) =>
    ward.land(
      name,
      visits(500, at, () => ({ x: x(), word: 'w' })),
    )
  await day('1', '2026-01-01', steady)
  const run = (...args: string[]) => pintail(args, { directory: ward.folder })
  writeFileSync(join(ward.folder, 'features/ward.yaml'), text.replace('x: x,', 'x: x * 3,'))
  assert.equal((await run('apply')).status, 0)
  assert.equal((await run('drift', 'ward')).status, 0)
  assert.equal((await run('ingest')).status, 0)
  await day('2', '2026-02-01', () => moved() + 5)
  const found = JSON.parse((await run('drift', 'ward', '--format', 'json')).stdout)
  assert.deepEqual([found.verdict, found.features[0].verdict], ['fail', 'fail'])
})

test('a feature of which nothing is left fails, in the view and by default; its values are not said to have moved', async (t) => {
  const ward = await openWard(t, text)
  const [before, after] = [normals(1), normals(2)]
  await ward.land(
    '1',
    visits(500, '2026-01-01', (i) => ({ x: before(), word: `w${i % 3}` })),
  )
  await ward.land(
    '2',
    visits(500, '2026-02-01', () => ({ x: after(), word: null })),
  )
  const run = (...args: string[]) => pintail(args, { directory: ward.folder })
  const json = await run('drift', 'ward', '--format', 'json')
  assert.equal(json.status, 5)
  const report = JSON.parse(json.stdout)
  const word = report.features.find((it: { feature: string }) => it.feature === 'word')
  assert.deepEqual(
    [report.verdict, word.verdict, word.null_share_verdict, word.note],
    ['fail', 'empty', 'fail', 'all values are gone: 0 % → 100 % null'],
  )
  const table = await run('drift', 'ward', '--format', 'table')
  assert.match(table.stdout, /^ward@1 {2}fail: /)
  assert.match(table.stdout, /fail +word .*0 % → 100 % {2}fail +lost w0, w1, w2; all values are gone/)
  await ward.land(
    '3',
    visits(500, '2026-03-01', (i) => ({ x: after(), word: i % 10 === 0 ? null : `w${i % 3}` })),
  )
  assert.equal((await run('drift', 'ward')).status, 0)
  const some = await run('drift', 'ward', '--fail-on', 'warn', '--format', 'json')
  assert.deepEqual([some.status, JSON.parse(some.stdout).verdict], [5, 'warn'])
})
