// What is a derived column of a source, whatever its JSON holds?
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compileRelation } from '../../src/aggregations/compile.ts'
import type { FeatureType } from '../../src/core/values.ts'
import { asked, at, micros, only, project, rawRows, run } from '../support/relations.ts'
import { type Columns, columnsOf } from '../support/workshop.ts'

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
