// How long does a training set take? 10 M feature rows of 100 k keys, ten features, a spine of 1 M rows, ttl 7 days.
import { linkSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { emptied, madeOnce } from './cache.ts'
import { trainingSetPrint } from './compare.ts'
import { type History, historyFile, runsFolder, spineFile } from './data.ts'
import { run } from './duckdb.ts'
import { type Measurement, measure } from './measure.ts'
import type { Options } from './options.ts'
import { inNode, inPython, pintail, pintailMissing, pythonMissing } from './peers.ts'
import { narrowAsOf, plainAsOf, prunedAsOf, type Question, sortedFile, tieFreeAsOf } from './plans.ts'
import { apply, ingest, writeProject } from './project.ts'
import { type Competitor, contest, sectionOf } from './protocol.ts'
import type { Section } from './report.ts'
import { rounded } from './statistics.ts'

type Plan = (question: Question) => string

export const pointInTime = async ({ runs, scale }: Options): Promise<Section[]> => {
  const usual: History = { rows: 10_000_000 * scale, keys: 100_000 * scale }
  const long: History = { rows: 3_000_000 * scale, keys: Math.max(1, 300 * scale) }
  const many = await spineFile(1_000_000 * scale, usual.keys)
  const few = await spineFile(1_000, usual.keys)
  const history = await historyFile(usual)
  const sorted = await sortedOnce(usual, history)
  const project = await ingested('point-in-time', history)
  const longHistory = await historyFile(long)
  const longProject = await ingested('long-keys', longHistory)
  const longSpine = await spineFile(100_000 * scale, long.keys)
  const folder = await runsFolder(usual)
  const runsProject = await ingestedInRuns('twenty-runs', folder)

  const contestants = (spine: string, from: string, inProject: Ingested, plans: readonly [string, Plan, string][]) => [
    viaPintail(inProject.folder, spine),
    ...plans.map(([name, plan, file]) => byHand(name, plan, file, spine)),
    inPandas(from, spine),
    inPolars(from, spine),
  ]
  const sections: Section[] = []
  const add = async (title: string, inProject: Ingested, competitors: readonly Competitor[]): Promise<void> => {
    sections.push(sectionOf(title, await contest(competitors, runs), inProject.notes))
  }
  await add(
    `point-in-time: ${usual.rows} rows, ${usual.keys} keys, spine of ${1_000_000 * scale}`,
    project,
    contestants(many, history, project, [
      ['DuckDB, sorted file, narrow', narrowAsOf, sorted],
      ['DuckDB, unsorted file', plainAsOf, history],
    ]),
  )
  await add(
    'point-in-time: the same history, spine of 1000',
    project,
    contestants(few, history, project, [
      ['DuckDB, sorted file, pruned', prunedAsOf, sorted],
      ['DuckDB, unsorted file, pruned', prunedAsOf, history],
    ]),
  )
  await add(
    `point-in-time: ${long.rows} rows, 10000 a key, spine of ${100_000 * scale}`,
    longProject,
    contestants(longSpine, longHistory, longProject, [['DuckDB, unsorted file', plainAsOf, longHistory]]),
  )
  await add(
    `point-in-time: ${usual.rows} rows from twenty runs, late rows and ties, spine of ${1_000_000 * scale}`,
    runsProject,
    contestants(many, join(folder, '*.parquet'), runsProject, [
      ['DuckDB, ties removed when asked', tieFreeAsOf, join(folder, '*.parquet')],
    ]),
  )
  return sections
}

const out = (name: string): string => join(emptied('out', name.replaceAll(/[^a-z]+/gi, '-')), 'training-set.parquet')

const viaPintail = (project: string, spine: string): Competitor => {
  const output = out('pintail')
  const request = ['--spine', spine, '--timestamp', 'event_timestamp', '--features', 'bench:*', '-o', output]
  return {
    name: 'Pintail',
    missing: pintailMissing(),
    command: pintail(project, 'historical', ...request),
    fingerprint: trainingSetPrint(output),
  }
}

const byHand = (name: string, plan: Plan, history: string, spine: string): Competitor => {
  const output = out(name)
  return { name, command: inNode('duckdb.ts', plan({ history, spine, output })), fingerprint: trainingSetPrint(output) }
}

const inPandas = (history: string, spine: string): Competitor => {
  const output = out('pandas')
  const command = inPython('merge_asof.py', history, spine, output)
  return { name: 'pandas merge_asof', missing: pythonMissing(), command, fingerprint: trainingSetPrint(output) }
}

const inPolars = (history: string, spine: string): Competitor => {
  const output = out('polars')
  const command = inPython('join_asof.py', history, spine, output)
  return { name: 'Polars join_asof', missing: pythonMissing(), command, fingerprint: trainingSetPrint(output) }
}

const sortedOnce = ({ rows, keys }: History, history: string): Promise<string> =>
  madeOnce(`sorted-${rows}-${keys}.parquet`, (path) => run(sortedFile(history, path)))

interface Ingested {
  readonly folder: string
  /** What came before the question, timed apart. */
  readonly notes: readonly string[]
}

const took = (what: string, measured: readonly Measurement[]): string => {
  const seconds = measured.reduce((sum, each) => sum + each.wall, 0)
  const peak = Math.max(...measured.map((each) => each.peak ?? 0)) / 1e6
  return `Pintail ${what}: ${rounded(seconds)} s, peak ${Math.round(peak)} MB, not in the table`
}

const ingested = async (name: string, history: string): Promise<Ingested> => {
  const folder = writeProject(name, { type: 'parquet', path: history, created: true, ttl: '7d' })
  if (pintailMissing()) return { folder, notes: [] }
  const notes = [took('apply', [await apply(folder)]), took('ingest', [await ingest(folder)])]
  return { folder, notes }
}

/** Each file becomes a run of its own: it appears in the source's folder, then is ingested. */
const ingestedInRuns = async (name: string, runsOf: string): Promise<Ingested> => {
  const folder = writeProject(name, { type: 'parquet', path: 'data/*.parquet', created: true, ttl: '7d' })
  if (pintailMissing()) return { folder, notes: [] }
  mkdirSync(join(folder, 'data'))
  const applied: Measurement[] = []
  const measured: Measurement[] = []
  for (const file of readdirSync(runsOf).sort()) {
    linkSync(join(runsOf, file), join(folder, 'data', file))
    // The first file tells the types of the columns.
    if (applied.length === 0) applied.push(await apply(folder))
    measured.push(await measure(pintail(folder, 'ingest')))
  }
  return { folder, notes: [took('apply', applied), took('twenty ingests', measured)] }
}
