// What rows and values does a view's relation give, over raw rows with any names and types?
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { compileRelation } from '../../src/aggregations/compile.ts'
import { fitQueries, isFitted, withNumbers } from '../../src/aggregations/fitted.ts'
import { engineType, type FeatureType } from '../../src/core/values.ts'
import { columnOf, type FeatureVersion, type RowSet } from '../../src/core/versions.ts'
import type { EngineRow } from '../../src/offline/offline-store.ts'
import { quoteName } from '../../src/sql/quote.ts'
import { type Columns, columnsOf, type Definitions, openWorkshop, type Workshop } from '../support/workshop.ts'

type Fields = Readonly<Record<string, string | null>>

const run = async (work: (workshop: Workshop) => Promise<void>): Promise<void> => {
  const workshop = await openWorkshop()
  try {
    await work(workshop)
  } finally {
    workshop.close()
  }
}

/** SQL of raw rows, each field an expression. */
const rawRows = (types: Readonly<Record<string, FeatureType>>, rows: readonly Fields[]): string => {
  const selects = rows.map((row, i) => {
    const fields = Object.entries(types).map(
      ([name, type]) => `CAST(${row[name] ?? 'NULL'} AS ${engineType(type)}) AS ${quoteName(name)}`,
    )
    return `SELECT ${fields.join(', ')}, ${i}::BIGINT AS row_id`
  })
  return `(${selects.join(' UNION ALL ')})`
}

interface Asked {
  readonly rowSet: RowSet
  readonly wanted: readonly FeatureVersion[]
  readonly all: ReadonlyMap<number, FeatureVersion>
}

const asked = ({ registry }: Workshop, view: string, live = false): Asked => {
  const state = registry.state()
  const current = state.current.views.get(view)
  assert.ok(current)
  const wanted = live
    ? [...state.features.values()].filter((it) => it.view === view && it.status !== 'retired')
    : current.features
  return { rowSet: current.rowSet, wanted, all: state.features }
}

const relations = ({ session }: Workshop, it: Asked, columns: Columns, source: string, from: string) =>
  Promise.all(
    compileRelation({ ...it, columns: columnsOf(columns, source), from }).map(async ({ sql, features }) => ({
      names: features.map(columnOf),
      rows: await session.rows(`SELECT * FROM (${sql}) ORDER BY row_id`),
    })),
  )

const only = async (workshop: Workshop, columns: Columns, source: string, from: string): Promise<EngineRow[]> => {
  const found = await relations(workshop, asked(workshop, 'v'), columns, source, from)
  assert.equal(found.length, 1)
  return found[0]?.rows ?? []
}

const project = (over: { keys?: object; source?: object; view?: object; features: object }): Definitions => ({
  entities: { e: { keys: over.keys ?? { k: 'string' } } },
  sources: { s: { type: 'parquet', path: 'x', timestamp: 't', ...over.source } },
  views: { v: { entity: 'e', source: 's', ...over.view, features: over.features } },
})

const basic: Columns = { s: { k: 'string', t: 'timestamp', x: 'int64', y: 'float64' } }
const at = (day: number): string => `TIMESTAMP '2026-01-0${day}'`
const micros = (day: number): bigint => BigInt(Date.UTC(2026, 0, day)) * 1000n

