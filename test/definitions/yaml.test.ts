// Is every part of a YAML definition placed, and every fault of the text told at once?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { catalogOf } from '../../src/core/catalog.ts'
import { readYamlDefinitions } from '../../src/definitions/yaml.ts'
import { told, toldBy } from './temporary-project.ts'

const read = (text: string) => readYamlDefinitions(text, 'f.yaml')
const bodyOf = (text: string): unknown => read(text).declarations[0]?.body

const kinds = 'entities, sources, views, services'

const faults: readonly (readonly [string, string, readonly string[]])[] = [
  ['a tab', 'views:\n\tv: 1\n', ['bad_yaml f.yaml:2:1 Tabs are not allowed as indentation → indent with spaces']],
  ['an open quote', 'views: "x\n', ['bad_yaml f.yaml:2:1 Missing closing "quote → close it']],
  [
    'a colon in a text',
    'views:\n  v: a: b\n',
    [
      'bad_yaml f.yaml:2:6 Nested mappings are not allowed in compact mappings → put a text with ": " in quotes, or check the indentation',
    ],
  ],
  [
    'faults on two lines',
    'views: {a: "\\q", b: "\\z"}\nsources: "\\p"\n',
    ['bad_yaml f.yaml:1:13 Invalid escape sequence \\q', 'bad_yaml f.yaml:2:11 Invalid escape sequence \\p'],
  ],
  [
    'keys twice, at two depths',
    'entities:\n  e: {keys: {a: string}, keys: {b: string}}\n  f: {}\n  f: {}\n',
    ['bad_yaml f.yaml:2:26 the key "keys" stands here twice', 'bad_yaml f.yaml:4:3 the key "f" stands here twice'],
  ],
  [
    'a tag',
    'views: !!python/object:os.system {}\n',
    ['bad_yaml f.yaml:1:8 Unresolved tag: tag:yaml.org,2002:python/object:os.system → write it without a tag'],
  ],
  ['an unknown alias', 'views: *v\n', ['bad_yaml f.yaml:1:8 the alias *v has no anchor &v before it']],
  ['an alias of itself', 'views: &v {a: *v}\n', ['bad_yaml f.yaml:1:15 the alias *v contains itself']],
  ['a merge of a text', 'views: {<<: x}\n', ['bad_yaml f.yaml:1:9 << takes a map, an alias of one, or a list of them']],
  ['a list as a key', 'views:\n  ? [a]\n  : b\n', ['bad_yaml f.yaml:2:5 a key is a word, not a list or a map']],
  ['a key that no object has', 'views: {__proto__: {}}\n', ['bad_yaml f.yaml:1:9 __proto__ is no key']],
  ['endless nesting', `views: ${'['.repeat(100_000)}`, []],
  [
    'a misspelt kind',
    'view: {}\n',
    [`unknown_key f.yaml:1:1 unknown key "view" → did you mean "views"?   the keys here are ${kinds}`],
  ],
  ['an unknown kind', 'datasets: {}\n', [`unknown_key f.yaml:1:1 unknown key "datasets" → the keys here are ${kinds}`]],
  ['a list at the top', '- a\n', [`bad_definition f.yaml:1:1 a definition file is a map of ${kinds}`]],
  ['a text at the top', 'hello\n', [`bad_definition f.yaml:1:1 a definition file is a map of ${kinds}`]],
  ['a list of views', 'views: [a]\n', ['bad_definition f.yaml:1:8 views: expected a map from name to definition']],
]

for (const [name, text, expected] of faults) {
  test(`${name} is told`, () => {
    const lines = read(text).problems.map(told)
    if (expected.length > 0) assert.deepEqual(lines, expected)
    else assert.match(lines[0] ?? '', /^bad_yaml f\.yaml:1:\d+ the text is nested too deeply$/)
  })
}

for (const text of ['', '\n', '# nothing yet\n', '---\n', 'views:\n', 'views: {}\nsources:\n', '\uFEFF']) {
  test(`${JSON.stringify(text)} declares nothing`, () =>
    assert.deepEqual(read(text), { declarations: [], problems: [] }))
}

test('no text makes reading throw', () => {
  const line = fc.constantFrom(
    'views:',
    '  v:',
    '    - a',
    '\t',
    '{',
    '}',
    '[',
    ']',
    '&a',
    '*a',
    '<<: *a',
    '? b',
    '---',
    '"',
    "'",
    '|',
    '!t x',
    ': ',
  )
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(line).map((lines) => lines.join('\n')),
  )
  fc.assert(
    fc.property(text, (it) => {
      const { declarations, problems } = read(it)
      for (const { at } of problems) assert.ok((at?.line ?? 0) >= 1 && (at?.column ?? 0) >= 1)
      for (const { place } of declarations) assert.ok((place(['features', 0]).line ?? 0) >= 1)
    }),
    { numRuns: 2000 },
  )
})

const values: readonly (readonly [string, unknown])[] = [
  ['12', 12],
  ['-9007199254740991', -9_007_199_254_740_991],
  ['9007199254740993', 9_007_199_254_740_993n],
  ['123456789012345678901234567890', 123_456_789_012_345_678_901_234_567_890n],
  ['0x10', 16],
  ['1.5', 1.5],
  ['1e3', 1000],
  ['yes', 'yes'],
  ['1h', '1h'],
  ['12:30', '12:30'],
  ['2026-01-01', '2026-01-01'],
  ['~', null],
  ['"a\\tb"', 'a\tb'],
]

