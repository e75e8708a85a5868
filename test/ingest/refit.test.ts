// A view is fitted anew: which versions come of it, what stays, and do they answer at once?
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseInstant } from '../../src/core/instants.ts'
import type { FitReport, Refitted } from '../../src/core/refitting.ts'
import type { Listed } from '../../src/core/verbs.ts'
import { type Bench, bench, header } from './bench.ts'

const rowsView = (more = '') => `
entities:
  thing: { keys: { id: int64 } }
sources:
  rows: { type: csv, path: data/*.csv, timestamp: at }
views:
  view:
    entity: thing
    source: rows
    features:
      x: x
      scaled: { minMax: x }
      twice: scaled * 2
      ${more}
services:
  model: { features: [view:twice, view:x] }
  plain: { features: [view:x] }
`

const eventsView = (features: string, services = '{ model: { features: ["view:seen", "view:total"] } }') => `
entities:
  thing: { keys: { id: int64 } }
sources:
  rows: { type: csv, path: data/*.csv, timestamp: at }
views:
  view: { entity: thing, source: rows, features: { ${features} } }
services: ${services}
`

const day = (n: number, x: number | string, id = n): string => `${id},2026-01-0${n}T00:00:00Z,${x}\n`

const line = ({ name, from, to, why }: Refitted): string => `${name} ${from} → ${to}: ${why.join('; ')}`
const told = ({ versions: { view, features, services } }: FitReport): string[] =>
  [...(view ? [view] : []), ...features, ...services].map(line)

const fit = ({ pintail }: Bench, until: string | null = null): Promise<FitReport> =>
  pintail.fit({ view: 'view', until: until === null ? null : parseInstant(until, 'until') })

const part = (value: unknown): Listed[] => (Array.isArray(value) ? value : [])
const numbers = ({ pintail }: Bench, reference: string): unknown[] =>
  part(pintail.show(reference).fitted).map((it) => it.value)

describe('numbers', () => {
  test('become versions of what has them and of what is made of it; the rest stays', async (t) => {
    const it = await bench(t, header + day(1, 1) + day(2, 3), rowsView())
    await it.ingest()
    it.write('data/b.csv', header + day(3, 5))
    await it.ingest()
    assert.deepEqual(told(await fit(it)), [
      'view 1 → 2: ',
      'view:scaled 1 → 2: fit_max(x) 3 → 5',
      'view:twice 1 → 2: uses scaled',
      'model 1 → 2: changed view:twice',
    ])
    assert.deepEqual(
      (await it.answers()).map(({ scaled, twice }) => [scaled, twice]),
      [
        [0, 0],
        [0.5, 1],
        [1, 2],
      ],
    )
    assert.deepEqual(numbers(it, 'view:scaled').toSorted(), [1, 5])
    assert.deepEqual(numbers(it, 'view@1:scaled').toSorted(), [1, 3])
    assert.deepEqual(
      (await it.answers('view@1')).map(({ twice }) => twice),
      [0, 2, 4],
      'the version that model@1 reads answers as before',
    )
    assert.equal(it.pintail.show('view@1:twice').status, 'pinned')
    assert.equal(it.pintail.show('plain').version, 1)
    assert.deepEqual((await it.pintail.plan()).changes, [])
    assert.equal((await it.ingest()).run, null, 'everything is computed')
    assert.deepEqual(told(await fit(it)), [], 'nothing comes out otherwise')
  })

  test('of a training cut-off see nothing after it, and the latest fit comes back with its fingerprint', async (t) => {
    const it = await bench(t, header + day(1, 1) + day(2, 3) + day(3, 9), rowsView())
    await it.ingest()
    assert.deepEqual(told(await fit(it, '2026-01-02T00:00:00Z')).slice(1, 2), ['view:scaled 1 → 2: fit_max(x) 9 → 3'])
    await it.define(rowsView().replace('minMax: x', 'standardize: x'))
    assert.equal(it.pintail.show('view:scaled').version, 3)
    await it.define(rowsView())
    const versions = ['view', 'view:scaled', 'view:twice', 'model'].map((name) => it.pintail.show(name).version)
    assert.deepEqual(versions, [2, 2, 2, 2])
    assert.deepEqual(numbers(it, 'view:scaled').toSorted(), [1, 3])
  })

  test('of another version that a service comes to read are told in the plan', async (t) => {
    const it = await bench(t, header + day(1, 1) + day(2, 3), rowsView())
    await it.ingest()
    it.write('data/b.csv', header + day(3, 5))
    await it.ingest()
    await fit(it)
    it.write('features/view.yaml', rowsView().replace('[view:twice, view:x]', '["view@1:twice", view:x]'))
    const { changes } = await it.pintail.plan()
    assert.deepEqual(
      changes.map(({ name, action, from, to, why }) => [name, action, from, to, ...why]),
      [['model', 'restored', 2, 1, 'another fit of view:twice']],
    )
  })

  test('of what was left out meanwhile are taken up with what it is made of', async (t) => {
    const it = await bench(t, header + day(1, 1) + day(2, 3), rowsView('half: scaled / 2'))
    await it.ingest()
    await it.define(rowsView())
    it.write('data/b.csv', header + day(3, 5))
    await it.ingest()
    await fit(it)
    await it.define(rowsView('half: scaled / 2'))
    const half = it.pintail.show('view:half')
    assert.deepEqual([half.version, half.uses], [2, ['scaled@2']])
    assert.equal(it.pintail.show('view').version, 4)
  })
})

