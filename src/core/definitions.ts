// What may a definition say? One schema behind YAML and TypeScript, parsed once into plain data.
import { z } from 'zod'
import { readDuration } from './durations.ts'
import { isReference } from './references.ts'
import { type FeatureType, isFeatureType, isList, scalarTypes } from './values.ts'

const text = z.string().min(1)

export const nameShape = /^[a-z][a-z0-9_]*$/
export const name = z.string().regex(nameShape, {
  error: (issue) =>
    `a name is lower-case letters, digits and _, beginning with a letter; seen ${JSON.stringify(issue.input)}`,
})

const featureType = z.custom<FeatureType>((given) => typeof given === 'string' && isFeatureType(given), {
  error: (issue) =>
    `${JSON.stringify(issue.input)} is no type; the types are ${scalarTypes.join(', ')} and lists of them (float64[])`,
})
const keyType = featureType.refine(
  (type) => type !== 'float32' && type !== 'float64' && type !== 'json' && !isList(type),
  {
    error: 'a key is compared exactly: its type is string, int32, int64, bool, timestamp or bytes',
  },
)

const duration = z.string().refine((given) => readDuration(given) !== null, {
  error: (issue) =>
    `${JSON.stringify(issue.input)} is no duration; write 90s, 15m, 1h, 7d or 2w (months have no fixed length)`,
})

const described = {
  description: z.string().optional(),
  owner: z.string().optional(),
  tags: z.array(text).optional(),
}

/** A column that a source derives from its own columns: from one JSON text by path, or by SQL. */
export const derivedColumn = z.union([
  z.strictObject({ json: text, path: text.startsWith('$'), type: featureType.optional() }),
  z.strictObject({ sql: text, type: featureType.optional() }),
])

/** How a text file is read where sniffing would guess wrong. */
const readerOptions = z.strictObject({
  delimiter: z.string().min(1).max(4).optional(),
  quote: z.string().max(1).optional(),
  escape: z.string().max(1).optional(),
  header: z.boolean().optional(),
  encoding: z.enum(['utf-8', 'latin-1', 'utf-16']).optional(),
  null: z.union([z.string(), z.array(z.string())]).optional(),
  types: z.record(z.string(), featureType).optional(),
})

const rows = {
  path: text,
  timestamp: text,
  created: text.optional(),
  timezone: text.optional(),
  columns: z.record(name, derivedColumn).optional(),
  max_rejected: z.number().min(0).max(1).optional(),
  ...described,
}

export const csvSource = z.strictObject({ type: z.literal('csv'), ...rows, options: readerOptions.optional() })
export const jsonSource = z.strictObject({
  type: z.literal('json'),
  ...rows,
  options: readerOptions.pick({ types: true }).optional(),
})
export const parquetSource = z.strictObject({ type: z.literal('parquet'), ...rows })

export const source = z.discriminatedUnion('type', [csvSource, jsonSource, parquetSource], {
  error: (issue) => (issue.code === 'invalid_union' ? 'a source has a type: csv, json or parquet' : undefined),
})

export const entity = z.strictObject({
  keys: z
    .record(text, keyType)
    .refine((keys) => Object.keys(keys).length > 0, { error: 'an entity has at least one key' }),
  ...described,
})

const defaultValue = z.union([z.string(), z.number(), z.bigint(), z.boolean()])

const about = { type: featureType.optional(), default: defaultValue.optional(), ...described }

export const longFeature = z.union([
  z.strictObject({ sql: text, ...about }),
  z.strictObject({ minMax: text, ...about }),
  z.strictObject({ standardize: text, ...about }),
  z.strictObject({ bucketize: text, bins: z.int().min(2).max(1000), ...about }),
  z.strictObject({ bucketize: text, edges: z.array(z.number()).min(1).max(1000), ...about }),
])

export const feature = z.union([text, longFeature])

export const view = z
  .strictObject({
    entity: name.optional(),
    entities: z.array(name).min(1).optional(),
    source: name,
    ttl: duration.optional(),
    where: text.optional(),
    features: z
      .record(name, feature)
      .refine((all) => Object.keys(all).length > 0, { error: 'a view has at least one feature' }),
    online: z.boolean().optional(),
    sla: duration.optional(),
    ...described,
  })
  .refine((given) => (given.entity === undefined) !== (given.entities === undefined), {
    error: 'a view has either entity: name or entities: [name, …]',
  })

const reference = z.string().refine(isReference, {
  error: (issue) => `${JSON.stringify(issue.input)} is no reference; write view:feature, view:* or view@3:feature`,
})

export const service = z.strictObject({ features: z.array(reference).min(1), ...described })

/** Everything one definition file, or a whole project, declares. */
export const definitions = z.strictObject({
  entities: z.record(name, entity).optional(),
  sources: z.record(name, source).optional(),
  views: z.record(name, view).optional(),
  services: z.record(name, service).optional(),
})

export type EntityDefinition = z.infer<typeof entity>
export type SourceDefinition = z.infer<typeof source>
export type DerivedColumn = z.infer<typeof derivedColumn>
export type FeatureDefinition = z.infer<typeof feature>
export type LongFeature = z.infer<typeof longFeature>
export type ViewDefinition = z.infer<typeof view>
export type ServiceDefinition = z.infer<typeof service>
export type Definitions = z.infer<typeof definitions>

export const definitionKinds = ['entities', 'sources', 'views', 'services'] as const
export type DefinitionKind = (typeof definitionKinds)[number]

/** The singular noun of a kind, for messages. */
export const nounOf: Readonly<Record<DefinitionKind, string>> = {
  entities: 'entity',
  sources: 'source',
  views: 'feature view',
  services: 'feature service',
}
