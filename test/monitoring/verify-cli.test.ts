// pintail verify as it is typed: what it prints in each form, its statuses, and what it refuses.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInside } from '../cli/run-inside.ts'
import { patients } from './patients.ts'

test('pintail verify', async (t) => {
  const it = await patients(t)
  const run = (...args: string[]) => runInside(['verify', ...args], it.folder)

  const clean = await run('--format', 'table')
  assert.equal(clean.status, 0, clean.stderr)
  assert.match(clean.stdout, /^cardiac@1 +4 keys +8 compared +all equal +as of 2026-03-10T00:00:00Z, run \d+ /)

  it.tamper('UPDATE {behaviour} SET {visits_all} = 9007199254740993 WHERE k0 = 4')
  const wrong = await run('behaviour', '--format', 'json')
  assert.equal(wrong.status, 5)
  assert.match(wrong.stdout, /"online":9007199254740993/)
  const [report, ...others] = JSON.parse(wrong.stdout)
  assert.equal(others.length, 0)
  assert.deepEqual([report.different + report.equal, report.missing, report.extra], [report.compared, 0, 0])
  const [difference] = report.differences.filter(({ feature }: { feature: string }) => feature === 'visits_all')
  assert.deepEqual(
    [difference.view, difference.feature, difference.keys, difference.cause],
    ['behaviour', 'visits_all', { patient_id: 4 }, 'unexplained'],
  )
  const table = await run('--format', 'table')
  assert.equal(table.status, 5)
  assert.match(
    table.stdout,
    /different +behaviour:visits_all +patient_id=4 +online 9007199254740993 PRESENT +offline 1 +unexplained: /,
  )

  assert.equal((await run('nobody')).status, 2)
  assert.equal((await run('--since', '2026-03-01')).status, 2)
  const unlogged = await run('--reads')
  assert.equal(unlogged.status, 2)
  assert.match(unlogged.stderr, /no reads are logged[\s\S]*pintail serve --log-reads/)
})

test('the current version comes first, then the one that a service pins, with what it alone has', async (t) => {
  const it = await patients(t)
  await it.define({ age: 'age' })
  const gone = await it.pintail.verify({ views: ['cardiac'], sample: 10, reads: false, since: null, strict: false })
  assert.deepEqual(
    gone.map(({ version, compared, equal }) => [version, compared, equal]),
    [
      [2, 4, 4],
      [1, 4, 4],
    ],
  )
})
