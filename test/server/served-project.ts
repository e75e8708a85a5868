// A small project behind a server on a port of its own, as it goes with a test.
import type { TestContext } from 'node:test'
import { listen } from '../../src/server/listen.ts'
import { bench, definitions, header, rows } from '../ingest/bench.ts'

export const served = async (t: TestContext): Promise<{ readonly url: string; readonly model: string }> => {
  const service = `
services:
  model: { features: ['view:*'] }
`
  const it = await bench(t, header + rows(1, 2), definitions(service))
  await it.ingest()
  await it.pintail.materialize({ views: [], features: [], mode: 'full', until: null })
  const server = await listen(it.pintail, { host: '127.0.0.1', port: 0 })
  t.after(() => server.stop())
  return { url: server.url, model: 'model' }
}
