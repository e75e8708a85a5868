// Does the server keep to itself, share the port's rules, and stop without losing a request?
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fixedClock } from '../../src/core/clock.ts'
import { PintailError } from '../../src/core/errors.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { type ListenOptions, listen } from '../../src/server/listen.ts'
import { featureOf, rowSetOf, shelve, temporaryFolder, viewOf } from '../online/shelf.ts'
import { servedBy } from './served.ts'

const users = rowSetOf(1, 'users', [{ name: 'id', type: 'int64' }])
const view = viewOf(users, [featureOf(1, users, 'name', 'string')])

const started = async (t: TestContext, options: Partial<ListenOptions> = {}) => {
  const path = `${temporaryFolder(t)}/online.db`
  shelve(path, view, [{ keys: [1n], at: 0n, values: ['one'] }])
  const store = openOnlineStore(path, fixedClock(0n))
  const served = servedBy(store, [view], async () => {
    await setTimeout(150)
    throw new PintailError({ code: 'not_ingested', message: 'nothing yet' })
  })
  const server = await listen(served, { host: '127.0.0.1', port: 0, limit: 10_000, ...options })
  t.after(async () => {
    await server.stop(100)
    store.close()
  })
  return { server, path }
}

const body = '{"features":["users:name"],"entities":{"id":[1]}}'
const json = { 'content-type': 'application/json' }

/** node:http, because fetch does not let a test choose the Host header. */
const send = (port: number, headers: Record<string, string>, text = body, path = '/get-online-features') =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        answer += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: answer }))
    })
    call.on('error', reject)
    call.end(text)
  })

test('an online read over a port, and what is written meanwhile', async (t) => {
  const { server, path } = await started(t)
  const read = async () => {
    const response = await fetch(`${server.url}/get-online-features`, { method: 'POST', headers: json, body })
    return JSON.parse(await response.text()).results[1].values[0]
  }
  assert.equal(await read(), 'one')
  shelve(path, view, [{ keys: [1n], at: 1n, values: ['two'] }], { until: 1n, lastRun: 2 })
  assert.equal(await read(), 'two')
})

test("the Host header must be the server's own", async (t) => {
  const { server } = await started(t)
  for (const host of ['localhost', '127.0.0.1:80', '[::1]:6566', 'LOCALHOST:1']) {
    assert.equal((await send(server.port, { ...json, host })).status, 200, host)
  }
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:6566', '[::2]']) {
    assert.equal((await send(server.port, { ...json, host })).status, 403, host)
    assert.equal((await send(server.port, { ...json, host }, '{}', '/get-historical-features')).status, 403, host)
  }
})

test('a token, where one is set, and no CORS', async (t) => {
  const token = 'a long enough token'
  const { server } = await started(t, { token })
  assert.equal((await send(server.port, json)).status, 401)
  assert.equal((await send(server.port, { ...json, authorization: `Bearer ${token}x` })).status, 401)
  assert.equal((await send(server.port, { ...json, authorization: `Bearer ${token}` })).status, 200)
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200)
  const preflight = await fetch(`${server.url}/get-online-features`, { method: 'OPTIONS' })
  assert.equal(preflight.headers.get('access-control-allow-origin'), null)
})

test('bodies: too large by header and by length, wrong type, malformed', async (t) => {
  const { server } = await started(t)
  const large = `{"features":["users:name"],"entities":{"id":[${'1,'.repeat(10_000)}1]}}`
  assert.equal((await send(server.port, json, large)).status, 413)
  assert.equal((await send(server.port, { ...json, 'transfer-encoding': 'chunked' }, large)).status, 413)
  assert.equal((await send(server.port, { 'content-type': 'text/plain' })).status, 415)
  assert.equal((await send(server.port, json, '{"features":')).status, 400)
  assert.equal((await send(server.port, json)).status, 200)
})

test('a taken port and a public address without a token are refused, with a fix', async (t) => {
  const { server } = await started(t)
  const taken = await started(t, { port: server.port }).catch((thrown: unknown) => thrown)
  assert.ok(taken instanceof PintailError)
  assert.equal(taken.code, 'address_unavailable')
  assert.match(taken.fix ?? '', /--port/)
  for (const host of ['0.0.0.0', '::', '192.0.2.1']) {
    const open = await started(t, { host }).catch((thrown: unknown) => thrown)
    assert.ok(open instanceof PintailError)
    assert.equal(open.code, 'not_permitted')
  }
})

test('a stop lets the request under way finish and takes no new one', async (t) => {
  const { server } = await started(t)
  const question = '{"features":["users:name"],"entities":{"id":[1],"event_timestamp":["2026-01-01"]}}'
  const slow = send(server.port, json, question, '/get-historical-features')
  await setTimeout(50)
  const stopped = server.stop(5_000)
  const answer = await slow
  assert.equal(answer.status, 503)
  assert.equal(JSON.parse(answer.text).code, 'not_ingested')
  await stopped
  await assert.rejects(send(server.port, json))
})

test('a client that goes away in the middle of its body harms no one', async (t) => {
  const { server } = await started(t)
  for (const path of ['/get-online-features', '/get-historical-features']) {
    await new Promise<void>((resolve) => {
      const call = request({ host: '127.0.0.1', port: server.port, path, method: 'POST', headers: json })
      call.on('error', () => resolve())
      call.write('{"features":')
      setImmediate(() => call.destroy(new Error('gone')))
    })
  }
  await setTimeout(50)
  assert.equal((await send(server.port, json)).status, 200)
})

test('more rows than a read should hold the others up for are refused', async (t) => {
  const { server } = await started(t, { limit: 10_000_000 })
  const many = `{"features":["users:name"],"entities":{"id":[${'1,'.repeat(100_000)}1]}}`
  assert.equal((await send(server.port, json, many)).status, 413)
  const enough = `{"features":["users:name"],"entities":{"id":[${'1,'.repeat(99_999)}1]}}`
  assert.equal(JSON.parse((await send(server.port, json, enough)).text).results[1].values.length, 100_000)
})
