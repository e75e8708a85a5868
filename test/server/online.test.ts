// Does POST /get-online-features answer as Feast's server does, exactly and in the order asked?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { createApp } from '../../src/server/app.ts'
import { guardOf } from '../../src/server/security.ts'
import { featureOf, rowSetOf, shelve, temporaryFolder, viewOf } from '../online/shelf.ts'
import { servedBy } from './served.ts'

const users = rowSetOf(1, 'spending', [{ name: 'user_id', type: 'int64' }])
const spending = viewOf(
  users,
  [
    featureOf(1, users, 'mean', 'float64', -1),
    featureOf(2, users, 'count', 'int64'),
    featureOf(3, users, 'last_seen', 'timestamp'),
    featureOf(4, users, 'tags', 'string[]'),
    featureOf(5, users, 'raw', 'bytes'),
    featureOf(6, users, 'active', 'bool'),
    featureOf(7, users, 'history', 'float64[]'),
  ],
  100n,
)
const places = rowSetOf(2, 'places', [
  { name: 'city', type: 'string' },
  { name: 'user_id', type: 'int64' },
])
const visits = viewOf(places, [featureOf(10, places, 'mean', 'float64'), featureOf(11, places, 'visits', 'int32')])

const march = 1_772_366_400_000_000n
const big = 2n ** 53n + 1n

const application = (t: Parameters<typeof temporaryFolder>[0]) => {
  const path = `${temporaryFolder(t)}/online.db`
  shelve(path, spending, [
    {
      keys: [1n],
      at: march,
      values: [3, big, march + 1n, ['a"', null], new Uint8Array([1, 2, 3]), true, [1, Number.NaN]],
    },
    { keys: [big], at: march - 101n, values: [0.1, -big, 0n, [], null, false, null] },
    { keys: [2n], at: march, values: [Number.NaN, null, null, null, null, null, null] },
  ])
  shelve(path, visits, [{ keys: ['Köln "1"', big], at: march + 250_000n, values: [Infinity, -7] }])
  const store = openOnlineStore(path, fixedClock(march))
  t.after(() => store.close())
  const options = {
    guard: guardOf({ host: '127.0.0.1' }),
    limit: 1_000,
    readiness: { draining: false },
    report: (fault: unknown) => {
      throw fault
    },
  }
  return createApp(servedBy(store, [spending, visits]), options)
}

const post = (body: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json', ...headers },
})

test('every type, byte for byte', async (t) => {
  const app = application(t)
  const body = `{"features":["spending:*"],"entities":{"user_id":[1,${big},2,404]},"full_feature_names":false}`
  const response = await app.request('http://localhost/get-online-features', post(body))
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'application/json')
  const present = '["PRESENT","OUTSIDE_MAX_AGE","PRESENT","NOT_FOUND"]'
  const nulls = '["PRESENT","OUTSIDE_MAX_AGE","NULL_VALUE","NOT_FOUND"]'
  const at = '["2026-03-01T12:00:00Z","2026-03-01T11:59:59.999899Z","2026-03-01T12:00:00Z","1970-01-01T00:00:00Z"]'
  const never = '"1970-01-01T00:00:00Z"'
  const column = (values: string, statuses: string) =>
    `{"values":${values},"statuses":${statuses},"event_timestamps":${at}}`
  const expected = [
    `{"values":[1,${big},2,404],"statuses":["PRESENT","PRESENT","PRESENT","PRESENT"],"event_timestamps":[${never},${never},${never},${never}]}`,
    column('[3.0,-1.0,null,-1.0]', present),
    column(`[${big},null,null,null]`, nulls),
    column('["2026-03-01T12:00:00.000001Z",null,null,null]', nulls),
    column('[["a\\"",null],null,null,null]', nulls),
    column('["AQID",null,null,null]', nulls),
    column('[true,null,null,null]', nulls),
    column('[[1.0,null],null,null,null]', nulls),
  ]
  assert.equal(
    await response.text(),
    `{"metadata":{"feature_names":["user_id","mean","count","last_seen","tags","raw","active","history"]},"results":[${expected.join(',')}]}`,
  )
})

