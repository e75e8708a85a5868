// Does every fault of an aggregation say what is wrong, where, and what mends it?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as schema from '../../src/core/definitions.ts'
import { readAs } from '../../src/core/problems.ts'
import { told } from '../definitions/temporary-project.ts'

const functions =
  'The functions are count, sum, mean, min, max, stddev, variance, quantile, countDistinct, first, last, span, since, sequence, median, p1…p99'
const count = { aggregate: 'count' }
const byText = { aggregate: 'count', by: 'text', values: ['a'] }
const steps = ['a', 'b']

/** The place is the path below the feature, with `#` where the key is meant. */
const faults: readonly (readonly [string, object, readonly string[]])[] = [
  [
    'a misspelt function',
    { aggregate: 'cuont' },
    [`bad_definition .aggregate there is no function "cuont"; did you mean "count"? ${functions}`],
  ],
  [
    'a percentile too far',
    { aggregate: 'p100', of: 'x' },
    [`bad_definition .aggregate there is no function "p100"; did you mean "p10"? ${functions}`],
  ],
  ['a function of no kind', { aggregate: 42 }, [`bad_definition .aggregate there is no function 42; ${functions}`]],
  [
    'a misspelt key',
    { ...count, winodw: '1h' },
    ['unknown_key .winodw# unknown key "winodw" → did you mean "window"?'],
  ],
  [
    'a function without its expression',
    { aggregate: 'sum' },
    [
      'bad_definition .aggregate sum needs "of", the expression it is taken of → say of what: { aggregate: sum, of: column }',
    ],
  ],
  [
    'a quantile without q',
    { aggregate: 'quantile', of: 'x' },
    ['bad_definition .aggregate quantile needs "q", a share from 0 to 1 → write q: 0.9, or aggregate: p90'],
  ],
  [
    'a q of another function',
    { aggregate: 'p90', of: 'x', q: 0.9 },
    ['bad_definition .q p90 has no "q"; quantile has → remove it'],
  ],
  ['a q beyond 1', { aggregate: 'quantile', of: 'x', q: 90 }, ['bad_definition .q 90 is above 1 → write 1 or less']],
  [
    'a scale of a sum',
    { aggregate: 'sum', of: 'x', scale: 2 },
    ['bad_definition .scale sum has no "scale"; span, since have → remove it'],
  ],
  ['a scale of 0', { aggregate: 'since', scale: 0 }, ['bad_definition .scale 0 is not above 0 → write more than 0']],
  [
    'a form of a mean',
    { aggregate: 'mean', of: 'x', as: 'binary' },
    ['bad_definition .as mean has no "as"; count, countDistinct, sequence have → remove it'],
  ],
  [
    'a form twice',
    { ...count, as: ['binary', 'binary'] },
    ['bad_definition .as "as" lists binary twice → remove one of them'],
  ],
  [
    'a window and windows',
    { ...count, window: '1h', windows: ['7d'] },
    ['bad_definition .windows it has a window and windows → keep one of them'],
  ],
  [
    'a window twice, in other words',
    { ...count, windows: ['7d', '1h', '168h'] },
    ['bad_definition .windows.2 "168h" is the window "7d" again → remove one of them'],
  ],
  [
    'a window of nothing',
    { ...count, window: '0s' },
    ['bad_definition .window a window of "0s" holds no events; write a length such as 7d, or all'],
  ],
  [
    'a window into the future',
    { ...count, windows: ['1h', '-7d'] },
    ['bad_definition .windows.1 a window of "-7d" holds no events; write a length such as 7d, or all'],
  ],
  [
    'a window longer than history',
    { ...count, window: '2000000d' },
    ['bad_definition .window a window of "2000000d" is longer than history; write all'],
  ],
  [
    'a month',
    { ...count, window: '1mo' },
    ['bad_definition .window "1mo" is no window; write 90s, 15m, 1h, 7d, 2w (months have no fixed length) or all'],
  ],
  ['no windows', { ...count, windows: [] }, ['bad_definition .windows the list has no items → list 1 or more']],
  [
    'by without values',
    { ...count, by: 'text' },
    [
      'bad_definition .by "by" needs "values", so that the columns are known → say which values have a column: values: { top: 20 }, or a list',
    ],
  ],
  [
    'values without by',
    { ...count, values: ['a'] },
    ['bad_definition .values "values" are those of "by", which is missing → say of what: by: column'],
  ],
  [
    'a value twice',
    { ...byText, values: ['a', 'b', 'a'] },
    ['bad_definition .values.2 "a" stands here twice → remove it'],
  ],
  [
    'the value of all others',
    { ...byText, values: ['__other__'] },
    ['bad_definition .values.0 "__other__" is what values outside the list go to → remove it'],
  ],
  [
    'a value that is a number',
    { ...byText, values: [404] },
    ['bad_definition .values.0 404 is no text → write it in quotes: "404"'],
  ],
  ['no values', { ...byText, values: [] }, ['bad_definition .values the list has no items → list 1 or more']],
  ['no top', { ...byText, values: { min: 2 } }, ['bad_definition .values.top missing key "top"']],
  ['a top of 0', { ...byText, values: { top: 0 } }, ['bad_definition .values.top 0 is below 1 → write 1 or more']],
  [
    'a top of too many',
    { ...byText, values: { top: 10_001 } },
    ['bad_definition .values.top 10001 is above 10000 → write 10000 or less'],
  ],
  [
    'a min of 0',
    { ...byText, values: { top: 1, min: 0 } },
    ['bad_definition .values.min 0 is below 1 → write 1 or more'],
  ],
  [
    'no steps',
    { aggregate: 'sequence' },
    [
      'bad_definition .aggregate a sequence has from 2 to 30 steps, and this has 0 → write steps: ["page = \'/pricing\'", "page = \'/cart\'"]',
    ],
  ],
  [
    'many steps',
    { aggregate: 'sequence', steps: Array.from({ length: 31 }, () => 'a') },
    [
      'bad_definition .steps a sequence has from 2 to 30 steps, and this has 31 → write steps: ["page = \'/pricing\'", "page = \'/cart\'"]',
    ],
  ],
  [
    'a sequence of and by',
    { aggregate: 'sequence', steps, of: 'x', by: 'y', values: ['a'] },
    [
      'bad_definition .of a sequence is of its steps, and has no "of" → remove it',
      'bad_definition .by a sequence goes across categories, and has no "by" → put the category into the steps, a feature each',
    ],
  ],
  [
    'a sequence within nothing',
    { aggregate: 'sequence', steps, within: '0s' },
    ['bad_definition .within "0s" is no time to take; write 90s, 15m, 1h, 7d or 2w'],
  ],
  ['steps of a count', { ...count, steps }, ['bad_definition .steps count has no "steps"; sequence has → remove it']],
  ['a one-hot column of all', { oneHot: 'x' }, ['bad_definition .values features.x: missing key "values"']],
  ['half a ratio', { ratio: ['a'] }, ['bad_definition .ratio the list has 1 item → list 2 or more']],
  [
    'several faults',
    { aggregate: 'sum', q: 2, window: '0d', values: ['a', 'a'] },
    [
      'bad_definition .window a window of "0d" holds no events; write a length such as 7d, or all',
      'bad_definition .q 2 is above 1 → write 1 or less',
      'bad_definition .values.1 "a" stands here twice → remove it',
      'bad_definition .q sum has no "q"; quantile has → remove it',
      'bad_definition .aggregate sum needs "of", the expression it is taken of → say of what: { aggregate: sum, of: column }',
      'bad_definition .values "values" are those of "by", which is missing → say of what: by: column',
    ],
  ],
]

for (const [name, given, expected] of faults) {
  test(`${name} is told`, () => {
    const read = readAs(schema.view, { entity: 'e', source: 's', features: { x: given } }, (path, part) => ({
      file: `.${path.slice(2).map(String).join('.')}${part === 'key' ? '#' : ''}`,
    }))
    const problems = 'problems' in read ? read.problems : []
    assert.deepEqual(
      problems.map((it) => told(it).replace(/ features\.x\.[\w.]+: /, ' ')),
      expected,
    )
  })
}
