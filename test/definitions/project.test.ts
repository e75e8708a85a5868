// Is the project found, its settings read with their origins, and its paths kept inside?
import assert from 'node:assert/strict'
import { mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { findProject, makeStateFolders } from '../../src/definitions/project.ts'
import { resolveInside } from '../../src/definitions/resolve-path.ts'
import { temporaryFolder, toldBy } from './temporary-project.ts'

test('the project is found from a folder inside it', async (t) => {
  const root = temporaryFolder(t, { 'pintail.yaml': 'project: heart\n', 'a/b/c.txt': '' })
  assert.equal((await findProject(join(root, 'a/b'))).root, root)
  assert.equal((await findProject(root)).project, 'heart')
})

test('the nearest project counts, and a link to it leads to the same', async (t) => {
  const root = temporaryFolder(t, {
    'pintail.yaml': 'project: outer',
    'in/pintail.yaml': 'project: inner',
    'in/x/y': '',
  })
  assert.equal((await findProject(join(root, 'in/x'))).project, 'inner')
  symlinkSync(join(root, 'in'), join(root, 'link'))
  assert.equal((await findProject(join(root, 'link'))).root, join(root, 'in'))
})

test('no project is told with the way to make one', async (t) => {
  const root = temporaryFolder(t, {})
  assert.deepEqual(await toldBy(() => findProject(root)), [
    `no_project ? there is no pintail.yaml in ${root} or a folder above it → pintail init`,
  ])
})

test('an empty file is a whole project', async (t) => {
  const root = temporaryFolder(t, { 'pintail.yaml': '' })
  const { project, definitions, allow, engine, server, strict, settings, paths } = await findProject(root)
  assert.deepEqual(
    { project, definitions, allow, engine, server, strict },
    {
      project: basename(root),
      definitions: ['features'],
      allow: [],
      engine: { threads: null, memory_limit: null },
      server: { host: '127.0.0.1', port: 6566 },
      strict: false,
    },
  )
  assert.deepEqual([...new Set(settings.map(({ origin }) => origin))], ['default'])
  assert.equal(paths.registry, join(root, '.pintail/registry.db'))
})

test('each value knows where it came from; the environment wins', async (t) => {
  const yaml = 'project: heart\nengine:\n  threads: 2\n  memory_limit: 4GB\nserver: { port: 7000 }\n'
  const environment = { PINTAIL_THREADS: '8', PINTAIL_HOST: '0.0.0.0', PINTAIL_PORT: '', OTHER: 'x' }
  const { settings } = await findProject(temporaryFolder(t, { 'pintail.yaml': yaml }), environment)
  assert.deepEqual(
    settings.map(({ key, value, origin }) => [key, value, origin]),
    [
      ['project', 'heart', 'pintail.yaml:1'],
      ['definitions', ['features'], 'default'],
      ['allow', [], 'default'],
      ['engine.threads', 8, 'environment PINTAIL_THREADS'],
      ['engine.memory_limit', '4GB', 'pintail.yaml:4'],
      ['server.host', '0.0.0.0', 'environment PINTAIL_HOST'],
      ['server.port', 7000, 'pintail.yaml:5'],
      ['strict', false, 'default'],
    ],
  )
})

const wrong: readonly (readonly [string, string, Record<string, string>, readonly string[]])[] = [
  [
    'an unknown key',
    'projct: heart',
    {},
    ['unknown_key pintail.yaml:1:1 unknown key "projct" → did you mean "project"?'],
  ],
  [
    'a key below the wrong one',
    'engine: { port: 1 }',
    {},
    ['unknown_key pintail.yaml:1:11 unknown key "port" → the keys here are threads, memory_limit'],
  ],
  [
    'two bad values',
    'engine:\n  threads: 0\n  memory_limit: lots\n',
    {},
    [
      'bad_config pintail.yaml:2:12 engine.threads: 0 is below 1 → write 1 or more',
      'bad_config pintail.yaml:3:17 engine.memory_limit: "lots" is no amount of memory; write 4GB or 512MB',
    ],
  ],
  [
    'a port too high',
    'server: { port: 70000 }',
    {},
    ['bad_config pintail.yaml:1:17 server.port: 70000 is above 65535 → write 65535 or less'],
  ],
  [
    'a bad variable',
    '',
    { PINTAIL_THREADS: 'many' },
    ['bad_config environment engine.threads: "many" is no number → write a number'],
  ],
  ['a list', '- a', {}, ['bad_config pintail.yaml:1:1 a list is no map → write a map: { key: value }']],
  [
    'an engine that is none',
    'engine: fast',
    { PINTAIL_THREADS: '2' },
    ['bad_config pintail.yaml:1:9 engine: "fast" is no map → write a map: { key: value }'],
  ],
  ['bad YAML', 'project: "x', {}, ['bad_yaml pintail.yaml:1:12 Missing closing "quote → close it']],
  [
    'two documents',
    'project: a\n---\nproject: b\n',
    {},
    ['bad_config pintail.yaml:3:1 the file holds one document; remove the line ---'],
  ],
]

for (const [name, yaml, environment, expected] of wrong) {
  test(`${name} is told`, async (t) => {
    const root = temporaryFolder(t, { 'pintail.yaml': yaml })
    assert.deepEqual(await toldBy(() => findProject(root, environment)), expected)
  })
}

test('a key with nothing behind it, and a byte order mark, say nothing', async (t) => {
  const root = temporaryFolder(t, { 'pintail.yaml': '\uFEFFproject: heart\nengine:\n  # threads: 2\nallow:\n' })
  assert.equal((await findProject(root)).engine.threads, null)
})

test('what is no UTF-8 is told by line', async (t) => {
  const root = temporaryFolder(t, {
    'pintail.yaml': Buffer.concat([Buffer.from('a: b\nc: '), Buffer.from([0xff, 0xfe])]),
  })
  assert.deepEqual(await toldBy(() => findProject(root)), [
    'bad_config pintail.yaml:2 the file is not UTF-8 text → save it with the encoding UTF-8',
  ])
})

test('state folders are for their owner alone, and may be there already', async (t) => {
  const project = await findProject(temporaryFolder(t, { 'pintail.yaml': '' }))
  makeStateFolders(project)
  makeStateFolders(project)
  for (const folder of [project.paths.state, project.paths.offline, project.paths.tmp]) {
    assert.equal(statSync(folder).mode & 0o777, 0o700)
  }
})

test('a path is read from the project, wherever links lead', async (t) => {
  const outside = temporaryFolder(t, { 'secret.csv': '', 'deep/x.csv': '' })
  const root = temporaryFolder(t, { 'data/a.csv': '', 'data[1]/b.csv': '' })
  symlinkSync(join(outside, 'secret.csv'), join(root, 'data/link.csv'))
  symlinkSync(outside, join(root, 'out'))
  symlinkSync(join(root, 'data'), join(root, 'in'))
  symlinkSync('loop', join(root, 'loop'))
  mkdirSync(`${root}-twin`)
  t.after(() => rmSync(`${root}-twin`, { recursive: true }))
  const project = { root, allow: [] }

  for (const path of [
    'data/a.csv',
    './data/../data/a.csv',
    'data/*.csv',
    'in/a.csv',
    'not/yet.csv',
    join(root, 'data/a.csv'),
    '**/*.csv',
    'data[1]/b.csv',
  ]) {
    assert.equal(resolveInside(project, path), join(root, path.startsWith(root) ? path.slice(root.length) : path))
  }
  for (const path of [
    '../x.csv',
    '/etc/passwd',
    'data/../../x',
    'data/*/../../../etc/passwd',
    'out/deep/x.csv',
    'out/*.csv',
    'data/link.csv',
    `${root}-twin/x`,
    'a\0b',
    '..',
  ]) {
    const [line = ''] = await toldBy(() => resolveInside(project, path, { file: 'f.yaml', line: 3 }))
    assert.ok(
      line.startsWith(
        `path_outside_project f.yaml:3 ${JSON.stringify(path).replace('\\u0000', '\0')} lies outside the project → `,
      ),
      line,
    )
  }
  assert.match(
    (await toldBy(() => resolveInside(project, 's3://bucket/x.csv')))[0] ?? '',
    /→ copy the file into the project$/,
  )
  assert.equal(resolveInside({ root, allow: [outside] }, 'out/deep/*.csv'), join(root, 'out/deep/*.csv'))
  assert.equal(resolveInside({ root, allow: ['out'] }, join(outside, 'secret.csv')), join(outside, 'secret.csv'))
})
