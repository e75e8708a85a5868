// What does analysis settle of functions over events: inputs with their conditions, types, categories, formulas?
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AnalysedFeature, AnalysedView } from '../../src/core/analysed.ts'
import { shop, shopColumns } from '../support/shop.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
})
after(() => workshop.close())

const viewOf = async (...given: Parameters<typeof shop>): Promise<AnalysedView> => {
  const { views } = await workshop.analyse(shop(...given), shopColumns)
  return views.get('behaviour') ?? assert.fail()
}

/** A feature `x`, with the inputs it uses. */
const analysed = async (definition: unknown) => {
  const view = await viewOf({ x: definition, n: { aggregate: 'count' } })
  const feature = view.features.find((it) => it.name === 'x') ?? assert.fail()
  const input = (name: string | null | undefined): AnalysedFeature | null =>
    view.inputs.find((it) => it.name === name) ?? null
  return { view, feature, of: input(feature.aggregate?.of), by: input(feature.aggregate?.by) }
}

/** As it would be written by hand. */
const plain = (it: AnalysedFeature | null): string | null => it?.expression.replaceAll('\n', '') ?? null

const where = "event_type = 'click'"
const values = ['a']

describe('inputs', () => {
  const cases: readonly (readonly [string, object, string | null, string | null])[] = [
    ['every event', { aggregate: 'count' }, null, null],
    ['events of a kind', { aggregate: 'count', where }, `CASE WHEN (${where}) THEN true END`, null],
    ['values that are there', { aggregate: 'count', of: 'text' }, '"text"', null],
    ['both', { aggregate: 'count', of: 'text', where }, `CASE WHEN (${where}) THEN (text) END`, null],
    ['times of events', { aggregate: 'since', where }, `CASE WHEN (${where}) THEN true END`, null],
    ['times of values', { aggregate: 'span', of: 'revenue' }, '"revenue"', null],
    ['truth as a number', { aggregate: 'mean', of: 'bot' }, 'CAST((bot) AS INTEGER)', null],
    ['truth as it is', { aggregate: 'max', of: 'bot' }, '"bot"', null],
    ['a category', { aggregate: 'count', by: 'page', values }, null, '"page"'],
    ['the category itself', { aggregate: 'count', of: 'TEXT', by: 'text', values }, null, '"text"'],
    ['values of a category', { aggregate: 'count', of: 'text', by: 'page', values }, '"text"', '"page"'],
    [
      'the condition in the category',
      { aggregate: 'p90', of: 'revenue', by: 'page', values, where },
      '"revenue"',
      `CASE WHEN (${where}) THEN (page) END`,
    ],
    ['a number as category', { aggregate: 'count', by: 'stock', values }, null, 'CAST((stock) AS VARCHAR)'],
    ['one-hot', { oneHot: 'page', values, where }, `CASE WHEN (${where}) THEN (page) END`, null],
    [
      'steps',
      { aggregate: 'sequence', steps: ['bot', 'stock > 1'], where },
      `CASE WHEN (${where}) THEN nullif(CASE WHEN (bot) THEN 1 ELSE 0 END + CASE WHEN (stock > 1) THEN 2 ELSE 0 END, 0) END`,
      null,
    ],
  ]
  for (const [name, definition, ofExpected, byExpected] of cases) {
    test(name, async () => {
      const { of, by, feature } = await analysed(definition)
      assert.equal(plain(of), ofExpected)
      assert.equal(plain(by), byExpected)
      assert.deepEqual(
        feature.uses,
        [of, by].flatMap((it) => it?.name ?? []),
      )
    })
  }

  test('end where they end, whatever comment stands there', async () => {
    const { of } = await analysed({ aggregate: 'sum', of: 'stock -- all', where: 'bot --' })
    assert.equal(of?.expression, 'CASE WHEN (\nbot --\n) THEN (\nstock -- all\n) END')
  })

  test('are kept once, whoever uses them and however they are written', async () => {
    const view = await viewOf({
      clicks: { aggregate: 'count', where, windows: ['1h', '7d'], as: ['count', 'binary'] },
      last_click: { aggregate: 'since', where: "EVENT_TYPE  = 'click'" },
      texts: { aggregate: 'countDistinct', of: 'text' },
      by_text: { aggregate: 'count', by: 'text', values },
      one_text: { oneHot: 'text', values },
    })
    assert.deepEqual(view.inputs.map(plain), [`CASE WHEN (${where}) THEN true END`, '"text"'])
    for (const { name, kind, fingerprint, reads } of view.inputs) {
      assert.equal(name, `#${fingerprint.slice(0, 12)}`)
      assert.equal(kind, 'input')
      assert.equal(reads.raw.length, 1)
    }
  })

  test('that read the time since the event before wait for a question', async () => {
    const definition = { aggregate: 'median', of: 'gap + stock', where: "shout = 'A'", window: '7d' }
    const { view, of } = await analysed(definition)
    assert.equal(of?.kind, 'late')
    assert.deepEqual(of.reads, { raw: [], derived: [{ name: 'gap', type: 'float64', sincePrevious: true }] })
    const used = view.inputs.filter((it) => of.uses.includes(it.name))
    assert.deepEqual(
      used.map((it) => [it.kind, it.expression, it.reads.raw.map((column) => column.name)]),
      [
        ['input', '"shout"', ['text']],
        ['input', '"stock"', ['stock']],
      ],
    )
    assert.deepEqual(view.inputs, [...used, of])
  })
})

