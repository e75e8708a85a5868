// What is wrong with a definition is told with its place and a way out, and all of it at once.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { edited, type Heart, heartColumns, withColumn, withFeature, withSource, withView } from '../support/heart.ts'
import { type Columns, openWorkshop, problemsOf, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
})
after(() => workshop.close())

const problems = (edit: (it: Heart) => Heart, columns: Columns = heartColumns) =>
  problemsOf(() => workshop.analyse(edited(edit), columns))

const feature = 'views.cardiac.features.x'
const key =
  (keys: object) =>
  (it: Heart): Heart => ({ ...it, entity: { keys } })

describe('one mistake', () => {
  const cases: readonly (readonly [string, (it: Heart) => Heart, string, string, RegExp, RegExp])[] = [
    [
      'a column that is not there',
      withFeature('x', 'aeg + 1'),
      'unknown_column',
      feature,
      /source "visits" has no column "aeg"/,
      /did you mean "age"/,
    ],
    ['nothing near', withFeature('x', 'zzzzzz'), 'unknown_column', feature, /zzzzzz/, /its columns are .*chol/],
    [
      'a name with a space',
      withFeature('x', 'Blood Group'),
      'bad_expression',
      feature,
      /Group/,
      /quote it: '"Blood Group"'/,
    ],
    ['a field of nothing', withFeature('x', 'visits.age'), 'unknown_column', feature, /"visits"/, /./],
    ['itself', withFeature('x', 'x + 1'), 'circular_feature', feature, /x → x/, /circle/],
    [
      'a window',
      withFeature('x', '(age - min(age) OVER ()) / (max(age) OVER () - min(age) OVER ())'),
      'batch_relative_expression',
      feature,
      /which other rows/,
      /minMax: age/,
    ],
    [
      'a z score',
      withFeature('x', '(age - avg(age) OVER ()) / stddev(age) OVER ()'),
      'batch_relative_expression',
      feature,
      /./,
      /standardize: age/,
    ],
    [
      'an aggregate',
      withFeature('x', 'age > avg(age)'),
      'batch_relative_expression',
      feature,
      /./,
      /age > fit_mean\(age\)/,
    ],
    [
      'a window per key',
      withFeature('x', 'avg(age) OVER (PARTITION BY patient_id)'),
      'batch_relative_expression',
      feature,
      /./,
      /fit_min\(x\)/,
    ],
    [
      'an aggregate in a fitted call',
      withFeature('x', 'fit_min(age - avg(age))'),
      'batch_relative_expression',
      feature,
      /./,
      /./,
    ],
    [
      'the clock',
      withFeature('x', "date_diff('day', measured_at, current_date)"),
      'volatile_expression',
      feature,
      /current_date/,
      /a time in the row/,
    ],
    ['chance', withFeature('x', 'random()'), 'volatile_expression', feature, /random/, /./],
    ['a file', withFeature('x', "read_text('x')"), 'bad_expression', feature, /other data/, /a source/],
    ['types that do not meet', withFeature('x', 'age + note'), 'bad_type', feature, /VARCHAR/, /TRY_CAST/],
    [
      'a type too small',
      withFeature('x', { sql: 'weight', type: 'int32' }),
      'bad_type',
      feature,
      /float64.*int32/,
      /TRY_CAST\(… AS INTEGER\)/,
    ],
    [
      'a default of another type',
      withFeature('x', { sql: 'age', default: 'old' }),
      'bad_type',
      feature,
      /"old" is no int64/,
      /int64/,
    ],
    ['a fraction for an integer', withFeature('x', { sql: 'age', default: 1.5 }), 'bad_type', feature, /"1.5"/, /./],
    [
      'a fitted text',
      withFeature('x', 'fit_max(note)'),
      'bad_type',
      feature,
      /note is VARCHAR/,
      /TRY_CAST\(note AS DOUBLE\)/,
    ],
    ['half an operand', withFeature('x', { minMax: 'age) + (chol' }), 'bad_expression', feature, /./, /./],
    ['an unsigned integer', withFeature('x', 'hash(age)'), 'bad_type', feature, /beyond int64/, /VARCHAR/],
    ['a fitted call that is not', withFeature('x', 'fit_avg(age)'), 'bad_expression', feature, /no fit_avg/, /./],
    [
      'a filter that is no condition',
      withView({ where: 'chol + 1' }),
      'bad_type',
      'views.cardiac.where',
      /BIGINT/,
      /IS NOT NULL/,
    ],
    [
      'a filter over a feature',
      withView({ where: 'risk > 0' }),
      'unknown_column',
      'views.cardiac.where',
      /risk/,
      /not the features/,
    ],
    [
      'a filter over its batch',
      withView({ where: 'chol > avg(chol)' }),
      'batch_relative_expression',
      'views.cardiac.where',
      /./,
      /./,
    ],
    [
      'a timestamp that is not there',
      withSource({ timestamp: 'mesured_at' }),
      'unknown_column',
      'sources.visits.timestamp',
      /mesured_at/,
      /did you mean "measured_at"/,
    ],
    [
      'a timestamp that counts',
      withSource({ timestamp: 'age' }),
      'bad_type',
      'sources.visits.timestamp',
      /BIGINT/,
      /to_timestamp\("age"\)/,
    ],
    [
      'a created time that is true',
      withSource({ created: 'age > 3' }),
      'bad_type',
      'sources.visits.created',
      /BOOLEAN/,
      /./,
    ],
    [
      'a key that is not there',
      key({ patient: 'string' }),
      'unknown_column',
      'views.cardiac.entity',
      /join key "patient"/,
      /did you mean "patient_id"/,
    ],
    ['a key that is a float', (it) => key({ pulse: 'string' })(it), 'bad_type', 'views.cardiac.entity', /pulse/, /./],
    [
      'a key called event_time',
      (it) => withColumn('event_time', { sql: 'patient_id' })(key({ event_time: 'string' })(it)),
      'bad_definition',
      'views.cardiac.entity',
      /event_time/,
      /derive/,
    ],
    [
      'a derived column of nothing',
      withColumn('y', { sql: 'nothing' }),
      'unknown_column',
      'sources.visits.columns.y',
      /nothing/,
      /./,
    ],
    [
      'JSON in nothing',
      withColumn('y', { json: 'nothing', path: '$.a' }),
      'unknown_column',
      'sources.visits.columns.y',
      /nothing/,
      /props/,
    ],
    [
      'JSON in a number',
      withColumn('y', { json: 'age', path: '$.a' }),
      'bad_type',
      'sources.visits.columns.y',
      /int64/,
      /./,
    ],
    [
      'a broken path',
      withColumn('y', { json: 'props', path: '$.a[' }),
      'bad_expression',
      'sources.visits.columns.y',
      /\$\.a\[ is no JSON path near/,
      /./,
    ],
    [
      'a path to many',
      withColumn('y', { json: 'props', path: '$.a[*]' }),
      'bad_expression',
      'sources.visits.columns.y',
      /several values/,
      /json_extract_string/,
    ],
    [
      'columns in a circle',
      (it) => withColumn('y', { sql: 'z' })(withColumn('z', { sql: 'y' })(it)),
      'circular_feature',
      'sources.visits.columns.z',
      /z → y → z/,
      /./,
    ],
    [
      'a column twice',
      withColumn('age', { sql: 'chol' }),
      'bad_definition',
      'sources.visits.columns.age',
      /already/,
      /another name/,
    ],
    [
      'a derived type too small',
      withColumn('y', { sql: 'weight', type: 'int64' }),
      'bad_type',
      'sources.visits.columns.y',
      /float64/,
      /./,
    ],
  ]
  for (const [name, edit, code, place, message, fix] of cases) {
    test(name, async () => {
      const found = await problems(edit)
      assert.deepEqual(
        found.map((it) => [it.code, it.at?.file]),
        [[code, place]],
        JSON.stringify(found),
      )
      assert.match(found[0]?.message ?? '', message)
      assert.match(found[0]?.fix ?? '', fix)
    })
  }

  test('a circle of features is named along the way', async () => {
    const circle = (it: Heart) => withFeature('p', 'q + 1')(withFeature('q', 'r')(withFeature('r', 'p * 2')(it)))
    const [found] = await problems(circle)
    assert.equal(found?.code, 'circular_feature')
    assert.match(found?.message ?? '', /r → p → q → r/)
  })

  test('what uses a broken feature is not blamed for it', async () => {
    const found = await problems((it) => withFeature('y', 'x * 2')(withFeature('x', 'nosuch')(it)))
    assert.deepEqual(
      found.map((it) => it.at?.file),
      [feature],
    )
  })

  test('all mistakes come at once, each where it is', async () => {
    const found = await problems((it) =>
      withView({ where: 'nope > 1' })(
        withFeature('x', 'random()')(withFeature('y', 'aeg')(withSource({ created: 'rec' })(it))),
      ),
    )
    assert.deepEqual(found.map((it) => it.at?.file).sort(), [
      'sources.visits.created',
      'views.cardiac.features.x',
      'views.cardiac.features.y',
      'views.cardiac.where',
    ])
    assert.ok(found.every((it) => it.fix !== undefined && it.fix !== ''))
    assert.ok(found.some((it) => it.at?.within === 'feature "cardiac:x"'))
  })

  test('a source without its files is a problem at its path', async () => {
    const found = await problems((it) => withFeature('x', 'random()')(it), { visits: {} })
    assert.ok(found.length > 0)
  })
})
