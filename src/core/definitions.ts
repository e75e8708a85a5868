// What may a definition say? One schema behind YAML and TypeScript, parsed once into plain data.
import * as z from 'zod'
import { aggregateFeature, oneHotFeature, ratioFeature } from './aggregate-definitions.ts'
import { checksShape } from './check-definitions.ts'
import { about } from './definition-about.ts'
import { described, duration, featureType, keyType, name, text } from './definition-parts.ts'
import { shown } from './issue-words.ts'
import { isReference } from './references.ts'

export { keyTypes, name, nameShape } from './definition-parts.ts'

const timezone = z.string().refine(
  (given) => {
    try {
      return /^[a-z]/i.test(given) && new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions() !== null
    } catch {
      return false
    }
  },
  { error: (issue) => `${shown(issue.input)} is no time zone; write UTC or a name such as Europe/Berlin` },
)

const jsonPath = z.templateLiteral(['$', z.string()], {
  error: ({ input }) => `${shown(input)} is no path into JSON; write $.user_agent.device`,
})

/** A column that a source derives from its own columns: from one JSON text by path, by SQL, or from the event before. */
export const derivedColumn = z
  .union([
    z.strictObject({
      json: text.describe('The column that holds the JSON text'),
      path: jsonPath.describe('Where in it: $.user_agent.device'),
      type: featureType.optional().describe('string unless given'),
    }),
    z.strictObject({
      sql: text.describe("An expression over the source's columns"),
      type: featureType.optional().describe('Inferred unless given'),
    }),
    z.strictObject({
      since_previous: z.literal(true).describe("Seconds to the key's previous event, for aggregations"),
    }),
  ])
  .meta({ id: 'column' })

/** How a text file is read where sniffing would guess wrong. */
const readerOptions = z.strictObject({
  delimiter: z.string().min(1).max(4).optional(),
  quote: z.string().max(1).optional(),
  escape: z.string().max(1).optional(),
  header: z.boolean().optional(),
  encoding: z.enum(['utf-8', 'latin-1', 'utf-16']).optional(),
  null: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('The text that stands for null'),
  types: z.record(z.string(), featureType).optional().describe('Column → type, where sniffing would guess wrong'),
})

const rows = {
  path: text.describe('A file or a glob, from the project folder'),
  timestamp: text.describe('The column of the event time, or a SQL expression for it'),
  created: text.optional().describe('The column that says when the row became known'),
  id: text.optional().describe('The column that identifies a row: of rows with one id, the one known last counts'),
  timezone: timezone.optional().describe('Of timestamps without one; UTC unless given'),
  columns: z.record(name, derivedColumn).optional().describe('Columns derived from the ones of the file'),
  max_rejected: z.number().min(0).max(1).optional().describe('The share of bad rows above which nothing is written'),
  ...described,
}

export const csvSource = z.strictObject({ type: z.literal('csv'), ...rows, options: readerOptions.optional() })
export const jsonSource = z.strictObject({
  type: z.literal('json'),
  ...rows,
  options: readerOptions.pick({ types: true }).optional(),
})
export const parquetSource = z.strictObject({ type: z.literal('parquet'), ...rows })

export const source = z
  .discriminatedUnion('type', [csvSource, jsonSource, parquetSource], {
    error: (issue) => (issue.code === 'invalid_union' ? 'a source has a type: csv, json or parquet' : undefined),
  })
  .meta({ id: 'source' })

export const entity = z
  .strictObject({
    keys: z
      .record(text, keyType)
      .refine((keys) => Object.keys(keys).length > 0, { error: 'an entity has at least one key' })
      .describe('Join key → type'),
    ...described,
  })
  .meta({ id: 'entity' })

export const longFeature = z
  .union([
    z.strictObject({ sql: text.describe("An expression over the source's columns and the view's features"), ...about }),
    z.strictObject({ minMax: text.describe('Scaled to 0…1 by the fitted extremes'), ...about }),
    z.strictObject({ standardize: text.describe('Less the fitted mean, over the fitted deviation'), ...about }),
    z.strictObject({ bucketize: text, bins: z.int().min(2).max(1000).describe('Equally filled, fitted'), ...about }),
    z.strictObject({ bucketize: text, edges: z.array(z.number()).min(1).max(1000), ...about }),
    aggregateFeature,
    oneHotFeature,
    ratioFeature,
  ])
  .meta({ id: 'longFeature' })

export const feature = z.union([text, longFeature]).meta({ id: 'feature' })

export const view = z
  .strictObject({
    entity: name.optional().describe('What the features are about'),
    entities: z.array(name).min(1).optional().describe('The same, when it is several things at once'),
    source: name.describe('The source its rows come from'),
    ttl: duration.optional().describe('How old a row may be and still answer; no bound unless given'),
    where: text.optional().describe('SQL over the source: the rows to keep'),
    features: z
      .record(name, feature)
      .refine((all) => Object.keys(all).length > 0, { error: 'a view has at least one feature' })
      .describe('Name → SQL expression, or the long form'),
    online: z.boolean().optional().describe('Whether it is served online; true unless given'),
    sla: duration.optional().describe('The promise: how old the newest event may be'),
    checks: checksShape.optional().describe('What is to hold of its rows'),
    ...described,
  })
  .refine((given) => (given.entity === undefined) !== (given.entities === undefined), {
    error: 'a view has either entity: name or entities: [name, …]',
  })
  .meta({ id: 'view', oneOf: [{ required: ['entity'] }, { required: ['entities'] }] })

const reference = z.string().refine(isReference, {
  error: (issue) => `${shown(issue.input)} is no reference; write view:feature, view:* or view@3:feature`,
})

export const service = z
  .strictObject({
    features: z.array(reference).min(1).describe('References: view:feature, view:* or view@3:feature'),
    ...described,
  })
  .meta({ id: 'service' })

/** Everything one definition file, or a whole project, declares. */
export const definitions = z.strictObject({
  entities: z.record(name, entity).optional().describe('What features are about, with their join keys'),
  sources: z.record(name, source).optional().describe('Where rows come from'),
  views: z.record(name, view).optional().describe('Sets of features with one entity, computed from one source'),
  services: z.record(name, service).optional().describe('The list of features that one model reads'),
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
