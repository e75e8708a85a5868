// Does every fault of a definition say what is wrong, where, and which key was meant?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { z } from 'zod'
import * as schema from '../../src/core/definitions.ts'
import type { Problem } from '../../src/core/errors.ts'
import { inFileOrder, readAs } from '../../src/core/problems.ts'
import { told } from '../definitions/temporary-project.ts'

const types =
  'the types are string, int32, int64, float32, float64, bool, timestamp, bytes, json and lists of them (float64[])'
const keyTypes = 'a key is compared exactly, so it is string, int32, int64, bool, timestamp, bytes'
const view = { entity: 'e', source: 's', features: { a: 'a' } }
const source = { type: 'csv', path: 'p', timestamp: 't' }

/** The place is the path, with `#` where the key is meant. */
const faults: readonly (readonly [string, z.ZodType, unknown, readonly string[]])[] = [
  [
    'nothing',
    schema.entity,
    null,
    ['bad_definition . null is no map → write a map: { key: value }, or leave the key out'],
  ],
  ['a list', schema.entity, [], ['bad_definition . a list is no map → write a map: { key: value }']],
  ['a missing key', schema.entity, {}, ['bad_definition .keys missing key "keys"']],
  ['no keys', schema.entity, { keys: {} }, ['bad_definition .keys keys: an entity has at least one key']],
  [
    'a float key',
    schema.entity,
    { keys: { a: 'float64' } },
    [`bad_definition .keys.a keys.a: "float64" is no key type: ${keyTypes}`],
  ],
  [
    'a list key',
    schema.entity,
    { keys: { a: 'int64[]' } },
    [`bad_definition .keys.a keys.a: "int64[]" is no key type: ${keyTypes}`],
  ],
  [
    'two unknown keys',
    schema.entity,
    { keys: { a: 'string' }, onwer: 'me', colour: 'red' },
    [
      'unknown_key .onwer# unknown key "onwer" → did you mean "owner"?',
      'unknown_key .colour# unknown key "colour" → the keys here are keys, description, owner, tags',
    ],
  ],
  [
    'no type',
    schema.source,
    { path: 'p', timestamp: 't' },
    ['bad_definition .type type: a source has a type: csv, json or parquet'],
  ],
  [
    'an unknown type',
    schema.source,
    { ...source, type: 'cvs' },
    ['bad_definition .type type: a source has a type: csv, json or parquet'],
  ],
  [
    'two missing keys',
    schema.source,
    { type: 'csv' },
    ['bad_definition .path missing key "path"', 'bad_definition .timestamp missing key "timestamp"'],
  ],
  [
    'options of another type',
    schema.source,
    { ...source, type: 'parquet', options: {} },
    ['unknown_key .options# unknown key "options" → remove it, or choose what has it'],
  ],
  [
    'a time zone that is not there',
    schema.source,
    { ...source, timezone: 'Europe/Berln' },
    ['bad_definition .timezone timezone: "Europe/Berln" is no time zone; write UTC or a name such as Europe/Berlin'],
  ],
  [
    'a path without root',
    schema.source,
    { ...source, columns: { c: { json: 'j', path: 'a.b' } } },
    ['bad_definition .columns.c.path columns.c.path: "a.b" is no path into JSON; write $.user_agent.device'],
  ],
  [
    'half a column',
    schema.source,
    { ...source, columns: { c: { json: 'j' } } },
    ['bad_definition .columns.c.path columns.c: missing key "path"'],
  ],
  [
    'an empty column',
    schema.source,
    { ...source, columns: { c: {} } },
    ['bad_definition .columns.c columns.c: one of these keys is needed: json, sql, since_previous'],
  ],
  [
    'a bad duration',
    schema.view,
    { ...view, ttl: '7 days' },
    ['bad_definition .ttl ttl: "7 days" is no duration; write 90s, 15m, 1h, 7d or 2w (months have no fixed length)'],
  ],
  [
    'a number for a duration',
    schema.view,
    { ...view, ttl: 7 },
    ['bad_definition .ttl ttl: 7 is no text → write it in quotes: "7"'],
  ],
  [
    'no entity',
    schema.view,
    { source: 's', features: { a: 'a' } },
    ['bad_definition . a view has either entity: name or entities: [name, …]'],
  ],
  [
    'entity and entities',
    schema.view,
    { ...view, entities: ['e'] },
    ['bad_definition . a view has either entity: name or entities: [name, …]'],
  ],
  [
    'no features',
    schema.view,
    { ...view, features: {} },
    ['bad_definition .features features: a view has at least one feature'],
  ],
  [
    'a feature of the wrong kind',
    schema.view,
    { ...view, features: { a: 42 } },
    ['bad_definition .features.a features.a: 42 is neither a text nor a map → write it in quotes: "42"'],
  ],
  [
    'an empty feature',
    schema.view,
    { ...view, features: { a: {} } },
    [
      'bad_definition .features.a features.a: one of these keys is needed: sql, minMax, standardize, bucketize, aggregate, oneHot, ratio',
    ],
  ],
  [
    'a misspelt feature',
    schema.view,
    { ...view, features: { a: { sqll: 'x' } } },
    ['unknown_key .features.a.sqll# unknown key "sqll" → did you mean "sql"?'],
  ],
  [
    'a bucketize without edges',
    schema.view,
    { ...view, features: { a: { bucketize: 'x' } } },
    ['bad_definition .features.a features.a: one of these keys is needed: bins, edges'],
  ],
  [
    'misspelt bins',
    schema.view,
    { ...view, features: { a: { bucketize: 'x', bin: 3 } } },
    ['unknown_key .features.a.bin# unknown key "bin" → did you mean "bins"?'],
  ],
  [
    'too few bins',
    schema.view,
    { ...view, features: { a: { bucketize: 'x', bins: 1 } } },
    ['bad_definition .features.a.bins features.a.bins: 1 is below 2 → write 2 or more'],
  ],
  [
    'an unknown feature type',
    schema.view,
    { ...view, features: { a: { sql: 'x', type: 'flaot64' } } },
    [`bad_definition .features.a.type features.a.type: "flaot64" is no type; ${types}`],
  ],
  [
    'a default of the wrong kind',
    schema.view,
    { ...view, features: { a: { sql: 'x', default: [] } } },
    [
      'bad_definition .features.a.default features.a.default: a list is neither a text, a number nor true or false → write a text or a number or true or false',
    ],
  ],
  [
    'a severity that is none',
    schema.view,
    { ...view, checks: [{ not_null: {}, severity: 'fatal' }] },
    ['bad_definition .checks.0.severity checks.0.severity: "fatal" is none of warn, fail → did you mean "fail"?'],
  ],
  [
    'a check that is a list',
    schema.view,
    { ...view, checks: [[]] },
    ['bad_definition .checks.0 checks.0: a list is neither a text nor a map → write a text or a map: { key: value }'],
  ],
  [
    'a check that is not there',
    schema.view,
    { ...view, checks: ['uniqe'] },
    [
      'bad_definition .checks.0 checks.0: there is no check "uniqe"; did you mean "unique"? The checks are not_null, unique, accepted_values, between, matches, row_count, freshness, distribution, outliers, sql',
    ],
  ],
  [
    'a number beyond exactness',
    schema.view,
    { ...view, ttl: 12345678901234567890n },
    ['bad_definition .ttl ttl: 12345678901234567890 is no text → write it in quotes: "12345678901234567890"'],
  ],
  [
    'a reference without a colon',
    schema.service,
    { features: ['age'] },
    ['bad_definition .features.0 features.0: "age" is no reference; write view:feature, view:* or view@3:feature'],
  ],
]

