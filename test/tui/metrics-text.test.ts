// Whatever listens on the server's port: is what it says bounded in size and time, and taken for metrics only when it is?
import { deepEqual, equal, match } from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import { describe, it, type TestContext } from 'node:test'
import { metricsText, samplesOf } from '../../src/tui/data/metrics-text.ts'

const { signal } = new AbortController()

const answering = async (test: TestContext, answer: (response: ServerResponse) => void): Promise<string> => {
  const server = createServer((_, response) => answer(response))
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  test.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/metrics`
}

describe('what answers there', () => {
  it('metrics of Pintail are taken', async (t) => {
    const url = await answering(t, (it) => it.end('# HELP\npintail_requests_total 1\n'))
    equal((await metricsText(url, signal)).silent, null)
  })
  for (const body of ['null', '[[[[', '{"ok":true}', 'go_threads 7\n', ''])
    it(`${JSON.stringify(body)} is something else`, async (t) => {
      const url = await answering(t, (it) => it.end(body))
      match((await metricsText(url, signal)).silent ?? '', /something else answers there/)
    })
  it('an answer without an end is read no further than some megabytes', async (t) => {
    const url = await answering(t, (it) => {
      const more = (): void => {
        while (!it.destroyed && it.write('x'.repeat(65_536)));
        it.once('drain', more)
      }
      it.on('error', () => {})
      more()
    })
    match((await metricsText(url, signal)).silent ?? '', /more than any metrics/)
  })
  it('a trickle ends after two seconds', async (t) => {
    const url = await answering(t, (it) => {
      const more = setInterval(() => it.write('#\n'), 50)
      it.on('close', () => clearInterval(more))
    })
    match((await metricsText(url, signal)).silent ?? '', /no answer within 2 s/)
  })
  it('nobody', async () =>
    match((await metricsText('http://127.0.0.1:9/', signal)).silent ?? '', /no server runs there/))
})

it('what is no number is no sample', () =>
  deepEqual(samplesOf('pintail_a NaN\npintail_b 1e999\npintail_c -Inf\npintail_d 2\n'), [
    { name: 'pintail_d', labels: {}, value: 2 },
  ]))
