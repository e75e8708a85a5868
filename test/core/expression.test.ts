// Trees of expressions: which texts are one expression, which columns they read, which fitted numbers they want.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { columnNames, forbiddenPart } from '../../src/core/expression.ts'
import { fitCallsOf, fittedForm, replacePrinted, withoutFits } from '../../src/core/fit-calls.ts'
import { canonicalJson, readJson } from '../../src/core/json.ts'
import { type Bench, openBench } from '../support/expressions.ts'

let bench: Bench
before(async () => {
  bench = await openBench()
})
after(() => bench.close())

const tree = (sql: string) => bench.expressions.parse(sql)
const hash = async (sql: string) => canonicalJson(await tree(sql))

describe('two texts with one tree', () => {
  const same: readonly (readonly [string, string])[] = [
    ['a + b', 'a+b'],
    ['a + b', 'A + B'],
    ['a + b', '"a" + "B"'],
    ['a + b', '(a) + ((b))'],
    ['a + b', 'a + b -- a comment'],
    ['a + b', '/* before */ a +\n b'],
    ['CASE WHEN a > 1 THEN 2 ELSE 3 END', 'case when A > 1 then 2 else 3 end'],
    ['CAST(a AS DOUBLE)', 'a::float8'],
    ['CAST(a AS VARCHAR)', 'a::text'],
    ['a <> 1', 'a != 1'],
    ['coalesce(a, 0)', 'ifnull(a, 0)'],
    ['LOWER(b)', 'lower(B)'],
    ['list_transform(l, x -> x + 1)', 'list_transform(l, lambda x: x + 1)'],
    ["a::json ->> 'k'", "a::JSON ->> 'k'"],
    ['A.lower()', 'a.lower()'],
  ]
  for (const [a, b] of same) test(`${a} = ${b}`, async () => assert.equal(await hash(a), await hash(b)))
})

describe('two texts with different trees', () => {
  const different: readonly (readonly [string, string])[] = [
    ['a + b', 'b + a'],
    ['1.0', '1.00'],
    ["'A'", "'a'"],
    ['a', 'b'],
    ['9007199254740993', '9007199254740992'],
    ['a > 1', 'a >= 1'],
  ]
  for (const [a, b] of different) test(`${a} ≠ ${b}`, async () => assert.notEqual(await hash(a), await hash(b)))
})

describe('columns read', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['a + "B c"', 'a, b c', ''],
    ['1 + 1', '', ''],
    ['payload.user.id', 'payload', ''],
    ['(payload).user', 'payload', ''],
    ['list_transform(l, x -> x + a)', 'l, a', ''],
    ['list_transform(l, (x, i) -> x + i + b)', 'l, b', ''],
    ['list_filter(l, x -> list_contains(list_transform(m, y -> y + x), a))', 'l, m, a', ''],
    ["j -> '$.a'", 'j', ''],
    ["list_contains(j -> '$.a', x)", 'j, x', ''],
    ["list_transform((j -> '$.a')::INT[], x -> x + a)", 'j, a', ''],
    ["list_transform(j -> '$.a', x -> x)", 'j', ''],
    ['list_reduce(l, (x, y) -> x + y, z)', 'l, z', ''],
    ['l.list_transform(x -> x + a)', 'a', 'l'],
    ['[x + a for x in l if x > b]', 'l, b, a', 'main'],
    ['name.lower()', '', 'name'],
    ['concat(name.lower(), x)', 'x', 'name'],
    ['count(*) FILTER (WHERE a > 1)', 'a', ''],
    ['sum(a) OVER (PARTITION BY b ORDER BY c)', 'a, b, c', ''],
    ['current_date', 'current_date', ''],
    ['fit_min(a - fit_mean(b))', 'a, b', ''],
  ]
  for (const [sql, read, perhaps] of cases) {
    test(sql, async () => {
      const names = columnNames(await tree(sql))
      assert.deepEqual([names.read.join(', '), names.perhaps.join(', ')], [read, perhaps])
    })
  }

  test('every function that takes a lambda is known to bind names', async () => {
    const rows = await bench.session.rows(
      `SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE list_contains(parameter_types, 'LAMBDA')`,
    )
    for (const { name } of rows) {
      const sql = `${String(name)}(l, x -> x)`
      assert.deepEqual(columnNames(await tree(sql)).read, ['l'], sql)
    }
    assert.ok(rows.length > 5)
  })
})

