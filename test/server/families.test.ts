// Are the members of a family ordinary feature columns over HTTP, whatever their categories' texts are?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import type { Versions } from '../../src/core/state.ts'
import type { FeatureVersion } from '../../src/core/versions.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { resolve } from '../../src/registry/resolve.ts'
import { createApp } from '../../src/server/app.ts'
import { guardOf } from '../../src/server/security.ts'
import { featureOf, rowSetOf, shelve, temporaryFolder, viewOf } from '../online/shelf.ts'
import { usualAggregate } from '../support/event-files.ts'
import { unregistered } from './served.ts'

const hostile = [
  'Add to cart',
  'a:b',
  'a\nb',
  'a","b',
  "'; DROP TABLE groups; --",
  '🛒',
  '\u0000\u001b[31m',
  '*',
  '',
  'x'.repeat(300),
]
const big = 2n ** 53n + 1n
const visitors = rowSetOf(1, 'behaviour', [{ name: 'visitor', type: 'int64' }])
const clicked: FeatureVersion = {
  ...featureOf(1, visitors, 'clicked', 'int64'),
  kind: 'aggregate',
  aggregate: {
    ...usualAggregate,
    by: '#1',
    categories: { policy: { values: hostile }, vocabulary: hostile, identity: '' },
  },
}
const behaviour = viewOf(visitors, [clicked])
const march = 1_772_366_400_000_000n

const application = (t: Parameters<typeof temporaryFolder>[0]) => {
  const path = `${temporaryFolder(t)}/online.db`
  const values = [[...hostile.map((_, i) => big + BigInt(i)), 7n]]
  shelve(path, behaviour, [{ keys: [1n], at: march, values }], { until: march, lastRun: 1 })
  const store = openOnlineStore(path, fixedClock(march))
  t.after(() => store.close())
  const versions: Versions = {
    views: new Map([[1, behaviour]]),
    services: new Map(),
    current: { views: new Map([['behaviour', behaviour]]), services: new Map() },
  }
  const served = {
    ...unregistered,
    historical: () => Promise.reject(new Error('no history here')),
    ready: () => {},
    reader: (wanted: Parameters<typeof resolve>[1]) => store.reader(resolve(versions, wanted)),
  }
  const report = (fault: unknown) => {
    throw fault
  }
  return createApp(served, {
    guard: guardOf({ host: '127.0.0.1' }),
    limit: 100_000,
    readiness: { draining: false },
    report,
  })
}

const ask = async (app: ReturnType<typeof application>, features: readonly string[]) => {
  const body = JSON.stringify({ features, entities: { visitor: [1, 2] } })
  const headers = { 'content-type': 'application/json' }
  const response = await app.request('http://localhost/get-online-features', { method: 'POST', body, headers })
  return { status: response.status, text: await response.text() }
}

test('each member by its name, exactly', async (t) => {
  const app = application(t)
  for (const [i, category] of hostile.entries()) {
    const { status, text } = await ask(app, [`behaviour:clicked:${category}`])
    assert.equal(status, 200, text)
    assert.deepEqual(JSON.parse(text).metadata.feature_names, ['visitor', `clicked:${category}`])
    assert.match(text, new RegExp(`"values":\\[${big + BigInt(i)},0\\],"statuses":\\["PRESENT","NOT_FOUND"\\]`))
    assert.match(text, /"event_timestamps":\["2026-03-01T12:00:00Z","1970-01-01T00:00:00Z"\]/)
  }
})

test('a family is all its members, the others last', async (t) => {
  const { text } = await ask(application(t), ['behaviour:clicked'])
  const answer = JSON.parse(text)
  assert.deepEqual(answer.metadata.feature_names, [
    'visitor',
    ...hostile.map((it) => `clicked:${it}`),
    'clicked:__other__',
  ])
  assert.deepEqual(answer.results.at(-1).values, [7, 0])
})

test('lists of names that look alike when they are put together are two lists', async (t) => {
  const app = application(t)
  const names = async (...features: string[]) => JSON.parse((await ask(app, features)).text).metadata?.feature_names
  assert.deepEqual(await names('behaviour:clicked:a\nb'), ['visitor', 'clicked:a\nb'])
  const { status, text } = await ask(app, ['behaviour:clicked:a', 'b'])
  assert.deepEqual([status, /no category/.test(text)], [404, true])
})
