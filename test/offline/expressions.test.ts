// What is one expression of one row, what type has it, and what is said of one that is not?
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import { isFeatureType } from '../../src/core/values.ts'
import type { Scope } from '../../src/offline/expressions.ts'
import { checkType } from '../../src/offline/types.ts'
import { type Bench, openBench } from '../support/expressions.ts'

let bench: Bench
let scope: Scope
before(async () => {
  bench = await openBench()
  scope = await bench.expressions.scope([
    { name: 'a', type: 'BIGINT' },
    { name: 'b', type: 'VARCHAR' },
    { name: 'l', type: 'INTEGER[]' },
    { name: 'j', type: 'JSON' },
    { name: 't', type: 'TIMESTAMP' },
    { name: 'd', type: 'DOUBLE' },
    { name: 'Total Amount', type: 'DOUBLE' },
  ])
})
after(() => bench.close())

const typeOf = async (sql: string): Promise<string> => {
  bench.expressions.functions.check(await bench.expressions.parse(sql))
  return scope.typeOf(sql)
}

describe('types of expressions', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a', 'BIGINT'],
    ['A + 1 -- with a comment', 'BIGINT'],
    ['"total amount"', 'DOUBLE'],
    ['a / 2', 'DOUBLE'],
    ['a // 2', 'BIGINT'],
    ['1.5', 'DECIMAL(2,1)'],
    ['CASE WHEN a > 1 THEN 1.0 ELSE 0.5 END', 'DECIMAL(2,1)'],
    ['b.lower()', 'VARCHAR'],
    ['b || j', 'VARCHAR'],
    ["j -> '$.k'", 'JSON'],
    ["j ->> '$.k'", 'VARCHAR'],
    ['list_transform(l, x -> x * d)', 'DOUBLE[]'],
    ["t + INTERVAL '1 day'", 'TIMESTAMP'],
    ["date_trunc('day', t)", 'TIMESTAMP'],
    ['CAST(t AS DATE)', 'DATE'],
    ['{x: a, y: b}', 'STRUCT("x" BIGINT, "y" VARCHAR)'],
    ['nullif(a, 0)', 'BIGINT'],
    ['age(t, t)', 'INTERVAL'],
    ['list_sum(l)', 'HUGEINT'],
    ['greatest(a, 2)', 'BIGINT'],
    ['try_cast(b AS INTEGER)', 'INTEGER'],
    ["regexp_extract(b, '[0-9]+')", 'VARCHAR'],
    ['hash(b) % 10', 'UBIGINT'],
    ['[x for x in l if x > 1]', 'INTEGER[]'],
    ["'a;b' || ')' || '--'", 'VARCHAR'],
  ]
  for (const [sql, type] of cases) test(sql, async () => assert.equal(await typeOf(sql), type))
})

describe('refused', () => {
  const cases: readonly (readonly [string, string, RegExp, RegExp?])[] = [
    ['', 'bad_expression', /at its end/],
    ['-- nothing', 'bad_expression', /at its end/],
    ['a, b', 'bad_expression', /not one expression/, /one expression/],
    ['a) + (b', 'bad_expression', /syntax error/],
    ['a] + [b', 'bad_expression', /syntax error/],
    ['a) UNION SELECT (b', 'bad_expression', /./],
    ['a) FROM source WHERE (true', 'bad_expression', /./],
    ['a; DROP TABLE x', 'bad_expression', /near ";"/],
    ['a /* open', 'bad_expression', /unterminated/],
    ["'open", 'bad_expression', /unterminated/],
    ['0xff', 'bad_expression', /xff/],
    ['a AS x', 'bad_expression', /AS/],
    ['x for x in l', 'bad_expression', /for/],
    ['Total Amount', 'bad_expression', /Amount/, /quoted/],
    ['1e400', 'bad_expression', /too large/],
    ['a\0b', 'bad_expression', /./],
    ['*', 'bad_expression', /./],
    ['(SELECT max(a) FROM source)', 'bad_expression', /subquery/],
    ["read_csv('/etc/passwd')", 'bad_expression', /reads other data/],
    ["b || read_text('/etc/passwd')", 'bad_expression', /reads other data/],
    ["glob('/*')", 'bad_expression', /reads other data/],
    ['lowr(b)', 'bad_expression', /no function lowr/, /did you mean "lower"/],
    ['unnest(l)', 'bad_expression', /several rows/],
    ['sum(a)', 'batch_relative_expression', /which other rows/, /fit_min/],
    ['count(*)', 'batch_relative_expression', /which other rows/],
    ['geomean(a)', 'batch_relative_expression', /which other rows/],
    ['row_number() OVER ()', 'batch_relative_expression', /which other rows/],
    ['lag(a) OVER (ORDER BY t)', 'batch_relative_expression', /which other rows/],
    ['ntile(4) OVER (ORDER BY a)', 'batch_relative_expression', /which other rows/],
    ['cume_dist() OVER (ORDER BY a)', 'batch_relative_expression', /which other rows/],
    ['random()', 'volatile_expression', /random/, /a time in the row/],
    ['now()', 'volatile_expression', /now/],
    ['today()', 'volatile_expression', /today/],
    ['uuid()', 'volatile_expression', /uuid/],
    ['get_current_timestamp()', 'volatile_expression', /current/],
    ['ago(INTERVAL 1 DAY)', 'volatile_expression', /ago/],
    ['age(t)', 'volatile_expression', /age/],
    ["current_setting('threads')", 'volatile_expression', /current_setting/],
    ["getvariable('x')", 'volatile_expression', /getvariable/],
    ["nextval('s')", 'volatile_expression', /nextval/],
    ['a + b', 'bad_type', /\+\(BIGINT, VARCHAR\)/, /TRY_CAST/],
    ['lower(a)', 'bad_type', /lower\(BIGINT\)/],
    ['l + 1', 'bad_type', /INTEGER\[\]/],
    ['CAST(a AS nosuch)', 'bad_expression', /nosuch/],
  ]
  for (const [sql, code, message, fix] of cases) {
    test(JSON.stringify(sql), async () => {
      await assert.rejects(typeOf(sql), (thrown: unknown) => {
        assert.ok(thrown instanceof PintailError, String(thrown))
        assert.equal(thrown.code, code, thrown.message)
        assert.match(thrown.message, message)
        assert.match(thrown.fix ?? '', fix ?? /./)
        return true
      })
    })
  }

  test('no function of the engine that changes by itself is let through', async () => {
    const rows = await bench.session.rows(
      `SELECT DISTINCT function_name AS name FROM duckdb_functions()
       WHERE stability <> 'CONSISTENT' AND function_type = 'scalar' AND len(parameters) = 0`,
    )
    assert.ok(rows.length > 10)
    for (const { name } of rows) await assert.rejects(typeOf(`${String(name)}()`), { code: 'volatile_expression' })
  })
})

