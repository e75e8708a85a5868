// Is every way that a TypeScript definition can fail told in the user's own file, and does the rest still load?
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { catalogOf } from '../../src/core/catalog.ts'
import { type LoadLimits, loadTypescript } from '../../src/definitions/typescript.ts'
import { type Files, temporaryFolder, told } from './temporary-project.ts'

/** Loads the files named `*.ts`, `*.mts`, `*.js` and `*.mjs` that stand at the top of the folder. */
const load = (t: TestContext, files: Files, limits: LoadLimits = {}) => {
  const root = temporaryFolder(t, files)
  const own = Object.keys(files).filter((path) => /^[^/]+\.m?[jt]s$/.test(path))
  return loadTypescript({ root, files: own.sort().map((path) => join(root, path)) }, limits)
}

const erased = 'types are erased, not compiled: write a union of texts or a const object instead'
const only = 'a definition file only declares; look for a loop or an await without end'
const entity = (name: string): string =>
  `import { entity } from 'pintail'\nentity('${name}', { keys: { id: 'string' } })\n`

const failures: readonly (readonly [string, Files, readonly string[]])[] = [
  [
    'a syntax error',
    { 'f.ts': 'const a: number = 1\n  const = 5\n' },
    ['bad_typescript f.ts:2:9 Unexpected token `=`. Expected yield, an identifier, [ or {'],
  ],
  [
    'an unfinished file',
    { 'f.ts': 'const a = {\n' },
    [
      'bad_typescript f.ts:1:1 Unexpected end of the file. Expected identifier, string literal, numeric literal or [ for the computed key',
    ],
  ],
  [
    'an enum',
    { 'f.ts': '\nexport enum Color { Red }\n' },
    [`bad_typescript f.ts:2:8 TypeScript enum is not supported in strip-only mode → ${erased}`],
  ],
  [
    'a namespace',
    { 'f.ts': 'namespace A { export const a = 1 }\n' },
    [`bad_typescript f.ts:1:1 TypeScript namespace declaration is not supported in strip-only mode → ${erased}`],
  ],
  [
    'a name twice',
    { 'f.ts': 'const a: string = ""\n\n  const a = 2\n' },
    ["bad_typescript f.ts:3:9 Identifier 'a' has already been declared"],
  ],
  [
    'malformed JavaScript',
    { 'f.js': 'export const x = {\n  a: (1,\n' },
    ['bad_typescript f.js:3:1 Unexpected end of input'],
  ],
  [
    'a throw',
    { 'f.ts': 'const f = (a: string) => {\n  throw new TypeError(a)\n}\nf("boom")\n' },
    ['bad_typescript f.ts:2:9 TypeError: boom'],
  ],
  ['a thrown text', { 'f.ts': 'throw "boom"\n' }, ['bad_typescript f.ts threw boom']],
  ['a name that is not there', { 'f.ts': '\nfoo()\n' }, ['bad_typescript f.ts:2:1 ReferenceError: foo is not defined']],
  [
    'a throw after a while',
    { 'f.ts': 'await new Promise((done) => setTimeout(done, 1))\nthrow new Error("late")\n' },
    ['bad_typescript f.ts:2:7 late'],
  ],
  [
    'a throw of a timer',
    {
      'f.ts':
        'setTimeout(() => {\n  throw new Error("late")\n}, 1)\nawait new Promise((done) => setTimeout(done, 500))\n',
    },
    ['bad_typescript f.ts:2:9 late'],
  ],
  [
    'a rejection that nobody awaits',
    { 'f.ts': 'Promise.reject(new Error("lost"))\nawait new Promise((done) => setTimeout(done, 500))\n' },
    ['bad_typescript f.ts:1:16 lost'],
  ],
  [
    'a missing file',
    { 'f.ts': "const a = 1\nimport { b } from './b'\n" },
    ['bad_typescript f.ts:2:19 cannot find "./b" → correct the path'],
  ],
  [
    'a missing package',
    { 'f.ts': 'import "no-such-package"\n' },
    ['bad_typescript f.ts:1:8 cannot find "no-such-package" → install it: npm install no-such-package'],
  ],
  [
    'a door of pintail that is not for definitions',
    { 'f.ts': 'import "pintail/client"\n' },
    [`bad_typescript f.ts:1:8 cannot find "pintail/client" → a definition file imports from 'pintail' only`],
  ],
  [
    'a missing export',
    { 'f.ts': "import {\n  csv,\n  entty,\n} from 'pintail'\n" },
    [
      'bad_typescript f.ts:3:3 "pintail" has no export "entty" → did you mean "entity"?   it has bucketize, csv, entity, featureService, featureView, json, minMax, parquet, sql, standardize',
    ],
  ],
  [
    'malformed JSON',
    { 'f.ts': "import x from './x.json'\n", 'x.json': '{"a": 1,\n b}' },
    ['bad_typescript x.json:2:2 Expected double-quoted property name in JSON at position 10 (line 2 column 2)'],
  ],
  [
    'a circle',
    {
      'f.ts': "import { b } from './h/b.ts'\nexport const a = b\n",
      'h/b.ts': "import { a } from '../f.ts'\nexport const b = a + 1\n",
    },
    ["bad_typescript h/b.ts:2:18 ReferenceError: Cannot access 'a' before initialization"],
  ],
  [
    'endless recursion',
    { 'f.ts': 'const f = (): number => f()\nf()\n' },
    ['bad_typescript f.ts:1:25 RangeError: Maximum call stack size exceeded'],
  ],
  [
    'a file that is no text',
    { 'f.ts': Buffer.from([0x61, 0x0a, 0xff]) },
    ['bad_typescript f.ts:2 the file is not UTF-8 text → save it with the encoding UTF-8'],
  ],
  [
    'a file that ends the program',
    { 'f.ts': 'process.exit(0)\n' },
    [`bad_typescript f.ts ended before it was read, or awaits what never comes → ${only}`],
  ],
  [
    'an await without end',
    { 'f.ts': 'await new Promise(() => {})\n' },
    [`bad_typescript f.ts ended before it was read, or awaits what never comes → ${only}`],
  ],
  [
    'no name',
    { 'f.ts': "import { entity } from 'pintail'\nentity(7 as unknown as string, { keys: { id: 'string' } })\n" },
    ['bad_definition f.ts:2:1 the first argument is its name, a text'],
  ],
]

