// verify, through the front door: clean projects are all equal, and each cause that is planted is named.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openOnlineWriter } from '../../src/online/online-writer.ts'
import { at, cardiac, counts, none, patients, told } from './patients.ts'

test('a clean project is all equal, as of its materialize and long after', async (t) => {
  const it = await patients(t)
  const { cardiac: rows, behaviour } = await it.verify({ strict: true })
  assert.deepEqual([rows.keys, rows.compared, rows.equal, counts(rows)], [4, 8, 8, none])
  assert.deepEqual(
    [behaviour.compared, behaviour.equal, counts(behaviour)],
    [behaviour.equal, behaviour.compared, none],
  )
  assert.ok(behaviour.compared > 4 * 10)
  assert.equal(rows.until, at('2026-03-10'))
  const [run] = it.pintail.list({ what: 'runs' })
  assert.equal(run?.kind, 'verify')

  it.clock.now = at('2027-01-01')
  const later = await it.verify()
  assert.deepEqual([later.cardiac.equal, counts(later.cardiac)], [8, none])
  assert.deepEqual([later.behaviour.different, later.behaviour.missing, later.behaviour.extra], [0, 0, 0])
  await it.materialize()
  const again = await it.verify({ strict: true })
  assert.deepEqual([counts(again.cardiac), counts(again.behaviour)], [none, none])
})

test('ttl edge: young enough when it was materialized, too old at the read, and right both times', async (t) => {
  const it = await patients(t)
  it.clock.now = at('2026-04-04') // patient 1's row of 03-05 is exactly 30 days old: it still counts
  assert.deepEqual(told((await it.verify()).cardiac), [])
  it.clock.now += 1n
  const { cardiac: rows } = await it.verify({ strict: true })
  assert.deepEqual(counts(rows), none)
  assert.deepEqual(told(rows), ['aged, ttl edge: age of 1', 'aged, ttl edge: score of 1'])
  const [age] = rows.differences
  assert.deepEqual([age?.online, age?.status, age?.offline], [null, 'OUTSIDE_MAX_AGE', 61n])

  // A table that says another time of the same row is on the other side of the edge.
  it.tamper(`UPDATE {cardiac} SET event_time = ${at('2026-03-20')} WHERE k0 = 1`)
  const wrong = (await it.verify()).cardiac
  assert.deepEqual(told(wrong).slice(0, 2), ['different, ttl edge: age of 1', 'different, ttl edge: score of 1'])
})

test('late row: landed after the materialize it is behind, and strict it is different', async (t) => {
  const it = await patients(t)
  await it.land(
    '1,2026-03-06T00:00:00Z,2026-03-10T00:00:00Z,62,300,m',
    '9,2026-03-02T00:00:00Z,2026-03-10T00:00:00Z,9,9,m',
  )
  const { cardiac: rows, behaviour } = await it.verify()
  assert.deepEqual(counts(rows), { ...none, behind: 4 })
  assert.deepEqual(
    told(rows).sort(),
    [1, 9].flatMap((id) => ['age', 'score'].map((name) => `behind, late row: ${name} of ${id}`)).sort(),
  )
  const late = rows.causes.reduce((sum, it) => sum + it.values, 0)
  assert.equal(rows.behind, late, 'one unit: values')
  assert.ok(behaviour.causes.every(({ kind, cause }) => kind === 'behind' && cause === 'late row'))
  const strict = await it.verify({ strict: true })
  assert.deepEqual(counts(strict.cardiac), { ...none, different: 2, missing: 2 })
  assert.ok(strict.behaviour.different > 0)
  await it.materialize()
  assert.deepEqual(counts((await it.verify({ strict: true })).behaviour), none)
})

test('tie: another row of the same event time', async (t) => {
  const it = await patients(t)
  it.tamper('CREATE TABLE before AS SELECT * FROM {cardiac} WHERE k0 = 3')
  await it.land('3,2026-03-09T00:00:00Z,2026-03-10T00:00:00Z,51,100,f')
  assert.deepEqual(told((await it.verify()).cardiac), ['behind, tie: age of 3', 'behind, tie: score of 3'])
  await it.materialize()
  assert.deepEqual(told((await it.verify({ strict: true })).cardiac), [])

  // The row that lost, back in the table.
  it.tamper('INSERT OR REPLACE INTO {cardiac} SELECT * FROM before')
  assert.deepEqual(told((await it.verify()).cardiac), ['different, tie: age of 3', 'different, tie: score of 3'])
})

test('not materialized: a row of later than the materialize, and a window that moved on', async (t) => {
  const it = await patients(t)
  it.clock.now = at('2026-03-12T12:00:00Z')
  await it.land('1,2026-03-11T00:00:00Z,2026-03-11T00:00:00Z,62,300,m')
  const { cardiac: rows, behaviour } = await it.verify()
  assert.deepEqual(told(rows), ['behind, not materialized: age of 1', 'behind, not materialized: score of 1'])
  assert.ok(told(behaviour).includes('behind, not materialized: visits_all of 1'))
  assert.deepEqual([behaviour.different, behaviour.missing, behaviour.extra], [0, 0, 0])
})

