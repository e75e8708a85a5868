// A history as a file: the rows that answer, or every key's answer as of an instant.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { exportFeatures, type FeatureExport } from '../../src/retrieval/export.ts'
import { openEngine } from '../support/engine.ts'
import { type LandedRow, makeView, writeHistory } from '../support/history-files.ts'

const { store, session, folder } = await openEngine()
const minute = 60_000_000n
const ten = BigInt(Date.UTC(2026, 2, 1, 10)) * 1000n

const view = makeView({
  view: 'scores',
  keys: [
    { name: 'patient', type: 'int64' },
    { name: 'clinic', type: 'string' },
  ],
  features: [
    { name: 'score', type: 'float64' },
    { name: 'visits', type: 'int64', default: 0 },
  ],
  ttl: 30n * minute,
})
const row = (patient: bigint, clinic: string, at: bigint, score: number, visits: bigint | null): LandedRow => ({
  keys: [patient, clinic],
  eventTime: ten + at * minute,
  created: ten + at * minute,
  values: [score, visits],
})
const runs = [
  [
    row(2n, 'a', 0n, 1, null),
    row(1n, 'b', 0n, 2, 7n),
    row(1n, 'a', 0n, 3, 8n),
    row(1n, 'b', 20n, 4, null),
    row(3n, 'z', 20n, 7, 3n),
  ],
  [row(1n, 'b', 0n, 5, 9n), row(2n, 'a', 40n, 6, 1n)],
]
const history = await writeHistory(session, view, runs, folder, { laterFrom: [0, 1] })

const write = async (wanted: Partial<FeatureExport>): Promise<string[]> => {
  const output = join(folder, 'out.csv')
  const selected = view.features.map((feature) => ({ view, feature, category: null, column: feature.name }))
  const whole = { view, history, selected, since: null, until: ten + 60n * minute, latest: false }
  await exportFeatures(store, { ...whole, output, format: 'csv', ...wanted })
  return readFileSync(output, 'utf8').trimEnd().split('\n')
}

const z = (at: number) => `2026-03-01T10:${String(at).padStart(2, '0')}:00Z`

test('rows that answer, by key and time, as they are stored', async () => {
  assert.deepEqual(await write({}), [
    'patient,clinic,event_time,created,score,visits',
    `1,a,${z(0)},${z(0)},3.0,8`,
    `1,b,${z(0)},${z(0)},5.0,9`,
    `1,b,${z(20)},${z(20)},4.0,`,
    `2,a,${z(0)},${z(0)},1.0,`,
    `2,a,${z(40)},${z(40)},6.0,1`,
    `3,z,${z(20)},${z(20)},7.0,3`,
  ])
})

test('both ends of the range count', async () => {
  assert.deepEqual((await write({ since: ten + 20n * minute, until: ten + 40n * minute })).slice(1), [
    `1,b,${z(20)},${z(20)},4.0,`,
    `2,a,${z(40)},${z(40)},6.0,1`,
    `3,z,${z(20)},${z(20)},7.0,3`,
  ])
  assert.deepEqual(await write({ since: ten + 50n * minute }), ['patient,clinic,event_time,created,score,visits'])
})

test('latest is the answer as of the instant, with ttl and defaults', async () => {
  assert.deepEqual((await write({ latest: true, until: ten + 35n * minute })).slice(1), [
    `1,a,${z(0)},${z(0)},,0`,
    `1,b,${z(20)},${z(20)},4.0,0`,
    `2,a,${z(0)},${z(0)},,0`,
    `3,z,${z(20)},${z(20)},7.0,3`,
  ])
})

test('a feature named as a column of the history is refused', async () => {
  const [feature] = view.features
  assert.ok(feature)
  await assert.rejects(write({ selected: [{ view, feature, category: null, column: 'created' }] }), {
    code: 'duplicate_column',
  })
})
