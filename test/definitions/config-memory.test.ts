// Is what pintail.yaml was found to say remembered as it was, and only while nothing changed?
import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { questionOf, recall } from '../../src/definitions/config-memory.ts'
import { findProject, makeStateFolders } from '../../src/definitions/project.ts'
import { temporaryFolder, toldBy } from './temporary-project.ts'

const yaml = 'project: heart\nallow: [../data]\nengine: { threads: 2, memory_limit: 4GB }\nstrict: true\n'

/** A project that was opened once, and so has state. */
const opened = async (t: TestContext, text = yaml) => {
  const root = temporaryFolder(t, { 'pintail.yaml': text })
  const project = await findProject(root)
  makeStateFolders(project)
  return { root, project, memory: join(project.paths.state, 'config.json') }
}

test('what is remembered is what was read, for its owner alone', async (t) => {
  for (const text of [yaml, '', 'server: { port: 7000 }']) {
    const { root, project, memory } = await opened(t, text)
    assert.deepEqual(await findProject(root), project)
    assert.equal(statSync(memory).mode & 0o777, 0o600)
    assert.notEqual(recall(project.paths.state, questionOf(text, root.split('/').at(-1) ?? '', {})), undefined)
    assert.deepEqual(await findProject(root), project)
  }
})

test('a project without state is only read', async (t) => {
  const root = temporaryFolder(t, { 'pintail.yaml': yaml })
  await findProject(root)
  assert.equal(existsSync(join(root, '.pintail')), false)
})

test('an edit and the environment count at once', async (t) => {
  const { root } = await opened(t)
  await findProject(root)
  assert.equal((await findProject(root, { PINTAIL_THREADS: '8' })).engine.threads, 8)
  assert.equal((await findProject(root)).engine.threads, 2)
  writeFileSync(join(root, 'pintail.yaml'), yaml.replace('heart', 'heard'))
  assert.equal((await findProject(root)).project, 'heard')
  writeFileSync(join(root, 'pintail.yaml'), 'engine: fast')
  for (const _ of [1, 2])
    assert.deepEqual(await toldBy(() => findProject(root)), [
      'bad_config pintail.yaml:1:9 engine: "fast" is no map → write a map: { key: value }',
    ])
})

test('a memory that is not whole, or of another shape, is read anew', async (t) => {
  const { root, project, memory } = await opened(t)
  await findProject(root)
  const whole = readFileSync(memory, 'utf8')
  for (const damaged of [whole.slice(0, -20), `${whole}tail`, whole.replace('"threads":2', '"threads":"2"'), '']) {
    writeFileSync(memory, damaged)
    assert.deepEqual(await findProject(root), project)
    assert.equal(readFileSync(memory, 'utf8'), whole)
  }
})
