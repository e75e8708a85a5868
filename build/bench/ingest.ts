// How long does text take to become history? A CSV file of 10 M rows × 12 columns, beside DuckDB's own sorted COPY.
import { join } from 'node:path'
import { emptied } from './cache.ts'
import { historyPrint } from './compare.ts'
import { csvFile } from './data.ts'
import { measure } from './measure.ts'
import type { Options } from './options.ts'
import { inNode, pintail, pintailMissing } from './peers.ts'
import { sortedCsv } from './plans.ts'
import { apply, writeProject } from './project.ts'
import { type Competitor, contest, sectionOf } from './protocol.ts'
import type { Section } from './report.ts'

export const ingestion = async ({ runs, scale }: Options): Promise<Section[]> => {
  const shape = { rows: 10_000_000 * scale, keys: 100_000 * scale }
  const csv = await csvFile(shape)
  const outcome = await contest([viaPintail(csv), byHand(csv)], runs)
  return [sectionOf(`ingest: CSV, ${shape.rows} rows × 12 columns`, outcome)]
}

const viaPintail = (csv: string): Competitor => {
  const fresh = (): string => writeProject('ingest', { type: 'csv', path: csv, created: false, ttl: null })
  const project = fresh()
  const exported = join(emptied('out', 'ingest-pintail'), 'history.parquet')
  return {
    name: 'Pintail',
    missing: pintailMissing(),
    prepare: async () => {
      await apply(fresh())
    },
    command: pintail(project, 'ingest'),
    fingerprint: async () => {
      await measure(pintail(project, 'export', 'bench', '-o', exported))
      return historyPrint(exported)()
    },
  }
}

const byHand = (csv: string): Competitor => {
  const output = join(emptied('out', 'ingest-duckdb'), 'history.parquet')
  return {
    name: 'DuckDB COPY … ORDER BY',
    command: inNode('duckdb.ts', sortedCsv(csv, output)),
    fingerprint: historyPrint(output),
  }
}
