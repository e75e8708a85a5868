// A project of which nothing was ever applied: what do commands that only look leave behind? No file.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { open } from '../../src/pintail.ts'
import { temporaryFolder } from '../support/executable.ts'
import { runInside } from './run-inside.ts'

/** For editors, and what pintail.yaml says, so that it is read once: both made anew when they are not there. */
const remembered = ['pintail.d.ts', 'config.json']

const looks: readonly string[] = [
  'plan',
  'preview cardiac --limit 2 --format csv',
  'list views',
  'show cardiac',
  'search age',
  'online --entity patient_id=p001 --features cardiac:age_normalized',
  'historical --spine data/labels.csv --features cardiac:age_normalized --format csv',
  'verify',
  'drift',
  'check',
  'freshness',
  'coverage',
  'runs',
  'stats cardiac:age_normalized',
  'explain cardiac',
  'dataset list',
  'baseline list',
  'cache',
  'lineage cardiac',
]

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((it) => it.isFile())
        .map((it) => it.name)
    : []

const project = async (t: Parameters<typeof temporaryFolder>[0]): Promise<string> => {
  const folder = join(temporaryFolder(t), 'heart')
  const { status, stderr } = await runInside(['init', folder, '--template', 'heart'], dirname(folder))
  assert.equal(status, 0, stderr)
  rmSync(join(folder, '.pintail'), { recursive: true })
  return folder
}

test('to look leaves no file', async (t) => {
  const folder = await project(t)
  for (const line of looks) {
    const { status } = await runInside(line.split(' '), folder)
    assert.ok(status === 0 || status === 3, `${line}: ${status}`)
    const left = filesIn(join(folder, '.pintail')).filter((name) => !remembered.includes(name))
    assert.deepEqual(left, [], line)
  }
})

test('who looked before the first apply and materialize sees them, whoever does them', async (t) => {
  const folder = await project(t)
  const [watching, working] = [await open(folder), await open(folder)]
  t.after(() => Promise.all([watching.close(), working.close()]))
  const keys = new Map([['patient_id', ['p001']]])
  const wanted = { features: ['cardiac:age_normalized'], service: null, fullFeatureNames: false }
  assert.deepEqual(watching.list({ what: 'views' }), [])
  await working.apply()
  assert.equal(watching.list({ what: 'views' }).length, 1)
  const reader = watching.reader(wanted)
  const status = (): string | undefined => reader.read(keys).features[0]?.statuses[0]
  assert.equal(status(), 'NOT_FOUND')
  await working.ingest({ views: [], full: false })
  await working.materialize({ views: [], features: [], mode: 'full', until: null })
  assert.notEqual(status(), 'NOT_FOUND')
})
