// What does a server tell of itself? Requests, errors, durations by route; reads by service, values by view and status.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metricsOn } from '../../src/server/metrics.ts'
import { served } from './served-project.ts'

/** Sample lines → their values. */
const samplesOf = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  )

test('durations fall into buckets that add up, from 50 µs on', () => {
  const metrics = metricsOn('1.2.3')
  for (const milliseconds of [0.01, 0.05, 0.051, 3, 20_000]) metrics.answered('/x', 'POST', 200, milliseconds)
  const samples = samplesOf(metrics.text())
  const bucket = (le: string): number | undefined =>
    samples.get(`pintail_request_duration_seconds_bucket{route="/x",le="${le}"}`)
  assert.deepEqual(
    ['0.00005', '0.0001', '0.0025', '0.005', '10', '+Inf'].map((le) => bucket(le === '0.00005' ? '0.00005' : le)),
    [2, 3, 3, 4, 4, 5],
  )
  assert.equal(samples.get('pintail_request_duration_seconds_count{route="/x"}'), 5)
  assert.ok(Math.abs((samples.get('pintail_request_duration_seconds_sum{route="/x"}') ?? 0) - 20.003111) < 1e-9)
  assert.equal(samples.get('pintail_build_info{version="1.2.3"}'), 1)
})

test('a served project counts what it answered, refused and read', async (t) => {
  const { url, model } = await served(t)
  const ask = (body: unknown): Promise<Response> =>
    fetch(`${url}/get-online-features`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  await (await ask({ feature_service: model, entities: { id: [1, 2, 999] } })).text()
  await (await ask({ features: ['view:x'], entities: { id: [1] } })).text()
  await (await ask({ features: ['view:none'], entities: { id: [1] } })).text()
  await (await fetch(`${url}/nothing/here`)).text()
  await (await fetch(`${url}/v1/features?nothing=1`)).text()
  await (await fetch(`${url}/get-online-features`, { method: 'POST', body: 'no JSON' })).text()
  const answer = await fetch(`${url}/metrics`)
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  const samples = samplesOf(await answer.text())
  const at = 'pintail_requests_total{route='
  assert.equal(samples.get(`${at}"/get-online-features",method="POST",status="200"}`), 2)
  assert.equal(samples.get(`${at}"/get-online-features",method="POST",status="404"}`), 1)
  assert.equal(samples.get(`${at}"other",method="GET",status="404"}`), 1)
  const refused = (labels: string): number | undefined => samples.get(`pintail_errors_total{${labels}}`)
  assert.equal(refused('route="other",method="GET",status="404",code="unknown_name"'), 1)
  assert.equal(refused('route="/get-online-features",method="POST",status="404",code="unknown_feature"'), 1)
  assert.equal(refused('route="/get-online-features",method="POST",status="415",code="bad_argument"'), 1)
  assert.equal(refused('route="/v1/features",method="GET",status="422",code="bad_argument"'), 1)
  assert.ok((samples.get('pintail_uptime_seconds') ?? 0) > 0)
  assert.equal(samples.get(`pintail_online_reads_total{service="${model}"}`), 1)
  assert.equal(samples.get('pintail_online_reads_total{service=""}'), 1)
  assert.equal(samples.get('pintail_online_values_total{view="view",status="PRESENT"}'), 3)
  assert.equal(samples.get('pintail_online_values_total{view="view",status="NOT_FOUND"}'), 1)
  assert.equal(samples.get('pintail_request_duration_seconds_count{route="/get-online-features"}'), 4)
})
