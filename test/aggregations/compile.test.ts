// What rows and values does a view's relation give, over raw rows with any names?
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { asked, at, basic, micros, only, project, rawRows, relations, run } from '../support/relations.ts'
import type { Columns } from '../support/workshop.ts'

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
