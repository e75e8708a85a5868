// Small commands stay small: what each of them loads.
import { deepEqual } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { makeClinic, removeClinic } from './clinic.ts'
import { pintail, temporaryFolder } from './run-cli.ts'

const watcher = pathToFileURL(join(import.meta.dirname, 'loaded-modules.mjs')).href
const heavy = /@duckdb|better-sqlite3|\/zod\/|\/hono\/|\/ink\/|\/react\/|\/src\/tui\/|esbuild/

it('an online read loads SQLite, and neither DuckDB nor what checks definitions', async (test) => {
  const folder = await makeClinic()
  test.after(() => removeClinic(folder))
  const list = join(temporaryFolder(test), 'loaded')
  const args = ['online', '--entity', 'patient_id=p001', '--service', 'heart_risk']
  const environment = { NODE_OPTIONS: `--import=${watcher}`, LOADED_TO: list }
  const { status } = await pintail(args, { environment, directory: folder })
  const loaded = readFileSync(list, 'utf8').split('\n')
  deepEqual(
    [status, loaded.filter((url) => /@duckdb|\/(hono|zod|yaml)\/|offline-store|core\/definitions/.test(url))],
    [0, []],
  )
})

describe('neither engine nor schema is loaded by', () => {
  for (const args of [
    [],
    ['version'],
    ['--help'],
    ['ingest', '--help'],
    ['completion', 'zsh'],
    ['complete', '--', 'in'],
    ['ingset'],
  ]) {
    it(`pintail ${args.join(' ')}`, async (test) => {
      const list = join(temporaryFolder(test), 'loaded')
      await pintail(args, { environment: { NODE_OPTIONS: `--import=${watcher}`, LOADED_TO: list } })
      const loaded = readFileSync(list, 'utf8').split('\n')
      deepEqual(
        loaded.filter((url) => heavy.test(url)),
        [],
      )
    })
  }
})
