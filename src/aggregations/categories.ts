// How does what a query found become a feature's value? Categories picked out, counts told as 1 or 0.
import { emptyValue } from '../core/empty-values.ts'
import { engineType } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'

/**
 * SQL of a value, before its default, over the SQL of its raw form (a scalar; by category a map from the category's
 * place, of what was found; of `oneHot` the place of the last known category). `category` null: one value.
 */
export const valueSql = (
  feature: Pick<FeatureVersion, 'aggregate' | 'type'>,
  category: number | null,
  raw: string,
): string => {
  const as = feature.aggregate?.as ?? 'value'
  const type = engineType(feature.type)
  if (as === 'oneHot') return `CAST(CASE WHEN ${raw} = ${category ?? -1} THEN 1 ELSE 0 END AS ${type})`
  const found = category === null ? raw : pickedOf(feature, category, raw)
  return as === 'binary' ? `CAST(CASE WHEN ${found} > 0 THEN 1 WHEN ${found} = 0 THEN 0 END AS ${type})` : found
}

/** A category that was not found has the value of an empty window. */
const pickedOf = (feature: Pick<FeatureVersion, 'aggregate' | 'type'>, category: number, raw: string): string => {
  const picked = `${raw}[${category}]`
  if (emptyValue(feature) === null) return picked
  const zero = feature.aggregate?.as === 'binary' ? '0' : `CAST(0 AS ${engineType(feature.type)})`
  return `CASE WHEN ${raw} IS NOT NULL THEN coalesce(${picked}, ${zero}) END`
}
