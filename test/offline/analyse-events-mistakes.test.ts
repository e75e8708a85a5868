// What is wrong with a function over events is told with its place and a way out, and all of it at once.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { shop, shopColumns } from '../support/shop.ts'
import { openWorkshop, problemsOf, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
})
after(() => workshop.close())

const problems = (...given: Parameters<typeof shop>) => problemsOf(() => workshop.analyse(shop(...given), shopColumns))

const count = { aggregate: 'count' }
const values = ['a']

describe('one mistake', () => {
  const cases: readonly (readonly [string, object, string, string, RegExp, RegExp])[] = [
    [
      'a column that is not there',
      { ...count, of: 'pgae' },
      'unknown_column',
      'of',
      /no column "pgae"/,
      /did you mean "page"/,
    ],
    ['a feature for a column', { ...count, of: 'n_1h' }, 'unknown_column', 'of', /n_1h/, /not the features/],
    ['a declaration for a column', { ...count, where: 'n > 1' }, 'unknown_column', 'where', /"n"/, /not the features/],
    ['a name with a space', { aggregate: 'last', of: 'Page Title' }, 'bad_expression', 'of', /Title/, /'"Page Title"'/],
    [
      'a condition that is none',
      { ...count, where: 'stock' },
      'bad_type',
      'where',
      /true or false.*BIGINT/,
      /IS NOT NULL/,
    ],
    [
      'a step that is none',
      { aggregate: 'sequence', steps: ['bot', 'page'] },
      'bad_type',
      'steps.1',
      /VARCHAR/,
      /IS NOT NULL/,
    ],
    ['half a condition', { ...count, where: 'bot) OR (bot' }, 'bad_expression', 'where', /./, /./],
    ['two expressions', { ...count, of: 'page, text' }, 'bad_expression', 'of', /not one expression|syntax/, /./],
    [
      'a sum of texts',
      { aggregate: 'sum', of: 'text' },
      'bad_type',
      'of',
      /sum is taken of numbers, and text is string/,
      /TRY_CAST\(text AS DOUBLE\)/,
    ],
    ['a median of times', { aggregate: 'median', of: 'event_time' }, 'bad_type', 'of', /timestamp/, /epoch/],
    ['the least of documents', { aggregate: 'min', of: 'doc' }, 'bad_type', 'of', /order.*json/, /->>/],
    ['a sum beyond int64', { aggregate: 'sum', of: 'stock::HUGEINT' }, 'bad_type', 'of', /beyond int64/, /DOUBLE/],
    ['a list as category', { ...count, by: 'labels', values }, 'bad_type', 'by', /string\[\]/, /one element/],
    ['bytes as category', { ...count, by: 'raw', values }, 'bad_type', 'by', /bytes/, /./],
    [
      'the most frequent of what is not stored',
      { aggregate: 'count', by: 'gap > 60', values: { top: 2 } },
      'bad_definition',
      'values',
      /previous event/,
      /list the values/,
    ],
    [
      'the same of one-hot',
      { oneHot: 'text', where: 'gap > 60', values: { top: 2 } },
      'bad_definition',
      'values',
      /previous event/,
      /list the values/,
    ],
    [
      'an aggregate in of',
      { aggregate: 'sum', of: 'stock - avg(stock)' },
      'batch_relative_expression',
      'of',
      /see one event/,
      /by the function/,
    ],
    [
      'a window in where',
      { ...count, where: 'stock > lag(stock) OVER ()' },
      'batch_relative_expression',
      'where',
      /see one event/,
      /./,
    ],
    ['a window in by', { ...count, by: 'row_number() OVER ()', values }, 'batch_relative_expression', 'by', /./, /./],
    [
      'a fitted number',
      { aggregate: 'sum', of: 'stock - fit_min(stock)' },
      'bad_expression',
      'of',
      /no fitted numbers/,
      /view of rows/,
    ],
    [
      'the clock',
      { ...count, where: 'event_time > current_timestamp' },
      'volatile_expression',
      'where',
      /current_timestamp/,
      /./,
    ],
    ['a type too small', { ...count, type: 'int32' }, 'bad_type', '', /int64.*int32/, /declare type: int64/],
    ['a default of another type', { ...count, default: 'many' }, 'bad_type', '', /"many" is no int64/, /./],
    ['one-hot of a list', { oneHot: 'nosuch', values }, 'unknown_column', 'oneHot', /nosuch/, /./],
    [
      'a column as it is',
      { sql: 'page' },
      'bad_expression',
      '',
      /"page" is a column of source "events"/,
      /aggregate it: { aggregate: last, of: page }/,
    ],
    ['a column in a formula', { sql: 'n_1h / stock' }, 'bad_expression', '', /"stock" is a column/, /of: stock }/],
    [
      'a column without a plain name',
      { sql: '"Page Title"' },
      'bad_expression',
      '',
      /page title/,
      /of: '"page title"' }/,
    ],
    ['an unknown feature', { sql: 'n_2h * 2' }, 'unknown_feature', '', /no feature "n_2h"/, /did you mean "n_1h"/],
    [
      'a family in a formula',
      { sql: 'kinds + 1' },
      'bad_expression',
      '',
      /"kinds" has a value for each category/,
      /where/,
    ],
    [
      'one of a family in a formula',
      { sql: '"kinds:a" + 1' },
      'bad_expression',
      '',
      /"kinds" has a value for each/,
      /where/,
    ],
    ['an aggregate over features', { sql: 'sum(n_1h)' }, 'batch_relative_expression', '', /other rows/, /./],
    ['a fitted formula', { minMax: 'n_1h' }, 'bad_expression', '', /fitted over rows/, /view of rows/],
    ['a formula of itself', { sql: 'x + 1' }, 'circular_feature', '', /x → x/, /circle/],
    ['the clock in a formula', { sql: 'n_1h + epoch(current_date)' }, 'volatile_expression', '', /current_date/, /./],
    [
      'a ratio of nothing',
      { ratio: ['n_1h', 'm_1h'] },
      'unknown_feature',
      'ratio.1',
      /no feature "m_1h" for the ratio "x"/,
      /did you mean "n_1h"/,
    ],
    ['a ratio of a declaration', { ratio: ['n', 'n_1h'] }, 'unknown_feature', 'ratio.0', /"n"/, /./],
    ['a ratio of a family', { ratio: ['n_1h', 'kinds'] }, 'bad_definition', 'ratio.1', /each category/, /where/],
  ]
  for (const [name, definition, code, path, message, fix] of cases) {
    test(name, async () => {
      const kinds = { aggregate: 'count', by: 'page', values }
      const found = await problems({ x: definition, n: { aggregate: 'count', windows: ['1h', '7d'] }, kinds })
      const place = `views.behaviour.features.x${path === '' ? '' : `.${path}`}`
      assert.deepEqual(
        found.map((it) => [it.code, it.at?.file]),
        [[code, place]],
        JSON.stringify(found),
      )
      assert.match(found[0]?.message ?? '', message)
      assert.match(found[0]?.fix ?? '', fix)
    })
  }
})

