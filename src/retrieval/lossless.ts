// How does a spine's value become a key or an instant? Casts that lose nothing; what cannot be kept is null.
import { engineType, type FeatureType } from '../core/values.ts'
import { render } from '../sql/render.ts'

/** A column as it came: SQL for it, and the engine's type. */
export interface Given {
  readonly sql: string
  readonly type: string
}

/** What counts as given: a blank text is no value, unless a text is wanted. */
export const presentOf = (given: Given, wanted: FeatureType): string =>
  given.type === 'VARCHAR' && wanted !== 'string' ? `nullif(trim(${given.sql}), '')` : given.sql

/** SQL for the given value as a key of this type; null where it has no such form. */
export const asKey = (given: Given, wanted: FeatureType): string => {
  const type = engineType(wanted)
  if (wanted === 'timestamp') return asInstant(given)
  if (given.type === type) return given.sql
  if (given.type === 'JSON') return asKey({ sql: `(${given.sql} ->> '$')`, type: 'VARCHAR' }, wanted)
  if (wanted === 'string') return `CAST(${given.sql} AS VARCHAR)`
  if (given.type !== 'VARCHAR') return thereAndBack(given, type)
  const text = presentOf(given, wanted)
  if (wanted === 'bytes') return `TRY(from_base64(${text}))`
  if (wanted === 'bool')
    return `CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false WHEN '1' THEN true WHEN '0' THEN false END`
  return render('retrieval/whole-number-of-text', { text, type })
}

/** 3.0 is the integer 3; 1.5 and 1e30 are none. */
const thereAndBack = ({ sql, type }: Given, wanted: string): string =>
  `CASE WHEN TRY_CAST(TRY_CAST(${sql} AS ${wanted}) AS ${type}) = ${sql} THEN TRY_CAST(${sql} AS ${wanted}) END`

/** SQL for the given value as UTC microseconds: naive is UTC, an offset is converted, finer fractions are cut. */
export const asInstant = (given: Given): string => {
  const { sql } = given
  switch (given.type) {
    case 'TIMESTAMP':
      return finite(sql)
    case 'TIMESTAMP WITH TIME ZONE':
      // The engine refuses the whole statement for an instant that it cannot turn into one without a zone.
      return `TRY(make_timestamp(epoch_us(${sql})))`
    case 'TIMESTAMP_S':
    case 'TIMESTAMP_MS':
    case 'DATE':
      return finite(`TRY_CAST(${sql} AS TIMESTAMP)`)
    case 'TIMESTAMP_NS':
      return finite(`make_timestamp((epoch_ns(${sql}) - (epoch_ns(${sql}) % 1000 + 1000) % 1000) // 1000)`)
    case 'VARCHAR':
      return render('retrieval/instant-of-text', { text: sql })
    case 'JSON':
      return asInstant({ sql: `(${sql} ->> '$')`, type: 'VARCHAR' })
    default:
      return 'NULL::TIMESTAMP'
  }
}

const finite = (sql: string): string => `CASE WHEN isfinite(${sql}) THEN ${sql} END`