test('order of features and keys is that of the question; composite keys; full names; a service', async (t) => {
  const app = application(t)
  const ask = async (body: string) => {
    const response = await app.request('http://localhost/get-online-features', post(body))
    return { status: response.status, ...JSON.parse(await response.text()) }
  }
  const answer = await ask(
    `{"entities":{"user_id":["${big}",3],"unused":[1,null],"city":["Köln \\"1\\"","Köln \\"1\\""]},"features":["places:visits","spending:count","places:mean"],"full_feature_names":true,"include_feature_view_version_metadata":false}`,
  )
  assert.deepEqual(answer.metadata.feature_names, [
    'user_id',
    'city',
    'places__visits',
    'spending__count',
    'places__mean',
  ])
  assert.deepEqual(answer.results[2], {
    values: [-7, null],
    statuses: ['PRESENT', 'NOT_FOUND'],
    event_timestamps: ['2026-03-01T12:00:00.250Z', '1970-01-01T00:00:00Z'],
  })
  assert.deepEqual(answer.results[4].values, [null, null])
  const service = await ask(
    '{"feature_service":"everything","entities":{"city":["x"],"user_id":[1]},"full_feature_names":true}',
  )
  assert.equal(service.metadata.feature_names.length, 2 + 9)
  const nobody = await ask('{"features":["spending:mean"],"entities":{"user_id":[]}}')
  assert.deepEqual(nobody.results[1], { values: [], statuses: [], event_timestamps: [] })
})

const mistakes: readonly (readonly [string, number, string, RegExp])[] = [
  ['{', 400, 'bad_argument', /no JSON/],
  ['[]', 400, 'bad_argument', /no JSON object/],
  ['{"entities":{"user_id":[1]}}', 422, 'bad_argument', /no features/],
  ['{"features":["spending:mean"]}', 422, 'bad_argument', /entities/],
  ['{"features":["spending:mean"],"entities":{"user_id":1}}', 422, 'bad_argument', /"user_id" has no list/],
  ['{"features":[1],"entities":{"user_id":[1]}}', 422, 'bad_argument', /features/],
  ['{"features":["mean"],"entities":{"user_id":[1]}}', 422, 'bad_reference', /no feature reference/],
  ['{"features":["spending:maen"],"entities":{"user_id":[1]}}', 404, 'unknown_feature', /did you mean \\?"mean/],
  ['{"features":["spendin:mean"],"entities":{"user_id":[1]}}', 404, 'unknown_view', /did you mean \\?"spending/],
  ['{"feature_service":"everythin","entities":{"user_id":[1]}}', 404, 'unknown_service', /everything/],
  ['{"features":["spending:mean"],"entities":{"user_id":[1.5]}}', 422, 'bad_argument', /user_id is no int64: 1.5/],
  ['{"features":["spending:mean"],"entities":{"user":[1]}}', 422, 'missing_key', /user_id/],
  ['{"features":["spending:mean","places:mean"],"entities":{"user_id":[1]}}', 422, 'duplicate_column', /mean/],
  [`{"features":["spending:mean"],"entities":{"user_id":["${'1'.repeat(2_000)}"]}}`, 413, 'bad_argument', /larger/],
]

test('mistakes: a status, a code, and the fix, as problem+json and as Feast reads it', async (t) => {
  const app = application(t)
  for (const [body, status, code, words] of mistakes) {
    const problem = await app.request(
      'http://localhost/get-online-features',
      post(body, { accept: 'application/problem+json' }),
    )
    assert.equal(problem.status, status, body)
    assert.equal(problem.headers.get('content-type'), 'application/problem+json')
    const told = JSON.parse(await problem.text())
    assert.deepEqual([told.status, told.code, told.errors[0].code], [status, code, code])
    assert.match(`${told.detail} ${told.fix}`, words)
    const feast = await app.request('http://localhost/get-online-features', post(body))
    const error = JSON.parse(JSON.parse(await feast.text()))
    assert.equal(error.module, 'feast.errors')
    assert.match(error.class, /^Fea|^Entity/)
    assert.match(error.message, words)
  }
  const plain = await app.request('http://localhost/get-online-features', { method: 'POST', body: '{}' })
  assert.equal(plain.status, 415)
})

test('other routes and methods', async (t) => {
  const app = application(t)
  const wrongMethod = await app.request('http://localhost/get-online-features')
  assert.equal(wrongMethod.status, 405)
  const unknown = await app.request('http://localhost/get-online-feature', { method: 'POST' })
  assert.equal(unknown.status, 404)
  assert.match(JSON.parse(await unknown.text()).fix, /get-online-features/)
  for (const path of ['/health', '/livez', '/readyz']) {
    assert.equal((await app.request(`http://localhost${path}`)).status, 200)
  }
})
