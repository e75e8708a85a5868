// Materialize in a project, through the front door: what is built, kept, moved, refused, told, and read afterwards.
import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import { parseInstant } from '../../src/core/instants.ts'
import type { MaterializeRequest, OnlineColumn } from '../../src/core/verbs.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { withLock } from '../../src/sqlite.ts'
import { temporaryFolder } from '../online/shelf.ts'

const at = (text: string): bigint => parseInstant(text, 'the test')

const definitions = (features: string, more = ''): string => `
entities:
  patient: { keys: { patient_id: int64 } }
sources:
  visits: { type: csv, path: data/visits.csv, timestamp: at }
views:
  cardiac:
    entity: patient
    source: visits
    ttl: 30d
    ${more}
    features:
${features}
`

const features = `
      age: age
      score: { sql: chol / 100.0, type: float64, default: 0.5 }
      sex: sex
`

const rows = `patient_id,at,age,chol,sex
1,2026-03-01T00:00:00Z,60,240,f
1,2026-03-05T00:00:00Z,61,250,f
2,2026-01-01T00:00:00Z,40,200,m
3,2026-03-09T00:00:00Z,50,,
`

const project = async (t: TestContext, clock: { now: bigint }): Promise<{ folder: string; pintail: Pintail }> => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'features'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: heart\n')
  writeFileSync(join(folder, 'features/heart.yaml'), definitions(features))
  writeFileSync(join(folder, 'data/visits.csv'), rows)
  const pintail = await open(folder, { clock: { now: () => clock.now }, patience: 200 })
  t.after(() => pintail.close())
  await pintail.apply()
  await pintail.ingest({ views: [], full: false })
  return { folder, pintail }
}

const everything: MaterializeRequest = { views: [], features: [], mode: 'incremental', until: null }

const read = (pintail: Pintail, ...references: string[]): readonly OnlineColumn[] =>
  pintail.online({
    features: references.length === 0 ? ['cardiac:*'] : references,
    service: null,
    fullFeatureNames: false,
    entities: new Map([['patient_id', [1, 2, 3, 4]]]),
  }).features

/** The same question to the offline store, as the online store answers it. */
const asOf = async (pintail: Pintail, folder: string, instant: bigint): Promise<unknown[][]> => {
  const output = join(folder, 'answer.ndjson')
  await pintail.historical({
    features: ['cardiac:*'],
    service: null,
    fullFeatureNames: false,
    spine: {
      columns: [
        { name: 'patient_id', type: 'int64', values: [1n, 2n, 3n, 4n] },
        { name: 'event_timestamp', type: 'timestamp', values: [instant, instant, instant, instant] },
      ],
    },
    timestamp: null,
    knownAt: false,
    output,
    format: 'ndjson',
  })
  const lines = readFileSync(output, 'utf8').trim().split('\n')
  return ['age', 'score', 'sex'].map((name) => lines.map((line) => JSON.parse(line)[name]))
}

const plain = (columns: readonly OnlineColumn[]): unknown[][] =>
  columns.map((it) => it.values.map((value) => (typeof value === 'bigint' ? Number(value) : value)))

test('materialize at T, then read at T: the answer of history at T, incrementally too', async (t) => {
  const clock = { now: at('2026-03-04') }
  const { folder, pintail } = await project(t, clock)
  const [report] = await pintail.materialize(everything)
  assert.deepEqual([report?.view, report?.keys, report?.until, report?.notes], ['cardiac', 2, clock.now, []])
  assert.deepEqual(plain(read(pintail)), await asOf(pintail, folder, clock.now))
  assert.deepEqual(plain(read(pintail))[0], [60, null, null, null])
  assert.deepEqual(read(pintail)[1]?.statuses, ['PRESENT', 'OUTSIDE_MAX_AGE', 'NOT_FOUND', 'NOT_FOUND'])

  clock.now = at('2026-03-10')
  appendFileSync(join(folder, 'data/visits.csv'), '4,2026-02-20T00:00:00Z,70,300,m\n')
  await pintail.ingest({ views: [], full: false })
  const [second] = await pintail.materialize(everything)
  // Patient 1 and 3 by time, patient 4 by the run that landed its late row; patient 2 is not looked at.
  assert.equal(second?.keys, 3)
  assert.deepEqual(plain(read(pintail)), await asOf(pintail, folder, clock.now))
  assert.deepEqual(plain(read(pintail))[0], [61, null, 50, 70])

  const [third] = await pintail.materialize(everything)
  assert.equal(third?.keys, 0)
})

test('a feature alone moves on, the others stay; a full run brings them together', async (t) => {
  const clock = { now: at('2026-03-04') }
  const { folder, pintail } = await project(t, clock)
  await pintail.materialize(everything)
  clock.now = at('2026-03-06')
  await pintail.materialize({ ...everything, features: ['cardiac:age'] })
  assert.deepEqual(plain(read(pintail))[0], [61, null, null, null])
  assert.deepEqual(plain(read(pintail))[1], [2.4, 0.5, 0.5, 0.5])
  await pintail.materialize({ ...everything, features: ['cardiac:age'] })
  await pintail.materialize(everything)
  assert.deepEqual(plain(read(pintail)), await asOf(pintail, folder, clock.now))
  const groups = () => {
    const store = openOnlineStore(join(folder, '.pintail/online.db'), { now: () => 0n })
    const found = store.groups().filter((it) => it.state === 'live')
    store.close()
    return found.map((it) => it.features.length)
  }
  assert.deepEqual(groups().sort(), [1, 2])
  await pintail.materialize({ ...everything, mode: 'full' })
  assert.deepEqual(groups(), [3])
})

