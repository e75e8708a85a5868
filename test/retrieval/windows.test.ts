// What do aggregations of a training set say? A handful of events, and every function at instants on the edges.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { exportFeatures } from '../../src/retrieval/export.ts'
import { writeTrainingSet } from '../../src/retrieval/training-set.ts'
import { openEngine } from '../support/engine.ts'
import { type LandedEvent, makeBehaviour, writeEvents } from '../support/event-files.ts'

const { store, session, folder } = await openEngine()

const noon = BigInt(Date.UTC(2026, 2, 1, 12)) * 1000n
const second = 1_000_000n
const hour = 3600n * second
const event = (key: string, seconds: bigint, x: number | null, text: string | null = null): LandedEvent => ({
  keys: [key],
  eventTime: noon + seconds * second,
  created: null,
  values: [x, text],
  id: null,
})

const behaviour = makeBehaviour({
  keys: [{ name: 'id', type: 'string' }],
  inputs: [
    { name: '#x', type: 'float64' },
    { name: '#text', type: 'string' },
  ],
  features: [
    { name: 'n', type: 'int64', aggregate: { function: 'count', length: hour } },
    { name: 'total', type: 'float64', aggregate: { function: 'sum', of: '#x', length: hour } },
    { name: 'mean', type: 'float64', aggregate: { function: 'mean', of: '#x' } },
    { name: 'least', type: 'float64', aggregate: { function: 'min', of: '#x', length: hour, closed: 'left' } },
    { name: 'last', type: 'string', aggregate: { function: 'last', of: '#text' }, default: 'none' },
    { name: 'per_event', type: 'float64', expression: 'total / nullif(n, 0)', uses: ['total', 'n'] },
  ],
})

const history = await writeEvents(
  session,
  behaviour,
  [[event('a', 0n, 1, 'p'), event('a', 3600n, 2), event('a', 3600n, 4, 'q'), event('b', 10n, null)]],
  folder,
  { beside: [1] },
)

suite('a training set of aggregations', () => {
  test('windows end at each row’s own instant', async () => {
    const path = join(folder, 'spine.csv')
    const rows = [
      'a,2026-03-01T12:00:00Z',
      'a,2026-03-01T13:00:00Z',
      'a,2026-03-01T13:00:01Z',
      'b,2026-03-01T13:00:00Z',
      'c,2026-03-01T13:00:00Z',
      ',2026-03-01T13:00:00Z',
    ]
    writeFileSync(path, `id,event_timestamp\n${rows.join('\n')}\n`)
    const output = join(folder, 'out.csv')
    const selected = behaviour.view.features.map((feature) => ({
      view: behaviour.view,
      feature,
      category: null,
      column: feature.name,
    }))
    await writeTrainingSet(store, {
      spine: { path, format: null },
      timestamp: null,
      knownAt: false,
      output,
      format: 'csv',
      selected,
      all: behaviour.all,
      historyOf: () => history,
    })
    assert.deepEqual(readFileSync(output, 'utf8').trimEnd().split('\n').slice(1), [
      `${rows[0]},1,1.0,1.0,,p,1.0`,
      `${rows[1]},2,6.0,2.3333333333333335,1.0,q,3.0`,
      `${rows[2]},2,6.0,2.3333333333333335,2.0,q,3.0`,
      `${rows[3]},1,,,,none,`,
      `${rows[4]},0,,,,none,`,
      `${rows[5]},,,,,none,`,
    ])
  })

  test('exported as of one instant; there are no rows to export', async () => {
    const output = join(folder, 'latest.csv')
    const selected = behaviour.view.features
      .filter((feature) => ['n', 'last'].includes(feature.name))
      .map((feature) => ({ view: behaviour.view, feature, category: null, column: feature.name }))
    const wanted = {
      ...{ view: behaviour.view, history, selected, all: behaviour.all, output, format: 'csv' as const },
      ...{ since: null, until: noon + hour },
    }
    await exportFeatures(store, { ...wanted, latest: true })
    assert.deepEqual(readFileSync(output, 'utf8').trimEnd().split('\n').slice(1), [
      'a,2026-03-01T13:00:00Z,,2,q',
      'b,2026-03-01T12:00:10Z,,1,none',
    ])
    await assert.rejects(exportFeatures(store, { ...wanted, latest: false }), {
      code: 'bad_argument',
      fix: 'pintail export v --latest',
    })
  })

  test('what a feature is computed from must be there first', async () => {
    const feature = behaviour.view.features[1]
    assert.ok(feature)
    const lacking = {
      ...history,
      segments: history.segments.map((it) => ({ ...it, files: it.files.map((file) => ({ ...file, features: [] })) })),
    }
    const wanted = {
      spine: { columns: [] },
      ...{ timestamp: null, knownAt: false, output: join(folder, 'none.csv'), format: 'csv' as const },
      selected: [{ view: behaviour.view, feature, category: null, column: 'total' }],
      all: behaviour.all,
      historyOf: () => lacking,
    }
    await assert.rejects(writeTrainingSet(store, wanted), { code: 'not_ingested', fix: 'pintail ingest v' })
  })
})
