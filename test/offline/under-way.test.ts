// Does closing the engine wait for what runs in it, and does nothing begin after?
import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it, type TestContext } from 'node:test'
import { type OfflineStore, openOfflineStore } from '../../src/offline/offline-store.ts'
import { underWay } from '../../src/offline/under-way.ts'

const endless = 'SELECT sum(sin(a.range * b.range)) FROM range(10000000) a, range(10000000) b'

const opened = async (t: TestContext): Promise<OfflineStore> => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-under-way-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return openOfflineStore({ threads: 2, memoryLimit: null, temporary: folder })
}

it('queries that run are stopped, however far they are; none begins after', async (t) => {
  const store = await opened(t)
  const [first, second] = [await store.session(), await store.session()]
  const running = [first.rows(endless), first.rows(endless), second.run(endless)]
  const ended = Promise.allSettled(running)
  await store.close()
  deepEqual(
    (await ended).map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  )
  for (const one of running) await rejects(one, { code: 'interrupted' })
  await rejects(first.rows('SELECT 1'), { code: 'interrupted' })
  await rejects(store.session(), { code: 'interrupted' })
})

it('who is just connecting is waited for, and connected to nothing', async (t) => {
  const store = await opened(t)
  const connecting = Array.from({ length: 20 }, () => store.session())
  const ended = Promise.allSettled(connecting)
  await store.close()
  for (const { status } of await ended) equal(status, 'rejected')
  for (const one of connecting) await rejects(one, { code: 'interrupted' })
})

it('a session that is closed beneath its query lets it end first', async (t) => {
  const store = await opened(t)
  const session = await store.session()
  const running = session.rows(endless)
  session.close()
  await rejects(running, { code: 'interrupted' })
  await store.close()
})

it('an abort as the query begins is heard', async (t) => {
  const store = await opened(t)
  const stop = new AbortController()
  const session = await store.session(stop.signal)
  const running = session.rows(endless)
  stop.abort()
  await rejects(running, { code: 'interrupted' })
  await store.close()
})

it('who does not hear is told again, until he does', async () => {
  let times = 0
  const { promise, resolve } = Promise.withResolvers<string>()
  const running = underWay(() => {
    times += 1
    if (times === 3) resolve('heard')
  })
  const work = running.run(() => promise)
  await running.ended()
  equal(await work, 'heard')
  equal(times, 3)
  await running.ended()
  ok(times === 3)
})
