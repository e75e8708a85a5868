// Does GET /v1/… say what the command line says? Listings, single things, parts of features, paging and refusals.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createApp, routeOf } from '../../src/server/app.ts'
import { parseTypedJson } from '../../src/server/json.ts'
import { guardOf } from '../../src/server/security.ts'
import { runInside } from '../cli/run-inside.ts'
import { openWard, visits } from '../monitoring/ward.ts'

const hostile = ['a/b?c#d', '100%', '%2F', '../..', 'é "x" <b>', "it's\nnew", 'a:b,c']

const definitions = `
entities:
  patient: { keys: { id: int64 } }
sources:
  ward: { type: csv, path: data/*.csv, timestamp: at, options: { types: { id: int64, at: timestamp, x: float64, word: string, odd: string } } }
views:
  ward:
    entity: patient
    source: ward
    owner: "Zoë <z@example.org>"
    features:
      x: { sql: x, type: float64, tags: [numbers], checks: [not_null, { between: { max: 50 }, severity: warn }] }
      big: { sql: "coalesce(id, 0) + 0", type: int64, default: 9007199254740993 }
  seen:
    entity: patient
    source: ward
    features:
      words: { aggregate: count, by: word, values: ${JSON.stringify(hostile)} }
services:
  model: { features: ['ward:x', 'seen:words'] }
`

const project = async (t: TestContext, text: string = definitions) => {
  const ward = await openWard(t, text)
  for (const name of ['1', '2']) {
    await ward.land(
      name,
      visits(60, `2026-0${name}-01`, (i) => ({ x: i, word: hostile[i % 7] ?? null })),
    )
  }
  const guard = guardOf({ host: '127.0.0.1', token: undefined })
  const readiness = { draining: false }
  const app = createApp(ward.pintail, { guard, limit: 1000, readiness, report: (fault) => assert.fail(String(fault)) })
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await app.request(`http://localhost${path}`, { headers })
    const body = await response.text()
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: body,
      body: parseTypedJson(body),
    }
  }
  const said = async (...args: string[]) => {
    const { stdout } = await runInside([...args, '--format', 'json'], ward.folder)
    return parseTypedJson(stdout)
  }
  return { ...ward, app, get, said }
}

const itemsOf = (body: unknown): unknown[] => {
  assert.ok(typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items))
  return body.items
}

