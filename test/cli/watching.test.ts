// What do people and programs read of checks, profiles, runs, freshness and coverage; and which status does a script see?
import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Outcome, runInside } from './run-inside.ts'

let folder = ''

const pintail = (line: string): Promise<Outcome> => runInside(line.split(' '), folder, '')

const define = (severity: string): void =>
  writeFileSync(
    join(folder, 'features/shop.yaml'),
    `entities: { user: { keys: { user_id: int64 } } }
sources: { orders: { type: csv, path: 'data/*.csv', timestamp: at } }
views:
  spending:
    entity: user
    source: orders
    sla: 1d
    features:
      amount: { sql: amount, checks: [not_null, { between: { max: 100 }, severity: ${severity} }] }
      shop: shop
`,
  )

describe('a project that is watched', () => {
  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'pintail-watching-')))
    for (const name of ['features', 'data']) mkdirSync(join(folder, name))
    writeFileSync(join(folder, 'pintail.yaml'), 'project: shop\n')
    const line = (i: number): string =>
      `${i},2026-01-0${1 + (i % 5)}T00:00:00Z,${i === 7 ? 130 : i},${i % 2 ? 'a' : 'b'}\n`
    const lines = Array.from({ length: 30 }, (_, i) => line(i))
    writeFileSync(join(folder, 'data/a.csv'), `user_id,at,amount,shop\n${lines.join('')}`)
    define('warn')
    equal((await pintail('apply -q')).status, 0)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('ingest tells what does not hold', async () => {
    const { status, stdout } = await pintail('ingest --format table')
    equal(status, 0)
    match(stdout, /^ {2}warn {2}spending:amount {2}between {2}at most 100 {2}1 of 30 rows, 3.3 %$/m)
    match(stdout, /^ +user_id 7, event_time 2026-01-03T00:00:00Z, amount 130$/m)
  })

  it('stats draws one feature, and a line each of several', async () => {
    const one = await pintail('stats spending:amount --format table --ascii')
    match(one.stdout, /^spending:amount@1 {2}int64, 30 rows of run 2 /)
    match(one.stdout, /^ {2}quantiles +p1 0\.29 +p5 1\.45 /m)
    match(one.stdout, /^ {2}shape +0 #.* 130$/m)
    const words = await pintail('stats spending:shop --format table')
    match(words.stdout, /^ {2}a {2}█{32} {2}15\n {2}b {2}█{32} {2}15$/m)
    const both = await pintail('stats spending:* --format table')
    deepEqual(
      both.stdout.split('\n').map((line) => line.split(' ')[0]),
      ['feature', 'spending:amount', 'spending:shop', ''],
    )
    const [json] = JSON.parse((await pintail('stats spending:amount --format json')).stdout)
    deepEqual([json.feature, json.rows, json.nulls, json.max, json.as_of], ['spending:amount', 30, 0, 130, null])
  })

  it('check ends with 5 where one that is to hold does not', async () => {
    const mild = await pintail('check --format table')
    equal(mild.status, 0)
    match(mild.stderr, /^2 checks: 1 warn, 1 passed/)
    define('fail')
    await pintail('apply -q')
    const grave = await pintail('check --format json')
    equal(grave.status, 5)
    const results = JSON.parse(grave.stdout)
    deepEqual(
      results.map((result: { check: string; outcome: string }) => [result.check, result.outcome]),
      [
        ['not_null', 'passed'],
        ['between', 'failed'],
      ],
    )
    deepEqual(results[1].examples, [{ user_id: 7, event_time: '2026-01-03T00:00:00Z', amount: 130 }])
  })

  it('check --suggest writes YAML', async () => {
    const { stdout } = await pintail('check --suggest spending')
    match(stdout, /^views:\n {2}spending:\n {4}checks:\n {6}- row_count: \{ min: 1 \}\n {4}features:\n {6}amount:\n/)
    match(stdout, /^ {10}- between: \{ min: 0, max: 150 \}$/m)
    match(stdout, /^ {10}- accepted_values: \["a", "b"\]$/m)
  })

  it('runs lists them and shows one', async () => {
    const listed = await pintail('runs --kind ingest --format json')
    deepEqual(
      JSON.parse(listed.stdout).map(({ run, read, failed_checks: failed }: Record<string, unknown>) => [
        run,
        read,
        failed,
      ]),
      [[2, 30, 1]],
    )
    const shown = await pintail('runs show 2 --format table')
    match(shown.stdout, /^run 2 {2}ingest orders\n {2}status +done, /)
    match(shown.stdout, /^ {2}inputs +data\/a\.csv$/m)
    match(shown.stdout, /^ {2}time +.*compute /m)
    match(shown.stdout, /^checks\n {2}passed +spending:amount +not_null/m)
    equal((await pintail('runs show')).status, 2)
    equal((await pintail('runs show 99')).status, 2)
    equal((await pintail('runs --view spendin')).status, 2)
  })

  it('freshness ends with 5 where a promise is broken', async () => {
    const { status, stdout, stderr } = await pintail('freshness --format table')
    equal(status, 5)
    match(stdout, /not materialized/)
    match(stderr, /stale {2}spending: promised 1d/)
  })

  it('coverage tells shares', async () => {
    await pintail('materialize -q')
    const { stdout } = await pintail('coverage --format table')
    match(stdout, /^spending:amount {4}30 {2}100 % {4}100 %$/m)
  })
})
