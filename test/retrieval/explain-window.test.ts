// Why this value of an aggregation? The events of its window, and those next to it, each with the reason.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatInstant } from '../../src/core/instants.ts'
import { explainCell, explainView } from '../../src/retrieval/explain.ts'
import { openEngine } from '../support/engine.ts'
import { type LandedEvent, makeBehaviour, writeEvents } from '../support/event-files.ts'

const { store, session, folder } = await openEngine()
const minute = 60_000_000n
const ten = BigInt(Date.UTC(2026, 2, 1, 10)) * 1000n

const behaviour = makeBehaviour({
  keys: [{ name: 'visitor', type: 'int64' }],
  inputs: [
    { name: '#x', type: 'float64' },
    { name: '#t', type: 'string' },
  ],
  features: [
    { name: 'spent', type: 'float64', aggregate: { function: 'sum', of: '#x', length: 20n * minute } },
    { name: 'oldest', type: 'float64', aggregate: { function: 'first', of: '#x', length: 20n * minute } },
    { name: 'newest', type: 'string', aggregate: { function: 'last', of: '#t', length: 20n * minute, closed: 'left' } },
    {
      name: 'by_text',
      type: 'int64',
      aggregate: {
        function: 'count',
        by: '#t',
        categories: { policy: { values: ['p'] }, vocabulary: ['p'], identity: '' },
      },
    },
    { name: 'twice', type: 'float64', expression: 'spent * 2', uses: ['spent'] },
  ],
  ids: true,
})
const event = (
  at: bigint,
  created: bigint,
  x: number | null,
  t: string | null,
  id: string | null = null,
): LandedEvent => ({
  keys: [1n],
  eventTime: ten + at * minute,
  created: ten + created * minute,
  values: [x, t],
  id,
})
const history = await writeEvents(
  session,
  behaviour,
  [
    [event(-20n, -20n, 1, 'p'), event(-10n, -10n, 2, 'q', 'a'), event(0n, 0n, null, 'p'), event(5n, 5n, 8, null)],
    [event(-10n, 3n, 4, 'p', 'a'), event(-1n, 9n, 16, null)],
  ],
  folder,
)

const explain = async (name: string, knownAt = false, category: number | null = null): Promise<string[]> => {
  const { view, all } = behaviour
  const selected = view.features
    .filter((it) => it.name === name)
    .map((feature) => ({ view, feature, category, column: feature.name }))
  const cell = { keys: new Map([['visitor', '1']]), at: ten, knownAt }
  const { rows } = await explainCell(store, { view, history, selected, all }, cell)
  return rows.map(
    (it) => `${formatInstant(it.eventTime).slice(11, 16)} ${Object.values(it.values).join(' ')} ${it.why}`,
  )
}

test('each event in and around the window, with its reason', async () => {
  assert.deepEqual(await explain('spent'), [
    '10:05 8 after the instant',
    '10:00  no value, or its condition is not met',
    '09:59 16 counted',
    '09:50 4 counted',
    '09:50 2 superseded',
    '09:40 1 before the window',
  ])
})

test('as it was known then', async () => {
  assert.deepEqual(await explain('spent', true), [
    '10:05 8 after the instant',
    '10:00  no value, or its condition is not met',
    '09:59 16 not yet known',
    '09:50 4 not yet known',
    '09:50 2 counted',
    '09:40 1 before the window',
  ])
})

test('the one that is the last, in a window that leaves out the instant', async () => {
  assert.deepEqual(await explain('newest'), [
    '10:05  after the instant',
    '10:00 p at the instant, which the window leaves out',
    '09:59  no value, or its condition is not met',
    '09:50 p chosen',
    '09:50 q superseded',
    '09:40 p older',
  ])
})

test('of one category', async () => {
  assert.deepEqual(await explain('by_text', false, 1), [
    '10:05  after the instant',
    '10:00 p of another category',
    '09:59  no category, or its condition is not met',
    '09:50 p of another category',
    '09:50 q superseded',
    '09:40 p of another category',
  ])
})

test('a formula names what it is computed from', async () => {
  await assert.rejects(explain('twice'), { code: 'bad_argument', fix: 'pintail explain v:spent' })
})

test('the SQL of all features at once', () => {
  const { view, all } = behaviour
  const selected = view.features.map((feature) => ({ view, feature, category: null, column: feature.name }))
  assert.match(explainView({ view, history, selected, all }).sql, /spent/)
})

test('of many events some are shown, with how many there are, the answer, and the one that decides', async () => {
  const many = Array.from({ length: 30 }, (_, i) => event(BigInt(i - 19), BigInt(i - 19), i, 'p'))
  const long = await writeEvents(session, behaviour, [many], folder)
  const { view, all } = behaviour
  const selected = view.features
    .filter((it) => it.name === 'oldest')
    .map((feature) => ({ view, feature, category: null, column: feature.name }))
  const cell = { keys: new Map([['visitor', '1']]), at: ten, knownAt: false }
  const { rows, notes } = await explainCell(store, { view, history: long, selected, all }, cell)
  assert.deepEqual(notes, ['the answer is 0.0', '12 of the 20 events of the window are shown'])
  assert.deepEqual(
    rows.filter((it) => it.chosen).map((it) => it.values),
    [{ value: 0 }],
  )
})
