// How soon is the first answer there? Whole processes, from start to end, on the sample clinic.
import { spawnSync } from 'node:child_process'
import { cpSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptied, inCache, repository } from './cache.ts'
import { measure } from './measure.ts'
import type { Options } from './options.ts'
import { executable, inNode, pintail, pintailMissing } from './peers.ts'
import type { Row, Section } from './report.ts'
import { post, startServer } from './server.ts'
import { median, quantile, rounded } from './statistics.ts'

const starts = 21
const references = ['cardiac:age_normalized', 'cardiac:composite_risk_score']

export const startUp = async (_: Options): Promise<Section[]> => {
  const timed = new Map<string, readonly number[]>([
    ['peer: bare Node.js', times([process.execPath, '-e', '0'])],
    ['peer: Node.js and DuckDB, SELECT 1', times(inNode('duckdb.ts', 'SELECT 1'))],
  ])
  const missing = pintailMissing()
  if (!missing) for (const [name, all] of await pintailTimes(await clinic())) timed.set(name, all)
  const rows = [...timed].map(
    ([name, all]): Row => ({
      start: name,
      'median ms': rounded(median(all)),
      'p90 ms': rounded(quantile(all, 0.9)),
      'slowest ms': rounded(Math.max(...all)),
    }),
  )
  const notes = missing ? [] : [`executable: ${(statSync(executable).size / 1e6).toFixed(1)} MB on disk`]
  const lacking = missing ? [`Pintail: ${missing}`] : []
  return [{ title: `start-up: median of ${starts}`, rows, notes, missing: lacking, runs: Object.fromEntries(timed) }]
}

const clinic = async (): Promise<string> => {
  const project = emptied('projects', 'clinic')
  cpSync(join(repository, 'sample-data/clinic'), project, { recursive: true })
  for (const verb of [['apply', '--yes'], ['ingest'], ['materialize']]) await measure(pintail(project, ...verb))
  return project
}

const pintailTimes = async (project: string): Promise<[string, readonly number[]][]> => {
  const spine = inCache('out/one-row.csv')
  writeFileSync(spine, 'patient_id,event_timestamp\np001,2025-06-01T00:00:00Z\n')
  const wanted = ['--features', references.join(',')]
  return [
    ['version', times(pintail(project, 'version'))],
    ['online, one key', times(pintail(project, 'online', '--entity', 'patient_id=p001', ...wanted))],
    ['historical, one row (DuckDB)', times(pintail(project, 'historical', '--spine', spine, ...wanted, '-o', '-'))],
    ['serve, to its first answer', await servingTimes(project)],
  ]
}

const servingTimes = async (project: string): Promise<number[]> => {
  const first = (port: number): Promise<string> =>
    post(port, { features: references, entities: { patient_id: ['p001'] } })
  const all: number[] = []
  for (let i = 0; i < starts; i++) {
    const server = await startServer('Pintail', (port) => pintail(project, 'serve', '--port', String(port)), first)
    all.push(server.started)
    await server.stop()
  }
  return all
}

/** Milliseconds of each start, after one that warms the page cache. */
const times = ([program = '', ...rest]: readonly string[]): number[] =>
  Array.from({ length: starts + 1 }, () => {
    const started = performance.now()
    const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${[program, ...rest].join(' ')} ended with ${status}\n${stderr}`)
    return performance.now() - started
  }).slice(1)
