// Is every way that a TypeScript definition can fail told in the user's own file, and does the rest still load?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entityScript as entity, loadScripts as load } from './load-scripts.ts'
import { type Files, told } from './temporary-project.ts'

const written = 'mend what is written there   pintail plan'
const throws = 'mend what throws there   pintail plan'
const erased = 'types are erased, not compiled: write a union of texts or a const object instead'
const only = 'a definition file only declares; look for a loop or an await without end'

const failures: readonly (readonly [string, Files, readonly string[]])[] = [
  [
    'a syntax error',
    { 'f.ts': 'const a: number = 1\n  const = 5\n' },
    [`bad_typescript f.ts:2:9 Unexpected token \`=\`. Expected yield, an identifier, [ or { → ${written}`],
  ],
  [
    'an unfinished file',
    { 'f.ts': 'const a = {\n' },
    [
      `bad_typescript f.ts:1:1 Unexpected end of the file. Expected identifier, string literal, numeric literal or [ for the computed key → ${written}`,
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
    [`bad_typescript f.ts:3:9 Identifier 'a' has already been declared → ${written}`],
  ],
  [
    'malformed JavaScript',
    { 'f.js': 'export const x = {\n  a: (1,\n' },
    [`bad_typescript f.js:3:1 Unexpected end of input → ${written}`],
  ],
  [
    'a throw',
    { 'f.ts': 'const f = (a: string) => {\n  throw new TypeError(a)\n}\nf("boom")\n' },
    [`bad_typescript f.ts:2:9 TypeError: boom → ${throws}`],
  ],
  ['a thrown text', { 'f.ts': 'throw "boom"\n' }, [`bad_typescript f.ts threw boom → ${throws}`]],
  [
    'a name that is not there',
    { 'f.ts': '\nfoo()\n' },
    [`bad_typescript f.ts:2:1 ReferenceError: foo is not defined → ${throws}`],
  ],
  [
    'a throw after a while',
    { 'f.ts': 'await new Promise((done) => setTimeout(done, 1))\nthrow new Error("late")\n' },
    [`bad_typescript f.ts:2:7 late → ${throws}`],
  ],
  [
    'a throw of a timer',
    {
      'f.ts':
        'setTimeout(() => {\n  throw new Error("late")\n}, 1)\nawait new Promise((done) => setTimeout(done, 500))\n',
    },
    [`bad_typescript f.ts:2:9 late → ${throws}`],
  ],
  [
    'a rejection that nobody awaits',
    { 'f.ts': 'Promise.reject(new Error("lost"))\nawait new Promise((done) => setTimeout(done, 500))\n' },
    [`bad_typescript f.ts:1:16 lost → ${throws}`],
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
      'bad_typescript f.ts:3:3 "pintail" has no export "entty" → did you mean "entity"?   it has bucketize, count, countDistinct, csv, entity, featureService, featureView, first, json, last, max, mean, median, min, minMax, oneHot, p1…p99, parquet, quantile, ratio, sequence, since, span, sql, standardize, stddev, sum, variance',
    ],
  ],
  [
    'malformed JSON',
    { 'f.ts': "import x from './x.json'\n", 'x.json': '{"a": 1,\n b}' },
    [
      `bad_typescript x.json:2:2 Expected double-quoted property name in JSON at position 10 (line 2 column 2) → ${written}`,
    ],
  ],
  [
    'a circle',
    {
      'f.ts': "import { b } from './h/b.ts'\nexport const a = b\n",
      'h/b.ts': "import { a } from '../f.ts'\nexport const b = a + 1\n",
    },
    [`bad_typescript h/b.ts:2:18 ReferenceError: Cannot access 'a' before initialization → ${throws}`],
  ],
  [
    'endless recursion',
    { 'f.ts': 'const f = (): number => f()\nf()\n' },
    [`bad_typescript f.ts:1:25 RangeError: Maximum call stack size exceeded → ${throws}`],
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

test('a path may hold spaces, brackets and letters of any kind', async (t) => {
  const odd =
    "import { entity } from 'pintail'\nentity('a', { keys: 7 as any })\nconst f = () => { throw new Error('x') }\nf()\n"
  const { problems, declarations } = await load(t, { 'é (1) #2 %20.ts': odd, 'ü [b].ts': 'enum A { B }\n' })
  assert.deepEqual(
    problems.map((it) => told(it).split(' → ')[0]),
    [
      'bad_typescript é (1) #2 %20.ts:3:25 x',
      'bad_typescript ü [b].ts:1:1 TypeScript enum is not supported in strip-only mode',
    ],
  )
  assert.deepEqual(declarations[0]?.place(['keys']), { file: 'é (1) #2 %20.ts', line: 2, column: 21 })
})

test('a failure of a shared helper is told once, beside those of other files', async (t) => {
  const files = {
    'a.ts': "import './h/bad.ts'\n",
    'b.ts': "import './h/bad.ts'\n",
    'c.ts': 'throw new Error("own")\n',
    'd.ts': entity('fine'),
    'h/bad.ts': 'throw new Error("shared")\n',
  }
  const { declarations, problems } = await load(t, files)
  assert.deepEqual(problems.map(told), [
    `bad_typescript h/bad.ts:1:7 shared → ${throws}`,
    `bad_typescript c.ts:1:7 own → ${throws}`,
  ])
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
