// Datasets over events: sums of floats have the same bits whatever files and threads they are taken over, and what was
// sent again, came late or was fitted anew since has no say.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import Sqlite from 'better-sqlite3'
import type { DatasetRequest, Datasets } from '../../src/core/datasets.ts'
import { open, type Pintail } from '../../src/pintail.ts'

const definitions = (more: string): string => `
entities:
  visitor: { keys: { visitor_id: int64 } }
sources:
  events: { type: csv, path: data/*.csv, id: event_id, timestamp: at, created: known }
views:
  behaviour:
    entity: visitor
    source: events
    features:
      spent: { aggregate: sum, of: amount, windows: [1d, all] }
      usual: { aggregate: mean, of: amount, window: 7d }
      spread: { aggregate: stddev, of: amount, window: 7d }
      wobble: { aggregate: variance, of: amount, window: all }
      p90: { aggregate: p90, of: amount, window: 7d }
      share: { ratio: [spent_1d, spent_all] }
      by_page: { aggregate: sum, of: amount, by: page, values: { top: 2 }, window: all }
      newest: { oneHot: page, values: { top: 2 } }
${more}
services:
  model: { features: ['behaviour:*'] }
`

const header = 'event_id,visitor_id,at,known,amount,page'
const hour = 3_600_000
const start = Date.UTC(2026, 0, 1)
const instant = (hours: number): string => new Date(start + hours * hour).toISOString()

/** The generator of ANSI C, as a share of 1. */
const shares = (seed: number) => {
  let state = BigInt(seed)
  return (): number => {
    state = (state * 1103515245n + 12345n) % 2147483648n
    return Number(state) / 2147483648
  }
}

/** Events of all magnitudes, some of them sent again by a later file, with another amount. */
const eventsOf = (file: number, count: number): string => {
  const share = shares(file + 1)
  const lines = Array.from({ length: count }, (_, i) => {
    const id = share() < 0.1 ? `e0-${Math.floor(share() * 50)}` : `e${file}-${i}`
    const at = instant(Math.floor(share() * 240) / 1.5)
    const known = instant(240 + file + share())
    const amount = (share() - 0.3) * 10 ** Math.floor(share() * 12 - 4)
    return [id, Math.floor(share() * 4), at, known, amount, ['/a', '/b', '/c', ''][Math.floor(share() * 4)]].join(',')
  })
  return [header, ...lines, ''].join('\n')
}

const labels = (): string => {
  const share = shares(99)
  const lines = Array.from({ length: 300 }, () =>
    [Math.floor(share() * 5), instant(Math.floor(share() * 500) / 2), share() < 0.5 ? 1 : 0].join(','),
  )
  return ['visitor_id,event_timestamp,bought', ...lines, ''].join('\n')
}

interface Project {
  readonly folder: string
  readonly pintail: Pintail
  readonly request: Omit<DatasetRequest, 'name' | 'knownAt'>
  openWith(threads: number): Promise<Pintail>
  land(pintail: Pintail, file: number, count: number): Promise<void>
  /** Whether the datasets `plain` and `known` are made again byte for byte. */
  check(datasets: Datasets): Promise<void>
}

/** Applied, with four files landed. */
const project = async (t: TestContext): Promise<Project> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pintail-behaviour-')))
  const opened: Pintail[] = []
  t.after(async () => {
    for (const pintail of opened) await pintail.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const openWith = async (threads: number): Promise<Pintail> => {
    const pintail = await open(folder, { environment: { PINTAIL_THREADS: String(threads) } })
    opened.push(pintail)
    return pintail
  }
  const land = async (pintail: Pintail, file: number, count: number): Promise<void> => {
    writeFileSync(join(folder, `data/${file}.csv`), eventsOf(file, count))
    await pintail.ingest({ views: [], full: false })
  }
  for (const name of ['features', 'data']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: behaviour\n')
  writeFileSync(join(folder, 'features/all.yaml'), definitions(''))
  writeFileSync(join(folder, 'labels.csv'), labels())
  writeFileSync(join(folder, 'data/0.csv'), eventsOf(0, 400))
  const pintail = await openWith(2)
  await pintail.apply()
  for (let file = 0; file < 4; file++) await land(pintail, file, 400)
  const copy = { output: join(folder, 'again.parquet'), format: 'parquet' } as const
  return {
    folder,
    pintail,
    openWith,
    land,
    request: {
      spine: { path: join(folder, 'labels.csv'), format: null },
      features: [],
      service: 'model',
      fullFeatureNames: false,
      timestamp: null,
      target: 'bought',
      split: 0.8,
      copy: null,
    },
    check: async (datasets) => {
      for (const name of ['plain', 'known']) {
        const report = await datasets.reproduce(name, copy)
        assert.deepEqual([name, report.same, report.differences], [name, 'bytes', []])
        const kept = readFileSync(join(folder, `.pintail/datasets/${name}/rows.parquet`))
        assert.ok(readFileSync(copy.output).equals(kept))
      }
    },
  }
}

test('the same bytes after re-sent and late events, other definitions and merging, on one thread and two', async (t) => {
  const { folder, pintail, openWith, land, request, check } = await project(t)
  const datasets = await pintail.datasets()
  const made = await datasets.create({ ...request, name: 'plain', knownAt: false })
  await datasets.create({ ...request, name: 'known', knownAt: true })
  const vocabularies = made.manifest.features.flatMap((it) => (it.vocabulary === null ? [] : [it.vocabulary.length]))
  assert.deepEqual(vocabularies, [2, 2], 'the manifest tells what was fitted')
  const single = await (await openWith(1)).datasets()
  await check(single)
  const other = '      many: { aggregate: count, window: 1h }'
  writeFileSync(join(folder, 'features/all.yaml'), definitions(other).replace('top: 2', 'top: 3'))
  await pintail.apply()
  for (let file = 4; file < 28; file++) await land(pintail, file, 60)
  await pintail.materialize({ views: [], features: [], mode: 'full', until: null })
  await check(datasets)
  await check(single)
  const now = await datasets.create({ ...request, name: 'now', knownAt: false, service: 'model@1' })
  const differences = await datasets.diff('plain', 'now')
  assert.ok(now.rows === 300 && differences.some((it) => it.what === 'column spent_all' && (it.rows ?? 0) > 100))
})

test('inputs that are used by datasets alone are kept through merging', async (t) => {
  const { folder, pintail, land, request, check } = await project(t)
  const datasets = await pintail.datasets()
  for (const name of ['plain', 'known']) await datasets.create({ ...request, name, knownAt: name === 'known' })
  const registry = new Sqlite(join(folder, '.pintail/registry.db'))
  registry.exec(`DELETE FROM current_versions WHERE kind = 'service'; DELETE FROM service_versions`)
  registry.close()
  writeFileSync(join(folder, 'features/all.yaml'), definitions('').replaceAll('of: amount', 'of: amount * 2'))
  await pintail.apply()
  for (let file = 4; file < 28; file++) await land(pintail, file, 30)
  const read = new Sqlite(join(folder, '.pintail/registry.db'), { readonly: true })
  const merged = read.prepare('SELECT count(*) FROM segments WHERE first_run < last_run').pluck().get()
  read.close()
  assert.ok(Number(merged) > 0, 'segments were merged')
  await check(datasets)
})
