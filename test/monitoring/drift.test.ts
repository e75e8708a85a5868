// Does the comparison say of a real project what its rows say? Shifts, odd values, versions, ranges and segments.
import assert from 'node:assert/strict'
import { readdirSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import type { DriftRequest, FeatureDrift, ViewDrift } from '../../src/core/drift.ts'
import { driftCourse } from '../../src/monitoring/memory.ts'
import { binCounts, binsOf } from '../../src/monitoring/statistics/bins.ts'
import { gapOf, psi } from '../../src/monitoring/statistics/distances.ts'
import { sampleOf } from '../../src/monitoring/statistics/sample.ts'
import { openRegistry, type Registry } from '../../src/registry/registry.ts'
import { normals } from './statistics/samples.ts'
import { definitions, openWard, type Visit, visits, type Ward } from './ward.ts'

const last: DriftRequest = { views: ['ward'], since: null, until: null, segment: null, profile: 'pintail' }

const words = ['a', "it's", 'say "hi"', 'c;--']

const draws = (
  seed: number,
  shift: number,
  n: number,
  day: string,
  more: (i: number) => Partial<Visit> = () => ({}),
) => {
  const draw = normals(seed)
  return visits(n, day, (i) => ({ x: draw() + shift, word: words[i % 4] ?? null, odd: String(i % 30), ...more(i) }))
}

const reportOf = async (ward: Ward, asked: Partial<DriftRequest> = {}): Promise<ViewDrift> => {
  const [report] = await ward.pintail.drift({ ...last, ...asked })
  assert.ok(report)
  return report
}

const featureOf = (report: ViewDrift, name: string): FeatureDrift => {
  const found = report.features.find((it) => it.feature === name)
  assert.ok(found, name)
  return found
}

const registryOf = (ward: Ward): Registry =>
  openRegistry({
    path: ward.path('.pintail/registry.db'),
    offline: ward.path('.pintail/offline'),
    clock: fixedClock(0n),
  })

const idOf = (registry: Registry, name: string): number =>
  [...registry.state().features.values()].find((it) => it.name === name)?.id ?? 0

test('the last ingest is held against the first one: what moved is told from what did not', async (t) => {
  const ward = await openWard(t)
  await ward.land('1', draws(1, 0, 1001, '2026-01-01'))
  await ward.land(
    '2',
    draws(2, 0.5, 400, '2026-02-01', (i) => ({ word: i % 4 === 0 ? 'new' : (words[i % 4] ?? null) })),
  )
  const report = await reportOf(ward)
  assert.deepEqual([report.view, report.version, report.verdict], ['ward', 1, 'fail'])
  assert.deepEqual(report.baseline?.range, { runs: [2, 2], since: null, until: null })
  assert.deepEqual(report.range, { runs: [3, 3], since: null, until: null })
  const x = featureOf(report, 'x')
  assert.deepEqual([x.verdict, x.kind, x.ks_pvalue_method], ['fail', 'numeric', 'exact'])
  assert.deepEqual([x.baseline_rows, x.current_rows, x.null_share_current], [1001, 400, 0])
  assert.equal(x.bins.length, 10)
  assert.equal(
    x.bins.reduce((sum, it) => sum + it.baseline, 0),
    1001,
  )
  assert.equal(
    x.bins.reduce((sum, it) => sum + it.current, 0),
    400,
  )
  const word = featureOf(report, 'word')
  assert.deepEqual([word.verdict, word.new_values, word.lost_values], ['fail', ['new'], ['a']])
  assert.deepEqual(word.bins.at(-1), { label: '__other__', baseline: 0, current: 100 })
  assert.equal(word.linf, 251 / 1001)
  assert.deepEqual([word.ks, word.wasserstein], [null, null])
  assert.equal(featureOf(report, 'odd').verdict, 'ok')
})

test('without drift there is none, and the measure does not move with new data', async (t) => {
  const ward = await openWard(t)
  await ward.land('1', draws(1, 0, 1001, '2026-01-01'))
  await ward.land('2', draws(2, 0, 500, '2026-02-01'))
  const before = featureOf(await reportOf(ward), 'x')
  assert.equal(before.verdict, 'ok')
  await ward.land('3', draws(3, 3, 5000, '2026-03-01'))
  const after = featureOf(await reportOf(ward), 'x')
  assert.equal(after.verdict, 'fail')
  assert.deepEqual(
    after.bins.map((it) => [it.label, it.baseline]),
    before.bins.map((it) => [it.label, it.baseline]),
  )
})

test('awkward values have their own words, and none stops the others', async (t) => {
  const ward = await openWard(t, definitions.replace('sql: oddly', 'sql: TRY_CAST(oddly AS DOUBLE)'))
  const odd = (i: number): Partial<Visit> => ({ odd: ['n', '+', '-', '1', '2', ''][i % 6] ?? null })
  await ward.land('1', draws(1, 0, 300, '2026-01-01', odd))
  await ward.land(
    '2',
    draws(2, 0, 300, '2026-02-01', (i) => ({ ...odd(i), ...(i % 2 ? { x: null } : {}) })),
  )
  const report = await reportOf(ward)
  const verdicts = Object.fromEntries(report.features.map((it) => [it.feature, it.verdict]))
  assert.equal(verdicts.nothing, 'empty')
  assert.equal(verdicts.nowords, 'empty')
  assert.equal(verdicts.steady, 'constant')
  assert.equal(verdicts.odd, 'ok')
  const one = featureOf(report, 'odd')
  assert.deepEqual([one.non_finite_baseline, one.non_finite_current, one.null_share_current], [150, 150, 50 / 300])
  const x = featureOf(report, 'x')
  assert.deepEqual([x.verdict, x.null_share_verdict, x.null_share_current], ['ok', 'fail', 0.5])
  await ward.land('3', draws(3, 0, 10, '2026-03-01'))
  const few = featureOf(await reportOf(ward), 'x')
  assert.equal(few.verdict, 'insufficient')
  assert.ok(few.psi !== null && few.ks_pvalue !== null)
})

test('a feature whose baseline is damaged says so; the others are compared', async (t) => {
  const ward = await openWard(t)
  await ward.land('1', draws(1, 0, 100, '2026-01-01'))
  const registry = registryOf(ward)
  registry.database
    .prepare("UPDATE baseline_features SET body = '{}' WHERE feature_version = ?")
    .run(idOf(registry, 'x'))
  registry.close()
  const report = await reportOf(ward)
  const x = featureOf(report, 'x')
  assert.equal(x.verdict, 'empty')
  assert.match(x.note ?? '', /baseline 1 cannot be read/)
  assert.equal(featureOf(report, 'word').verdict, 'ok')
})

test('what is too much to be read at once is read a feature at a time, and says the same', async (t) => {
  const ward = await openWard(t)
  const [n, m] = [60_000, 50_000]
  const first = draws(1, 0, n, '2026-01-01')
  const second = draws(2, 0.1, m, '2026-02-01', (i) => (i % 10 ? {} : { x: null, word: 'new' }))
  await ward.land('1', first)
  await ward.land('2', second)
  const report = await reportOf(ward)
  const [b, c] = [sampleOf(first.map((it) => it.x)), sampleOf(second.map((it) => it.x))]
  const x = featureOf(report, 'x')
  assert.deepEqual([x.ks_pvalue_method, x.current_rows, x.null_share_current], ['asymptotic', m, 0.1])
  assert.equal(x.ks, gapOf(b, c)?.ks)
  assert.equal(x.psi, psi(binCounts(binsOf(b), b), binCounts(binsOf(b), c)))
  const word = featureOf(report, 'word')
  assert.deepEqual(word.bins.at(-1), { label: '__other__', baseline: 0, current: m / 10 })
  assert.deepEqual([word.new_values, word.bins.length, word.baseline_rows], [['new'], 5, n])
  assert.equal(featureOf(report, 'unique_text').new_values.length, 100)
  const files = readdirSync(ward.path('.pintail/baselines/1'))
  assert.ok(files.includes('0.parquet'), files.join())
  rmSync(ward.path('.pintail/baselines/1/0.parquet'))
  const damaged = await reportOf(ward)
  assert.match(featureOf(damaged, 'x').note ?? '', /0\.parquet/)
  assert.deepEqual(featureOf(damaged, 'word'), word)
})

test('a new version has a baseline of its own; one of a version that is gone cannot be chosen', async (t) => {
  const ward = await openWard(t)
  await ward.land('1', draws(1, 0, 200, '2026-01-01'))
  await ward.pintail.drift(last)
  await ward.say(definitions.replace('sql: x, type', 'sql: x * 2, type'))
  await ward.land('2', draws(2, 0, 200, '2026-02-01'))
  const report = await reportOf(ward)
  assert.equal(report.version, 2)
  assert.equal(report.baseline?.id, 1)
  assert.equal(featureOf(report, 'x').baseline, 2)
  const baselines = await ward.pintail.baselines()
  assert.deepEqual(
    baselines.list('ward').map((it) => [it.id, it.current, it.retired]),
    [
      [1, 9, ['x@1']],
      [2, 1, []],
    ],
  )
  // Of a version before, what the view still has; a version of which nothing is left has no baseline to set.
  const older = await baselines.set({ view: 'ward@1', since: null, until: null, run: null })
  assert.deepEqual([older.current, older.retired], [8, []])
  baselines.pin('ward', 1)
  await ward.say(
    definitions.replaceAll(/: \{ sql: (.*), type: (\w+) \}/g, ': { sql: "coalesce(NULL, 1)", type: int32 }'),
  )
  assert.throws(() => baselines.pin('ward', 1), { code: 'unknown_version', message: /x@1/ })
  assert.throws(() => baselines.pin('ward', 7), { code: 'unknown_name' })
  const count = baselines.list('ward').length
  await assert.rejects(baselines.set({ view: 'ward@1', since: null, until: null, run: null }), {
    code: 'unknown_version',
    message: /ward@1 is retired/,
  })
  assert.equal(baselines.list('ward').length, count)
})

test('a baseline is set for a range or a run, and an earlier one chosen again', async (t) => {
  const ward = await openWard(t)
  await ward.land('1', draws(1, 0, 300, '2026-01-01'))
  await ward.land('2', draws(2, 2, 300, '2026-02-01'))
  assert.equal(featureOf(await reportOf(ward), 'x').verdict, 'fail')
  const baselines = await ward.pintail.baselines()
  const set = await baselines.set({ view: 'ward', since: null, until: null, run: 3 })
  assert.deepEqual([set.id, set.rows, set.origin], [2, 300, 'set'])
  const same = await reportOf(ward)
  assert.equal(featureOf(same, 'x').psi, 0)
  assert.match(same.notes.join(), /its own rows/)
  baselines.pin('ward', 1)
  assert.equal(featureOf(await reportOf(ward), 'x').verdict, 'fail')
  const day = 86_400_000_000n
  const january = 1_767_225_600_000_000n
  const range = await reportOf(ward, { since: january, until: january + 5n * day })
  assert.deepEqual([featureOf(range, 'x').current_rows, featureOf(range, 'x').psi], [300, 0])
  await assert.rejects(baselines.set({ view: 'ward', since: null, until: null, run: 99 }), { code: 'unknown_name' })
  await assert.rejects(ward.pintail.drift({ ...last, views: ['wart'] }), { code: 'unknown_view', fix: /ward/ })
})

test('segments are compared each with its own part of the baseline', async (t) => {
  const ward = await openWard(t)
  await ward.land('1', draws(1, 0, 800, '2026-01-01'))
  await ward.land(
    '2',
    draws(2, 0, 800, '2026-02-01', (i) => (i % 4 === 1 ? { x: 5 + (i % 7) } : {})),
  )
  const reports = await ward.pintail.drift({ ...last, segment: 'word' })
  const found = reports.map((it) => [it.segment?.value, featureOf(it, 'x').verdict])
  assert.deepEqual(Object.fromEntries(found), { a: 'ok', "it's": 'fail', 'say "hi"': 'ok', 'c;--': 'ok' })
  await assert.rejects(ward.pintail.drift({ ...last, segment: 'nope' }), { code: 'bad_argument' })
})

test('scores are kept with their runs, and Evidently is asked by its own rules', async (t) => {
  const ward = await openWard(t)
  await ward.land('1', draws(1, 0, 1001, '2026-01-01'))
  await ward.land('2', draws(2, 0.5, 500, '2026-02-01'))
  const evident = featureOf(await reportOf(ward, { profile: 'evidently' }), 'x')
  assert.equal(evident.test?.name, 'Wasserstein distance (normed)')
  assert.equal(evident.test?.score, evident.wasserstein_norm)
  await reportOf(ward)
  await ward.land('3', draws(3, 0, 500, '2026-03-01'))
  await reportOf(ward)
  const registry = registryOf(ward)
  const course = driftCourse(registry, { feature: idOf(registry, 'x'), member: '' })
  registry.close()
  assert.deepEqual(
    course.map((it) => [it.run, it.verdict]),
    [
      [3, 'fail'],
      [4, 'ok'],
    ],
  )
})

test('a definition may have thresholds of its own; they make no version', async (t) => {
  const ward = await openWard(t)
  await ward.land('1', draws(1, 0, 500, '2026-01-01'))
  await ward.land('2', draws(2, 0.5, 500, '2026-02-01'))
  assert.equal(featureOf(await reportOf(ward), 'x').verdict, 'fail')
  await ward.say(
    definitions.replace(
      'x: { sql: x, type: float64 }',
      'x: { sql: x, type: float64, drift: { warn: 0.3, fail: 0.9 } }',
    ),
  )
  const report = await reportOf(ward)
  assert.deepEqual([report.version, featureOf(report, 'x').verdict], [1, 'warn'])
  await ward.say(
    definitions.replace('x: { sql: x, type: float64 }', 'x: { sql: x, type: float64, drift: { fail: 9, warn: 3 } }'),
  )
  assert.equal(featureOf(await reportOf(ward), 'x').verdict, 'ok')
  for (const wrong of ['{ warn: 2, fail: 1 }', '{ warn: -1 }', '{ wran: 1 }'])
    await assert.rejects(
      ward.say(definitions.replace('x: { sql: x, type: float64 }', `x: { sql: x, type: float64, drift: ${wrong} }`)),
    )
})

test('values too large for a standard deviation: what is missing is told, whoever decides', async (t) => {
  const ward = await openWard(t)
  const huge = (seed: number, n: number, day: string): Visit[] => {
    const draw = normals(seed)
    return visits(n, day, () => ({ x: draw() * 1e300 }))
  }
  await ward.land('1', huge(1, 1500, '2026-01-01'))
  await ward.land('2', huge(2, 400, '2026-02-01'))
  const ours = featureOf(await reportOf(ward), 'x')
  assert.deepEqual([ours.verdict, ours.wasserstein_norm], ['ok', null])
  assert.match(ours.note ?? '', /too large for a standard deviation/)
  const theirs = featureOf(await reportOf(ward, { profile: 'evidently' }), 'x')
  assert.deepEqual([theirs.verdict, theirs.test], ['insufficient', null])
  assert.match(theirs.note ?? '', /too large for a standard deviation/)
})