const problemsOf = (shape: z.ZodType, given: unknown): readonly Problem[] => {
  const read = readAs(shape, given, (path, part) => ({
    file: `.${path.map(String).join('.')}${part === 'key' ? '#' : ''}`,
  }))
  return 'problems' in read ? read.problems : []
}

for (const [name, shape, given, expected] of faults) {
  test(`${name} is told`, () => {
    assert.deepEqual(problemsOf(shape, given).map(told), expected)
  })
}

const hostile = ['A', '1a', '_a', 'a-b', 'a b', 'a:b', 'a@1', "a'b", 'a"b', 'a;DROP TABLE x', 'a\n', 'é', '', 'a.b']
for (const name of hostile) {
  test(`${JSON.stringify(name)} is refused as a name, wherever one stands`, () => {
    const features = { [name]: 'x' }
    for (const body of [
      { ...view, features },
      { ...view, entity: name },
      { ...view, source: name },
    ]) {
      assert.equal(schema.view.safeParse(body).success, false)
    }
    const columns = { [name]: { sql: 'x' } }
    assert.equal(schema.source.safeParse({ ...source, columns }).success, false)
    const entities = { [name]: { keys: { a: 'string' } } }
    assert.equal(schema.definitions.safeParse({ entities }).success, false)
  })
}

test('problems are told in the order of the files', () => {
  const at = (file: string, line?: number, column?: number): Problem => ({
    code: 'bad_yaml',
    message: '',
    at: { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) },
  })
  const ordered = [at('a', 1, 2), at('a', 1, 10), at('a', 12, 1), at('b'), at('b', 2, 1)]
  assert.deepEqual(inFileOrder([...ordered].reverse()), ordered)
})
