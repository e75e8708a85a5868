// Does a running server see what another connection applies and materializes, without a restart?
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { open, type Pintail } from '../../src/pintail.ts'
import { listen } from '../../src/server/listen.ts'
import { temporaryFolder } from '../online/shelf.ts'

const definitions = (expression: string): string => `
entities:
  user: { keys: { user_id: int64 } }
sources:
  rows: { type: csv, path: data/rows.csv, timestamp: at }
views:
  spending:
    entity: user
    source: rows
    features: { total: ${expression} }
services:
  model: { features: [spending:total] }
`

const everything = { views: [], features: [], mode: 'incremental', until: null } as const

test('applied, materialized, and changed while the server runs', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'features'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: shop\n')
  writeFileSync(join(folder, 'data/rows.csv'), 'user_id,at,paid\n1,2026-01-01,10\n')
  const define = (expression: string): void => writeFileSync(join(folder, 'features/v.yaml'), definitions(expression))
  define('paid')
  const [served, working] = [await open(folder), await open(folder)]
  const server = await listen(served, { host: '127.0.0.1', port: 0 })
  t.after(async () => {
    await server.stop(100)
    await served.close()
    await working.close()
  })
  const read = async (): Promise<unknown[]> => {
    const response = await fetch(`${server.url}/get-online-features`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/problem+json' },
      body: '{"feature_service":"model","entities":{"user_id":[1]}}',
    })
    const body = JSON.parse(await response.text())
    return response.ok ? [body.results[1].values[0], body.results[1].statuses[0]] : [response.status, body.code]
  }
  const bringUp = async (pintail: Pintail): Promise<void> => {
    await pintail.ingest({ views: [], full: false })
    await pintail.materialize(everything)
  }

  assert.deepEqual(await read(), [503, 'not_applied'])
  await working.apply()
  assert.deepEqual(await read(), [null, 'NOT_FOUND'])
  await bringUp(working)
  assert.deepEqual(await read(), [10, 'PRESENT'])
  define('paid * 2')
  await working.apply()
  assert.deepEqual(await read(), [null, 'NOT_FOUND'])
  await bringUp(working)
  assert.deepEqual(await read(), [20, 'PRESENT'])
})
