// Does an editor complete and check a definition? The written declarations, held against the compiler and the builders.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { moduleOfTypes } from '../../build/embed-types.ts'
import * as define from '../../src/core/define.ts'
import { declarations } from '../../src/definitions/declarations.ts'
import * as sdk from '../../src/sdk/index.ts'
import { modelScript } from './model.ts'
import { temporaryFolder } from './temporary-project.ts'

const repository = join(import.meta.dirname, '../..')
const tsc = join(repository, 'node_modules/typescript/bin/tsc')

/** As `pintail init` writes it. */
const compiler = {
  compilerOptions: {
    target: 'esnext',
    module: 'preserve',
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: [],
    paths: { pintail: ['./.pintail/types/pintail.d.ts'] },
  },
  include: ['features'],
}

/** What the compiler says about each definition file of a project, without the place. */
const faultsOf = (t: TestContext, scripts: readonly string[], options: object = {}): string[][] => {
  const files = scripts.map((script, i): [string, string] => [`features/f${i}.ts`, script])
  const root = temporaryFolder(t, {
    'tsconfig.json': JSON.stringify({ ...compiler, compilerOptions: { ...compiler.compilerOptions, ...options } }),
    '.pintail/types/pintail.d.ts': declarations,
    ...Object.fromEntries(files),
  })
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', root, '--pretty', 'false'], {
    cwd: root,
    encoding: 'utf8',
  })
  const faults = stdout.split('\n').map((line) => /^(\S+)\(\d+,\d+\): error (.*)/.exec(line) ?? [])
  return files.map(([path]) => faults.filter((fault) => fault[1] === path).map((fault) => fault[2] ?? ''))
}

test('the committed declarations are those of the builders', () => {
  const committed = readFileSync(join(repository, 'src/definitions/declarations.ts'), 'utf8')
  assert.equal(committed, moduleOfTypes(), 'run `node build/embed-types.ts` and commit src/definitions/declarations.ts')
})

test('the model is checked without a fault, and with the declarations themselves', (t) => {
  assert.deepEqual(faultsOf(t, [modelScript], { skipLibCheck: false }), [[]])
})

test('every builder is exported, and nothing that is for Pintail alone', () => {
  const names = Object.keys(define).filter((name) => name !== 'collected')
  assert.deepEqual(
    Object.keys(sdk).filter((name) => names.includes(name)),
    names,
  )
  for (const name of names) assert.match(declarations, new RegExp(`^    export const ${name}:`, 'm'))
  assert.doesNotMatch(declarations, /\bcollected\b|\bDeclared\b|^ *import /m)
})

const start = `import { bucketize, count, csv, entity, featureService, featureView, minMax, oneHot, p90, quantile, ratio, sequence, since, sql, type FeatureView } from 'pintail'
const patient = entity('patient', { keys: { id: 'string' } })
const visits = csv('visits', { path: 'p', timestamp: 't' })
const cardiac = featureView('cardiac', { entity: patient, source: visits, features: { age: 'age', risk: sql\`x\` } })
`

const accepted: readonly (readonly [string, string])[] = [
  ['names in place of things', "featureView('v', { entity: 'patient', source: 'visits', features: { a: 'a' } })"],
  ['several entities', "featureView('v', { entities: [patient, 'other'], source: visits, features: { a: 'a' } })"],
  ['every way to pick', "featureService('s', { features: [cardiac.pick('age', 'risk'), cardiac.all(), 'cardiac:*'] })"],
  [
    'a template with more',
    "featureView('v', { entity: patient, source: visits, features: { a: { ...sql`x`, type: 'float64[]' } } })",
  ],
  [
    'names that windows, forms and categories generate',
    "const v = featureView('v', { entity: 'e', source: 's', features: { n: count({ windows: ['7d'] }), r: ratio('n_7d', 'n_7d') } })\nv.pick('n_7d', 'n_7d_binary', 'n:Add to cart', 'r')",
  ],
  [
    'functions of events',
    "const all = [count(), p90('x', { window: '1h', closed: 'left' }), quantile('x', { q: 0.5 }), since({ scale: 60 }), sequence(['a', 'b'], { within: '1h' }), oneHot('d', { values: { top: 3 } })]",
  ],
  [
    'a row told apart, and the event before',
    "csv('s', { path: 'p', timestamp: 't', id: 'i', columns: { gap: { since_previous: true } } })",
  ],
  ['a view of any features', 'const any: FeatureView = cardiac\nany.pick("whatever")'],
  ['constants', "const tags = ['a'] as const\nentity('e', { keys: { id: 'int64' }, tags })"],
]

