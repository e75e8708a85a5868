// Does POST /get-historical-features give a spine its point-in-time answers, exactly, in each format?
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Hono } from 'hono'
import { fixedClock } from '../../src/core/clock.ts'
import { PintailError } from '../../src/core/errors.ts'
import { type OfflineStore, openOfflineStore, readParquet, type Session } from '../../src/offline/offline-store.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { writeTrainingSet } from '../../src/retrieval/training-set.ts'
import { createApp } from '../../src/server/app.ts'
import { guardOf } from '../../src/server/security.ts'
import { selectAll } from '../online/shelf.ts'
import { makeView, writeHistory } from '../support/history-files.ts'
import { servedBy } from './served.ts'

const march = 1_772_366_400_000_000n
const big = 2n ** 53n + 1n

let folder: string
let store: OfflineStore
let session: Session
let app: Hono

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pintail-'))
  store = await openOfflineStore({ threads: 2, memoryLimit: null, temporary: join(folder, 'tmp') })
  session = await store.session()
  const view = makeView({
    view: 'spending',
    keys: [{ name: 'user_id', type: 'int64' }],
    features: [
      { name: 'mean', type: 'float64' },
      { name: 'count', type: 'int64' },
    ],
    created: false,
  })
  const rows = [
    { keys: [big], eventTime: march, created: null, values: [3, big] },
    { keys: [1n], eventTime: march, created: null, values: [0.25, -1n] },
  ]
  const history = await writeHistory(session, view, [rows], folder)
  const online = openOnlineStore(join(folder, 'online.db'), fixedClock(march))
  const served = servedBy(online, [view], (request, watched) =>
    writeTrainingSet(store, { ...request, selected: selectAll(view), historyOf: () => history }, watched),
  )
  const options = { guard: guardOf({ host: '127.0.0.1' }), limit: 10_000, readiness: { draining: false } }
  app = createApp(served, { ...options, report: () => {} })
})
after(() => {
  session.close()
  store.close()
  rmSync(folder, { recursive: true })
})

const ask = (body: string, accept?: string) =>
  app.request('http://localhost/get-historical-features', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...(accept === undefined ? {} : { accept }) },
  })

const question = `{
  "features": ["spending:*"],
  "entities": {
    "user_id": [1, ${big}, 7, ${big}, null],
    "event_timestamp": ["2026-03-02", "2026-03-01T12:00:00Z", "2026-03-02", "2026-03-01T11:59:59.999999Z", null],
    "label": [1.0, 2.5, null, 3.0, 4.0]
  }
}`

const leftovers = (): string[] => readdirSync(tmpdir()).filter((it) => it.startsWith('pintail-answer-'))

test('JSON columns: spine first, order kept, int64 exact, floats with their point', async () => {
  const response = await ask(question)
  const text = await response.text()
  assert.equal(response.status, 200, text)
  assert.match(text, /"user_id":\[1,9007199254740993,7,9007199254740993,null\]/)
  assert.match(text, /"label":\[1\.0,2\.5,null,3\.0,4\.0\]/)
  assert.match(text, /"mean":\[0\.25,3\.0,null,null,null\]/)
  assert.match(text, /"count":\[-1,9007199254740993,null,null,null\]/)
  assert.deepEqual(JSON.parse(text).types, {
    user_id: 'int64',
    event_timestamp: 'timestamp',
    label: 'float64',
    mean: 'float64',
    count: 'int64',
  })
  assert.deepEqual(leftovers(), [])
})

test('NDJSON, CSV and Parquet by Accept', async () => {
  const lines = await (await ask(question, 'application/x-ndjson')).text()
  assert.equal(lines.trim().split('\n').length, 5)
  const table = await ask(question, 'text/csv; q=0.9, application/x-ndjson')
  assert.equal(table.headers.get('content-type'), 'text/csv')
  assert.match(await table.text(), /^user_id,event_timestamp,label,mean,count\n/)
  const parquet = await ask(question, 'application/vnd.apache.parquet')
  const file = join(folder, 'answer.parquet')
  writeFileSync(file, Buffer.from(await parquet.arrayBuffer()))
  const [counted] = await session.rows(`SELECT count(*) AS n, sum("count") AS s FROM ${readParquet([file])}`)
  assert.equal(counted?.n, 5n)
  assert.deepEqual(leftovers(), [])
})

const mistakes: readonly (readonly [string, number, RegExp])[] = [
  ['{"features":["spending:*"],"entities":{"user_id":[1]}}', 422, /instants/],
  [
    '{"features":["spending:*"],"entities":{"user_id":[1],"event_timestamp":["soon"]}}',
    422,
    /no instant: "soon", value 1/,
  ],
  [
    '{"features":["spending:*"],"entities":{"user_id":[1,2],"event_timestamp":["2026-01-01"]}}',
    422,
    /differ in length/,
  ],
  ['{"features":["spending:*"],"entities":{"user_id":[1,"x"],"event_timestamp":[null,null]}}', 422, /mixes types.*"x"/],
  ['{"features":["spending:*"],"entities":{"user_id":["x"],"event_timestamp":["2026-01-01"]}}', 422, /user_id/],
  ['{"features":["spending:*"],"entities":{"user_id":[1.5],"event_timestamp":["2026-01-01"]}}', 422, /1\.5/],
  ['{"features":["spending:*"],"entities":{"id":[1],"event_timestamp":["2026-01-01"]}}', 422, /user_id/],
  ['{"features":["spending:*"],"timestamp":"at","entities":{"user_id":[1]}}', 422, /"at"/],
]

test('mistakes are told, and leave nothing behind', async () => {
  for (const [body, status, words] of mistakes) {
    const response = await ask(body)
    const text = await response.text()
    assert.equal(response.status, status, text)
    assert.equal(response.headers.get('content-type'), 'application/problem+json')
    assert.match(JSON.parse(text).detail, words)
  }
  assert.equal((await ask(question, 'image/png')).status, 406)
  assert.deepEqual(leftovers(), [])
})

test('a fault of the server is a 500 without its insides', async () => {
  const broken = createApp(
    {
      ...servedBy(openOnlineStore(join(folder, 'other.db'), fixedClock(0n)), []),
      historical: () => Promise.reject(new PintailError({ code: 'store_damaged', message: 'a file is gone' })),
      reader: () => {
        throw new TypeError('secret')
      },
    },
    { guard: guardOf({ host: 'localhost' }), limit: 100, readiness: { draining: false }, report: () => {} },
  )
  const response = await broken.request('http://localhost/get-online-features', {
    method: 'POST',
    body: '{"features":["a:b"],"entities":{"id":[1]}}',
    headers: { 'content-type': 'application/json' },
  })
  assert.equal(response.status, 500)
  assert.doesNotMatch(await response.text(), /secret/)
})