describe('categories', () => {
  const seen = 'seen: { aggregate: count, by: x, values: { top: 2 } }, total: { aggregate: count, window: all }'

  test('become versions, and new values stop being others', async (t) => {
    const it = await bench(t, header + day(1, 'a') + day(2, 'b') + day(3, 'a'), eventsView(seen))
    await it.ingest()
    it.write('data/b.csv', header + day(4, 'c') + day(5, 'c') + day(6, 'c'))
    await it.ingest()
    assert.deepEqual(told(await fit(it)), [
      'view 1 → 2: ',
      'view:seen 1 → 2: new category "c"; into __other__ "b"',
      'model 1 → 2: changed view:seen',
    ])
    assert.equal((await it.ingest()).run, null)
    assert.deepEqual(told(await fit(it)), [])
    assert.deepEqual(told(await fit(it, '2026-01-03T00:00:00Z')).slice(1, 2), [
      'view:seen 2 → 3: new category "b"; into __other__ "c"',
    ])
  })

  test('that a service names do not vanish under it', async (t) => {
    const service = '{ model: { features: ["view:seen:b"] } }'
    const it = await bench(t, header + day(1, 'a') + day(2, 'b') + day(3, 'a'), eventsView(seen, service))
    await it.ingest()
    it.write('data/b.csv', header + day(4, 'c') + day(5, 'c') + day(6, 'c'))
    await it.ingest()
    await assert.rejects(fit(it), { code: 'unknown_feature', message: /service "model" reads view:seen:b/ })
    assert.equal(it.pintail.show('view').version, 1)
  })
})

describe('what cannot be fitted is told', () => {
  const cases: readonly (readonly [string, string, string, RegExp])[] = [
    [
      'a view without fitted parts',
      eventsView('total: { aggregate: count }', '{}'),
      'bad_argument',
      /nothing in .* is fitted/,
    ],
    ['a view without rows', rowsView(), 'not_ingested', /no rows/],
  ]
  for (const [what, definition, code, message] of cases)
    test(what, async (t) => {
      const it = await bench(t, header + day(1, 1), definition)
      await assert.rejects(fit(it), { code, message })
    })

  test('an instant before every row', async (t) => {
    const it = await bench(t, header + day(1, 1) + day(2, 3), rowsView())
    await it.ingest()
    await assert.rejects(fit(it, '2025-01-01T00:00:00Z'), { code: 'not_fitted', message: /no values up to 2025-01-01/ })
    assert.equal(it.pintail.show('view').version, 1)
  })

  test('a view that is not there', async (t) => {
    const it = await bench(t, header + day(1, 1), rowsView())
    await assert.rejects(it.pintail.fit({ view: 'veiw', until: null }), { code: 'unknown_view', fix: /"view"/ })
  })
})