describe('a view’s rows', () => {
  test('carry keys, times, row ids and a column a version, in their types', () =>
    run(async (workshop) => {
      await workshop.apply(
        project({
          source: { created: 'y2' },
          features: {
            a: 'x + 1',
            b: { sql: 'x > 1', type: 'int32' },
            c: '{n: x}',
            d: { sql: 'x', type: 'float64' },
            e: '1.5',
          },
        }),
        { s: { ...basic.s, y2: 'timestamp' } },
      )
      const columns: Columns = { s: { ...basic.s, y2: 'timestamp' } }
      const from = rawRows(columns.s ?? {}, [
        { k: "'p'", t: at(1), x: '1', y2: at(2) },
        { k: "'q'", t: at(3), x: '2' },
      ])
      assert.deepEqual(await only(workshop, columns, 's', from), [
        {
          k: 'p',
          event_time: micros(1),
          created: micros(2),
          row_id: 0n,
          'a@1': 2n,
          'b@1': 0,
          'c@1': '{"n":1}',
          'd@1': 1,
          'e@1': 1.5,
        },
        {
          k: 'q',
          event_time: micros(3),
          created: null,
          row_id: 1n,
          'a@1': 3n,
          'b@1': 1,
          'c@1': '{"n":2}',
          'd@1': 2,
          'e@1': 1.5,
        },
      ])
    }))

  test('are filtered, and rows without a key or a time stay to be counted', () =>
    run(async (workshop) => {
      await workshop.apply(project({ view: { where: 'x > 0 -- known' }, features: { a: 'x' } }), basic)
      const from = rawRows(basic.s ?? {}, [
        { k: "'p'", t: at(1), x: '1' },
        { k: "'p'", t: at(1), x: '0' },
        { k: "'p'", t: at(1) },
        { t: at(1), x: '2' },
        { k: "'p'", x: '3' },
        { k: "'p'", t: "'infinity'::TIMESTAMP", x: '4' },
      ])
      const rows = await only(workshop, basic, 's', from)
      assert.deepEqual(
        rows.map((row) => [row.row_id, row.k, row.event_time]),
        [
          [0n, 'p', micros(1)],
          [3n, null, micros(1)],
          [4n, 'p', null],
          [5n, 'p', null],
        ],
      )
    }))

  test('keep apart from columns of any name', () =>
    run(async (workshop) => {
      const columns: Columns = {
        s: {
          k: 'string',
          t: 'timestamp',
          _row_id: 'int64',
          event_time: 'string',
          created: 'string',
          'a@1': 'int64',
          _timestamp: 'int64',
          _json: 'string',
          'say "hi"': 'int64',
        },
      }
      await workshop.apply(
        project({
          source: { columns: { m: { json: '_json', path: '$.m' } } },
          features: { a: '_row_id + _timestamp + "a@1" + "say ""hi"""', b: 'event_time || created || m' },
        }),
        columns,
      )
      const from = rawRows(columns.s ?? {}, [
        {
          k: "'p'",
          t: at(1),
          _row_id: '1',
          event_time: "'x'",
          created: "'y'",
          'a@1': '10',
          _timestamp: '100',
          _json: `'{"m": "z"}'`,
          'say "hi"': '1000',
        },
      ])
      const [row] = await only(workshop, columns, 's', from)
      assert.deepEqual(row, { k: 'p', event_time: micros(1), created: null, row_id: 0n, 'a@1': 1111n, 'b@1': 'xyz' })
    }))
})

