// Does Pintail say what an independent program works out from the shop's raw JSON with Polars, for every label?
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { pintail, temporaryFolder } from '../cli/run-cli.ts'
import { pythonWith } from '../support/python.ts'

interface Compared {
  readonly rows: number
  readonly compared: number
  /** How many of the values are neither null nor 0. */
  readonly filled: number
  readonly differences: readonly unknown[]
}

const program = join(import.meta.dirname, 'shop.py')

test('the features of the shop', async (t) => {
  const polars = await pythonWith('polars', '2.1.0')
  if ('missing' in polars) {
    t.skip(polars.missing)
    return
  }
  const folder = temporaryFolder(t)
  const run = async (...args: string[]): Promise<void> => {
    const { status, stderr } = await pintail(args, { directory: folder })
    assert.equal(status, 0, stderr)
  }
  await run('init', '--template', 'events')
  await run('apply')
  await run('ingest')
  const historical = ['historical', '--spine', 'data/labels.csv', '--features', 'behaviour:*']

  const compare = async (file: string, ...how: string[]): Promise<Compared> => {
    const { stdout } = await promisify(execFile)(polars.python, [program, folder, join(folder, file), ...how], {
      maxBuffer: 1 << 28,
    })
    return JSON.parse(stdout)
  }

  await t.test('as of the instant of each label', async () => {
    await run(...historical, '-o', 'all.parquet')
    const { rows, compared, filled, differences } = await compare('all.parquet')
    assert.deepEqual(differences.slice(0, 5), [])
    assert.deepEqual([rows, compared], [3000, 243_000])
    assert.ok(filled > 60_000, String(filled))
  })

  await t.test('as known at the instant of each label', async () => {
    await run(...historical, '--known-at-timestamp', '-o', 'known.parquet')
    const { compared, differences } = await compare('known.parquet', 'known')
    assert.deepEqual(differences.slice(0, 5), [])
    assert.equal(compared, 243_000)
  })

  await t.test('the comparison sees what was known later', async () => {
    const { differences } = await compare('all.parquet', 'known')
    assert.ok(differences.length > 500, String(differences.length))
  })
})