for (const [name, files, expected] of failures) {
  test(`${name} is told`, async (t) => assert.deepEqual((await load(t, files)).problems.map(told), expected))
}

test('a failure of a shared helper is told once, beside those of other files', async (t) => {
  const files = {
    'a.ts': "import './h/bad.ts'\n",
    'b.ts': "import './h/bad.ts'\n",
    'c.ts': 'throw new Error("own")\n',
    'd.ts': entity('fine'),
    'h/bad.ts': 'throw new Error("shared")\n',
  }
  const { declarations, problems } = await load(t, files)
  assert.deepEqual(problems.map(told), ['bad_typescript h/bad.ts:1:7 shared', 'bad_typescript c.ts:1:7 own'])
  assert.deepEqual(
    declarations.map(({ name }) => name),
    ['fine'],
  )
})

test('a loop without end is stopped, and named', async (t) => {
  const start = performance.now()
  const { problems } = await load(t, { 'a.ts': entity('a'), 'loop.ts': 'while (true) {}\n' }, { timeLimit: 700 })
  assert.deepEqual(problems.map(told), [`bad_typescript loop.ts did not finish within 0.7 s → ${only}`])
  assert.ok(performance.now() - start < 5000)
})

test('a file that needs too much memory is stopped, and named', async (t) => {
  const hungry = 'const all: object[] = []\nwhile (true) all.push({ x: [1, 2, 3] })\n'
  const { problems } = await load(t, { 'f.ts': hungry }, { memoryLimit: 64 })
  assert.deepEqual(problems.map(told), [`bad_typescript f.ts needed more than 64 MB of memory → ${only}`])
})

test('what a definition prints goes to whom it may concern', async (t) => {
  const printed: string[] = []
  const noisy = 'console.log("one")\nconsole.error("two")\nprocess.stdout.write("three")\nsetInterval(() => {}, 1000)\n'
  const { problems } = await load(t, { 'f.ts': noisy + entity('e') }, { print: (text) => printed.push(text) })
  assert.deepEqual(problems, [])
  assert.deepEqual(
    printed
      .join('')
      .match(/one|two|three/g)
      ?.sort(),
    ['one', 'three', 'two'],
  )
})

const declaring: readonly (readonly [string, Files])[] = [
  ['a module of any ending', { 'a.ts': entity('a'), 'b.mts': entity('b'), 'c.js': entity('c'), 'd.mjs': entity('d') }],
  ['a byte order mark', { 'a.ts': `\uFEFF${entity('a')}` }],
  [
    'types, satisfies and erased imports',
    {
      'a.ts': `import type { EntityBody } from 'pintail'\nconst body = { keys: { id: 'string' } } satisfies EntityBody\n${entity('a')}`,
    },
  ],
  [
    'a package.json that says otherwise',
    { 'package.json': '{"type": "commonjs"}', 'a.ts': entity('a'), 'b.js': entity('b') },
  ],
  ['a helper without extension', { 'a.ts': "import './h/x'\n", 'h/x.ts': entity('a') }],
  ['a helper written as JavaScript', { 'a.ts': "import './h/x.js'\n", 'h/x.ts': entity('a') }],
  ['a folder with an index', { 'a.ts': "import './h'\n", 'h/index.ts': entity('a') }],
  [
    'JSON without and with attributes',
    {
      'a.ts': `import x from './x.json'\nimport y from './x.json' with { type: 'json' }\n${entity('a')}if (x.a !== 1 || x !== y) throw 1\n`,
      'x.json': '{"a": 1}',
    },
  ],
  [
    'a package of the project',
    {
      'a.ts': `import { a } from 'own'\n${entity('a')}a()\n`,
      'node_modules/own/package.json': '{"name": "own", "main": "i.js"}',
      'node_modules/own/i.js': 'exports.a = () => 1',
    },
  ],
  [
    'a CommonJS helper',
    { 'a.ts': "import './h.cjs'\n", 'h.cjs': "require('pintail').entity('a', { keys: { id: 'string' } })" },
  ],
  [
    'a file that reads',
    {
      'a.ts': `import { readFileSync } from 'node:fs'\nreadFileSync(new URL('x.txt', import.meta.url))\n${entity('a')}`,
      'x.txt': '',
    },
  ],
  ['one helper of two files', { 'a.ts': "import './h/x.ts'\n", 'b.ts': "import './h/x'\n", 'h/x.ts': entity('a') }],
  ['a file that another one imports', { 'a.ts': "import './b'\n", 'b.ts': entity('a') }],
]

