// kill -9 at any moment: nothing lost, nothing half visible, and the next run completes. Two at once wait for each other.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { executable, pintail, temporaryFolder } from '../support/executable.ts'

const definitions = (weight: number): string => `
entities:
  thing: { keys: { id: int64 } }
sources:
  rows: { type: csv, path: data/*.csv, timestamp: at }
views:
  view:
    entity: thing
    source: rows
    features:
      x: x
      y: x * ${weight}
`

const rowsPerFile = 60_000
const keys = 5_000

const rowsOf = (file: number): string =>
  `id,at,x\n${Array.from({ length: rowsPerFile }, (_, i) => {
    const n = file * rowsPerFile + i
    return `${(n * 7919) % keys},${new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString()},${n}`
  }).join('\n')}\n`

const project = (t: TestContext): string => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'features'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: killed\n')
  writeFileSync(join(folder, 'features/view.yaml'), definitions(2))
  writeFileSync(join(folder, 'data/0.csv'), rowsOf(0))
  const spine = Array.from({ length: 500 }, (_, i) => `${i * 10},2027-01-01`)
  writeFileSync(join(folder, 'spine.csv'), `id,event_timestamp\n${spine.join('\n')}\n`)
  return folder
}

const done = async (folder: string, ...args: string[]): Promise<string> => {
  const { status, stdout, stderr } = await pintail(args, { directory: folder })
  assert.equal(status, 0, `pintail ${args.join(' ')}: ${stderr}`)
  return stdout
}

/** Starts a command and kills it after a while; true when it had ended before. */
const killed = async (folder: string, after: number, ...args: string[]): Promise<boolean> => {
  const child = spawn(executable, args, {
    cwd: folder,
    env: { PINTAIL_CACHE: process.env.PINTAIL_CACHE ?? '' },
    stdio: 'ignore',
  })
  const ended = new Promise<boolean>((resolve) => child.on('exit', (_, signal) => resolve(signal === null)))
  await setTimeout(after)
  child.kill('SIGKILL')
  return ended
}

const answers = (folder: string): Promise<string> =>
  done(folder, 'historical', '--spine', 'spine.csv', '--features', 'view:*', '--format', 'csv', '-o', '-')

const online = (folder: string): Promise<string> =>
  done(folder, 'online', '--entity', 'id=0,id=10,id=4990', '--features', 'view:*')

const landedRows = (listed: string): number => {
  const runs = listed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  return runs
    .filter((run) => run.kind === 'ingest' && run.status === 'done')
    .reduce((sum, run) => sum + Number(run.written), 0)
}

test('an ingest killed at any moment leaves the state before or after it', { timeout: 240_000 }, async (t) => {
  const folder = project(t)
  await done(folder, 'apply')
  await done(folder, 'ingest')
  writeFileSync(join(folder, 'data/1.csv'), rowsOf(1))
  const before = await answers(folder)
  const seen = new Set([before])
  for (let after = 20; after <= 620; after += 50) {
    const ended = await killed(folder, after, 'ingest')
    seen.add(await answers(folder))
    if (ended) break
  }
  await done(folder, 'ingest')
  const final = await answers(folder)
  seen.add(final)
  assert.notEqual(final, before)
  assert.equal(seen.size, 2, 'only the states before and after are ever seen')
  const whole = temporaryFolder(t)
  mkdirSync(join(whole, 'features'))
  mkdirSync(join(whole, 'data'))
  for (const file of ['pintail.yaml', 'spine.csv', 'features/view.yaml', 'data/0.csv', 'data/1.csv']) {
    writeFileSync(join(whole, file), readFileSync(join(folder, file)))
  }
  await done(whole, 'apply')
  await done(whole, 'ingest')
  assert.equal(final, await answers(whole), 'as if it had never been killed')
  assert.equal(landedRows(await done(folder, 'list', 'runs')), 2 * rowsPerFile)
  await done(folder, 'ingest')
  assert.deepEqual(readdirSync(join(folder, '.pintail/offline/staging')), [], 'nothing is left over')
})

test('an apply and a materialize killed at any moment are completed by the next', { timeout: 240_000 }, async (t) => {
  const folder = project(t)
  await done(folder, 'apply')
  await done(folder, 'ingest')
  await done(folder, 'materialize')
  const before = await online(folder)
  for (let after = 20; after <= 320; after += 30) {
    writeFileSync(join(folder, 'features/view.yaml'), definitions(3))
    const applied = await killed(folder, after, 'apply')
    const versions = (await done(folder, 'list', 'features'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const y = versions.find((it) => it.feature === 'view:y')
    assert.ok(y.version === 1 || y.version === 2, 'one version or the other')
    if (applied) break
  }
  await done(folder, 'apply')
  appendFileSync(join(folder, 'data/0.csv'), '0,2026-06-01T00:00:00Z,5\n')
  await done(folder, 'ingest')
  for (let after = 20; after <= 320; after += 30) {
    if (await killed(folder, after, 'materialize', '--full')) break
    await online(folder)
  }
  await done(folder, 'materialize', '--full')
  const [first = '{}'] = (await online(folder)).split('\n')
  const { x, y } = JSON.parse(first)
  assert.deepEqual({ x, y }, { x: 5, y: 15 })
  assert.notEqual(await online(folder), before)
})

test('two ingests at once land every row once, and a reader beside them is never disturbed', {
  timeout: 240_000,
}, async (t) => {
  const folder = project(t)
  await done(folder, 'apply')
  await done(folder, 'ingest')
  for (const file of [1, 2, 3]) writeFileSync(join(folder, `data/${file}.csv`), rowsOf(file))
  const both = Promise.all([done(folder, 'ingest'), done(folder, 'ingest')])
  const reading = (async () => {
    for (let i = 0; i < 5; i++) await answers(folder)
  })()
  await both
  await reading
  assert.equal(landedRows(await done(folder, 'list', 'runs')), 4 * rowsPerFile)
})
