// What do a feature's values look like, in a line?

import { elementType, isList } from '../core/values.ts'
import type { Listed } from '../core/verbs.ts'
import type { Selected } from '../core/versions.ts'
import type { Session } from '../offline/offline-store.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'

const numeric = new Set(['int32', 'int64', 'float32', 'float64', 'bool'])

export const profileOf = async (
  session: Session,
  answers: string,
  selected: readonly Selected[],
): Promise<Listed[]> => {
  const profile: Listed[] = []
  for (const { column, feature } of selected) {
    const value = quoteName(column)
    const isNumber = !isList(feature.type) && numeric.has(elementType(feature.type))
    const number = isNumber ? `CAST(${value} AS DOUBLE)` : 'CAST(NULL AS DOUBLE)'
    const [row = {}] = await session.rows(render('preview/profile', { value, number, answers }))
    const rows = Number(row.rows)
    profile.push({
      feature: column,
      type: feature.type,
      null_share: rows === 0 ? null : Number(row.nulls) / rows,
      distinct: row.distinct,
      min: row.min,
      mean: row.mean,
      p50: row.p50,
      max: row.max,
      most_frequent: row.most_frequent,
    })
  }
  return profile
}