test('every listing and every thing in it is what the command line gives', async (t) => {
  const { get, said } = await project(t)
  const names = { views: 'view', features: 'feature', entities: 'entity', services: 'service' } as const
  for (const [what, column] of Object.entries(names)) {
    const { status, type, body } = await get(`/v1/${what}`)
    assert.deepEqual([status, type], [200, 'application/json'])
    const items = itemsOf(body)
    assert.deepEqual(items, await said('list', what), what)
    assert.ok(items.length > 0, what)
    for (const item of items) {
      assert.ok(typeof item === 'object' && item !== null)
      const name = String(Object.entries(item).find(([key]) => key === column)?.[1])
      const shown = await get(`/v1/${what}/${encodeURIComponent(name)}`)
      assert.deepEqual([shown.body], await said('show', name), name)
    }
  }
  assert.deepEqual(itemsOf((await get('/v1/sources')).body), await said('list', 'sources'))
  assert.deepEqual(itemsOf((await get('/v1/datasets')).body), [])
  // A source that is called as a view is.
  const source = await get('/v1/sources/ward')
  assert.match(source.text, /^\{"source":"ward"/)
  assert.match((await get('/v1/views/ward@1')).text, /^\{"view":"ward"/)
  assert.match((await get('/v1/features/ward:big')).text, /9007199254740993/)
})

test('filters, search, lineage, versions, definitions side by side, recorded drift', async (t) => {
  const { get, said, say } = await project(t)
  assert.deepEqual(
    itemsOf((await get('/v1/features?view=ward&tag=numbers')).body),
    await said('list', 'features', '--view', 'ward', '--tag', 'numbers'),
  )
  assert.deepEqual(itemsOf((await get('/v1/search?q=Zo%C3%AB')).body), await said('search', 'Zoë'))
  assert.deepEqual(
    itemsOf((await get('/v1/search?q=number&kind=feature')).body),
    await said('search', 'number', '--kind', 'feature'),
  )
  for (const way of ['up', 'down']) {
    const { body } = await get(`/v1/features/ward:x/lineage?direction=${way}`)
    assert.deepEqual([body], await said('lineage', 'ward:x', `--${way}`))
  }
  assert.deepEqual((await get('/v1/drift?view=ward')).body, {
    ...{ total: 1, limit: 100, offset: 0 },
    items: [await said('drift', 'ward')],
  })
  assert.deepEqual(itemsOf((await get('/v1/drift')).body), await said('drift'))
  await say(definitions.replace('{ sql: x, type: float64', '{ sql: x * 2, type: float64'))
  assert.equal(itemsOf((await get('/v1/features/ward:x/versions')).body).length, 2)
  const { body } = await get('/v1/features/ward:x/diff?a=1&b=2')
  assert.deepEqual([body], await said('diff', 'ward:x', '1', '2', '--definitions-only'))
})

test('runs, profiles, checks and freshness', async (t) => {
  const { get, said } = await project(t)
  assert.deepEqual(itemsOf((await get('/v1/runs')).body), await said('runs'))
  assert.deepEqual(
    itemsOf((await get('/v1/runs?view=ward&kind=ingest')).body),
    await said('runs', '--view', 'ward', '--kind', 'ingest'),
  )
  for (const run of ['1', '2', '3']) {
    assert.deepEqual([(await get(`/v1/runs/${run}`)).body], await said('runs', 'show', run), run)
  }
  for (const reference of ['ward:x', 'ward:big', 'ward:*', 'seen:words', `seen:words:${hostile[0]}`]) {
    const { body } = await get(`/v1/features/${encodeURIComponent(reference)}/stats`)
    assert.deepEqual(itemsOf(body), await said('stats', reference), reference)
  }
  assert.deepEqual(
    itemsOf((await get('/v1/features/ward:x/stats?run=2')).body),
    await said('stats', 'ward:x', '--run', '2'),
  )
  const checks = itemsOf((await get('/v1/checks')).body)
  assert.deepEqual(checks, itemsOf((await get('/v1/checks?view=ward&run=3')).body))
  const seen = checks.map((it) => (typeof it === 'object' && it !== null ? { ...it } : {}))
  const tried = [
    ['not_null', 'passed'],
    ['between', 'failed'],
  ]
  assert.deepEqual(
    seen.map((it) => ['check' in it && it.check, 'outcome' in it && it.outcome]),
    tried,
  )
  assert.deepEqual(itemsOf((await get('/v1/checks?view=seen')).body), [])
  // The command line has a clock of its own.
  const ageless = (rows: unknown): unknown[] =>
    Array.isArray(rows) ? rows.map((it) => ({ ...it, offline_age: null })) : assert.fail('no rows')
  assert.deepEqual(
    ageless(itemsOf((await get('/v1/freshness?view=ward')).body)),
    ageless(await said('freshness', 'ward')),
  )
})

test('a category may have any text', async (t) => {
  const { get, said } = await project(t)
  for (const text of hostile) {
    const reference = `seen:words:${text}`
    const shown = await get(`/v1/features/${encodeURIComponent(reference)}`)
    assert.deepEqual([shown.body], await said('show', reference), text)
    const lineage = await get(`/v1/features/${encodeURIComponent(reference)}/lineage`)
    assert.equal(lineage.status, 200, text)
  }
})

test('pages add up to the whole, in the same order', async (t) => {
  const { get, said } = await project(t)
  const all = await said('runs')
  assert.ok(Array.isArray(all) && all.length > 2)
  const pages: unknown[] = []
  for (let offset = 0; offset < all.length; offset += 2) {
    const { body } = await get(`/v1/runs?limit=2&offset=${offset}`)
    assert.deepEqual({ ...(body as object), items: [] }, { total: all.length, limit: 2, offset, items: [] })
    pages.push(...itemsOf(body))
  }
  assert.deepEqual(pages, all)
  assert.deepEqual(itemsOf((await get('/v1/runs?offset=99999')).body), [])
})

test('what is not there, or not understood, is refused with what mends it', async (t) => {
  const { app, get } = await project(t)
  const cases: readonly (readonly [string, number, RegExp])[] = [
    ['/v1/views/wart', 404, /did you mean \\"ward\\"\? {3}pintail list views/],
    ['/v1/views/..%2F..%2Fetc%2Fpasswd', 404, /unknown_view/],
    ['/v1/features/ward:y', 404, /unknown_feature/],
    ['/v1/features/ward:x/nothing', 404, /the routes are/],
    ['/v1/features/ward:*', 422, /not one feature/],
    ['/v1/features/ward', 422, /no feature reference/],
    ["/v1/features/ward:x'%20OR%201=1%20--", 404, /unknown_feature/],
    ['/v1/features/seen:words:nobody', 404, /unknown_feature/],
    ['/v1/entities/patent', 404, /did you mean \\"patient\\"/],
    ['/v1/sources/wards', 404, /unknown_source/],
    ['/v1/services/modl', 404, /did you mean \\"model\\"/],
    ['/v1/services/model@7', 404, /unknown_version|unknown_service/],
    ['/v1/datasets/x', 404, /unknown_name/],
    ['/v1/runs/9999', 404, /pintail runs/],
    ['/v1/freshness?view=wart', 404, /did you mean/],
    ['/v1/checks?view=wart', 404, /did you mean/],
    ['/v1/features/ward:x/stats?run=99', 404, /no run 99/],
    ['/v1/features/ward:x/stats?run=x', 422, /whole number/],
    ['/v1/runs/1e3', 404, /there is no run/],
    ['/v1/views?limit=0', 422, /from 1 to 1000/],
    ['/v1/views?limit=1001', 422, /from 1 to 1000/],
    ['/v1/views?limit=1&limit=2', 422, /more than once/],
    ['/v1/views?offset=-1', 422, /offset/],
    ['/v1/views?limt=1', 422, /did you mean \\"limit\\"/],
    ['/v1/views?entity=nobody', 404, /unknown_entity/],
    ['/v1/views?status=now', 422, /current, pinned, retired/],
    ['/v1/search', 422, /missing_argument/],
    ['/v1/drift?view=wart', 404, /did you mean/],
    ['/v1/features/ward:x/diff?a=1&b=9', 404, /unknown_version/],
    ['/v1/%FF', 404, /the routes are/],
    ['/v1/views/%FF', 404, /unknown_view/],
  ]
  for (const [path, status, text] of cases) {
    const answer = await get(path)
    assert.deepEqual([answer.status, answer.type], [status, 'application/problem+json'], `${path} ${answer.text}`)
    assert.match(answer.text, text, path)
  }
  const posted = await app.request('http://localhost/v1/views', { method: 'POST', body: '{}' })
  assert.equal(posted.status, 405)
  assert.equal((await get('/v1/views', { host: 'evil.example' })).status, 403)
})

test('requests are counted by route, whatever they name', () => {
  const routes: readonly (readonly [string, string])[] = [
    ['/v1/views?limit=1', '/v1/views'],
    ['/v1/views/ward', '/v1/views/{name}'],
    ['/v1/features/a:b%2Fc/stats', '/v1/features/{name}/stats'],
    ['/v1/features/a:b/other', 'other'],
    ['/v1/views/ward/stats', 'other'],
    ['/v1/drift', '/v1/drift'],
    ['/v1/drift/x', 'other'],
    ['/v1/views/', 'other'],
    ['/v2/views', 'other'],
    ['/v1/a/b/c/d', 'other'],
  ]
  for (const [path, route] of routes) assert.equal(routeOf(path), route, path)
})