describe('features that use features', () => {
  test('in any order, shared ones once, and a column stands before a feature of its name', () =>
    run(async (workshop) => {
      await workshop.apply(
        project({
          features: { d: 'c * 2', c: 'b + a', b: 'a + 1', a: 'x', x: 'x * 100', z: 'x + 1', n: 'c::VARCHAR || d' },
        }),
        basic,
      )
      const [row] = await only(workshop, basic, 's', rawRows(basic.s ?? {}, [{ k: "'p'", t: at(1), x: '5' }]))
      const values = ['a@1', 'b@1', 'c@1', 'd@1', 'x@1', 'z@1', 'n@1'].map((name) => row?.[name])
      assert.deepEqual(values, [5n, 6n, 11n, 22n, 500n, 6n, '1122'])
    }))

  test('a default is not seen by an expression', () =>
    run(async (workshop) => {
      await workshop.apply(project({ features: { a: { sql: 'x', default: 7 }, b: 'coalesce(a, 1)' } }), basic)
      const [row] = await only(workshop, basic, 's', rawRows(basic.s ?? {}, [{ k: "'p'", t: at(1) }]))
      assert.deepEqual([row?.['a@1'], row?.['b@1']], [null, 1n])
    }))

  test('a long chain stays linear', () =>
    run(async (workshop) => {
      const features = Object.fromEntries(
        Array.from({ length: 30 }, (_, i): [string, string] => [`f${i}`, i === 0 ? 'x' : `f${i - 1} + f${i - 1} % 7`]),
      )
      await workshop.apply(project({ features }), basic)
      const before = performance.now()
      const [row] = await only(workshop, basic, 's', rawRows(basic.s ?? {}, [{ k: "'p'", t: at(1), x: '1' }]))
      assert.equal(typeof row?.['f29@1'], 'bigint')
      assert.ok(performance.now() - before < 2000)
    }))

  test('pinned and current versions that mean different things by a name are computed apart', () =>
    run(async (workshop) => {
      const first = { base: 'x', doubled: 'base * 2', other: 'y' }
      const service = { services: { m: { features: ['v:doubled'] } } }
      await workshop.apply({ ...project({ features: first }), ...service }, basic)
      await workshop.apply({ ...project({ features: { ...first, base: 'x + 10' } }), ...service }, basic)
      const from = rawRows(basic.s ?? {}, [{ k: "'p'", t: at(1), x: '1', y: '9' }])
      const found = await relations(workshop, asked(workshop, 'v', true), basic, 's', from)
      const values = found.map(({ names, rows }) => names.map((name) => [name, rows[0]?.[name]]))
      // base@1 is used, but by itself it is retired.
      assert.deepEqual(values, [
        [
          ['other@1', 9],
          ['doubled@1', 2n],
          ['base@2', 11n],
        ],
        [['doubled@2', 22n]],
      ])
    }))

  test('a pinned version keeps the derived columns it was made of', () =>
    run(async (workshop) => {
      const columns: Columns = { s: { ...basic.s, j: 'string' } }
      const service = { services: { m: { features: ['v:a'] } } }
      const derived = (path: string) =>
        project({ source: { columns: { c: { json: 'j', path } } }, features: { a: 'c' } })
      await workshop.apply({ ...derived('$.old'), ...service }, columns)
      await workshop.apply({ ...derived('$.new'), ...service }, columns)
      const from = rawRows(columns.s ?? {}, [{ k: "'p'", t: at(1), j: `'{"old": "o", "new": "n"}'` }])
      const found = await relations(workshop, asked(workshop, 'v', true), columns, 's', from)
      assert.deepEqual(
        found.map(({ names, rows }) => names.map((name) => rows[0]?.[name])),
        [['o'], ['n']],
      )
    }))

  test('a pinned version keeps using the feature, also where the files have a column of that name by now', () =>
    run(async (workshop) => {
      const service = { services: { m: { features: ['v:sum'] } } }
      const definitions = { ...project({ features: { sum: 'extra + 1', extra: 'x * 10' } }), ...service }
      await workshop.apply(definitions, basic)
      const later: Columns = { s: { ...basic.s, extra: 'int64' } }
      await workshop.apply(definitions, later)
      const from = rawRows(later.s ?? {}, [{ k: "'p'", t: at(1), x: '1', extra: '500' }])
      const found = await relations(workshop, asked(workshop, 'v', true), later, 's', from)
      const values = new Map(found.flatMap(({ names, rows }) => names.map((name) => [name, rows[0]?.[name]] as const)))
      assert.deepEqual([values.get('sum@1'), values.get('sum@2'), values.get('extra@1')], [11n, 501n, 10n])
      assert.equal(found.length, 2)
    }))
})

