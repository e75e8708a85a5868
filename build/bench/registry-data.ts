// Which large registry is asked? A hundred views of fifty features: applied, then given versions as apply would write them.
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../src/core/clock.ts'
import { isObject, type Json, readJson } from '../../src/core/json.ts'
import { openRegistry, type Registry } from '../../src/registry/registry.ts'
import { type Writer, writerOn } from '../../src/registry/writer.ts'
import { emptied } from './cache.ts'

const featuresOfView = 50
const versions = 20
const viewsOf = (scale: number): number => Math.max(50, Math.round(100 * scale))

export const shapeOf = (scale: number): string =>
  `${viewsOf(scale) * featuresOfView} features in ${viewsOf(scale)} views, ${versions} versions of each`

const numbered = (word: string, n: number): string => `${word}_${String(n).padStart(3, '0')}`
const raws = Array.from({ length: featuresOfView }, (_, i) => `c${i}`)

/** A project of one source and nothing applied, at its first version. */
export const writeLargeProject = (scale: number): string => {
  const folder = emptied('projects', 'registry')
  mkdirSync(join(folder, 'features'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: large\n')
  writeFileSync(
    join(folder, 'data/rows.csv'),
    `id,event_time,${raws.join(',')}\n1,2026-01-01,${raws.map((_, i) => i + 0.5).join(',')}\n`,
  )
  writeDefinitions(folder, scale, 1)
  return folder
}

/** Every feature with another constant. */
const writeDefinitions = (folder: string, scale: number, version: number): void => {
  const views = Array.from({ length: viewsOf(scale) }, (_, i) => i)
  const shared = [
    'entities:',
    ...[0, 1, 2].map((i) => `  entity_${i}: { keys: { id: int64 } }`),
    'sources:',
    '  rows: { type: csv, path: data/rows.csv, timestamp: event_time }',
    'services:',
    ...views.map(
      (i) =>
        `  ${numbered('service', i)}: { features: [${numbered('view', i)}:feature_001, ${numbered('view', i)}:feature_002] }`,
    ),
  ]
  writeFileSync(join(folder, 'features/shared.yaml'), `${shared.join('\n')}\n`)
  for (const i of views) {
    const features = raws.map(
      (raw, n) =>
        `      ${numbered('feature', n)}: { sql: "${raw} * ${version} + ${n}", description: "what was measured of ${raw} in ward ${i}, weekly mean of the sensor", owner: team_${n % 7}, tags: [tag_${n % 5}, ward] }`,
    )
    const text = [
      'views:',
      `  ${numbered('view', i)}:`,
      `    entity: entity_${i % 3}`,
      '    source: rows',
      `    description: wards of house ${i}`,
      '    features:',
      ...features,
    ]
    writeFileSync(join(folder, `features/${numbered('view', i)}.yaml`), `${text.join('\n')}\n`)
  }
}

/** The files say what no version has yet, so that the next apply makes the last of each. */
export const lastVersions = (folder: string, scale: number): void => writeDefinitions(folder, scale, versions)

/** Every feature, view and service gets versions, all but the last, by the statements that apply writes them with. */
export const addVersions = (folder: string): void => {
  const registry = openRegistry({
    path: join(folder, '.pintail/registry.db'),
    offline: join(folder, '.pintail/offline'),
    clock: systemClock,
  })
  try {
    registry.write(() => {
      for (let version = 2; version < versions; version++) addVersion(registry, version)
    })
    registry.database.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    registry.close()
  }
}

interface Row {
  readonly id: bigint
  readonly definition: string
  readonly row_set: bigint
  readonly view: string
  readonly feature: string
  readonly service: string
  readonly type: string
}

const addVersion = ({ database, clock }: Registry, version: number): void => {
  const writer = writerOn(database, clock.now())
  const firsts = (table: string): Row[] =>
    database.prepare<unknown[], Row>(`SELECT * FROM ${table} WHERE version = 1 ORDER BY id`).all()
  const ids = new Map<bigint, number>()
  for (const row of firsts('feature_versions')) ids.set(row.id, addFeature(writer, row, version))
  const nowOf = (id: Json | undefined): number => ids.get(BigInt(Number(id))) ?? 0
  const views = new Map<bigint, number>()
  for (const row of firsts('view_versions')) {
    const definition = bodyOf(row.definition)
    const features = Array.isArray(definition.features) ? definition.features.map(nowOf) : []
    const made = { definition: { ...definition, features }, rowSet: Number(row.row_set), ...named(row.view, version) }
    views.set(row.id, writer.view({ view: row.view, ...made }))
  }
  for (const row of firsts('service_versions')) {
    const definition = bodyOf(row.definition)
    const members = (Array.isArray(definition.members) ? definition.members : []).flatMap((it: Json): Json[] =>
      Array.isArray(it) ? [[views.get(BigInt(Number(it[0]))) ?? 0, nowOf(it[1])]] : [],
    )
    writer.service({ service: row.service, definition: { ...definition, members }, ...named(row.service, version) })
  }
}

const addFeature = (writer: Writer, row: Row, version: number): number => {
  const definition = bodyOf(row.definition)
  const expression = String(definition.expression).replace('* 1 ', `* ${version} `)
  const { view, feature, type } = row
  const made = named(`${view}:${feature}`, version)
  const rest = { rowSet: Number(row.row_set), type, fits: '[]', definition: { ...definition, expression } }
  return writer.feature({ view, feature, ...made, ...rest })
}

const named = (name: string, version: number) => ({
  version,
  fingerprint: createHash('sha256').update(`${name}@${version}`).digest('hex'),
})

const bodyOf = (text: string): Readonly<Record<string, Json>> => {
  const json = readJson(text)
  return isObject(json) ? json : {}
}
