// How fast does history become an online store? 1 M keys × 10 features, ten rows a key, first load, in keys a second.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { emptied } from './cache.ts'
import { evenHistoryFile } from './data.ts'
import { onlinePrint } from './online-table.ts'
import type { Options } from './options.ts'
import { inNode, pintail, pintailMissing } from './peers.ts'
import { apply, ingest, writeProject } from './project.ts'
import { type Competitor, contest, secondsOf, sectionOf } from './protocol.ts'
import type { Section } from './report.ts'
import { median } from './statistics.ts'

export const materialization = async ({ runs, scale }: Options): Promise<Section[]> => {
  const keys = 1_000_000 * scale
  const history = await evenHistoryFile({ rows: keys * 10, keys })
  const outcome = await contest([await viaPintail(history), byHand(history)], runs)
  const section = sectionOf(`materialize: ${keys} keys × 10 features, 10 rows a key`, outcome)
  const rates = outcome.standings.map(({ name, runs: each }) => {
    const seconds = median(each.map(secondsOf))
    return `${name}: ${Math.round(keys / seconds)} keys a second`
  })
  return [{ ...section, notes: rates }]
}

/** The project that `online` reads from too: ingested, with no limit of age, since its rows stay in 2025. */
export const onlineProject = async (history: string): Promise<string> => {
  const project = writeProject('online', { type: 'parquet', path: history, created: true, ttl: null })
  if (pintailMissing()) return project
  await apply(project)
  await ingest(project)
  return project
}

const viaPintail = async (history: string): Promise<Competitor> => {
  const project = await onlineProject(history)
  const database = join(project, '.pintail/online.db')
  return {
    name: 'Pintail',
    missing: pintailMissing(),
    prepare: async () => empty(database),
    command: pintail(project, 'materialize', '--full'),
    fingerprint: onlinePrint(database),
  }
}

const byHand = (history: string): Competitor => {
  const database = join(emptied('out', 'online'), 'online.db')
  return {
    name: 'DuckDB and SQLite by hand',
    prepare: async () => empty(database),
    command: inNode('fill-online.ts', history, database),
    fingerprint: onlinePrint(database),
  }
}

const empty = (database: string): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true })
}
