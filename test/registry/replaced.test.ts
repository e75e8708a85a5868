// What if registry.db or online.db is replaced, removed or written over while it is open?
import assert from 'node:assert/strict'
import { cpSync, existsSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { open } from '../../src/pintail.ts'
import { listen } from '../../src/server/listen.ts'
import { bench, definitions, header, rows } from '../ingest/bench.ts'

/** Longer than a file is trusted without a look. */
const look = () => wait(300)
const everything = { views: [], features: [], mode: 'full', until: null } as const
const wanted = { features: ['view:x'], service: null, fullFeatureNames: false }

const filled = async (t: TestContext) => {
  const it = await bench(t, header + rows(1, 2))
  await it.ingest()
  await it.pintail.materialize(everything)
  // Written by one process, read by another.
  await it.pintail.close()
  const pintail = await open(it.path('.'))
  t.after(() => pintail.close())
  return { path: it.path, pintail }
}
/** Another project's file, closed, as a copy that is brought back would be. */
const another = async (t: TestContext): Promise<string> => {
  const it = await bench(t, header + rows(7), definitions().replace('{ x: x }', '{ x: x, y: x + 1 }'))
  await it.ingest()
  await it.pintail.materialize(everything)
  await it.pintail.close()
  return it.path('.pintail')
}
const features = ({ list }: Pick<Awaited<ReturnType<typeof open>>, 'list'>) =>
  list({ what: 'features' }).map(({ feature }) => feature)

test('another registry moved to its place is gone over to, and what the old one logged is not read with it', async (t) => {
  const it = await filled(t)
  const moment = it.pintail.moment()
  assert.deepEqual(features(it.pintail), ['view:x'])
  renameSync(`${await another(t)}/registry.db`, it.path('.pintail/registry.db'))
  await look()
  assert.deepEqual(features(it.pintail), ['view:x', 'view:y'])
  assert.notEqual(it.pintail.moment(), moment)
  await it.pintail.apply()
  const fresh = await open(it.path('.'))
  t.after(() => fresh.close())
  assert.deepEqual(features(fresh), ['view:x'])
})

test('another registry written over it is read', async (t) => {
  const it = await filled(t)
  cpSync(`${await another(t)}/registry.db`, it.path('.pintail/registry.db'))
  await look()
  assert.deepEqual(features(it.pintail), ['view:x', 'view:y'])
})

test('a registry that is gone is said to be, nothing is made in its place, and it is read again when it is back', async (t) => {
  const it = await filled(t)
  const path = it.path('.pintail/registry.db')
  const gone = { code: 'registry_damaged', message: /registry\.db is gone/, at: { file: path }, fix: /pintail apply/ }
  renameSync(path, `${path}.aside`)
  await look()
  assert.throws(() => it.pintail.list({ what: 'views' }), gone)
  assert.throws(() => it.pintail.moment(), gone)
  await assert.rejects(async () => it.pintail.apply(), gone)
  assert.ok(!existsSync(path))
  renameSync(`${path}.aside`, path)
  await look()
  assert.deepEqual(features(it.pintail), ['view:x'])
  rmSync(path)
  await look()
  assert.throws(() => it.pintail.list({ what: 'views' }), gone)
})

for (const [how, spoil] of [
  ['garbage', (path: string) => writeFileSync(path, 'garbage '.repeat(9_000))],
  ['a short text', (path: string) => writeFileSync(path, 'nothing')],
  [
    'a file of garbage moved there',
    (path: string) => {
      writeFileSync(`${path}.new`, 'garbage '.repeat(9_000))
      renameSync(`${path}.new`, path)
    },
  ],
] as const)
  test(`a registry that has become ${how} is told as damaged, and read again when it is brought back`, async (t) => {
    const it = await filled(t)
    const path = it.path('.pintail/registry.db')
    const copy = await another(t)
    spoil(path)
    await look()
    const damaged = { code: 'registry_damaged', at: { file: path } }
    assert.throws(() => it.pintail.list({ what: 'views' }), damaged)
    assert.throws(() => it.pintail.list({ what: 'views' }), damaged)
    cpSync(`${copy}/registry.db`, path)
    await look()
    assert.deepEqual(features(it.pintail), ['view:x', 'view:y'])
  })

test('one that was emptied is told as damaged', async (t) => {
  const it = await filled(t)
  truncateSync(it.path('.pintail/registry.db'))
  await look()
  assert.throws(() => it.pintail.list({ what: 'views' }), { code: 'registry_damaged' })
})

test('online.db: another is gone over to, one that is gone is said to be, a new one is read', async (t) => {
  const it = await filled(t)
  const path = it.path('.pintail/online.db')
  const read = () => it.pintail.online({ ...wanted, entities: new Map([['id', [1]]]) })
  const values = () => read().features.at(-1)?.values
  assert.deepEqual(values(), [1n])
  renameSync(path, `${path}.aside`)
  await look()
  assert.throws(read, { code: 'registry_damaged', message: /online\.db is gone/, fix: /pintail materialize/ })
  const other = await open(it.path('.'))
  t.after(() => other.close())
  await other.materialize(everything)
  await look()
  assert.deepEqual(values(), [1n])
})

test('online.db: a table that is missing is damage, which another materialization mends', async (t) => {
  const it = await filled(t)
  const path = it.path('.pintail/online.db')
  const { default: Sqlite } = await import('better-sqlite3')
  const database = new Sqlite(path)
  database.exec('DROP TABLE group_1')
  database.close()
  assert.throws(() => it.pintail.online({ ...wanted, entities: new Map([['id', [1]]]) }), {
    code: 'registry_damaged',
    message: /no such table: group_1/,
    fix: /online\.db alone may be deleted/,
  })
})

test('a server says that it is not ready, refuses reads with 503, and recovers', async (t) => {
  const it = await filled(t)
  const server = await listen(it.pintail, { host: '127.0.0.1', port: 0 })
  t.after(() => server.stop(100))
  const read = async (): Promise<unknown[]> => {
    const response = await fetch(`${server.url}/get-online-features`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/problem+json' },
      body: '{"features":["view:x"],"entities":{"id":[1]}}',
    })
    const body = JSON.parse(await response.text())
    const ready = await fetch(`${server.url}/readyz`)
    const { status, code } = JSON.parse(await ready.text())
    return [response.status, body.code ?? body.results[1].values[0], ready.status, code ?? status]
  }
  assert.deepEqual(await read(), [200, 1, 200, 'ready'])
  for (const name of ['registry.db', 'online.db']) {
    const path = it.path(`.pintail/${name}`)
    renameSync(path, `${path}.aside`)
    await look()
    assert.deepEqual(await read(), [503, 'registry_damaged', 503, 'registry_damaged'], name)
    renameSync(`${path}.aside`, path)
    await look()
    assert.deepEqual(await read(), [200, 1, 200, 'ready'], name)
  }
})
