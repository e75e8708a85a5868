// How long do windows take? 10 M events of 100 k keys over a year, twelve aggregations over 1 h to 30 d for each of 1 M
// spine rows, then quantiles alone.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptied, madeOnce } from './cache.ts'
import { spineFile } from './data.ts'
import { ask, run, text } from './duckdb.ts'
import type { Options } from './options.ts'
import { inNode, inPython, pintail, pintailMissing, pythonMissing } from './peers.ts'
import { apply, ingest } from './project.ts'
import { type Competitor, contest, sectionOf } from './protocol.ts'
import type { Section } from './report.ts'
import { rounded } from './statistics.ts'
import { bucketedWindows, plainWindows, quantileColumns, twelveColumns, type WindowColumns } from './window-plans.ts'

export const windows = async ({ runs, scale }: Options): Promise<Section[]> => {
  const [events, keys, rows] = [10_000_000, 100_000, 1_000_000].map((n) => Math.round(n * scale))
  const file = await eventsFile(events ?? 0, keys ?? 0)
  const sorted = await madeOnce(`window-events-sorted-${events}-${keys}.parquet`, (path) =>
    run(
      `COPY (SELECT * FROM read_parquet(${text(file)}) ORDER BY id, event_time) TO ${text(path)} (FORMAT parquet, COMPRESSION zstd)`,
    ),
  )
  const spine = await spineFile(rows ?? 0, keys ?? 0)
  const project = writeProject(file)
  const notes = pintailMissing() ? [] : await prepared(project)
  const sections: Section[] = []
  for (const [what, columns] of [
    ['twelve aggregations over 1 h to 30 d', twelveColumns],
    ['quantiles', quantileColumns],
  ] as const) {
    const title = `windows: ${what}, ${events} events, ${keys} keys, spine of ${rows}`
    const competitors = [
      viaPintail(project, spine, columns),
      byHand('DuckDB, sorted file, buckets', bucketedWindows(columns, sorted, spine), columns),
      byHand('DuckDB, sorted file, range join', plainWindows(columns, sorted, spine), columns),
      byHand('DuckDB, unsorted file, buckets', bucketedWindows(columns, file, spine), columns),
      inPeer('Polars join and filter', 'windows_polars.py', file, spine, columns),
      inPeer('pandas merge and filter', 'windows_pandas.py', file, spine, columns),
    ]
    sections.push(sectionOf(title, await contest(competitors, runs), notes))
  }
  return sections
}

const uniform = (salt: number): string => `((hash(i * 64 + ${salt}) >> 11) / 9007199254740992.0)`

const eventsFile = (events: number, keys: number): Promise<string> =>
  madeOnce(`window-events-${events}-${keys}.parquet`, (path) =>
    run(`COPY (
      SELECT (hash(i * 64 + 20) % ${keys})::BIGINT AS id,
        TIMESTAMP '2025-01-01' + to_microseconds((${uniform(21)} * 31536000000000)::BIGINT) AS event_time,
        ${uniform(3)} < 0.5 AS click, CASE WHEN ${uniform(3)} > 0.2 THEN ${uniform(4)} * 1000 END AS revenue,
        ${uniform(5)} AS loading, 'page' || floor(${uniform(6)} * 50)::INT AS page, floor(${uniform(7)} * 20)::INT AS item
      FROM range(${events}) t(i)
    ) TO ${text(path)} (FORMAT parquet)`),
  )

const writeProject = (file: string): string => {
  const folder = emptied('projects', 'windows')
  mkdirSync(join(folder, 'features'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: bench\nallow: [../../data]\nengine: { memory_limit: 4GB }\n')
  writeFileSync(
    join(folder, 'features/bench.yaml'),
    `entities:
  thing: { keys: { id: int64 } }
sources:
  events: { type: parquet, path: ${JSON.stringify(file)}, timestamp: event_time }
views:
  twelve:
    entity: thing
    source: events
    features:
      clicks: { aggregate: count, where: click, windows: [1h, 7d, 30d] }
      revenue: { aggregate: sum, of: revenue, windows: [7d, 30d] }
      loading: { aggregate: mean, of: loading, windows: [1d] }
      least: { aggregate: min, of: revenue, windows: [30d] }
      most: { aggregate: max, of: revenue, windows: [7d] }
      page: { aggregate: last, of: page, windows: [30d] }
      spread: { aggregate: stddev, of: loading, windows: [30d] }
      since: { aggregate: since, where: click, windows: [30d] }
      items: { aggregate: countDistinct, of: item, windows: [7d] }
  quantiles:
    entity: thing
    source: events
    features:
      median: { aggregate: median, of: loading, windows: [30d] }
      p90: { aggregate: p90, of: revenue, windows: [7d] }
      p99: { aggregate: p99, of: loading, windows: [30d] }
`,
  )
  return folder
}

const prepared = async (project: string): Promise<string[]> => {
  const applied = await apply(project)
  const ingested = await ingest(project)
  return [`Pintail apply and ingest: ${rounded(applied.wall + ingested.wall)} s, not in the table`]
}

const out = (name: string): string => join(emptied('out', name.replaceAll(/[^a-z]+/gi, '-')), 'training-set.parquet')

/** Counts, extremes and texts to the last bit; sums as near as any two orders of adding up are. */
const printOf =
  (file: string, { exact, rounded: floats }: WindowColumns) =>
  (): Promise<string> => {
    const sums = floats.map((name) => `printf('%.7e', sum(${name}::DOUBLE))`)
    const hashed = ['row_id::BIGINT', ...exact.map(({ name, type }) => `${name}::${type}`)].join(', ')
    return ask(
      `SELECT concat_ws(' ', count(*), sum(hash(${hashed})::HUGEINT), ${sums.join(', ')}) FROM read_parquet(${text(file)})`,
    )
  }

const viaPintail = (project: string, spine: string, columns: WindowColumns): Competitor => {
  const output = out('pintail')
  const request = ['--spine', spine, '--timestamp', 'event_timestamp', '--features', `${columns.view}:*`, '-o', output]
  return {
    name: 'Pintail',
    missing: pintailMissing(),
    command: pintail(project, 'historical', ...request),
    // Answers that were kept would make every run but the first a copy.
    prepare: async () => rmSync(join(project, '.pintail/answers'), { recursive: true, force: true }),
    fingerprint: printOf(output, columns),
  }
}

const byHand = (name: string, plan: (output: string) => string, columns: WindowColumns): Competitor => {
  const output = out(name)
  return { name, command: inNode('duckdb.ts', plan(output)), fingerprint: printOf(output, columns) }
}

const inPeer = (name: string, script: string, file: string, spine: string, columns: WindowColumns): Competitor => {
  const output = out(name)
  return {
    name,
    missing: pythonMissing(),
    command: inPython(script, file, spine, output, columns.view),
    fingerprint: printOf(output, columns),
  }
}