for (const [text, value] of values) {
  test(`${text} is read as it stands`, () => assert.deepEqual(bodyOf(`views: {v: ${text}}`), value))
}

test('keys are the words that stand there', () => {
  assert.deepEqual(bodyOf('sources: {s: {null: NA, true: 1, 12: 2, "a b": 3}}'), {
    null: 'NA',
    true: 1,
    12: 2,
    'a b': 3,
  })
})

test('a date stays a text under the older YAML, too', () => {
  assert.deepEqual(bodyOf('%YAML 1.1\n---\nviews: {v: 2026-01-01}'), '2026-01-01')
})

test('several documents are one file', () => {
  assert.deepEqual(
    read('views: {a: 1}\n---\nviews: {b: 2}\n').declarations.map(({ name }) => name),
    ['a', 'b'],
  )
})

const shared = `entities:
  patient: &base { keys: { id: string }, owner: me, tags: &tags [a] }
  other:
    <<: *base
    owner: you
  third: { <<: [*base, { description: x }], tags: *tags }
`

test('anchors, aliases and merges work; what stands there wins', () => {
  assert.deepEqual(
    read(shared).declarations.map(({ body }) => body),
    [
      { keys: { id: 'string' }, owner: 'me', tags: ['a'] },
      { owner: 'you', keys: { id: 'string' }, tags: ['a'] },
      { tags: ['a'], keys: { id: 'string' }, owner: 'me', description: 'x' },
    ],
  )
})

test('an alias may be used a thousand times, but not to explode', () => {
  const often = `views: {a: &a [1, 2, 3]${Array.from({ length: 1000 }, (_, i) => `, v${i}: *a`).join('')}}`
  assert.deepEqual(read(often).problems, [])
  const row = (name: string, of: string): string => `  ${name}: &${name} [${Array(10).fill(of).join(', ')}]\n`
  const bomb = `views:\n${row('a', 'x')}${['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, i) => row(name, `*${'abcdefg'[i]}`)).join('')}`
  const start = performance.now()
  assert.match(
    read(bomb).problems.map(told).join(),
    /^bad_yaml f\.yaml:\d:\d+ the alias \*\w repeats too much: over 100000 parts$/,
  )
  assert.ok(performance.now() - start < 5000)
})

const placed = `entities:
  patient: { keys: { id: string } }
views:
  cardiac:
    entity: patient
    source: visits
    tags: [a, "b"]
    features:
      age: age
      risk:
        sql: >-
          chol > 240
        type: float64
`

const places: readonly (readonly [readonly PropertyKey[], 'key' | 'value', string])[] = [
  [[], 'value', '4:3'],
  [[], 'key', '4:3'],
  [['entity'], 'value', '5:13'],
  [['entity'], 'key', '5:5'],
  [['tags'], 'value', '7:11'],
  [['tags', 1], 'value', '7:15'],
  [['features'], 'value', '8:5'],
  [['features', 'age'], 'value', '9:12'],
  [['features', 'risk'], 'value', '10:7'],
  [['features', 'risk', 'sql'], 'value', '11:14'],
  [['features', 'risk', 'type'], 'value', '13:15'],
  [['features', 'risk', 'owner'], 'value', '10:7'],
  [['ttl'], 'value', '4:3'],
]

for (const [path, part, expected] of places) {
  test(`the ${part} of ${path.join('.') || 'a view'} stands at ${expected}`, () => {
    const at = read(placed).declarations[1]?.place(path, part)
    assert.equal(`${at?.line}:${at?.column}`, expected)
  })
}

test('what an alias or a merge brings in is placed where it is written', () => {
  const [, other, third] = read(shared).declarations
  assert.deepEqual(other?.place(['keys', 'id']), { file: 'f.yaml', line: 2, column: 32 })
  assert.deepEqual(other?.place(['owner']), { file: 'f.yaml', line: 5, column: 12 })
  assert.deepEqual(third?.place(['description']), { file: 'f.yaml', line: 6, column: 39 })
})

test('a megabyte of YAML is read, and a fault at its end is placed', async () => {
  const views = Array.from(
    { length: 2200 },
    (_, i) =>
      `  v${i}:\n    entity: e\n    source: s\n    features:\n${Array.from({ length: 10 }, (_, j) => `      f${j}: { sql: "chol + ${j}", type: float64 }\n`).join('')}`,
  )
  const text = `entities: { e: { keys: { id: string } } }\nsources: { s: { type: csv, path: p, timestamp: t } }\nviews:\n${views.join('')}`
  assert.ok(text.length > 1_000_000)
  const { declarations, problems } = read(text)
  assert.equal(catalogOf(declarations, problems).views.size, 2200)
  const broken = read(`${text}    ttl: 3 days\n`)
  assert.match(
    (await toldBy(() => catalogOf(broken.declarations, broken.problems)))[0] ?? '',
    /^bad_definition f\.yaml:30804:10 ttl: "3 days"/,
  )
})
