// Materialize of aggregations in a project: whom an incremental run looks at, what leaves, what is told, as of when.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { parseInstant } from '../../src/core/instants.ts'
import type { MaterializeRequest } from '../../src/core/verbs.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { temporaryFolder } from '../online/shelf.ts'

const at = (text: string): bigint => parseInstant(text, 'the test')

const definitions = (features: string): string => `
entities:
  visitor: { keys: { visitor: int64 } }
sources:
  events: { type: csv, path: data/*.csv, timestamp: at, created: seen, id: event }
views:
  behaviour:
    entity: visitor
    source: events
    features:
${features}
`

const counts = '      clicks: { aggregate: count, windows: [1h, 1d] }\n      half: { sql: clicks_1h / 2 }\n'

const header = 'event,visitor,at,seen,text\n'
const rows = `${header}e1,1,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,Cart
e2,1,2026-03-01T00:30:00Z,2026-03-01T00:30:00Z,Pay
e3,2,2026-03-01T00:45:00Z,2026-03-01T00:45:00Z,Cart
e4,3,2026-02-20T00:00:00Z,2026-02-20T00:00:00Z,
`

const project = async (t: TestContext, clock: { now: bigint }, features: string) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'features'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: shop\n')
  writeFileSync(join(folder, 'features/shop.yaml'), definitions(features))
  writeFileSync(join(folder, 'data/0.csv'), rows)
  const pintail = await open(folder, { clock: { now: () => clock.now } })
  t.after(() => pintail.close())
  await pintail.apply()
  await pintail.ingest({ views: [], full: false })
  return { folder, pintail }
}

const everything: MaterializeRequest = { views: [], features: [], mode: 'incremental', until: null }

const keysLooked = async (pintail: Pintail, request: Partial<MaterializeRequest> = {}) =>
  (await pintail.materialize({ ...everything, ...request }))[0]?.keys

const read = (pintail: Pintail, ...features: string[]) => {
  const entities = new Map([['visitor', [1, 2, 3, 4]]])
  const answer = pintail.online({ features, service: null, fullFeatureNames: false, entities })
  return answer.features
}

const values = (pintail: Pintail, ...features: string[]) => read(pintail, ...features).map((it) => it.values)

test('an incremental run looks at the keys whose events entered or left a window, and at no others', async (t) => {
  const clock = { now: at('2026-03-01T00:59:59.999999Z') }
  const { pintail } = await project(t, clock, counts)
  assert.equal(await keysLooked(pintail), 3)
  assert.deepEqual(values(pintail, 'behaviour:clicks_1h'), [[2n, 1n, 0n, 0n]])

  clock.now = at('2026-03-01T01:00:00Z')
  assert.equal(await keysLooked(pintail), 1)
  assert.deepEqual(values(pintail, 'behaviour:clicks_1h'), [[1n, 1n, 0n, 0n]])

  clock.now = at('2026-03-01T01:29:59Z')
  assert.equal(await keysLooked(pintail), 0)
  const [half] = read(pintail, 'behaviour:half')
  assert.deepEqual(half?.values, [0.5, 0.5, 0, 0])
  assert.deepEqual(half?.timestamps, [clock.now, clock.now, clock.now, null])
  assert.deepEqual(half?.statuses, ['PRESENT', 'PRESENT', 'PRESENT', 'NOT_FOUND'])

  clock.now = at('2026-03-03T00:00:00Z')
  assert.equal(await keysLooked(pintail), 2)
  assert.deepEqual(values(pintail, 'behaviour:*'), [
    [0n, 0n, 0n, 0n],
    [0n, 0n, 0n, 0n],
    [0, 0, 0, 0],
  ])
  assert.deepEqual(read(pintail, 'behaviour:clicks_1d')[0]?.statuses[0], 'PRESENT')

  const back = { until: at('2026-03-01T00:50:00Z') }
  await assert.rejects(keysLooked(pintail, back), { code: 'bad_argument' })
  assert.equal(await keysLooked(pintail, { ...back, mode: 'full' }), 3)
  assert.deepEqual(values(pintail, 'behaviour:clicks_1h'), [[2n, 1n, 0n, 0n]])
})

test('what moves with every instant is looked at for every key, once time goes by', async (t) => {
  const clock = { now: at('2026-03-01T01:00:00Z') }
  const { pintail } = await project(t, clock, '      quiet: { aggregate: since, scale: 60 }\n')
  await keysLooked(pintail)
  assert.equal(await keysLooked(pintail), 0)
  clock.now = at('2026-03-01T01:10:00Z')
  assert.equal(await keysLooked(pintail), 3)
  assert.deepEqual(values(pintail, 'behaviour:quiet'), [[40, 25, 13_030, null]])
})

test('an event that is sent again for another key: the old key is found no more where it has no other', async (t) => {
  const clock = { now: at('2026-03-01T01:00:00Z') }
  const { folder, pintail } = await project(t, clock, counts)
  await keysLooked(pintail)
  const resent = `e3,4,2026-03-01T00:45:00Z,2026-03-01T00:50:00Z,Cart\ne2,4,2026-03-01T00:30:00Z,2026-03-01T00:31:00Z,Pay\n`
  writeFileSync(join(folder, 'data/1.csv'), header + resent)
  await pintail.ingest({ views: [], full: false })
  assert.equal(await keysLooked(pintail), 3)
  const [hour, day] = read(pintail, 'behaviour:clicks_1h', 'behaviour:clicks_1d')
  assert.deepEqual(
    [hour?.values, day?.values],
    [
      [0n, 0n, 0n, 2n],
      [1n, 0n, 0n, 2n],
    ],
  )
  assert.deepEqual(hour?.statuses, ['PRESENT', 'NOT_FOUND', 'PRESENT', 'PRESENT'])
})

test('one category of a family brings the family; categories are told apart from what is not fitted yet', async (t) => {
  const clock = { now: at('2026-03-01T01:00:00Z') }
  const clicked = '      clicked: { aggregate: count, of: text, by: text, values: { top: 5 } }\n'
  const { folder, pintail } = await project(t, clock, clicked)
  assert.equal(await keysLooked(pintail, { features: ['behaviour:clicked:Pay'] }), 3)
  assert.deepEqual(values(pintail, 'behaviour:clicked:Pay', 'behaviour:clicked:__other__'), [
    [1n, 0n, 0n, 0n],
    [0n, 0n, 0n, 0n],
  ])
  writeFileSync(join(folder, 'features/shop.yaml'), definitions(clicked.replace('top: 5', 'top: 1')))
  await pintail.apply()
  const [early] = await pintail.materialize(everything)
  assert.match(early?.notes[0] ?? '', /not computed yet: behaviour:clicked@2 {3}pintail ingest behaviour/)
  await pintail.ingest({ views: [], full: false })
  await pintail.materialize(everything)
  assert.deepEqual(values(pintail, 'behaviour:clicked'), [
    [1n, 1n, 0n, 0n],
    [1n, 0n, 0n, 0n],
  ])
  assert.deepEqual(
    read(pintail, 'behaviour:clicked').map((it) => it.name),
    ['clicked:Cart', 'clicked:__other__'],
  )
})
