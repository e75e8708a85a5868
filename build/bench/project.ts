// In which project does Pintail compete? One source, one view `bench` with ten features, written into the cache.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptied } from './cache.ts'
import { featureNames } from './data.ts'
import { type Measurement, measure } from './measure.ts'
import { pintail } from './peers.ts'

export interface ProjectShape {
  /** csv or parquet, and where: a file or a glob. */
  readonly type: 'csv' | 'parquet'
  readonly path: string
  readonly created: boolean
  /** Null: a row never grows too old. */
  readonly ttl: string | null
}

/** A fresh project folder, nothing applied. */
export const writeProject = (name: string, shape: ProjectShape): string => {
  const folder = emptied('projects', name)
  mkdirSync(join(folder, 'features'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: bench\nallow: [../../data]\n')
  writeFileSync(join(folder, 'features/bench.yaml'), definitions(shape))
  return folder
}

const definitions = ({ type, path, created, ttl }: ProjectShape): string =>
  [
    'entities:',
    '  thing: { keys: { id: int64 } }',
    'sources:',
    `  rows: { type: ${type}, path: ${JSON.stringify(path)}, timestamp: event_time${created ? ', created: created_time' : ''} }`,
    'views:',
    '  bench:',
    '    entity: thing',
    '    source: rows',
    ...(ttl === null ? [] : [`    ttl: ${ttl}`]),
    '    features:',
    ...featureNames.map((name) => `      ${name}: ${name}`),
    '',
  ].join('\n')

export const apply = (project: string): Promise<Measurement> => measure(pintail(project, 'apply', '--yes'))
export const ingest = (project: string): Promise<Measurement> => measure(pintail(project, 'ingest'))
export const materialize = (project: string): Promise<Measurement> => measure(pintail(project, 'materialize', '--full'))
