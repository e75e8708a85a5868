// serve --log-reads and verify --reads: what a server answered, asked again as of then, whatever has come since.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { VerifyReport, VerifyRequest } from '../../src/core/parity.ts'
import { listen } from '../../src/server/listen.ts'
import { at, counts, none, type Patients, patients, told } from './patients.ts'

const logs = (it: Patients): string => join(it.folder, '.pintail/reads')

/** Reads over HTTP while a server logs them; it is stopped before this returns. */
const serve = async (t: TestContext, it: Patients, ...bodies: object[]): Promise<void> => {
  const faults: unknown[] = []
  const report = (fault: unknown): number => faults.push(fault)
  const server = await listen(it.pintail, { host: '127.0.0.1', port: 0, reads: logs(it), report })
  t.after(() => server.stop())
  for (const body of bodies) {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${server.url}/get-online-features`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
    })
    assert.equal(answer.status, 200, await answer.text())
  }
  await server.stop()
  assert.deepEqual(faults, [])
}

const everyone = { entities: { patient_id: [1, 2, 3, 4, 5, null] } }
const all = { features: ['cardiac:*', 'behaviour:*'], ...everyone }
const model = { feature_service: 'model', ...everyone }

const request: VerifyRequest = { views: [], sample: 0, reads: true, since: null, strict: false }

const verifyReads = async (it: Patients, over: Partial<VerifyRequest> = {}): Promise<VerifyReport[]> =>
  it.pintail.verify({ ...request, ...over })

test('reads are the history of their instants, though rows landed, were materialized and grew old since', async (t) => {
  const it = await patients(t)
  await serve(t, it, all, model)
  const [file = ''] = readdirSync(logs(it))
  assert.equal(statSync(join(logs(it), file)).mode & 0o777, 0o600)
  assert.equal(statSync(logs(it)).mode & 0o777, 0o700)

  it.clock.now = at('2026-03-12')
  await it.land(
    '1,2026-03-06T00:00:00Z,2026-03-10T00:00:00Z,62,300,m',
    '5,2026-03-11T00:00:00Z,2026-03-11T00:00:00Z,5,5,f',
  )
  await it.materialize()
  await serve(t, it, all, model)
  it.clock.now = at('2026-06-01')
  const reports = await verifyReads(it)
  for (const report of reports) {
    assert.deepEqual([report.different, report.missing, report.extra], [0, 0, 0], report.view)
    assert.equal(report.keys, 4 * 6)
  }
  const [rows] = reports
  // Patient 1 was answered before its late row had landed.
  assert.deepEqual(
    new Set(rows?.differences.map(({ kind, cause, keys }) => `${kind}, ${cause} of ${keys.patient_id}`)),
    new Set(['behind, late row of 1']),
  )
  assert.equal(rows?.differences[0]?.read, at('2026-03-10'))
  const recent = await verifyReads(it, { since: at('2026-03-11'), strict: true })
  assert.deepEqual(recent.map(counts), [none, none])
  assert.deepEqual(
    recent.map(({ keys }) => keys),
    [12, 12],
  )
  assert.equal((await verifyReads(it, { sample: 1 }))[0]?.keys, 6)
  assert.deepEqual(
    (await verifyReads(it, { views: ['behaviour'] })).map(({ view }) => view),
    ['behaviour'],
  )
})

test('an answer that was another is found, and a line that is cut off is told', async (t) => {
  const it = await patients(t)
  await serve(t, it, all)
  const [file = ''] = readdirSync(logs(it))
  const path = join(logs(it), file)
  const line = readFileSync(path, 'utf8')
  writeFileSync(path, `${line.replace('"values":[61,', '"values":[60,')}${line.slice(0, 200)}`)
  const reports = await verifyReads(it)
  const [rows] = reports
  assert.deepEqual(rows && told(rows), ['different, unexplained: age of 1'])
  assert.deepEqual([rows?.differences[0]?.online, rows?.differences[0]?.offline], [60n, 61n])
  assert.deepEqual(rows?.notes, ['1 line of the log is cut off'])
})

test('reads before anything was materialized are missing what had landed by then', async (t) => {
  const it = await patients(t)
  it.tamper(
    "DELETE FROM group_features WHERE name LIKE 'cardiac:%'; UPDATE groups SET state = 'superseded' WHERE view = 'cardiac'; UPDATE generation SET n = n + 1",
  )
  await serve(t, it, { features: ['cardiac:age'], entities: { patient_id: [1, 9] } })
  it.clock.now += 1n
  await it.land('9,2026-03-06T00:00:00Z,2026-03-06T00:00:00Z,62,300,m')
  const [rows] = await verifyReads(it)
  assert.deepEqual(rows && told(rows), ['missing, not materialized: age of 1'])
})

test('no log, and no read in that time', async (t) => {
  const it = await patients(t)
  await assert.rejects(verifyReads(it), {
    code: 'bad_argument',
    fix: 'let the server log them   pintail serve --log-reads',
  })
  await serve(t, it, all)
  assert.deepEqual(await verifyReads(it, { since: at('2026-03-11') }), [])
})