test('all that may be written is accepted', (t) => {
  const faults = faultsOf(
    t,
    accepted.map(([, script]) => start + script),
  )
  for (const [i, [name]] of accepted.entries()) assert.deepEqual([name, ...(faults[i] ?? ['?'])], [name])
})

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['a wrong key', "entity('e', { keys: { id: 'string' }, onwer: 'me' })", /'onwer' does not exist/],
  [
    'a wrong key of a view',
    "featureView('v', { entity: patient, source: visits, tll: '7d', features: { a: 'a' } })",
    /'tll' does not exist/,
  ],
  [
    'a wrong key of a feature',
    "featureView('v', { entity: patient, source: visits, features: { a: { sql: 'x', typ: 'bool' } } })",
    /'typ' does not exist/,
  ],
  ['a wrong option', "csv('s', { path: 'p', timestamp: 't', options: { delimeter: ';' } })", /'delimeter'/],
  ['a float key', "entity('e', { keys: { id: 'float64' } })", /'"float64"' is not assignable to type 'KeyType'/],
  ['a wrong type', "minMax('age', { type: 'flaot64' })", /'"flaot64"' is not assignable/],
  [
    'a feature that is not there',
    "cardiac.pick('aeg')",
    /'"aeg"' is not assignable to parameter of type '"age" \| "risk" \| GeneratedName/,
  ],
  [
    'a source for an entity',
    "featureView('v', { entity: visits, source: visits, features: { a: 'a' } })",
    /'Source' is not assignable to type/,
  ],
  [
    'entity and entities',
    "featureView('v', { entity: patient, entities: [patient], source: visits, features: { a: 'a' } })",
    /not assignable/,
  ],
  ['no entity', "featureView('v', { source: visits, features: { a: 'a' } })", /not assignable/],
  ['no timestamp', "csv('s', { path: 'p' })", /Property 'timestamp' is missing/],
  ['a wrong option of a function', "count({ windw: '7d' })", /'windw'.* does not exist/],
  [
    'a quantile without q',
    "quantile('x', {})",
    /'{}' is not assignable to parameter of type 'Grouped & { readonly q: number; }'/,
  ],
  [
    'one-hot of anything',
    "oneHot('x', {})",
    /'{}' is not assignable to parameter of type 'Over & { readonly values: CategoryValues; }'/,
  ],
  ['a scale of a quantile', "p90('x', { scale: 2 })", /'scale' does not exist/],
  [
    'a function that is not there',
    "const x: { n: import('pintail').LongFeature } = { n: { aggregate: 'p100', of: 'x' } }",
    /not assignable/,
  ],
  ['a closed door', "count({ closed: 'both' })", /'"both"' is not assignable/],
  ['half a ratio', "ratio('a')", /Expected 2-3 arguments/],
  ['bins of no kind', "bucketize('age', {})", /not assignable/],
  [
    'a path that is none',
    "csv('s', { path: 'p', timestamp: 't', columns: { c: { json: 'j', path: 'a.b' } } })",
    /not assignable to type '`\$\$\{string\}`'/,
  ],
]

test('what may not be written is refused', (t) => {
  const faults = faultsOf(
    t,
    refused.map(([, script]) => start + script),
  )
  for (const [i, [name, , expected]] of refused.entries()) assert.match(`${name}: ${faults[i]?.join()}`, expected)
})

test('the declarations promise what the builders are', (t) => {
  const index = JSON.stringify(join(repository, 'src/sdk/index.ts'))
  const script = `import * as real from ${index}\nimport type * as promised from 'pintail'\nexport const proof: typeof promised = real\n`
  assert.deepEqual(faultsOf(t, [script], { types: ['node'], typeRoots: [join(repository, 'node_modules/@types')] }), [
    [],
  ])
})