describe('printing', () => {
  const whole = [
    'a + 1',
    'CASE WHEN "Total Amount" > 1 THEN b END',
    'l[1:2] || [3]',
    "b ~ 'x' OR NOT a = 1",
    '-a * 0.25',
  ]
  for (const sql of whole) {
    test(`${sql} reads back as the same tree`, async () => {
      const printed = await bench.expressions.print(await bench.expressions.parse(sql))
      assert.deepEqual(await bench.expressions.parse(printed), await bench.expressions.parse(sql))
    })
  }
  for (const sql of ['a * 1e3', '1e0', 'd + 2.5e-7', '1e300']) {
    test(`${sql} stays a DOUBLE`, async () => {
      const printed = await bench.expressions.print(await bench.expressions.parse(sql))
      assert.equal(await typeOf(printed), 'DOUBLE')
      const [row] = await bench.session.rows(
        `SELECT (${sql}) = (${printed}) AS same FROM (SELECT 3 AS a, 0.1::DOUBLE AS d)`,
      )
      assert.equal(row?.same, true)
    })
  }
  test('what would change is refused', async () => {
    await assert.rejects(async () => bench.expressions.print(await bench.expressions.parse('5. * a')), {
      code: 'bad_expression',
    })
  })
})

describe('a declared type', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['BIGINT', 'int64', true],
    ['INTEGER', 'int64', true],
    ['SMALLINT', 'int32', true],
    ['BIGINT', 'int32', false],
    ['DOUBLE', 'int64', false],
    ['BIGINT', 'float64', true],
    ['DECIMAL(10,2)', 'float64', true],
    ['DECIMAL(10,2)', 'float32', true],
    ['DOUBLE', 'float32', true],
    ['BIGINT', 'float32', false],
    ['BOOLEAN', 'int32', true],
    ['BOOLEAN', 'float64', true],
    ['VARCHAR', 'float64', false],
    ['VARCHAR', 'json', false],
    ['BIGINT', 'string', true],
    ['BLOB', 'string', false],
    ['DATE', 'timestamp', true],
    ['TIMESTAMP WITH TIME ZONE', 'timestamp', true],
    ['VARCHAR', 'timestamp', false],
    ['STRUCT(x INTEGER)', 'json', true],
    ['INTEGER[]', 'float64[]', true],
    ['DOUBLE[]', 'int64[]', false],
    ['INTEGER[]', 'json', true],
    ['INTEGER', 'int64[]', false],
  ]
  for (const [engine, type, fits] of cases) {
    test(`${type} ${fits ? 'holds' : 'does not hold'} ${engine}`, () => {
      assert.ok(isFeatureType(type))
      const check = () => checkType(engine, type)
      if (fits) check()
      else assert.throws(check, { code: 'bad_type' })
    })
  }
})

describe('many at once', () => {
  test('are parsed as each is alone; what is not one expression is left out', async () => {
    const texts = ['a + 1', '1) FROM x; SELECT (2', 'a, b', 'a -- so', 'a +', "'\u{1F469}' || b", '']
    const found = await bench.expressions.parseMany(texts)
    assert.deepEqual([...found.keys()].sort(), ['a + 1', 'a -- so', "'\u{1F469}' || b"].sort())
    for (const [text, tree] of found) assert.deepEqual(tree, await bench.expressions.parse(text))
    assert.equal((await bench.expressions.parseMany([])).size, 0)
  })

  test('are known as each is alone; what is wrong with one is told when it is asked for', async () => {
    const own = await openBench()
    try {
      const many = await own.expressions.scope([{ name: 'a', type: 'BIGINT' }])
      await many.foresee(['a + 1', "a || ''", 'a > 1 -- so'])
      assert.equal(await many.typeOf("a || ''"), 'VARCHAR')
      assert.equal(await many.typeOf('a > 1 -- so'), 'BOOLEAN')
      await many.foresee(['a / 2', 'later + 1'])
      assert.equal(await many.typeOf('a / 2'), 'DOUBLE')
      await assert.rejects(many.typeOf('later + 1'), PintailError)
      many.add({ name: 'later', type: 'INTEGER' })
      many.add({ name: 'unread', type: 'VARCHAR' })
      assert.equal(await many.typeOf('"LATER" + 1'), 'INTEGER')
      await many.foresee(['later * 2.5', 'sum(a)'])
      assert.equal(await many.typeOf('later * 2.5'), 'DECIMAL(12,1)')
      await assert.rejects(many.typeOf('sum(a)'), { code: 'batch_relative_expression' })
    } finally {
      own.close()
    }
  })
})
