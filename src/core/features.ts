// Every way to write a feature, reduced to three: SQL over a row, a function over events, SQL over such functions.
import { type Aggregation, formsOf } from './aggregations.ts'
import type { CheckDefinition } from './check-definitions.ts'
import type { DriftThresholds } from './definition-about.ts'
import type { FeatureDefinition, LongFeature } from './definitions.ts'
import type { FeatureType } from './values.ts'

interface Common {
  readonly name: string
  /** The name that the definition has for it; without what windows and forms append. */
  readonly declared: string
  readonly type: FeatureType | null
  /** In the form the definition gave it; stands in for null as the very last step. */
  readonly default: string | number | bigint | boolean | null
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
  readonly checks: readonly CheckDefinition[]
  readonly drift?: DriftThresholds
}

/** SQL over the columns of a row and other features; in a view of events (`formula`), over other features alone. */
export interface ExpressionFeature extends Common {
  readonly kind: 'row' | 'formula'
  readonly expression: string
  /** What minMax, standardize or bucketize was given: an expression by itself. */
  readonly operand: string | null
}

export interface AggregationFeature extends Common {
  readonly kind: 'aggregate'
  readonly aggregation: Aggregation
}

export type Feature = ExpressionFeature | AggregationFeature

/** Whether it has a value for each of its categories. */
export const isFamily = (feature: Feature): boolean =>
  feature.kind === 'aggregate' && feature.aggregation.policy !== null

/** Why such a feature cannot stand in a formula. */
export const manyValues = (name: string): { readonly message: string; readonly fix: string } => ({
  message: `"${name}" has a value for each category, and a formula is over features of one value`,
  fix: 'aggregate the one category meant, in a feature of its own: { aggregate: count, where: … }',
})

/** An operand on lines of its own: a comment at its end closes nothing. */
const operand = (text: string): string => `(\n${text}\n)`

const scaled = (x: string): string => `(${x} - fit_min${x}) / (fit_max${x} - fit_min${x})`
const standardized = (x: string): string => `(${x} - fit_mean${x}) / fit_stddev${x}`

/** The number of edges at or below x: 0 below the first, null where x is null. */
const bucketed = (x: string, edges: readonly string[]): string =>
  edges.map((edge) => `CAST(${x} >= ${edge} AS INTEGER)`).join(' + ')

const quantileEdges = (x: string, bins: number): string[] =>
  Array.from({ length: bins - 1 }, (_, i) => `fit_quantile(${x}, ${(i + 1) / bins})`)

const edgesOf = (feature: Extract<RowForm, { bucketize: string }>, x: string): string[] =>
  'edges' in feature ? feature.edges.map((edge) => `CAST('${edge}' AS DOUBLE)`) : quantileEdges(x, feature.bins)

type RowForm = Exclude<LongFeature, { aggregate: unknown } | { oneHot: unknown } | { ratio: unknown }>

/** Only of a view of events: a function over them, or a formula over such. */
export const isOfEvents = (given: FeatureDefinition): boolean =>
  typeof given !== 'string' && ('aggregate' in given || 'oneHot' in given || 'ratio' in given)

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const ratioOf = ([above, below]: readonly [string, string]): string =>
  `CAST(${quoted(above)} AS DOUBLE) / nullif(CAST(${quoted(below)} AS DOUBLE), 0)`

/** The expression, and the text that stands in it several times where the feature was written short. */
export const expressionOf = (feature: RowForm): Pick<ExpressionFeature, 'expression' | 'operand'> => {
  if ('sql' in feature) return { expression: feature.sql, operand: null }
  const text = 'minMax' in feature ? feature.minMax : 'standardize' in feature ? feature.standardize : feature.bucketize
  const x = operand(text)
  if ('minMax' in feature) return { expression: scaled(x), operand: text }
  if ('standardize' in feature) return { expression: standardized(x), operand: text }
  return { expression: bucketed(x, edgesOf(feature, x)), operand: text }
}

/** The features that a declaration stands for, in the order of its windows; each inherits owner and tags from the view. */
export const normalizeFeature = (
  declared: string,
  given: FeatureDefinition,
  view: {
    readonly ofEvents: boolean
    readonly owner?: string | undefined
    readonly tags?: readonly string[] | undefined
  },
): Feature[] => {
  const long: LongFeature = typeof given === 'string' ? { sql: given } : given
  const common = {
    declared,
    type: long.type ?? null,
    default: long.default ?? null,
    description: long.description ?? '',
    owner: long.owner ?? view.owner ?? '',
    tags: long.tags ?? view.tags ?? [],
    checks: long.checks ?? [],
    ...(long.drift === undefined ? {} : { drift: long.drift }),
  }
  if ('aggregate' in long || 'oneHot' in long) {
    return formsOf(long).map(({ suffix, aggregation }) => ({
      kind: 'aggregate',
      name: `${declared}${suffix}`,
      ...common,
      aggregation,
    }))
  }
  const kind = view.ofEvents ? 'formula' : 'row'
  const sql = 'ratio' in long ? { expression: ratioOf(long.ratio), operand: null } : expressionOf(long)
  return [{ kind, name: declared, ...common, ...sql }]
}