describe('the time since the event before', () => {
  const gap = { gap: { since_previous: true } }
  const cases: readonly (readonly [string, Parameters<typeof shop>, string])[] = [
    ['is in no row', [{ x: 'gap + 1' }], 'views.behaviour.features.x'],
    ['filters no rows', [{ x: count }, { view: { where: 'gap > 1' } }], 'views.behaviour.where'],
    ['is no instant', [{ x: count }, { source: { timestamp: 'gap' } }], 'sources.events.timestamp'],
    ['tells no rows apart', [{ x: count }, { source: { id: 'gap' } }], 'sources.events.id'],
    [
      'makes no column',
      [{ x: count }, { source: { columns: { ...gap, y: { sql: 'gap * 2' } } } }],
      'sources.events.columns.y',
    ],
  ]
  for (const [name, given, place] of cases) {
    test(name, async () => {
      const found = await problems(...given)
      assert.deepEqual(
        found.map((it) => [it.code, it.at?.file]),
        [['bad_expression', place]],
        JSON.stringify(found),
      )
      assert.match(found[0]?.message ?? '', /previous event, which no row alone tells/)
      assert.match(found[0]?.fix ?? '', /aggregate: median, of: gap/)
    })
  }
})

describe('names', () => {
  test('that windows and forms generate meet no others', async () => {
    const found = await problems({
      n: { aggregate: 'count', windows: ['1h'], as: ['count', 'binary'] },
      n_1h: { aggregate: 'count' },
      n_1h_binary: { aggregate: 'count' },
      m_1h: { aggregate: 'count' },
      m: { aggregate: 'count', windows: ['1h'] },
    })
    assert.deepEqual(
      found.map((it) => [it.code, it.at?.file, it.message.replace(/^.* has /, ''), it.fix]),
      [
        [
          'duplicate_name',
          'views.behaviour.features.m',
          '"m_1h" twice: "m_1h" itself, and a window or form of "m"',
          'rename "m" or "m_1h"',
        ],
        [
          'duplicate_name',
          'views.behaviour.features.n_1h',
          '"n_1h" twice: a window or form of "n", and "n_1h" itself',
          'rename "n_1h" or "n"',
        ],
        [
          'duplicate_name',
          'views.behaviour.features.n_1h_binary',
          '"n_1h_binary" twice: a window or form of "n", and "n_1h_binary" itself',
          'rename "n_1h_binary" or "n"',
        ],
      ],
    )
  })

  test('of ids are those of columns', async () => {
    const [found] = await problems({ x: count }, { source: { id: 'evnt_id' } })
    assert.deepEqual([found?.code, found?.at?.file], ['unknown_column', 'sources.events.id'])
    assert.match(found?.fix ?? '', /did you mean "event_id"/)
  })
})

test('a circle of formulas and ratios is named along the way', async () => {
  const [found, ...more] = await problems({ n: count, p: { ratio: ['q', 'n'] }, q: 'r + 1', r: { ratio: ['p', 'n'] } })
  assert.deepEqual(more, [])
  assert.equal(found?.code, 'circular_feature')
  assert.match(found?.message ?? '', /p → q → r → p/)
})

test('all mistakes come at once, once each however many windows there are', async () => {
  const found = await problems({
    x: { aggregate: 'sum', of: 'nosuch', where: 'stock', windows: ['1h', '7d'], as: undefined },
    y: { aggregate: 'count', windows: ['1h', '7d'], type: 'int32' },
    z: 'x_1h + y_1h',
    w: 'page',
  })
  assert.deepEqual(found.map((it) => it.at?.file).sort(), [
    'views.behaviour.features.w',
    'views.behaviour.features.x.of',
    'views.behaviour.features.x.where',
    'views.behaviour.features.y',
  ])
})