describe('parts that no expression may hold', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['(SELECT 1)', /subquery/],
    ['a IN (SELECT 1)', /subquery/],
    ['EXISTS (SELECT 1)', /subquery/],
    ['a = ANY(l)', /subquery/],
    ['COLUMNS(*)', /COLUMNS/],
    ['a + $1', /parameter/],
    ['a + ?', /parameter/],
    ['#1', /positional/],
  ]
  for (const [sql, what] of cases) test(sql, async () => assert.match(forbiddenPart(await tree(sql)) ?? '', what))
  test('count(*) is no star', async () => assert.equal(forbiddenPart(await tree('count(*)')), null))
})

describe('fitted calls', () => {
  test('each is found once, in reading order', async () => {
    const { calls, bad } = fitCallsOf(await tree('fit_max(a - fit_mean(a)) + fit_mean(a) + fit_quantile(b, 0.25)'))
    const printed = await Promise.all(calls.map((call) => bench.expressions.print(call.node)))
    assert.deepEqual(printed, ['fit_max((a - fit_mean(a)))', 'fit_mean(a)', 'fit_quantile(b, 0.25)'])
    assert.deepEqual(
      calls.map((call) => call.q),
      [null, null, 0.25],
    )
    assert.deepEqual(bad, [])
  })

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['fit_avg(a)', /there is no fit_avg/],
    ['fit_min()', /written fit_min\(x\)/],
    ['fit_min(a, b)', /written fit_min\(x\)/],
    ['fit_min(DISTINCT a)', /nothing more/],
    ['fit_min(a ORDER BY b)', /nothing more/],
    ['fit_min(a) FILTER (WHERE b > 1)', /nothing more/],
    ['fit_min(a) OVER ()', /nothing more/],
    ['fit_min(3)', /reads none/],
    ['fit_quantile(a)', /written fit_quantile/],
    ['fit_quantile(a, b)', /number from 0 to 1/],
    ['fit_quantile(a, 1.5)', /number from 0 to 1/],
    ["fit_quantile(a, '0.5')", /number from 0 to 1/],
  ]
  for (const [sql, message] of wrong)
    test(sql, async () => assert.match(fitCallsOf(await tree(sql)).bad[0]?.message ?? '', message))

  test('stand for a number of unknown value when bound', async () => {
    const bound = await bench.expressions.print(withoutFits(await tree('fit_min(a) + 1')))
    assert.equal(bound, '(CAST(NULL AS DOUBLE) + 1)')
  })

  test('are replaced in printed text, but not in quotes', () => {
    const numbers = new Map([
      ['fit_min(a)', '<min>'],
      ['fit_max((a - fit_min(a)))', '<max>'],
    ])
    const replaced: readonly (readonly [string, string])[] = [
      ['fit_min(a) + 1', '<min> + 1'],
      ['fit_max((a - fit_min(a))) - fit_min(a)', '<max> - <min>'],
      [`'fit_min(a)' || "fit_min(a)" || fit_min(a)`, `'fit_min(a)' || "fit_min(a)" || <min>`],
      ["'it''s fit_min(a)' || x", "'it''s fit_min(a)' || x"],
      ['outfit_min(a)', 'outfit_min(a)'],
      ['fit_min(ab)', 'fit_min(ab)'],
    ]
    for (const [printed, expected] of replaced) assert.equal(replacePrinted(printed, numbers), expected)
  })
})

describe('the fitted form of a batch-relative expression', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['(x - min(x) OVER ()) / (max(x) OVER () - min(x) OVER ())', '((x - fit_min(x)) / (fit_max(x) - fit_min(x)))'],
    ['(x - avg(x) OVER ()) / stddev(x) OVER ()', '((x - fit_mean(x)) / fit_stddev(x))'],
    ['x - mean(x)', '(x - fit_mean(x))'],
    ['x > quantile_cont(x, 0.9) OVER ()', '(x > fit_quantile(x, 0.9))'],
    ['avg(x) OVER (PARTITION BY k)', null],
    ['avg(x) OVER (ORDER BY t)', null],
    ['min(x) FILTER (WHERE x > 0)', null],
    ['row_number() OVER ()', null],
    ['x + 1', null],
  ]
  for (const [sql, expected] of cases) {
    test(sql, async () => {
      const form = fittedForm(await tree(sql))
      assert.equal(form && (await bench.expressions.print(form)), expected)
    })
  }
})

describe('JSON', () => {
  test('keeps every digit of an integer', () => {
    const text = '{"a":9007199254740993,"b":[1,-12345678901234567890],"c":1.5,"d":"9007199254740993"}'
    assert.equal(canonicalJson(readJson(text)), text)
  })
  test('has one text whatever the order of its keys', () =>
    assert.equal(canonicalJson({ b: 1, a: { d: null, c: [2n] } }), '{"a":{"c":[2],"d":null},"b":1}'))
})
