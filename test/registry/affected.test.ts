// Who is concerned by a change of a feature that others are made of: features, services and datasets, whichever way?
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { DiffReport } from '../../src/core/diffs.ts'
import { difference } from '../../src/registry/diff.ts'
import { edited, type Heart, heartColumns, withFeature } from '../support/heart.ts'
import { shop, shopColumns } from '../support/shop.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let heart: Workshop
let events: Workshop
before(async () => {
  heart = await openWorkshop()
  const served = (it: Heart): Heart => ({
    ...withFeature('twice', '2 * score')(it),
    services: {
      outer: { features: ['cardiac:twice', 'cardiac:age'] },
      both: { features: ['cardiac:risk', 'cardiac:score'] },
    },
  })
  const riskAt = (limit: number) =>
    withFeature('risk', { sql: `CASE WHEN chol >= ${limit} THEN 1.0 ELSE 0.0 END`, default: 0 })
  await heart.apply(
    edited((it) => served(riskAt(240)(it))),
    heartColumns,
  )
  await heart.apply(
    edited((it) => served(riskAt(250)(it))),
    heartColumns,
  )
  events = await openWorkshop()
  const features = (window: string) => ({
    views: { aggregate: 'count', window },
    carts: { aggregate: 'count', where: "text = 'Cart'", window: '7d' },
    ratio: { sql: 'carts / nullif(views, 0)' },
  })
  const services = { buyers: { features: ['behaviour:ratio'] } }
  await events.apply({ ...shop(features('7d')), services }, shopColumns)
  await events.apply({ ...shop(features('14d')), services }, shopColumns)
})
after(() => {
  heart.close()
  events.close()
})

const affected = (of: Workshop, reference: string, a = '1', b = '2'): DiffReport['affected'] =>
  difference(of.registry, { reference, a, b, statistics: false }).report.affected

test('features of features, and services that read any of them', () => {
  assert.deepEqual(affected(heart, 'cardiac:risk'), {
    features: [
      { name: 'cardiac:score@1', of: ['a'], through: [] },
      { name: 'cardiac:twice@1', of: ['a'], through: [] },
      { name: 'cardiac:score@2', of: ['b'], through: [] },
      { name: 'cardiac:twice@2', of: ['b'], through: [] },
    ],
    services: [
      { name: 'both@1', of: ['a'], through: [] },
      { name: 'both@2', of: ['b'], through: [] },
      { name: 'outer@1', of: ['a'], through: ['cardiac:twice@1'] },
      { name: 'outer@2', of: ['b'], through: ['cardiac:twice@2'] },
    ],
    datasets: [],
  })
})

test('formulas over aggregations', () => {
  const { features, services } = affected(events, 'behaviour:views')
  assert.deepEqual(
    features.map(({ name, of }) => [name, of]),
    [
      ['behaviour:ratio@1', ['a']],
      ['behaviour:ratio@2', ['b']],
    ],
  )
  assert.deepEqual(services, [
    { name: 'buyers@1', of: ['a'], through: ['behaviour:ratio@1'] },
    { name: 'buyers@2', of: ['b'], through: ['behaviour:ratio@2'] },
  ])
})

test('what nothing is made of concerns nobody', () => {
  assert.deepEqual(affected(heart, 'cardiac:device', '1', '1'), { features: [], services: [], datasets: [] })
})

test('a view and a service concern those that name that version', () => {
  assert.deepEqual(
    affected(heart, 'cardiac')
      .services.map(({ name }) => name)
      .sort(),
    ['both@1', 'both@2', 'outer@1', 'outer@2'],
  )
  assert.deepEqual(
    affected(heart, 'outer').services.map(({ name, of }) => [name, of]),
    [
      ['outer@1', ['a']],
      ['outer@2', ['b']],
    ],
  )
})
