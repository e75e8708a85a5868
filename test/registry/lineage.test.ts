// What is a thing made of, and what is made of it? Along what expressions really read.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { LineageDirection } from '../../src/core/lineage.ts'
import type { Manifest } from '../../src/core/manifests.ts'
import { recordDataset } from '../../src/registry/datasets.ts'
import { lineage } from '../../src/registry/lineage.ts'
import { edited, heart, heartColumns, withFeature } from '../support/heart.ts'
import { shop, shopColumns } from '../support/shop.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
  await workshop.apply(
    edited((it) => ({
      ...withFeature('both', "concat(shout, props, 'age')")(it),
      services: { ...heart().services, plain: { features: ['cardiac:age'] } },
    })),
    heartColumns,
  )
  const view = workshop.registry.state().current.views.get('cardiac')
  const feature = view?.features.find((it) => it.name === 'score')
  recordDataset(workshop.registry, manifest(view?.id ?? 0, feature?.id ?? 0), () => {})
})
after(() => workshop.close())

const manifest = (view: number, feature: number): Manifest => ({
  name: 'train',
  created: '2026-01-01T00:00:00Z',
  pintail: '0',
  engine: 'v1',
  spine: { path: 'a.csv', copy: 'spine.csv', format: 'csv', hash: '' },
  timestamp: 't',
  knownAt: false,
  target: null,
  split: null,
  service: 'heart_risk@1',
  columns: [{ column: 'score', view, feature, category: null }],
  views: [],
  features: [],
  sources: [],
  rows: 12,
  bytes: '',
  content: '',
  sql: '',
})

/** `from → to`, by their names. */
const edges = (reference: string, direction: LineageDirection, of = workshop): string[] =>
  lineage(of.registry, { reference, direction })
    .edges.map(({ from, to }) => `${from} → ${to}`)
    .sort()

describe('up', () => {
  test('a feature: the columns that it reads, derived ones down to their own', () => {
    assert.deepEqual(edges('cardiac:loud', 'up'), [
      'column:visits.device → column:visits.shout',
      'column:visits.props → column:visits.device',
      'column:visits.shout → feature:cardiac:loud@1',
      'file:data/visits.csv → source:visits',
      'source:visits → column:visits.props',
    ])
  })

  test('a column that is read itself and by another is both; one that stands in a literal is not read', () => {
    const found = edges('cardiac:both', 'up').filter((it) => it.endsWith('cardiac:both@1'))
    assert.deepEqual(found, [
      'column:visits.props → feature:cardiac:both@1',
      'column:visits.shout → feature:cardiac:both@1',
    ])
  })

  test('a feature over others', () => {
    const found = edges('cardiac:score', 'up')
    assert.ok(found.includes('feature:cardiac:age_normalized@1 → feature:cardiac:score@1'))
    assert.ok(found.includes('column:visits.chol → feature:cardiac:risk@1'))
    assert.ok(!found.some((it) => it.includes('visits.props')))
  })

  test('a service: only the features that it names', () => {
    const found = edges('plain', 'up')
    assert.ok(found.includes('feature:cardiac:age@1 → view:cardiac@1'))
    assert.ok(!found.some((it) => it.startsWith('feature:cardiac:score')))
    assert.ok(found.includes('column:visits.patient_id → view:cardiac@1'), 'the rows are told by their key')
    assert.ok(found.includes('entity:patient → view:cardiac@1'))
  })

  test('a dataset', () => {
    const found = edges('dataset:train', 'up')
    assert.ok(found.includes('service:heart_risk@1 → dataset:train'), 'by way of its service')
    assert.ok(found.includes('column:visits.age → feature:cardiac:age_normalized@1'))
  })
})

describe('down', () => {
  test('a feature: what uses it, the services that name any of these, and their datasets', () => {
    assert.deepEqual(edges('cardiac:risk', 'down'), [
      'feature:cardiac:risk@1 → feature:cardiac:score@1',
      'feature:cardiac:risk@1 → view:cardiac@1',
      'feature:cardiac:score@1 → view:cardiac@1',
      'service:heart_risk@1 → dataset:train',
      'view:cardiac@1 → service:heart_risk@1',
    ])
  })

  test('one that nobody names reaches its view', () =>
    assert.deepEqual(edges('cardiac:heavy', 'down'), ['feature:cardiac:heavy@1 → view:cardiac@1']))

  test('a column, whatever its name', () => {
    const found = edges('visits.age', 'down')
    assert.ok(found.includes('view:cardiac@1 → service:plain@1'))
    assert.deepEqual(edges('visits.Blood Group', 'both'), [])
    assert.deepEqual(edges('visits.blood group', 'both'), [])
  })

  test('a column of the filter reaches the whole view', () =>
    assert.ok(edges('visits.chol', 'down').includes('view:cardiac@1 → service:plain@1')))

  test('a source and an entity', () => {
    assert.ok(edges('visits', 'down').includes('source:visits → column:visits.age'))
    assert.deepEqual(edges('patient', 'down'), [
      'entity:patient → view:cardiac@1',
      'service:heart_risk@1 → dataset:train',
      'view:cardiac@1 → service:heart_risk@1',
      'view:cardiac@1 → service:plain@1',
    ])
  })
})

test('an aggregation reads what its inputs read; these are told nowhere', async () => {
  const events = await openWorkshop()
  try {
    const clicks = { aggregate: 'count', of: 'shout', by: 'page', values: ['/'], where: 'quantity > 0', window: '7d' }
    const rest = { aggregate: 'mean', of: 'gap', window: '1d' }
    await events.apply(shop({ clicks, rest, share: 'clicks / 2' }), shopColumns).catch(() => undefined)
    await events.apply(shop({ clicks, rest }), shopColumns)
    const found = edges('behaviour:clicks', 'up', events)
    assert.deepEqual(
      found.filter((it) => it.endsWith('behaviour:clicks@1')),
      [
        'column:events.page → feature:behaviour:clicks@1',
        'column:events.quantity → feature:behaviour:clicks@1',
        'column:events.shout → feature:behaviour:clicks@1',
      ],
    )
    assert.ok(found.includes('column:events.text → column:events.shout'))
    assert.ok(edges('behaviour:rest', 'up', events).includes('column:events.gap → feature:behaviour:rest@1'))
    assert.ok(!JSON.stringify(lineage(events.registry, { reference: 'behaviour', direction: 'both' })).includes(':#'))
  } finally {
    events.close()
  }
})

describe('what there is not', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['visits.agee', 'unknown_column', /no column "agee"/],
    ['cardiac:nope', 'unknown_feature', /no feature "nope"/],
    ['1', 'bad_argument', /a run has no lineage/],
    ['nothing', 'unknown_name', /"nothing"/],
  ]
  for (const [reference, code, message] of cases)
    test(reference, () =>
      assert.throws(() => lineage(workshop.registry, { reference, direction: 'both' }), { code, message }),
    )
})
