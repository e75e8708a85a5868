// Does a part of the registry, read alone, say what the whole says? Versions of every kind and status.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isInput } from '../../src/core/state.ts'
import type { FeatureVersion, Status } from '../../src/core/versions.ts'
import { featureHeads, serviceHeads, viewHeads } from '../../src/registry/heads.ts'
import { readPart } from '../../src/registry/part.ts'
import { thingNamed } from '../../src/registry/thing.ts'
import { edited, type Heart, heart, heartColumns, withFeature, without, withView } from '../support/heart.ts'
import { shop, shopColumns } from '../support/shop.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
  const columns = { ...heartColumns, ...shopColumns }
  const windows = (length: string) => {
    const clicks = { aggregate: 'count', by: 'text', values: ['a', 'b'], window: length }
    const rest = { aggregate: 'mean', of: 'gap', window: '1d', owner: 'ml', tags: ['x'] }
    return shop({
      total: { aggregate: 'sum', of: 'stock', window: length, default: 7 },
      clicks,
      rest,
      half: 'total / 2',
    })
  }
  const edits: readonly ((it: Heart) => Heart)[] = [
    (it) => it,
    withFeature('age', { sql: 'age + 1', default: 3, description: 'years', tags: ['a'] }),
    (it) => without('loud')(withView({ ttl: '7d', owner: 'me' })(it)),
    (it) => ({ ...it, services: { ...heart().services, more: { features: ['cardiac:*', 'cardiac@1:loud'] } } }),
    (it) => ({ ...it, services: { more: { features: ['cardiac:age'], description: 'said last' } } }),
  ]
  for (const [i, edit] of edits.entries()) {
    const [one, other] = [edited(edit), windows(`${i + 1}d`)]
    const both = (kind: 'entities' | 'sources' | 'views') => ({ ...one[kind], ...other[kind] })
    await workshop.apply(
      { entities: both('entities'), sources: both('sources'), views: both('views'), services: one.services ?? {} },
      columns,
    )
  }
})
after(() => workshop.close())

test('each version of a view, a service and a feature', () => {
  const state = workshop.registry.state()
  const { database } = workshop.registry
  for (const [id, view] of state.views)
    assert.deepEqual(readPart(database, { views: [id], through: true }).views.get(id), view)
  for (const [id, service] of state.services)
    assert.deepEqual(readPart(database, { services: [id] }).services.get(id), service)
  for (const [id, feature] of state.features)
    if (!isInput(feature)) assert.deepEqual(readPart(database, { features: [id] }).features.get(id), feature)
  assert.ok(state.views.size > 7 && state.services.size > 3)
})

test('what a feature is made of comes with it', () => {
  const { features } = workshop.registry.state()
  const without = ({ status: _, ...rest }: FeatureVersion): Omit<FeatureVersion, 'status'> => rest
  for (const name of ['behaviour:half', 'behaviour:rest', 'behaviour:clicks', 'cardiac:score']) {
    const thing = thingNamed(workshop.registry, name)
    assert.ok(thing.kind === 'feature')
    for (const it of thing.part.features.values()) {
      const known = features.get(it.id)
      assert.deepEqual(without(it), known && without(known))
      for (const used of it.uses) assert.ok(thing.part.features.has(used.id))
    }
  }
})

test('what is listed: those of a status, in order', () => {
  const { database } = workshop.registry
  const state = workshop.registry.state()
  const of = <T extends { readonly status: Status }>(all: ReadonlyMap<number, T>, status: Status): T[] =>
    [...all.values()].filter((it) => it.status === status)
  const idsOf = (all: readonly { readonly id: number }[]): number[] => all.map((it) => it.id).sort((a, b) => a - b)
  for (const status of ['current', 'pinned', 'retired'] as const) {
    assert.deepEqual(idsOf(viewHeads(database, { status })), idsOf(of(state.views, status)))
    assert.deepEqual(idsOf(serviceHeads(database, { status })), idsOf(of(state.services, status)))
    const features = featureHeads(database, { status })
    assert.deepEqual(idsOf(features), idsOf(of(state.features, status).filter((it) => !isInput(it))))
    for (const { categories, ...head } of features) {
      const known: FeatureVersion | undefined = state.features.get(head.id)
      assert.deepEqual({ ...known, ...head }, known, 'it says the same')
      assert.deepEqual(categories, known?.aggregate?.categories ?? null)
    }
  }
  const inOrder = [...state.current.views.values()]
    .toSorted((a, b) => (a.view < b.view ? -1 : 1))
    .flatMap((view) => view.features.map((it) => it.id))
  assert.deepEqual(
    featureHeads(database, { status: 'current' }).map((it) => it.id),
    inOrder,
  )
})