for (const [name, files] of declaring) {
  test(`${name} declares each thing once`, async (t) => {
    const { declarations, problems } = await load(t, files)
    assert.deepEqual(problems.map(told), [])
    const names = Object.entries(files)
      .filter(([, text]) => /entity\(/.test(String(text)))
      .map(([, text]) => /entity\('(.)'/.exec(String(text))?.[1])
    assert.deepEqual(declarations.map((it) => it.name).sort(), names.sort())
    assert.equal(catalogOf(declarations).entities.size, names.length)
  })
}

const unplain: readonly (readonly [string, string, string])[] = [
  ['a function', '() => 1', 'a function'],
  ['a date', 'new Date(0)', 'a Date'],
  ['a map', 'new Map()', 'a Map'],
  ['a symbol', 'Symbol()', 'a symbol'],
  ['a circle', 'circle', 'something that contains itself'],
]

for (const [name, value, what] of unplain) {
  test(`${name} in a definition is told at its line`, async (t) => {
    const text = `import { entity } from 'pintail'\nconst circle: any = {}\ncircle.me = circle.me ?? circle\nentity('a', {\n  keys: { id: 'string' },\n  owner: ${value} as any,\n})\n`
    const path = value === 'circle' ? 'owner.me' : 'owner'
    assert.deepEqual((await load(t, { 'f.ts': text })).problems.map(told), [
      `bad_definition f.ts:6:${value === 'circle' ? '3' : '10'} ${path}: ${what} is no plain value: text, number, boolean, list or object`,
    ])
  })
}

const placed = `import { entity, featureService, featureView, minMax, sql } from 'pintail'
import * as pintail from 'pintail'
const shared = { sql: 'x', type: 'float64' as const }
const features = { age: 'age' }
export const patient = entity('patient', { keys: { id: 'string' } })
export const cardiac = featureView('cardiac', {
  entity: patient, 'source': 'visits',
  tags: [
    'a', 'b',
  ],
  features: {
    age: 'age',
    "scaled": minMax('age', { type: 'float32' }),
    risk: sql\`a\`, shared,
  },
})
  ; pintail.featureView('other', { entity: patient, source: 's', features })
featureService('s', { features: [cardiac.pick('age', 'risk'), 'cardiac:*', ['v:x', 'v:y']] })
featureService('t', { features: [cardiac.all(), 'v:z'] })
`

const places: readonly (readonly [string, readonly PropertyKey[], 'key' | 'value', string])[] = [
  ['patient', [], 'value', '5:24'],
  ['patient', ['keys', 'id'], 'value', '5:56'],
  ['cardiac', [], 'key', '6:24'],
  ['cardiac', ['entity'], 'value', '7:11'],
  ['cardiac', ['entity'], 'key', '7:3'],
  ['cardiac', ['source'], 'value', '7:30'],
  ['cardiac', ['tags'], 'value', '8:3'],
  ['cardiac', ['tags', 1], 'value', '9:10'],
  ['cardiac', ['features', 'age'], 'value', '12:10'],
  ['cardiac', ['features', 'scaled', 'type'], 'value', '13:37'],
  ['cardiac', ['features', 'scaled', 'minMax'], 'value', '13:5'],
  ['cardiac', ['features', 'risk'], 'key', '14:5'],
  ['cardiac', ['features', 'shared', 'type'], 'value', '3:34'],
  ['cardiac', ['ttl'], 'value', '6:24'],
  ['other', [], 'value', '17:13'],
  ['other', ['features', 'age'], 'value', '4:25'],
  ['s', ['features', 1], 'value', '18:54'],
  ['s', ['features', 2], 'value', '18:63'],
  ['s', ['features', 4], 'value', '18:84'],
  ['s', ['features', 9], 'value', '18:23'],
  ['t', ['features', 0], 'value', '19:23'],
]

test('every part of a call is placed', async (t) => {
  const { declarations, problems } = await load(t, { 'f.ts': placed })
  assert.deepEqual(problems, [])
  for (const [name, path, part, expected] of places) {
    const at = declarations.find((it) => it.name === name)?.place(path, part)
    assert.deepEqual(
      `${name}.${path.join('.')} ${at?.file} ${at?.line}:${at?.column}`,
      `${name}.${path.join('.')} f.ts ${expected}`,
    )
  }
})