describe('types', () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ aggregate: 'count' }, 'int64'],
    [{ aggregate: 'countDistinct', of: 'doc' }, 'int64'],
    [{ aggregate: 'sequence', steps: ['bot', 'bot'] }, 'int64'],
    [{ aggregate: 'sum', of: 'quantity' }, 'int64'],
    [{ aggregate: 'sum', of: 'stock' }, 'int64'],
    [{ aggregate: 'sum', of: 'bot' }, 'int64'],
    [{ aggregate: 'sum', of: 'price' }, 'float64'],
    [{ aggregate: 'sum', of: '1.5' }, 'float64'],
    [{ aggregate: 'mean', of: 'quantity' }, 'float64'],
    [{ aggregate: 'stddev', of: 'bot' }, 'float64'],
    [{ aggregate: 'median', of: 'quantity' }, 'float64'],
    [{ aggregate: 'span' }, 'float64'],
    [{ aggregate: 'since', scale: 60 }, 'float64'],
    [{ aggregate: 'min', of: 'event_time' }, 'timestamp'],
    [{ aggregate: 'max', of: 'price' }, 'float32'],
    [{ aggregate: 'first', of: 'labels' }, 'string[]'],
    [{ aggregate: 'last', of: 'doc' }, 'json'],
    [{ aggregate: 'count', as: 'binary' }, 'int32'],
    [{ aggregate: 'count', as: 'binary', type: 'bool' }, 'bool'],
    [{ aggregate: 'count', type: 'float64' }, 'float64'],
    [{ aggregate: 'last', of: 'price', by: 'page', values }, 'float32'],
    [{ oneHot: 'stock', values }, 'int32'],
    [{ ratio: ['n', 'n'] }, 'float64'],
    [{ sql: 'n + 1' }, 'int64'],
    [{ sql: 'n > 1', type: 'int32' }, 'int32'],
    [{ bucketize: 'n', edges: [1, 2] }, 'int32'],
  ]
  for (const [definition, type] of cases)
    test(JSON.stringify(definition), async () => assert.equal((await analysed(definition)).feature.type, type))

  test('a default is of the type', async () => {
    assert.equal((await analysed({ aggregate: 'count', default: 5 })).feature.default, 5n)
    assert.equal((await analysed({ ratio: ['n', 'n'], default: 5 })).feature.default, 5)
  })
})

describe('categories', () => {
  const categories = async (definition: unknown) => (await analysed(definition)).feature.aggregate?.categories

  test('of a list are known, the most frequent ones are to be fitted', async () => {
    const listed = await categories({ aggregate: 'count', by: 'page', values: ['b', 'a'] })
    assert.deepEqual(listed?.vocabulary, ['b', 'a'])
    const top = await categories({ oneHot: 'page', values: { top: 3 } })
    assert.deepEqual([top?.vocabulary, top?.policy], [null, { top: 3, min: 1 }])
    assert.equal(await categories({ aggregate: 'count' }), null)
  })

  test('are shared where policy and values are the same, whatever the function', async () => {
    const top = { values: { top: 3 } }
    const one = await categories({ aggregate: 'count', by: 'page', ...top, window: '7d' })
    const hot = await categories({ oneHot: 'page', ...top })
    const other = await categories({ aggregate: 'count', by: 'page', where, ...top })
    const more = await categories({ aggregate: 'count', by: 'page', values: { top: 4 } })
    assert.equal(one?.identity, hot?.identity)
    assert.equal(new Set([one, other, more].map((it) => it?.identity)).size, 3)
  })
})

describe('rows', () => {
  test('of a view of events are all kept, and no ttl applies', async () => {
    const view = await viewOf({ x: { aggregate: 'count' } }, { view: { ttl: '7d' } })
    assert.deepEqual([view.rows.events, view.rows.eventId, view.ttl], [true, null, null])
  })

  test('with an id are events, in a view of rows as well', async () => {
    const view = await viewOf({ x: 'page' }, { source: { id: 'EVENT_ID' }, view: { ttl: '7d' } })
    assert.deepEqual([view.rows.events, view.rows.eventId, view.ttl], [true, '"event_id"', 604_800_000_000n])
    assert.ok(view.rows.reads.raw.some((column) => column.name === 'event_id'))
    assert.deepEqual([view.features[0]?.kind, view.inputs], ['row', []])
  })

  test('may be told apart by a derived column', async () => {
    const source = { id: 'code', columns: { code: { sql: "event_id || '!'" } } }
    const { rows } = await viewOf({ x: { aggregate: 'count' } }, { source })
    assert.equal(rows.eventId, '"code"')
    assert.deepEqual(
      rows.reads.derived.map((column) => column.name),
      ['code'],
    )
  })
})

test('a formula is over features, in any order, also where a column has the name of one', async () => {
  const view = await viewOf({
    b: 'a / stock',
    a: { ratio: ['stock', 'n_1h'] },
    stock: { aggregate: 'last', of: 'stock' },
    n: { aggregate: 'count', windows: ['1h'] },
  })
  assert.deepEqual(
    view.features.map((it) => [it.name, it.kind, it.kind === 'formula' ? it.uses : []]),
    [
      ['b', 'formula', ['a', 'stock']],
      ['a', 'formula', ['stock', 'n_1h']],
      ['stock', 'aggregate', []],
      ['n_1h', 'aggregate', []],
    ],
  )
})
