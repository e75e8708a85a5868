// Every way to write a feature, reduced to one: a SQL expression and what is said about it.
import type { FeatureDefinition, LongFeature } from './definitions.ts'
import type { FeatureType } from './values.ts'

export interface Feature {
  readonly name: string
  readonly expression: string
  /** What minMax, standardize or bucketize was given: an expression by itself. */
  readonly operand: string | null
  readonly type: FeatureType | null
  /** In the form the definition gave it; stands in for null as the very last step. */
  readonly default: string | number | bigint | boolean | null
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
}

/** An operand on lines of its own: a comment at its end closes nothing. */
const operand = (text: string): string => `(\n${text}\n)`

const scaled = (x: string): string => `(${x} - fit_min${x}) / (fit_max${x} - fit_min${x})`
const standardized = (x: string): string => `(${x} - fit_mean${x}) / fit_stddev${x}`

/** The number of edges at or below x: 0 below the first, null where x is null. */
const bucketed = (x: string, edges: readonly string[]): string =>
  edges.map((edge) => `CAST(${x} >= ${edge} AS INTEGER)`).join(' + ')

const quantileEdges = (x: string, bins: number): string[] =>
  Array.from({ length: bins - 1 }, (_, i) => `fit_quantile(${x}, ${(i + 1) / bins})`)

const edgesOf = (feature: Extract<LongFeature, { bucketize: string }>, x: string): string[] =>
  'edges' in feature ? feature.edges.map((edge) => `CAST('${edge}' AS DOUBLE)`) : quantileEdges(x, feature.bins)

/** The expression, and the text that stands in it several times where the feature was written short. */
export const expressionOf = (feature: LongFeature): Pick<Feature, 'expression' | 'operand'> => {
  if ('sql' in feature) return { expression: feature.sql, operand: null }
  const text = 'minMax' in feature ? feature.minMax : 'standardize' in feature ? feature.standardize : feature.bucketize
  const x = operand(text)
  if ('minMax' in feature) return { expression: scaled(x), operand: text }
  if ('standardize' in feature) return { expression: standardized(x), operand: text }
  return { expression: bucketed(x, edgesOf(feature, x)), operand: text }
}

/** A feature inherits owner and tags from its view. */
export const normalizeFeature = (
  name: string,
  given: FeatureDefinition,
  view: { readonly owner?: string | undefined; readonly tags?: readonly string[] | undefined },
): Feature => {
  const long: LongFeature = typeof given === 'string' ? { sql: given } : given
  return {
    name,
    ...expressionOf(long),
    type: long.type ?? null,
    default: long.default ?? null,
    description: long.description ?? '',
    owner: long.owner ?? view.owner ?? '',
    tags: long.tags ?? view.tags ?? [],
  }
}
