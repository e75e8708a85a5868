// A function over events has another fingerprint where a value could differ, and the same where it is said otherwise.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Tree } from '../../src/core/expression.ts'
import { restated, textsOf } from '../../src/core/restate.ts'
import { expressionsOn } from '../../src/offline/expressions.ts'
import { shop, shopColumns } from '../support/shop.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
})
after(() => workshop.close())

const fingerprintOf = async (x: object, over: Parameters<typeof shop>[1] = {}): Promise<string> => {
  const { views } = await workshop.analyse(shop({ n: { aggregate: 'count' }, x }, over), shopColumns)
  return views.get('behaviour')?.features.find((it) => it.name.startsWith('x'))?.fingerprint ?? assert.fail()
}

const base = { aggregate: 'count', of: 'text', where: 'bot', window: '7d', by: 'page', values: ['a', 'b'] }
const sequence = { aggregate: 'sequence', steps: ['bot', 'stock > 1'], within: '1h' }

describe('the same value', () => {
  const cases: readonly (readonly [string, object, object])[] = [
    ['in other spaces and case', base, { ...base, of: ' TEXT ', where: '(BOT)' }],
    ['of a window in other words', base, { ...base, window: '168h' }],
    ['of one window of several', base, { ...base, window: undefined, windows: ['168h'] }],
    ['with words about it', base, { ...base, description: 'd', owner: 'o', tags: ['t'] }],
    ['with what is inferred', base, { ...base, type: 'int64', closed: 'right', as: 'count' }],
    ['of the middle', { aggregate: 'median', of: 'stock' }, { aggregate: 'p50', of: 'stock' }],
    ['of a share', { aggregate: 'quantile', of: 'stock', q: 0.29 }, { aggregate: 'p29', of: 'stock' }],
    ['of every event', { aggregate: 'count' }, { aggregate: 'count', window: 'all' }],
    ['of the least min', { ...base, values: { top: 3 } }, { ...base, values: { top: 3, min: 1 } }],
    ['of a ratio', { ratio: ['n', 'n'] }, { sql: 'cast(n as double) / nullif(cast(n as double), 0)' }],
  ]
  for (const [name, one, other] of cases)
    test(name, async () => assert.equal(await fingerprintOf(one), await fingerprintOf(other)))
})

test('each part that can change a value changes the fingerprint', async () => {
  const parts: readonly object[] = [
    base,
    { ...base, aggregate: 'countDistinct' },
    { ...base, of: undefined },
    { ...base, of: 'shout' },
    { ...base, where: undefined },
    { ...base, where: 'NOT bot' },
    { ...base, window: '8d' },
    { ...base, window: 'all' },
    { ...base, closed: 'left' },
    { ...base, by: 'text' },
    { ...base, by: undefined, values: undefined },
    { ...base, values: ['b', 'a'] },
    { ...base, values: { top: 2 } },
    { ...base, values: { top: 2, min: 2 } },
    { ...base, as: 'binary' },
    { ...base, type: 'float64' },
    { ...base, default: 0 },
    { ...base, default: 1 },
    { aggregate: 'p90', of: 'stock' },
    { aggregate: 'p91', of: 'stock' },
    { aggregate: 'since' },
    { aggregate: 'since', scale: 60 },
    { aggregate: 'span' },
    { aggregate: 'count' },
    { aggregate: 'median', of: 'gap' },
    { aggregate: 'median', of: 'gap * 2' },
    { oneHot: 'text', values: ['a', 'b'] },
    { aggregate: 'last', of: 'text' },
    { aggregate: 'first', of: 'text' },
    sequence,
    { ...sequence, within: '2h' },
    { ...sequence, within: undefined },
    { ...sequence, steps: ['stock > 1', 'bot'] },
    { ratio: ['n', 'n'] },
  ]
  const all = [
    await fingerprintOf(base, { view: { where: 'stock > 0' } }),
    await fingerprintOf(base, { source: { id: 'event_id' } }),
  ]
  for (const part of parts) all.push(await fingerprintOf(part))
  assert.equal(new Set(all).size, all.length)
})

test('a ttl is no part of a view of events', async () => {
  const viewOf = async (view: Readonly<Record<string, unknown>>) =>
    (await workshop.analyse(shop({ base }, { view }), shopColumns)).views
  const [one, other] = [await viewOf({ ttl: '7d' }), await viewOf({})]
  assert.equal(one.get('behaviour')?.fingerprint, other.get('behaviour')?.fingerprint)
})

test('the same trees restate every version as it was', async () => {
  const features = {
    base: { ...base, values: { top: 3 } },
    hot: { oneHot: 'text', values: { top: 3 } },
    gap: { aggregate: 'median', of: 'gap', where: "shout = 'A'" },
    sequence,
    share: { ratio: ['gap', 'n'] },
    n: { aggregate: 'count' },
  }
  await workshop.apply(shop(features, { source: { id: 'event_id' } }), shopColumns)
  const state = workshop.registry.state()
  const expressions = await expressionsOn(workshop.session)
  const trees = new Map<string, Tree>()
  for (const text of textsOf(state)) trees.set(text, await expressions.parse(text))
  const again = restated(state, trees)
  assert.deepEqual(again.features, state.features)
  assert.deepEqual(again.rowSets, state.rowSets)
  assert.deepEqual(again.views, state.views)
})
