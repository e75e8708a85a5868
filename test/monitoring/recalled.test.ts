// Is what is told of earlier runs what they recorded? Standings, one feature's report, and its figures from run to run.
import { deepEqual, equal, ok, throws } from 'node:assert/strict'
import { test } from 'node:test'
import { isArray, isObject } from '../../src/core/json.ts'
import { bench, definitions, header, row } from '../ingest/bench.ts'

const rowsFrom = (first: number, shift: number): string =>
  header + Array.from({ length: 100 }, (_, i) => row(first + i, i + shift)).join('')

test('every feature stands where the newest report of its view has it', async (t) => {
  const { pintail, ingest, write } = await bench(
    t,
    rowsFrom(0, 0),
    definitions().replace('features: { x: x }', 'features: { x: x, none: "CAST(NULL AS DOUBLE)" }'),
  )
  deepEqual(await pintail.driftStandings(), [])
  equal(pintail.recordedDriftOf('view:x'), null)
  deepEqual(pintail.profileCourse({ reference: 'view:x', limit: 60 }), [])

  const { run: first } = await ingest()
  const runs = [first]
  for (const [file, shift] of [
    ['b', 0],
    ['c', 500],
  ] as const) {
    write(`data/${file}.csv`, rowsFrom(shift + 1000, shift))
    runs.push((await ingest()).run)
  }
  const newest = runs.at(-1)

  const standings = await pintail.driftStandings()
  deepEqual(
    standings.map(({ feature, run, verdict, letters }) => [feature, run, verdict, letters.at(-1)]),
    [
      ['x', newest, 'fail', 'f'],
      ['none', newest, 'empty', 'e'],
    ],
  )
  const [report] = pintail.recordedDrift({ view: 'view', run: null })
  ok(report !== undefined && isArray(report.features))
  const said = report.features.find((it) => isObject(it) && it.feature === 'x')
  ok(said !== undefined && isObject(said))
  equal(standings[0]?.psi, said.psi)

  const of = pintail.recordedDriftOf('view:x')
  deepEqual(of?.features[0]?.said, said)
  deepEqual([of?.run, of?.type, of?.features[0]?.baseline?.rows], [newest, 'int64', 100])
  equal(of?.features[0]?.course.at(-1)?.verdict, 'fail')

  const [course] = pintail.profileCourse({ reference: 'view:x', limit: 60 })
  deepEqual(
    course?.points.map(({ run, rows, nulls, mean }) => [run, rows, nulls, mean]),
    [
      [runs[0], 100, 0, 49.5],
      [runs[1], 100, 0, 49.5],
      [runs[2], 100, 0, 549.5],
    ],
  )
  const [short] = pintail.profileCourse({ reference: 'view:x', limit: 1 })
  deepEqual(
    short?.points.map(({ run }) => run),
    [newest],
  )
  throws(() => pintail.profileCourse({ reference: 'view:nothing', limit: 1 }), /no feature "nothing"/)
})

test('what a run found against its baseline stays, whatever it is compared with later', async (t) => {
  const { pintail, ingest, write } = await bench(t, rowsFrom(0, 0))
  await ingest()
  const request = { views: ['view'], since: null, until: null, segment: null, profile: 'pintail' } as const
  await pintail.drift(request)
  deepEqual(await pintail.driftStandings(), [], 'it would be compared with its own rows')

  write('data/b.csv', rowsFrom(1500, 500))
  const run = Number((await ingest()).run)
  const stands = async () => {
    const [it] = await pintail.driftStandings()
    const of = pintail.recordedDriftOf('view:x')
    const [x] = of?.features ?? []
    const points = x?.course.map((point) => [point.run, point.baseline, point.verdict])
    return { verdict: it?.verdict, letters: it?.letters, at: of?.at, baseline: x?.baseline?.id, points }
  }
  const before = await stands()
  const [one] = before.points ?? []
  deepEqual([before.verdict, before.letters, before.points?.length], ['fail', 'f', 1])
  const shown = await pintail.run(run)

  const baselines = await pintail.baselines()
  const { id } = await baselines.set({ view: 'view', since: null, until: null, run })
  await pintail.drift(request)
  const after = await stands()
  deepEqual(
    { ...after, at: before.at },
    { verdict: 'ok', letters: 'f|o', at: before.at, baseline: id, points: [one, [run, id, 'ok']] },
  )
  equal(after.at, before.at, 'the time is that of the run')
  deepEqual(await pintail.run(run), shown, 'the run tells what it found itself')

  await pintail.drift(request)
  deepEqual(await stands(), after, 'the same is recorded once')

  baselines.pin('view', before.baseline ?? 0)
  const again = await stands()
  deepEqual([again.verdict, again.letters, again.baseline], ['fail', 'o|f', before.baseline])
})

test('a version first computed over a history says so, of its profile and of its baseline; its course is its own', async (t) => {
  const { pintail, ingest, write, define } = await bench(t, rowsFrom(0, 0))
  const first = Number((await ingest()).run)
  write('data/b.csv', rowsFrom(1500, 500))
  await ingest()
  await define(definitions().replace('{ x: x }', '{ x: x + 1 }'))
  write('data/c.csv', rowsFrom(2500, 500))
  const run = Number((await ingest()).run)

  const [stats] = await pintail.stats({ reference: 'view:x', run: null })
  deepEqual([stats?.version, stats?.run, stats?.runs, stats?.rows], [2, run, [first, run], 300])
  const [course] = pintail.profileCourse({ reference: 'view:x', limit: 60 })
  deepEqual(
    course?.points.map((point) => [point.run, point.runs]),
    [[run, [first, run]]],
  )
  const [baseline] = pintail.recordedDriftOf('view:x')?.features.map((it) => it.baseline) ?? []
  deepEqual([baseline?.origin, baseline?.range.runs], ['first computed', [first, run]])
  const [standing] = await pintail.driftStandings()
  equal(standing?.letters.length, 1, 'not those of the version before')
})
