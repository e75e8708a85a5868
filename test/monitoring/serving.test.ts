// Is a broken promise told, how full views are, and what runs did?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import { open } from '../../src/pintail.ts'
import { bench, definitions, header, row, rows } from '../ingest/bench.ts'

const hour = 3_600_000_000n
const start = 1_767_225_600_000_000n

const promising = (sla: string, online = true): string =>
  definitions().replace('features:', `sla: ${sla}, online: ${online}, features:`)

test('freshness is of what is served: of event times that were materialized, whatever was ingested since', async (t) => {
  const at = (id: number, time: string): string => `${id},2026-01-01T${time}:00Z,${id}\n`
  const { ingest, write, path } = await bench(t, header + at(1, '00:00'), promising('2h'))
  await ingest()
  const now = await open(path('.'), { clock: fixedClock(start + 3n * hour) })
  t.after(() => now.close())
  const view = async () => {
    const [{ online, online_age, offline, offline_age, kept, note } = await Promise.reject(new Error('no view'))] =
      await now.freshness([])
    return [online, online_age, offline, offline_age, kept, note]
  }
  const midnight = '2026-01-01T00:00:00Z'
  assert.deepEqual(await view(), [null, null, midnight, 10_800, false, 'not materialized   pintail materialize view'])
  await now.materialize({ views: [], features: [], mode: 'full', until: null })
  assert.deepEqual(await view(), [midnight, 10_800, midnight, 10_800, false, null])
  // One event is newer, and another is still to happen.
  write('data/b.csv', header + at(2, '01:30') + at(3, '09:00'))
  await ingest()
  const newer = '2026-01-01T01:30:00Z'
  const behind = 'history has rows that are not online yet   pintail materialize view'
  assert.deepEqual(await view(), [midnight, 10_800, newer, 5400, false, behind])
  await now.materialize({ views: [], features: [], mode: 'incremental', until: null })
  assert.deepEqual(await view(), [newer, 5400, newer, 5400, true, null])
})

test('each feature has its own: one that is not materialized does not hide how old the others are', async (t) => {
  const x = promising('2h')
  const { ingest, write, path, define } = await bench(t, header + rows(1), x)
  await ingest()
  const [first, later] = await Promise.all(
    [1n, 3n].map((hours) => open(path('.'), { clock: fixedClock(start + hours * hour) })),
  )
  assert.ok(first && later)
  t.after(() => Promise.all([first.close(), later.close()]))
  const told = async (pintail: typeof first) => {
    const [{ kept, note, written, online, features } = await Promise.reject(new Error('no view'))] =
      await pintail.freshness([])
    const own = features.map((it) => [it.feature, it.version, it.online, it.online_age, it.as_of, it.behind])
    return { kept, note, written, online, own }
  }
  const midnight = '2026-01-01T00:00:00Z'
  const oneHour = '2026-01-01T01:00:00Z'
  assert.deepEqual(await told(first), {
    kept: false,
    note: 'not materialized   pintail materialize view',
    written: null,
    online: null,
    own: [['view:x', 1, null, null, null, true]],
  })
  await first.materialize({ views: [], features: [], mode: 'full', until: null })
  const own = ['view:x', 1, midnight, 3600, oneHour, false]
  assert.deepEqual(await told(first), { kept: true, note: null, written: oneHour, online: midnight, own: [own] })
  await define(x.replace('features: { x: x', 'features: { x: x, y: x + 1'))
  await ingest()
  const missing = '1 of 2 features is not materialized   pintail materialize view'
  const y = ['view:y', 1, null, null, null, true]
  assert.deepEqual(await told(first), { kept: false, note: missing, written: oneHour, online: midnight, own: [own, y] })
  // Rows that have come since, and one whose time has come since.
  await first.materialize({ views: [], features: [], mode: 'full', until: null })
  write('data/b.csv', `${header}2,2026-01-01T02:00:00Z,2\n`)
  await ingest()
  await later.materialize({ views: [], features: [], mode: 'full', until: start + hour })
  const due = (await told(later)).own.map((it) => it.at(-1))
  assert.deepEqual(due, [true, true])
  assert.equal(
    (await later.coverage([])).every(({ behind, online_as_of: at }) => behind && at === oneHour),
    true,
  )
  await later.materialize({ views: [], features: [], mode: 'full', until: null })
  assert.deepEqual(
    (await later.coverage([])).map((it) => [it.behind, it.online_as_of, it.offline_as_of]),
    Array.from({ length: 2 }, () => [false, '2026-01-01T03:00:00Z', '2026-01-01T03:00:00Z']),
  )
})

