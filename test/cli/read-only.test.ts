// A project that may only be read: what can still be asked of it, and what do the other commands say?
import { deepEqual, equal, match } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeClinic, removeClinic } from './clinic.ts'
import { main } from './run-cli.ts'
import { runInside } from './run-inside.ts'

const root = mkdtempSync(join(tmpdir(), 'pintail-read-only-'))
const mine = join(root, 'mine')
mkdirSync(mine)
const clinic = await makeClinic()

/** The superuser may write everything, so it is nobody who asks. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
if (nobody.uid !== undefined) spawnSync('chown', ['-R', '65534:65534', mine])
chmodSync(root, 0o755)

const setMode = (folder: string, on: string): void => {
  equal(spawnSync('chmod', ['-R', on, folder]).status, 0)
}

const copyOf = (from: string, name: string): string => {
  const folder = join(root, name)
  cpSync(from, folder, { recursive: true })
  setMode(folder, 'a-w,a+rX')
  return folder
}

const project = copyOf(clinic, 'clinic')

after(() => {
  setMode(root, 'u+w')
  rmSync(root, { recursive: true, force: true })
  removeClinic(clinic)
})

const asNobody = (args: readonly string[], directory = project) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', main, ...args],
    {
      cwd: directory,
      encoding: 'utf8',
      env: { ...process.env, FORCE_COLOR: '0', HOME: mine, TMPDIR: mine },
      ...nobody,
    },
  )
  return { status, stdout, stderr }
}

const plain = (text: string): string => text.replaceAll(project, '').replaceAll(clinic, '')

const readings: readonly (readonly string[])[] = [
  ['list', 'views'],
  ['list', 'runs'],
  ['show', 'cardiac'],
  ['plan'],
  ['explain', 'cardiac'],
  ['online', '--entity', 'patient_id=p00001', '--features', 'cardiac:*', '--format', 'json'],
  ['historical', '--spine', 'data/labels.csv', '--service', 'heart_risk', '--format', 'csv'],
  ['export', 'cardiac', '--format', 'csv'],
  ['export', 'cardiac', '--latest', '--format', 'csv'],
  ['preview', 'cardiac', '--format', 'csv'],
  ['select', '--spine', 'data/labels.csv', '--target', 'diagnosis', '--format', 'csv'],
  ['cache'],
]

for (const args of readings) {
  test(`pintail ${args.slice(0, 2).join(' ')} says what it says elsewhere`, async () => {
    const there = await runInside(args, clinic)
    const here = asNobody(args)
    equal(here.status, 0, here.stderr)
    equal(there.status, 0, there.stderr)
    if (args[0] !== 'list') equal(plain(here.stdout), plain(there.stdout))
    equal(here.stdout.length > 0, there.stdout.length > 0)
  })
}

test('an answer goes to a file elsewhere', () => {
  const output = join(mine, 'cardiac.parquet')
  const { status, stderr } = asNobody(['export', 'cardiac', '-o', output])
  equal(status, 0, stderr)
  equal(existsSync(output), true)
})

test('what writes says which file stands in the way, and what to do', () => {
  for (const args of [
    ['apply', '--yes'],
    ['ingest'],
    ['ingest', '--full'],
    ['fit', 'cardiac'],
    ['materialize'],
    ['cache', 'clear', '--yes'],
    ['dataset', 'create', 'a', '--spine', 'data/labels.csv', '--service', 'heart_risk'],
  ]) {
    const { status, stderr } = asNobody(args)
    match(stderr, /registry\.db" cannot be written {3}\[not_permitted\]/, args.join(' '))
    match(stderr, /fix {2}make the folder writable \(chmod -R u\+rwX .*\.pintail\), or copy the project/)
    equal(status, 4)
  }
})

test('doctor tells of it too, and nothing is left behind', () => {
  match(asNobody(['doctor', '--format', 'csv']).stdout, /writable,fail/)
  deepEqual(
    readdirSync(mine).filter((name) => name.startsWith('pintail-')),
    [],
  )
})

test('a project that was never applied says so', async () => {
  const bare = join(root, 'bare-from')
  await runInside(['init', bare], root)
  rmSync(join(bare, '.pintail'), { recursive: true, force: true })
  const fixed = copyOf(bare, 'bare')
  match(asNobody(['online', '--entity', 'patient_id=p1', '--features', 'cardiac:*'], fixed).stderr, /not_applied/)
  match(asNobody(['apply', '--yes'], fixed).stderr, /not_permitted/)
})

test('a project that may not even be read', () => {
  const closed = copyOf(clinic, 'closed')
  setMode(join(closed, '.pintail'), 'a-rwx')
  const { status, stderr } = asNobody(['list', 'views'], closed)
  setMode(join(closed, '.pintail'), 'u+rwX')
  match(stderr, /cannot be read {3}\[not_permitted\][\s\S]*fix/)
  equal(status, 4)
})
