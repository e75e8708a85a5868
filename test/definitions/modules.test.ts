// What may a definition file import, what may it declare, and where does each part of its calls stand?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogOf } from '../../src/core/catalog.ts'
import { entityScript as entity, loadScripts as load } from './load-scripts.ts'
import { type Files, told } from './temporary-project.ts'

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
