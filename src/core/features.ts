// Every way to write a feature, reduced to one: a SQL expression and what is said about it.
import type { FeatureDefinition, LongFeature } from './definitions.ts'
import type { FeatureType } from './values.ts'

export interface Feature {
  readonly name: string
  readonly expression: string
  readonly type: FeatureType | null
  /** In the form the definition gave it; stands in for null as the very last step. */
  readonly default: string | number | bigint | boolean | null
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
}

const scaled = (x: string): string => `((${x}) - fit_min(${x})) / (fit_max(${x}) - fit_min(${x}))`
const standardized = (x: string): string => `((${x}) - fit_mean(${x})) / fit_stddev(${x})`

/** The number of edges at or below x: 0 below the first, null where x is null. */
const bucketed = (x: string, edges: readonly string[]): string =>
  edges.map((edge) => `CAST((${x}) >= ${edge} AS INTEGER)`).join(' + ')

const quantileEdges = (x: string, bins: number): string[] =>
  Array.from({ length: bins - 1 }, (_, i) => `fit_quantile(${x}, ${(i + 1) / bins})`)

export const expressionOf = (feature: LongFeature): string => {
  if ('sql' in feature) return feature.sql
  if ('minMax' in feature) return scaled(feature.minMax)
  if ('standardize' in feature) return standardized(feature.standardize)
  if ('edges' in feature)
    return bucketed(
      feature.bucketize,
      feature.edges.map((edge) => `CAST('${edge}' AS DOUBLE)`),
    )
  return bucketed(feature.bucketize, quantileEdges(feature.bucketize, feature.bins))
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
    expression: expressionOf(long),
    type: long.type ?? null,
    default: long.default ?? null,
    description: long.description ?? '',
    owner: long.owner ?? view.owner ?? '',
    tags: long.tags ?? view.tags ?? [],
  }
}
