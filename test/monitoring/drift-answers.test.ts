// Are aggregations compared by their answers? As of the end of the range, for keys with rows in it, member by member.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DriftRequest, FeatureDrift, ViewDrift } from '../../src/core/drift.ts'
import { parseInstant } from '../../src/core/instants.ts'
import { openWard, type Visit, type Ward } from './ward.ts'

const cart = 'Add "to, cart"'

const definitions = `
entities:
  patient: { keys: { id: int64 } }
sources:
  visits: { type: csv, path: data/*.csv, timestamp: at, options: { types: { id: int64, at: timestamp, x: float64, word: string, odd: string } } }
views:
  ward:
    entity: patient
    source: visits
    features:
      visits: { aggregate: count, window: 7d }
      ever: { aggregate: count }
      mean_x: { aggregate: mean, of: x, window: 7d, default: -1 }
      said: { aggregate: count, by: word, values: ['${cart}', b], window: 7d }
      newest: { aggregate: last, of: word, window: 7d }
      kind: { oneHot: word, values: [b] }
      share: { ratio: [visits, ever] }
`

const asked: DriftRequest = { views: ['ward'], since: null, until: null, segment: null, profile: 'pintail' }

/** So many visits of each of so many patients, an hour apart. */
const days = (
  patients: number,
  each: number,
  day: string,
  of: (patient: number, i: number) => Partial<Visit>,
): Visit[] =>
  Array.from({ length: patients * each }, (_, n) => {
    const [id, i] = [1 + (n % patients), Math.floor(n / patients)]
    return { id, at: `${day}T${String(i).padStart(2, '0')}:00:00Z`, x: null, word: null, odd: null, ...of(id, i) }
  })

const reportOf = async (ward: Ward, more: Partial<DriftRequest> = {}): Promise<ViewDrift> => {
  const [report] = await ward.pintail.drift({ ...asked, ...more })
  assert.ok(report)
  return report
}

const featureOf = (report: ViewDrift, name: string): FeatureDrift => {
  const found = report.features.find((it) => it.feature === name)
  assert.ok(found, `${name} among ${report.features.map((it) => it.feature).join(', ')}`)
  return found
}

const open = async (t: Parameters<typeof openWard>[0]): Promise<Ward> => {
  const ward = await openWard(t, definitions)
  const word = (i: number): string => (i % 2 ? 'b' : cart)
  await ward.land(
    '1',
    days(100, 3, '2026-01-01', (id, i) => ({ x: id % 10, word: word(id + i) })),
  )
  await ward.land(
    '2',
    days(80, 5, '2026-02-01', (id, i) => ({ x: id % 10, word: i < 2 ? 'new' : word(id + i) })),
  )
  return ward
}

test('answers as of the newest event of a run, for the keys it brought', async (t) => {
  const ward = await open(t)
  const report = await reportOf(ward)
  assert.deepEqual(
    report.features.map((it) => it.feature),
    [
      'visits',
      'ever',
      'mean_x',
      `said:${cart}`,
      'said:b',
      'said:__other__',
      'newest',
      'kind:b',
      'kind:__other__',
      'share',
    ],
  )
  const visits = featureOf(report, 'visits')
  assert.deepEqual([visits.baseline_rows, visits.current_rows], [100, 80])
  assert.deepEqual(visits.bins, [
    { label: '3', baseline: 100, current: 0 },
    { label: '__other__', baseline: 0, current: 80 },
  ])
  assert.equal(visits.verdict, 'fail')
  // Within the window there are five, ever there were eight.
  assert.equal(featureOf(report, 'ever').wasserstein, 5)
  assert.equal(featureOf(report, 'mean_x').verdict, 'ok')
  assert.deepEqual(
    featureOf(report, 'said:__other__').bins.map((it) => [it.label, it.baseline, it.current]),
    [
      ['0', 100, 0],
      ['__other__', 0, 80],
    ],
  )
  assert.deepEqual([featureOf(report, 'newest').kind, featureOf(report, 'newest').verdict], ['categorical', 'ok'])
  assert.equal(featureOf(report, 'share').verdict, 'fail')
})

test('a range of time asks at its end; nulls are what is before defaults', async (t) => {
  const ward = await open(t)
  const at = (text: string) => parseInstant(text, 'the test')
  const whole = await reportOf(ward, { since: at('2026-01-01T00:00:00Z'), until: at('2026-01-05T00:00:00Z') })
  assert.deepEqual([featureOf(whole, 'visits').current_rows, featureOf(whole, 'visits').psi], [100, 0])
  const later = await reportOf(ward, { since: at('2026-01-01T00:00:00Z'), until: at('2026-01-20T00:00:00Z') })
  const mean = featureOf(later, 'mean_x')
  assert.deepEqual([mean.verdict, mean.null_share_current, mean.null_share_verdict], ['empty', 1, 'fail'])
  assert.deepEqual(featureOf(later, 'visits').bins[1], { label: '__other__', baseline: 0, current: 100 })
})

test('segments of answers: a feature of the view, or its key', async (t) => {
  const ward = await open(t)
  const reports = await ward.pintail.drift({ ...asked, segment: 'newest' })
  assert.deepEqual(reports.map((it) => it.segment?.value).sort(), [cart, 'b'])
  assert.equal(
    reports.reduce((sum, it) => sum + featureOf(it, 'visits').current_rows, 0),
    80,
  )
  const keys = await ward.pintail.drift({ ...asked, segment: 'id' })
  assert.equal(keys.length, 50)
  assert.match(keys[0]?.notes.join() ?? '', /50 more values of id/)
  await assert.rejects(ward.pintail.drift({ ...asked, segment: 'said' }), { code: 'bad_argument' })
})

test('a changed feature is held against a baseline of its own only once there are other rows than that is of', async (t) => {
  const ward = await openWard(t, definitions)
  const visit = (id: number, i: number): Partial<Visit> => ({ x: id % 10, word: i % 2 ? 'b' : cart })
  await ward.land('1', days(100, 3, '2026-01-01', visit))
  await ward.say(definitions.replace('ever: { aggregate: count }', 'ever: { aggregate: count, where: x > 4 }'))
  await ward.pintail.ingest({ views: [], full: false })
  const verdicts = async () => {
    const ingests = await ward.pintail.runs({ view: null, kind: 'ingest', status: null, limit: 10 })
    return ingests.map((it) => it.drift)
  }
  assert.deepEqual(await verdicts(), [null, null])
  const baselines = await ward.pintail.baselines()
  assert.deepEqual(
    baselines.list('ward').map((it) => [it.features.length, it.rows]),
    [
      [8, 100],
      // `share` is made of it.
      [2, 100],
    ],
  )
  // Whoever asks is told.
  const same = await reportOf(ward)
  assert.match(same.notes.join(), /its own rows/)
  assert.deepEqual([featureOf(same, 'ever').psi, featureOf(same, 'visits').psi], [0, 0])
  await ward.land('2', days(80, 5, '2026-02-01', visit))
  assert.deepEqual(await verdicts(), ['fail', null, null])
})
