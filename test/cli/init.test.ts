// What `init` leaves behind: a project that runs, and everything that stood there before.
import { deepEqual, equal, match, throws } from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { makeProject } from '../../src/cli/new-project.ts'
import { pintail, temporaryFolder } from './run-cli.ts'

describe('init', () => {
  it('writes a whole project', (test) => {
    const folder = join(temporaryFolder(test), 'My Heart 2')
    const made = makeProject(folder, 'heart', '')
    deepEqual(
      made.map(({ path }) => path),
      [
        '.gitignore',
        '.pintail/types/pintail.d.ts',
        'data/labels.csv',
        'data/visits.csv',
        'features/heart.ts',
        'pintail.yaml',
        'tsconfig.json',
      ],
    )
    for (const { path } of made) equal(existsSync(join(folder, path)), true, path)
    match(readFileSync(join(folder, 'pintail.yaml'), 'utf8'), /^project: my_heart_2$/m)
    equal(readFileSync(join(folder, '.gitignore'), 'utf8'), '.pintail/\n')
    equal(statSync(join(folder, '.pintail')).mode & 0o777, 0o700)
    JSON.parse(readFileSync(join(folder, 'tsconfig.json'), 'utf8'))
  })
  it('draws the events of a shop', (test) => {
    const folder = temporaryFolder(test)
    const made = makeProject(folder, 'events', '')
    equal(
      made.some(({ path }) => path === 'data/events/day=*/events.parquet'),
      true,
    )
    const days = readdirSync(join(folder, 'data/events'))
    equal(days[0], 'day=2026-03-01')
    equal(days.length, 67)
    equal(
      readFileSync(join(folder, 'data/labels.csv'), 'utf8').split('\n')[0],
      'device_id,event_timestamp,has_purchased',
    )
  })
  it('keeps what stands there', (test) => {
    const folder = temporaryFolder(test)
    mkdirSync(join(folder, 'data'))
    writeFileSync(join(folder, 'data/labels.csv'), 'mine')
    writeFileSync(join(folder, '.gitignore'), 'node_modules')
    const made = makeProject(folder, 'heart', '')
    deepEqual(
      made.filter(({ kept }) => kept).map(({ path }) => path),
      ['data/labels.csv'],
    )
    equal(readFileSync(join(folder, 'data/labels.csv'), 'utf8'), 'mine')
    equal(readFileSync(join(folder, '.gitignore'), 'utf8'), 'node_modules\n.pintail/\n')
  })
  it('refuses a folder that is a project', (test) => {
    const folder = temporaryFolder(test)
    makeProject(folder, 'empty', '')
    throws(() => makeProject(folder, 'empty', ''), { code: 'folder_not_empty' })
  })
  it('says when it cannot write', (test) => {
    const file = join(temporaryFolder(test), 'file')
    writeFileSync(file, '')
    throws(() => makeProject(join(file, 'project'), 'empty', ''), { code: 'output_unwritable' })
  })
  it('prints the tree', async (test) => {
    const directory = temporaryFolder(test)
    const { status, stdout } = await pintail(['init', 'heart', '--format', 'table'], { directory })
    equal(status, 0)
    match(stdout, /^heart\n├── \.gitignore/)
    match(stdout, /│ {3}└── heart\.ts {10}six cardiac features/)
  })
  it('says what it made as data in a pipe', async (test) => {
    const directory = temporaryFolder(test)
    const { stdout } = await pintail(['init', '--template=empty'], { directory })
    deepEqual(JSON.parse(stdout.split('\n')[0] ?? ''), { path: '.gitignore', kept: false })
  })
})