test('a view that is not served is held to its promise by its history; one without a promise is told', async (t) => {
  const { ingest, path, define } = await bench(t, header + rows(1), promising('2h', false))
  await ingest()
  const now = await open(path('.'), { clock: fixedClock(start + hour) })
  t.after(() => now.close())
  assert.deepEqual(
    (await now.freshness(['view'])).map(({ sla, kept, online }) => [sla, kept, online]),
    [['2h', true, null]],
  )
  await define(definitions())
  assert.deepEqual(
    (await now.freshness(['view'])).map(({ sla, kept }) => [sla, kept]),
    [[null, null]],
  )
  await assert.rejects(now.freshness(['vie']), { code: 'unknown_view', message: /"vie"/ })
})

test('coverage: the share of keys with a value, offline and online, of rows and of members', async (t) => {
  const definition = definitions().replace('features: {', 'ttl: 1d, features: {')
  const { ingest, path, write } = await bench(t, header + row(1) + row(2, '') + row(3), definition)
  await ingest()
  const now = await open(path('.'), { clock: fixedClock(start + hour) })
  t.after(() => now.close())
  const shares = async () =>
    (await now.coverage([])).map((it) => [it.feature, it.keys, it.offline, it.online, it.online_share])
  assert.deepEqual(await shares(), [['view:x', 3, 2, 0, 0]])
  await now.materialize({ views: [], features: [], mode: 'full', until: null })
  write('data/b.csv', header + rows(4))
  await ingest()
  assert.deepEqual(await shares(), [['view:x', 4, 3, 2, 0.5]])
  const later = await open(path('.'), { clock: fixedClock(start + 48n * hour) })
  t.after(() => later.close())
  assert.deepEqual(
    (await later.coverage(['view'])).map(({ offline_share: offline, online_share: online }) => [offline, online]),
    [[0, 0]],
  )
})

test('coverage of members: a mean of nothing is null, a count of nothing is 0', async (t) => {
  const family = (aggregate: string): string => `{ aggregate: ${aggregate}, of: x, by: x, values: ["1", "2"] }`
  const definition = definitions().replace(
    'features: { x: x }',
    `features: { n: ${family('count')}, m: ${family('mean')}, one: { oneHot: x, values: ["1"] } }`,
  )
  const { pintail, ingest } = await bench(t, header + rows(1, 2, 3) + row(4, 1), definition)
  await ingest()
  await pintail.materialize({ views: [], features: [], mode: 'full', until: null })
  for (const { feature, keys, offline, online } of await pintail.coverage([])) {
    assert.equal(offline, online, feature)
    const expected = { 'view:m:1': 2, 'view:m:2': 1, 'view:m:__other__': 1 }[feature] ?? keys
    assert.equal(offline, expected, feature)
  }
})

test('a run tells its files, what it brought, which rows were late and why rows were rejected', async (t) => {
  const lines = (...days: number[]): string => days.map((day) => `${day},2026-01-0${day}T00:00:00Z,${day}\n`).join('')
  const { pintail, ingest, write } = await bench(t, header + lines(3, 4), definitions('', ', max_rejected: 1'))
  await ingest()
  write('data/b.csv', `${header}${lines(1, 2, 5)}6,never,6\n`)
  const report = await ingest()
  assert.equal(report.rows.late, 2)
  const shown = await pintail.run(report.run ?? 0)
  assert.deepEqual(
    [shown.kind, shown.status, shown.inputs, shown.read, shown.written, shown.late, shown.rejected],
    ['ingest', 'done', ['data/b.csv'], 4, 3, 2, 1],
  )
  assert.deepEqual(
    shown.reasons.map(({ rows: count, column }) => [count, column]),
    [[1, 'at']],
  )
  assert.ok(['discover', 'land', 'compute', 'check', 'commit', 'drift'].every((phase) => phase in shown.phases))
  const listed = await pintail.runs({ view: 'view', kind: 'ingest', status: 'done', limit: 10 })
  assert.deepEqual(
    listed.map(({ late }) => late),
    [2, 0],
  )
})

test('runs of one instant each have their own profiles and place', async (t) => {
  const { ingest, path, write } = await bench(t, header + rows(1))
  await ingest()
  const still = fixedClock(start)
  const [one, other] = [await open(path('.'), { clock: still }), await open(path('.'), { clock: still })]
  t.after(() => Promise.all([one.close(), other.close()]))
  write('data/b.csv', header + rows(2))
  await one.ingest({ views: [], full: false })
  write('data/c.csv', header + rows(3))
  await other.ingest({ views: [], full: false })
  const [last, before] = await one.runs({ view: null, kind: 'ingest', status: 'done', limit: 2 })
  assert.equal(last?.started, before?.started)
  assert.ok(last && before && last.run > before.run)
  for (const [run, x] of [
    [last.run, 3],
    [before.run, 2],
  ] as const) {
    const [found] = await one.stats({ reference: 'view:x', run })
    assert.equal(found?.min, x)
  }
  const [newest] = await other.stats({ reference: 'view:x', run: null })
  assert.equal(newest?.run, last.run)
})
