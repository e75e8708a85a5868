// Which values of a view are watched? Each feature, and of one with categories each category, as one column.
import { valueSql } from '../aggregations/categories.ts'
import { categoryNames } from '../core/categories.ts'
import { formatPart } from '../core/references.ts'
import { elementType, isList } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'

export interface WatchedMember {
  readonly feature: FeatureVersion
  /** The category's text; '' where the feature is one value. */
  readonly member: string
  /** Its place in the vocabulary. */
  readonly category: number | null
  /** `clicks:Cart`. */
  readonly name: string
  readonly kind: 'numeric' | 'categorical'
}

/** Of a feature with more categories the first are watched: vocabularies that were fitted begin with the most frequent. */
export const mostMembers = 200

export const membersOf = (feature: FeatureVersion): { members: WatchedMember[]; note: string | null } => {
  const kind = kindOf(feature)
  const categories = feature.aggregate?.categories ?? null
  if (categories === null)
    return { members: [{ feature, member: '', category: null, name: feature.name, kind }], note: null }
  const names = categoryNames(categories)
  if (names === null) return { members: [], note: `${feature.name}: its categories are not fitted yet` }
  const all = names.map((member, category): WatchedMember => {
    return { feature, member, category, name: formatPart({ feature: feature.name, category: member }), kind }
  })
  if (all.length <= mostMembers) return { members: all, note: null }
  return {
    members: [...all.slice(0, mostMembers - 1), ...all.slice(-1)],
    note: `${feature.name}: ${mostMembers} of ${all.length} categories are watched`,
  }
}

/** Numbers and instants have distances; all else is told apart by its text. */
const kindOf = ({ type }: FeatureVersion): WatchedMember['kind'] =>
  !isList(type) && ['int32', 'int64', 'float32', 'float64', 'timestamp'].includes(elementType(type))
    ? 'numeric'
    : 'categorical'

/** A member's value as DOUBLE or VARCHAR, before any default; `raw` is SQL of its feature's raw form. */
export const watchedSql = ({ feature, category, kind }: WatchedMember, raw: string): string => {
  const value = feature.kind === 'row' ? raw : valueSql(feature, category, raw)
  if (feature.type === 'timestamp') return `CAST(epoch_us(${value}) AS DOUBLE) / 1e6`
  if (feature.type === 'bytes') return `hex(${value})`
  // Dear as a cast, cheap as a choice.
  if (feature.type === 'bool') return `CASE WHEN ${value} THEN 'true' WHEN NOT ${value} THEN 'false' END`
  return `CAST(${value} AS ${kind === 'numeric' ? 'DOUBLE' : 'VARCHAR'})`
}
