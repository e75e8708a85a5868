// What do those hear who ask while the server stops, and what of a body that is no text?
import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fixedClock } from '../../src/core/clock.ts'
import { PintailError } from '../../src/core/errors.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { listen } from '../../src/server/listen.ts'
import { featureOf, rowSetOf, shelve, temporaryFolder, viewOf } from '../online/shelf.ts'
import { servedBy } from './served.ts'

const users = rowSetOf(1, 'users', [{ name: 'id', type: 'int64' }])
const view = viewOf(users, [featureOf(1, users, 'name', 'string')])

const started = async (t: TestContext) => {
  const path = `${temporaryFolder(t)}/online.db`
  shelve(path, view, [{ keys: [1n], at: 0n, values: ['one'] }])
  const store = openOnlineStore(path, fixedClock(0n))
  const released = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const served = servedBy(store, [view], async () => {
    begun.resolve()
    await released.promise
    throw new PintailError({ code: 'not_ingested', message: 'nothing yet' })
  })
  const server = await listen(served, { host: '127.0.0.1', port: 0 })
  t.after(async () => {
    released.resolve()
    await server.stop(100)
    store.close()
  })
  return { server, begun: begun.promise, release: released.resolve }
}

interface Asked {
  readonly path: string
  readonly body?: string | Buffer
  readonly agent?: Agent
}

const ask = (port: number, { path, body, agent }: Asked) =>
  new Promise<{ status: number; text: string; connection: string | undefined }>((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const headers = { 'content-type': 'application/json' }
    const call = request({ host: '127.0.0.1', port, path, method, headers, agent: agent ?? false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, connection: response.headers.connection }),
      )
    })
    call.on('error', reject)
    call.end(body)
  })

const online = { path: '/get-online-features', body: '{"features":["users:name"],"entities":{"id":[1]}}' }
const historical = {
  path: '/get-historical-features',
  body: '{"features":["users:name"],"entities":{"id":[1],"event_timestamp":["2026-01-01"]}}',
}

test('while a request finishes, readiness says 503 on kept and on new connections, and nothing new is taken', async (t) => {
  const { server, begun, release } = await started(t)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.after(() => agent.destroy())
  assert.equal((await ask(server.port, { path: '/readyz', agent })).status, 200)
  const slow = ask(server.port, historical)
  await begun
  const stopped = server.stop(5_000)
  await setTimeout(50)
  for (const kept of [{ agent }, {}, { agent }]) {
    const ready = await ask(server.port, { path: '/readyz', ...kept })
    assert.equal(ready.status, 503)
    assert.match(ready.text, /the server is stopping/)
  }
  assert.equal((await ask(server.port, { path: '/livez' })).status, 200)
  for (const question of [online, historical]) {
    const turned = await ask(server.port, question)
    assert.deepEqual([turned.status, turned.connection], [503, 'close'])
  }
  release()
  assert.match((await slow).text, /nothing yet/)
  await stopped
  await assert.rejects(ask(server.port, { path: '/readyz' }))
})

test('a body that is no UTF-8 is malformed on both ways', async (t) => {
  const { server } = await started(t)
  for (const { path, body } of [online, historical]) {
    const broken = Buffer.from(body.replace('[1]', '["\u00ff"]'), 'latin1')
    const answer = await ask(server.port, { path, body: broken })
    assert.equal(answer.status, 400)
    assert.match(answer.text, /not UTF-8/)
  }
})

test('lists of two lengths are refused, also of a key that nobody asks about', async (t) => {
  const { server } = await started(t)
  for (const entities of ['{"id":[1],"b":["x","y"]}', '{"b":["x","y"],"id":[1]}', '{"b":[1],"c":[],"id":[1]}']) {
    const answer = await ask(server.port, { ...online, body: `{"features":["users:name"],"entities":${entities}}` })
    assert.ok([400, 422].includes(answer.status), String(answer.status))
    assert.match(answer.text, /has \d values? and/)
  }
})
