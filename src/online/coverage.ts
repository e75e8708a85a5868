// Of how many keys does a table have a value? Counted where the values stand, each category by itself.
import type { Micros } from '../core/clock.ts'
import { emptyValue } from '../core/empty-values.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import { isFamily } from './families.ts'
import { featureColumn, type Group, tableOf } from './groups.ts'

export interface Counted {
  readonly feature: FeatureVersion
  /** Of a feature with categories; null: it is one value. */
  readonly category: number | null
}

/** Keys with a value before any default, one count for each; rows older than `oldest` have none. */
export const valuesIn = (
  database: Database,
  group: Group,
  counted: readonly Counted[],
  oldest: Micros | null,
): number[] => {
  const young = oldest === null ? 'true' : `event_time >= ${oldest}`
  const counts: number[] = []
  // A statement has room for so many columns.
  for (let i = 0; i < counted.length; i += 500) {
    const some = counted.slice(i, i + 500).map((it) => `count(*) FILTER (WHERE ${young} AND ${presence(it)})`)
    const row =
      database
        .prepare<[], bigint[]>(`SELECT ${some.join(', ')} FROM ${tableOf(group)}`)
        .raw()
        .get() ?? []
    counts.push(...row.map(Number))
  }
  return counts
}

const presence = ({ feature, category }: Counted): string => {
  const column = featureColumn(feature.id)
  // What counts is 0 where nothing was found.
  if (category !== null && emptyValue(feature) !== null) return 'true'
  return isFamily(feature) ? `json_extract(${column}, '$."${category ?? 0}"') IS NOT NULL` : `${column} IS NOT NULL`
}