test('a value that was changed, a key that was taken and one that was added have no cause', async (t) => {
  const it = await patients(t)
  it.tamper('UPDATE {cardiac} SET {age} = {age} + 1 WHERE k0 = 1')
  it.tamper('DELETE FROM {cardiac} WHERE k0 = 2')
  it.tamper(
    'INSERT INTO {cardiac} SELECT 77, event_time, created, row_id, read_run, {age}, {score} FROM {cardiac} WHERE k0 = 3',
  )
  it.tamper(`UPDATE {behaviour} SET {by_sex} = '{"0":7}' WHERE k0 = 1`)
  it.tamper('UPDATE {behaviour} SET {mean_chol} = {mean_chol} * 1.0000001 WHERE k0 = 1')
  it.tamper('UPDATE {behaviour} SET {mean_chol} = {mean_chol} * 1.0000000000001 WHERE k0 = 4')
  const { cardiac: rows, behaviour } = await it.verify()
  assert.deepEqual(counts(rows), { different: 1, missing: 2, extra: 2, behind: 0 })
  assert.equal(rows.equal, 5)
  assert.deepEqual(told(rows).sort(), [
    'different, unexplained: age of 1',
    'extra, unexplained: age of 77',
    'extra, unexplained: score of 77',
    'missing, unexplained: age of 2',
    'missing, unexplained: score of 2',
  ])
  assert.deepEqual(told(behaviour), ['different, unexplained: mean_chol of 1', 'different, unexplained: by_sex:f of 1'])
})

test('version: online holds the one before, until it is materialized; a feature alone that is new was never', async (t) => {
  const it = await patients(t)
  await it.define({ ...cardiac, age: 'age + 1', older: 'age + 10' })
  const { cardiac: rows } = await it.verify()
  assert.equal(rows.missing, 8)
  assert.deepEqual(rows.causes, [
    { kind: 'missing', cause: 'version', values: 4 },
    { kind: 'missing', cause: 'not materialized', values: 4 },
  ])
  assert.match(rows.differences[0]?.why ?? '', /online holds age@1, not age@2 {3}pintail materialize cardiac/)
  await it.materialize()
  assert.deepEqual(counts((await it.verify({ strict: true })).cardiac), none)
})

test('version: a refit is another version of a family', async (t) => {
  const it = await patients(t)
  await it.land(
    ...['x', 'x', 'x', 'x'].map((sex, i) => `${5 + i},2026-03-09T00:00:00Z,2026-03-09T00:00:00Z,1,1,${sex}`),
  )
  await it.materialize()
  const { versions } = await it.pintail.fit({ view: 'behaviour', until: null })
  assert.ok(versions.features.some(({ name }) => name === 'behaviour:by_sex'))
  const { behaviour } = await it.verify()
  assert.ok(behaviour.missing > 0)
  assert.deepEqual(
    behaviour.causes.map(({ kind, cause }) => `${kind}, ${cause}`),
    ['missing, version'],
  )
  await it.materialize()
  assert.deepEqual(counts((await it.verify({ strict: true })).behaviour), none)
})

test('a materialize that was cut short is told, and is no difference', async (t) => {
  const it = await patients(t)
  await it.land('1,2026-03-06T00:00:00Z,2026-03-10T00:00:00Z,62,300,m')
  it.clock.now = at('2026-03-11')
  const writer = openOnlineWriter(join(it.folder, '.pintail/online.db'))
  const group = writer.groups().find(({ view }) => view === 'cardiac') ?? assert.fail()
  const features = group.features.map(({ id }) => id)
  writer.close()
  it.tamper(`UPDATE groups SET reaching = ${at('2026-03-11')} WHERE id = ${group.id}`)
  it.tamper(
    `UPDATE {cardiac} SET event_time = ${at('2026-03-06')}, read_run = 9, f${features[0]} = 62, f${features[1]} = 3.0 WHERE k0 = 1`,
  )
  const { cardiac: rows } = await it.verify()
  assert.deepEqual(counts(rows), { ...none, behind: 2 })
  assert.match(rows.differences[0]?.why ?? '', /under way or was cut short/)
})

test('samples: so many keys, the same each time; unknown views are told', async (t) => {
  const it = await patients(t)
  const two = await it.verify({ sample: 2 })
  assert.deepEqual([two.cardiac.keys, two.cardiac.compared], [2, 4])
  assert.equal((await it.verify({ sample: 0 })).cardiac.keys, 4)
  await assert.rejects(it.verify({ views: ['cardiak'] }), { code: 'unknown_view' })
})