test('instants: the future is now, and going back needs a full run', async (t) => {
  const clock = { now: at('2026-03-10') }
  const { folder, pintail } = await project(t, clock)
  const [report] = await pintail.materialize({ ...everything, until: at('2030-01-01') })
  assert.equal(report?.until, clock.now)
  assert.match(report?.notes[0] ?? '', /2030-01-01T00:00:00Z is in the future/)
  const back = { ...everything, until: at('2026-03-02') }
  await assert.rejects(pintail.materialize(back), (thrown) => {
    assert.ok(thrown instanceof PintailError)
    assert.equal(thrown.code, 'bad_argument')
    assert.equal(thrown.fix, 'pintail materialize cardiac --full --until 2026-03-02T00:00:00Z')
    return true
  })
  await pintail.materialize({ ...back, mode: 'full' })
  clock.now = back.until
  assert.deepEqual(plain(read(pintail)), await asOf(pintail, folder, clock.now))
})

test('definitions that change: new versions are built when computed, retired ones go', async (t) => {
  const clock = { now: at('2026-03-10') }
  const { folder, pintail } = await project(t, clock)
  await pintail.materialize(everything)
  writeFileSync(join(folder, 'features/heart.yaml'), definitions('      age: age + 1\n      sex: sex\n'))
  await pintail.apply()
  assert.deepEqual(read(pintail, 'cardiac:age')[0]?.statuses, Array(4).fill('NOT_FOUND'))
  const [early] = await pintail.materialize(everything)
  assert.match(early?.notes[0] ?? '', /not computed yet: cardiac:age@2 {3}pintail ingest cardiac/)
  await pintail.ingest({ views: [], full: false })
  await pintail.materialize(everything)
  assert.deepEqual(plain(read(pintail, 'cardiac:age'))[0], [62, null, 51, null])
  assert.deepEqual(plain(read(pintail, 'cardiac@1:score'))[0], [0.5, 0.5, 0.5, 0.5])
  writeFileSync(join(folder, 'features/heart.yaml'), definitions(features, 'online: false'))
  await pintail.apply()
  assert.deepEqual(await pintail.materialize(everything), [])
  await assert.rejects(pintail.materialize({ ...everything, views: ['cardiac'] }), /online: false/)
  assert.deepEqual(read(pintail, 'cardiac:sex')[0]?.statuses, Array(4).fill('NOT_FOUND'))
})

test('names: unknown ones are told with the nearest', async (t) => {
  const { pintail } = await project(t, { now: at('2026-03-10') })
  await assert.rejects(pintail.materialize({ ...everything, views: ['cardiak'] }), { code: 'unknown_view' })
  await assert.rejects(pintail.materialize({ ...everything, features: ['cardiac:ag'] }), { code: 'unknown_feature' })
})

test('two at once: the second waits, and then says who is busy; an interrupted run leaves what stood', async (t) => {
  const { folder, pintail } = await project(t, { now: at('2026-03-10') })
  await pintail.materialize(everything)
  const lock = join(folder, '.pintail/locks/online.lock')
  await withLock(lock, 'a test', 0, async () => {
    const busy = `process ${process.pid} is busy with a materialize`
    const steps: string[] = []
    const progress = { step: (name: string) => steps.push(name), advance: () => {} }
    await assert.rejects(pintail.materialize(everything, { progress }), { code: 'busy', message: busy })
    assert.deepEqual(
      steps.filter((it) => it !== `waits: ${busy}`),
      [],
    )
    const enough = AbortSignal.abort()
    const work = async (): Promise<void> => assert.fail('nobody let it in')
    await assert.rejects(withLock(lock, 'a test', 60_000, work, { signal: enough }), { code: 'interrupted' })
  })
  assert.ok(!existsSync(`${lock}.pid`))
  const stopping = new AbortController()
  stopping.abort()
  const interrupted = pintail.materialize({ ...everything, mode: 'full' }, { signal: stopping.signal })
  await assert.rejects(interrupted, { code: 'interrupted' })
  assert.deepEqual(plain(read(pintail, 'cardiac:age'))[0], [61, null, 50, null])
  await pintail.materialize({ ...everything, mode: 'full' })
  assert.deepEqual(plain(read(pintail, 'cardiac:age'))[0], [61, null, 50, null])
})

test('a reader never misses a key while tables take over from one another', async (t) => {
  const { pintail } = await project(t, { now: at('2026-03-10') })
  await pintail.materialize(everything)
  let done = false
  const rebuild = async (): Promise<void> => {
    for (let i = 0; i < 5; i += 1) await pintail.materialize({ ...everything, mode: 'full' })
  }
  const rebuilding = rebuild().finally(() => {
    done = true
  })
  let reads = 0
  while (!done) {
    assert.deepEqual(plain(read(pintail, 'cardiac:age'))[0], [61, null, 50, null])
    reads += 1
    await new Promise((resolve) => setImmediate(resolve))
  }
  await rebuilding
  assert.ok(reads > 10)
})