describe('derived columns', () => {
  const columns: Columns = { s: { k: 'string', t: 'timestamp', j: 'string' } }
  const json = (text: string | null, type: string, path = '$.a') =>
    run(async (workshop) => {
      await workshop.apply(
        project({ source: { columns: { c: { json: 'j', path, type } } }, features: { f: 'c' } }),
        columns,
      )
      const from = rawRows(columns.s ?? {}, [{ k: "'p'", t: at(1), j: text === null ? null : `'${text}'` }])
      result = (await only(workshop, columns, 's', from))[0]?.['f@1']
    })
  let result: unknown
  const cases: readonly (readonly [string | null, FeatureType, unknown])[] = [
    ['{"a": "text"}', 'string', 'text'],
    ['{"a": 12}', 'string', '12'],
    ['{"a": 12}', 'int64', 12n],
    ['{"a": 12.0}', 'int64', 12n],
    ['{"a": 12.5}', 'int64', null],
    ['{"a": "12"}', 'int64', 12n],
    ['{"a": "many"}', 'int64', null],
    ['{"a": 9007199254740993}', 'int64', 9007199254740993n],
    ['{"a": 99999999999999999999}', 'int64', null],
    ['{"a": 0.25}', 'float64', 0.25],
    ['{"a": true}', 'bool', true],
    ['{"a": {"b": [1]}}', 'json', '{"b":[1]}'],
    ['{"a": "x"}', 'json', '"x"'],
    ['{"a": [1, 2.5]}', 'float64[]', [1, 2.5]],
    ['{"a": ["x", "y"]}', 'string[]', ['x', 'y']],
    ['{"a": {"b": 1}}', 'float64[]', null],
    ['{"a": "2026-01-02T00:00:00+01:00"}', 'timestamp', micros(1) + 23n * 3_600_000_000n],
    ['{"a": "2026-01-02"}', 'timestamp', micros(2)],
    ['{"a": null}', 'string', null],
    ['{"b": 1}', 'string', null],
    ['{broken', 'string', null],
    ['', 'string', null],
    [null, 'string', null],
  ]
  for (const [text, type, expected] of cases) {
    test(`${text} as ${type}`, async () => {
      await json(text, type)
      assert.deepEqual(result, expected)
    })
  }

  test('of other derived columns, all paths of one text in one pass', () =>
    run(async (workshop) => {
      await workshop.apply(
        project({
          source: {
            columns: {
              inner: { json: 'j', path: '$.inner', type: 'json' },
              deep: { json: 'inner', path: '$.x', type: 'int64' },
              joined: { sql: 'deep + coalesce(length(name), 0)' },
              name: { json: 'j', path: '$.name' },
              city: { json: 'j', path: '$.city' },
            },
          },
          features: { a: 'joined', b: 'name || city' },
        }),
        columns,
      )
      const from = rawRows(columns.s ?? {}, [
        { k: "'p'", t: at(1), j: `'{"inner": {"x": 4}, "name": "ann", "city": "york"}'` },
      ])
      const [row] = await only(workshop, columns, 's', from)
      assert.deepEqual([row?.['a@1'], row?.['b@1']], [7n, 'annyork'])
      const [{ sql } = { sql: '' }] = compileRelation({
        ...asked(workshop, 'v'),
        columns: columnsOf(columns, 's'),
        from,
      })
      assert.equal(sql.match(/json_extract_string\(/g)?.length, 2)
    }))
})

describe('keys', () => {
  const cases: readonly (readonly [FeatureType, FeatureType, string, unknown])[] = [
    ['string', 'string', "'x'", 'x'],
    ['string', 'int64', "'42'", 42n],
    ['string', 'int64', "'42.0'", 42n],
    ['string', 'int64', "'4.2'", null],
    ['string', 'int64', "'abc'", null],
    ['string', 'int64', "''", null],
    ['float64', 'int64', '42.0', 42n],
    ['float64', 'int64', '1.5', null],
    ['float64', 'int64', "'nan'::DOUBLE", null],
    ['int64', 'int32', '7', 7],
    ['int64', 'int32', '3000000000', null],
    ['int64', 'string', '42', '42'],
    ['string', 'bool', "'true'", true],
    ['string', 'timestamp', "'2026-01-02'", micros(2)],
    ['string', 'timestamp', "'yesterday'", null],
  ]
  for (const [from, to, value, expected] of cases) {
    test(`${value} of ${from} as ${to}`, () =>
      run(async (workshop) => {
        const columns: Columns = { s: { k: from, t: 'timestamp', x: 'int64' } }
        await workshop.apply(project({ keys: { k: to }, features: { a: 'x' } }), columns)
        const [row] = await only(workshop, columns, 's', rawRows(columns.s ?? {}, [{ k: value, t: at(1) }]))
        assert.deepEqual(row?.k, expected)
      }))
  }

  test('a key may be derived', () =>
    run(async (workshop) => {
      const columns: Columns = { s: { j: 'string', t: 'timestamp' } }
      const derived = { k: { json: 'j', path: '$.user' } }
      await workshop.apply(
        project({ keys: { k: 'int64' }, source: { columns: derived }, features: { a: 'j' } }),
        columns,
      )
      const [row] = await only(workshop, columns, 's', rawRows(columns.s ?? {}, [{ j: `'{"user": "7"}'`, t: at(1) }]))
      assert.deepEqual(row?.k, 7n)
    }))
})

describe('event times', () => {
  const berlin = { timezone: 'Europe/Berlin' }
  const noon = BigInt(Date.UTC(2026, 6, 1, 12)) * 1000n
  const hour = 3_600_000_000n
  const cases: readonly (readonly [string, string, object, string, bigint | null])[] = [
    ['a landed time', 't', {}, "'2026-07-01 12:00:00'", noon],
    ['a landed time is in UTC whatever the zone', 't', berlin, "'2026-07-01 12:00:00'", noon],
    ['an expression over landed times too', "t + INTERVAL '1 hour'", berlin, "'2026-07-01 11:00:00'", noon],
    ['a parsed text', "strptime(n, '%d.%m.%Y %H:%M')", {}, "'01.07.2026 12:00'", noon],
    ['a parsed text is local', "strptime(n, '%d.%m.%Y %H:%M')", berlin, "'01.07.2026 14:00'", noon],
    ['a text', 'n', {}, "'2026-07-01T12:00:00Z'", noon],
    ['a text with an offset', 'n', berlin, "'2026-07-01T15:00:00+03:00'", noon],
    ['a text without seconds', 'n', {}, "'2026-07-01 15:00+03'", noon],
    ['a text with a zone', 'n', {}, "'2026-07-01 14:00:00 Europe/Berlin'", noon],
    ['a naive text is local', 'n', berlin, "'2026-07-01 14:00:00'", noon],
    ['a naive text without a zone', 'n', {}, "' 2026-07-01 12:00:00 '", noon],
    ['a date', 'CAST(n AS DATE)', {}, "'2026-07-01'", noon - 12n * hour],
    ['a date is a local midnight', 'CAST(n AS DATE)', berlin, "'2026-07-01'", noon - 14n * hour],
    ['a time with a zone', 'n::TIMESTAMPTZ', berlin, "'2026-07-01 13:00:00+01'", noon],
    ['seconds', 'to_timestamp(n::BIGINT)', berlin, String(noon / 1_000_000n), noon],
    ['nanoseconds are cut', 'n::TIMESTAMP_NS', {}, "'2026-07-01 12:00:00.000000999'", noon],
    ['before 1970 they are cut downwards', 'n::TIMESTAMP_NS', {}, "'1969-12-31 23:59:59.999999999'", -1n],
    ['no time', 'n', {}, "'soon'", null],
    ['an endless time', 'n', {}, "'infinity'", null],
  ]
  for (const [name, timestamp, source, value, expected] of cases) {
    test(name, () =>
      run(async (workshop) => {
        const columns: Columns = { s: { k: 'string', t: 'timestamp', n: 'string' } }
        await workshop.apply(project({ source: { timestamp, ...source }, features: { a: 'k' } }), columns)
        const raw = timestamp.startsWith('t') && !timestamp.startsWith('to') ? { t: value } : { n: value }
        const [row] = await only(workshop, columns, 's', rawRows(columns.s ?? {}, [{ k: "'p'", ...raw }]))
        assert.deepEqual(row?.event_time, expected)
      }),
    )
  }
})

describe('fitted numbers', () => {
  let workshop: Workshop
  before(async () => {
    workshop = await openWorkshop()
  })
  after(() => workshop.close())

  const from = rawRows(basic.s ?? {}, [
    { k: "'p'", t: at(1), x: '10', y: '1.0' },
    { k: "'p'", t: at(2), x: '20', y: "'nan'" },
    { k: "'q'", t: at(1), x: '30', y: "'inf'" },
    { k: "'q'", t: at(2), x: '50', y: '3.0' },
    { k: "'q'", t: at(3) },
    { k: "'q'", t: at(3), x: '-1', y: '0' },
    { t: at(3), x: '1000', y: '1000' },
    { k: "'q'", x: '1000', y: '1000' },
  ])

  const fitted = async (features: object): Promise<Asked> => {
    await workshop.apply(project({ view: { where: 'x IS NULL OR x > 0' }, features }), basic)
    const it = asked(workshop, 'v')
    const all = new Map(it.all)
    for (let round = 0; ; round += 1) {
      const wanted = it.wanted.map((feature) => all.get(feature.id) ?? feature)
      const queries = fitQueries({ rowSet: it.rowSet, columns: columnsOf(basic, 's'), from, wanted, all })
      if (queries.length === 0 || round > 5) return { ...it, wanted, all }
      for (const { sql, calls } of queries) {
        const [row = {}] = await workshop.session.rows(sql)
        for (const [i, { feature, call }] of calls.entries()) {
          const value = row[String(i)]
          const version = all.get(feature)
          if (typeof value === 'number' && version) all.set(feature, withNumbers(version, new Map([[call, value]])))
        }
      }
    }
  }

  const numbers = async (features: object): Promise<Record<string, number | null>> => {
    const { wanted, all } = await fitted(features)
    const versions = [...wanted, ...all.values()].filter((it) => it.status === 'current')
    return Object.fromEntries(versions.flatMap((it) => it.fits.map((fit) => [fit.call, fit.value])))
  }

  test('are taken over the rows the view has, without what is no number', async () => {
    const found = await numbers({
      a: 'fit_min(x) + fit_max(x) + fit_mean(x) + fit_stddev(x)',
      b: 'fit_quantile(x, 0.5) + fit_quantile(x, 0.1)',
      c: 'fit_min(y) + fit_max(y) + fit_mean(y)',
    })
    assert.equal(found['fit_min(x)'], 10)
    assert.equal(found['fit_max(x)'], 50)
    assert.equal(found['fit_mean(x)'], 27.5)
    assert.ok(Math.abs((found['fit_stddev(x)'] ?? 0) - 17.078251276599332) < 1e-12)
    assert.equal(found['fit_quantile(x, 0.5)'], 25)
    assert.equal(found['fit_quantile(x, 0.1)'], 13)
    assert.deepEqual([found['fit_min(y)'], found['fit_max(y)'], found['fit_mean(y)']], [1, 3, 2])
  })

  test('of features that have fitted numbers themselves come in rounds', async () => {
    const it = await fitted({
      scaled: { minMax: 'x' },
      again: { standardize: 'scaled' },
      twice: 'fit_max(x - fit_mean(x))',
    })
    assert.ok(it.wanted.every(isFitted))
    const rows = (await relations(workshop, it, basic, 's', from))[0]?.rows ?? []
    assert.deepEqual(
      rows.slice(0, 4).map((row) => row['scaled@1']),
      [0, 0.25, 0.5, 1],
    )
    assert.equal(rows[0]?.['twice@1'], 22.5)
    const again = rows.slice(0, 4).map((row) => Number(row['again@1']))
    assert.ok(Math.abs(again.reduce((sum, value) => sum + value, 0)) < 1e-12)
  })

  test('stay open where there is nothing to fit to', async () => {
    const { wanted } = await fitted({ a: 'x - fit_min(CASE WHEN x > 1e6 THEN x END)' })
    assert.equal(wanted[0]?.fits[0]?.value, null)
    const [row] = (await relations(workshop, { ...asked(workshop, 'v') }, basic, 's', from))[0]?.rows ?? []
    assert.equal(row?.[columnOf(wanted[0] ?? assert.fail())], null)
  })

  test('buckets are counted from 0 below the first edge, null of null', async () => {
    const it = await fitted({ fixed: { bucketize: 'x', edges: [20, 50] }, fit: { bucketize: 'x', bins: 2 } })
    const rows = (await relations(workshop, it, basic, 's', from))[0]?.rows ?? []
    assert.deepEqual(
      rows.slice(0, 5).map((row) => [row['fixed@1'], row['fit@1']]),
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [2, 1],
        [null, null],
      ],
    )
  })
})
