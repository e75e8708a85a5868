// Are all definition files of a project found, read together, and their faults told at once?
import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { findDefinitionFiles } from '../../src/definitions/definition-files.ts'
import { loadCatalog } from '../../src/definitions/load.ts'
import { findProject } from '../../src/definitions/project.ts'
import { entityScript } from './load-scripts.ts'
import { type Files, temporaryFolder, toldBy } from './temporary-project.ts'

const project = (t: TestContext, files: Files) => findProject(temporaryFolder(t, { 'pintail.yaml': '', ...files }))

const entityYaml = (name: string): string => `entities: { ${name}: { keys: { id: string } } }\n`
test('files are found at any depth, in order; what is none is passed over', async (t) => {
  const found = await project(t, {
    'features/b.ts': '',
    'features/a.yaml': '',
    'features/Z.yml': '',
    'features/deep/er/c.mjs': '',
    'features/c.mts': '',
    'features/d.js': '',
    'features/types.d.ts': '',
    'features/types.d.mts': '',
    'features/notes.md': '',
    'features/e.tsx': '',
    'features/f.cjs': '',
    'features/.hidden/a.yaml': '',
    'features/.a.yaml': '',
    'features/node_modules/p/a.js': '',
    'other/a.yaml': '',
  })
  const { yaml, typescript, problems } = findDefinitionFiles(found)
  const short = (paths: readonly string[]) => paths.map((path) => path.slice(found.root.length + 1))
  assert.deepEqual(problems, [])
  assert.deepEqual(short(yaml), ['features/Z.yml', 'features/a.yaml'])
  assert.deepEqual(short(typescript), ['features/b.ts', 'features/c.mts', 'features/d.js', 'features/deep/er/c.mjs'])
})

test('folders may be named, overlap, be single files, and be linked', async (t) => {
  const found = await project(t, {
    'pintail.yaml': 'definitions: [defs, defs/deep, one.yaml, link]\n',
    'defs/deep/a.yaml': entityYaml('a'),
    'one.yaml': entityYaml('b'),
    'kept/c.yaml': entityYaml('c'),
  })
  symlinkSync(join(found.root, 'kept'), join(found.root, 'link'))
  symlinkSync(join(found.root, 'defs'), join(found.root, 'defs/circle'))
  assert.deepEqual([...(await loadCatalog(found)).entities.keys()].sort(), ['a', 'b', 'c'])
})

test('a link that leaves the project is refused, unless its folder is allowed', async (t) => {
  const outside = temporaryFolder(t, { 'a.yaml': entityYaml('a'), 'b.ts': entityScript('b') })
  const files = { 'features/own.yaml': entityYaml('own') }
  const [closed, open] = [
    await project(t, files),
    await project(t, { ...files, 'pintail.yaml': `allow: [${outside}]\n` }),
  ]
  for (const { root } of [closed, open]) {
    symlinkSync(outside, join(root, 'features/all'))
    symlinkSync(join(outside, 'a.yaml'), join(root, 'features/one.yaml'))
  }
  assert.deepEqual(
    (await toldBy(() => loadCatalog(closed))).map((line) => line.replace(/ → .*/, '')),
    [
      `path_outside_project features/all "${join(closed.root, 'features/all')}" lies outside the project`,
      `path_outside_project features/one.yaml "${join(closed.root, 'features/one.yaml')}" lies outside the project`,
    ],
  )
  assert.deepEqual([...(await loadCatalog(open)).entities.keys()].sort(), ['a', 'b', 'own'])
})

test('a project may have no definitions yet, but a folder that is named must be there', async (t) => {
  assert.equal((await loadCatalog(await project(t, {}))).views.size, 0)
  assert.deepEqual(
    await toldBy(async () => loadCatalog(await project(t, { 'pintail.yaml': '\ndefinitions: [defs]\n' }))),
    ['bad_config pintail.yaml:2 the definitions folder "defs" does not exist → mkdir defs'],
  )
})

test('a dangling link is told', async (t) => {
  const found = await project(t, { 'features/a.yaml': '' })
  symlinkSync(join(found.root, 'gone.yaml'), join(found.root, 'features/b.yaml'))
  assert.match(
    (await toldBy(() => loadCatalog(found)))[0] ?? '',
    /^bad_definition features\/b\.yaml cannot be read: ENOENT/,
  )
})

test('YAML and TypeScript refer to each other', async (t) => {
  const { views, services, placeOf } = await loadCatalog(
    await project(t, {
      'features/a.yaml': `${entityYaml('patient')}services: { risk: { features: ["cardiac:age"] } }\n`,
      'features/b.ts': `import { csv, featureView } from 'pintail'\nconst source = csv('s', { path: 'p', timestamp: 't' })\nfeatureView('cardiac', { entity: 'patient', source, features: { age: 'age' } })\n`,
    }),
  )
  assert.deepEqual([...views.keys(), ...services.keys()], ['cardiac', 'risk'])
  assert.deepEqual(placeOf('views', 'cardiac', ['features', 'age']), { file: 'features/b.ts', line: 3, column: 70 })
  assert.deepEqual(placeOf('services', 'risk'), { file: 'features/a.yaml', line: 2, column: 13 })
})

test('the faults of all files come at once, file by file', async (t) => {
  const lines = await toldBy(async () =>
    loadCatalog(
      await project(t, {
        'features/a.yaml': 'views:\n\tx: 1\n',
        'features/b.ts': 'enum A { B }\n',
        'features/c.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xff]),
        'features/d.yaml': 'entities: { e: { keys: { id: float64 } } }\nviewz: {}\n',
        'features/e.ts':
          "import { entity } from 'pintail'\nentity('e', { keys: { id: 'int64' }, ownr: 'me' } as any)\n",
        'features/f.ts': 'throw new Error("boom")\n',
        'features/g.yaml': 'services: { s: { features: ["gone:x"] } }\n',
      }),
    ),
  )
  assert.deepEqual(
    lines.map((line) => line.split(' ').slice(0, 2).join(' ')),
    [
      'bad_yaml features/a.yaml:2:1',
      'bad_typescript features/b.ts:1:1',
      'bad_yaml features/c.yaml:1',
      'bad_definition features/d.yaml:1:30',
      'unknown_key features/d.yaml:2:1',
      'duplicate_name features/e.ts:2:1',
      'unknown_key features/e.ts:2:38',
      'bad_typescript features/f.ts:1:7',
    ],
  )
})

test('names twice, in two files, are told with both places', async (t) => {
  const files = { 'features/a.yaml': entityYaml('e'), 'features/b.ts': entityScript('e') }
  assert.deepEqual(await toldBy(async () => loadCatalog(await project(t, files))), [
    'duplicate_name features/b.ts:2:1 entity "e" is defined twice → rename or remove one; the first is at features/a.yaml:1',
  ])
})

test('a file that cannot be read is told', async (t) => {
  const found = await project(t, { 'features/a.yaml': '' })
  mkdirSync(join(found.root, 'features/folder.yaml'))
  assert.equal((await loadCatalog(found)).views.size, 0)
})
