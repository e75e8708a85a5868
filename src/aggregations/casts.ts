// How does a value become its type and lose nothing? What cannot be kept exactly is null.
import { engineType, type FeatureType, isList } from '../core/values.ts'
import { quoteText } from '../sql/quote.ts'

const orNull = (condition: string, value: string): string => `CASE WHEN ${condition} THEN ${value} END`

const isInteger = (type: FeatureType): boolean => type === 'int32' || type === 'int64'
const isFloat = (type: FeatureType): boolean => type === 'float32' || type === 'float64'

/** `column` (SQL of a value of type `from`) as a join key of type `to`. */
export const castKey = (column: string, from: FeatureType, to: FeatureType, timezone: string): string => {
  if (from === to) return column
  if (from === 'string') return castText(column, to, timezone)
  const cast = `TRY_CAST(${column} AS ${engineType(to)})`
  const bothNumbers = (isInteger(from) || isFloat(from)) && isInteger(to)
  if (bothNumbers) return orNull(`TRY_CAST(${cast} AS ${engineType(from)}) = ${column}`, cast)
  return cast
}

/** A text as `type`: `1.0` and `1e3` are integers, 1.5 is none; `1e400` is no number; a naive time is local. */
export const castText = (text: string, type: FeatureType, timezone: string): string => {
  const cast = `TRY_CAST(${text} AS ${engineType(type)})`
  if (type === 'string') return text
  if (type === 'bytes') return `encode(${text})`
  if (isInteger(type)) return orNull(`TRY_CAST(${text} AS DECIMAL(38, 10)) = ${cast}`, cast)
  if (isFloat(type)) return orNull(`NOT isinf(${cast}) OR contains(lower(${text}), 'inf')`, cast)
  if (type === 'timestamp') return instantOfText(text, timezone)
  if (isList(type)) return `TRY_CAST(TRY_CAST(${text} AS JSON) AS ${engineType(type)})`
  return cast
}

/** A time of day, then an offset, Z or the name of a zone. */
const offset = quoteText('\\d:\\d\\d(:\\d\\d)?(\\.\\d+)?\\s*([zZ]|[+-]\\d\\d|[A-Za-z])')
/** DuckDB reads an offset only after seconds. */
const withoutSeconds = quoteText('^(\\D*\\d+-\\d+-\\d+[ Tt]\\d+:\\d\\d)(\\s*[zZ+-])')

const local = (naive: string, timezone: string): string =>
  timezone === 'UTC' ? naive : `timezone('UTC', timezone(${quoteText(timezone)}, ${naive}))`

const instantOfText = (text: string, timezone: string): string => {
  const trimmed = `trim(CAST(${text} AS VARCHAR))`
  const aware = `CAST(TRY_CAST(regexp_replace(${trimmed}, ${withoutSeconds}, '\\1:00\\2') AS TIMESTAMPTZ) AS TIMESTAMP)`
  const naive = local(`TRY_CAST(${trimmed} AS TIMESTAMP)`, timezone)
  return `CASE WHEN regexp_matches(${trimmed}, ${offset}) THEN ${aware} ELSE ${naive} END`
}

/** Whole microseconds at or before a time with nanoseconds, also before 1970. */
const flooredNanoseconds = (value: string): string => {
  const nanoseconds = `epoch_ns(TRY_CAST(${value} AS TIMESTAMP_NS))`
  return `make_timestamp((${nanoseconds} - (${nanoseconds} % 1000 + 1000) % 1000) // 1000)`
}

/**
 * SQL of a date or time of any type as a UTC TIMESTAMP, null where it is none; the type decides when the statement is
 * bound, so only one branch remains. Only a naive text is local to `timezone`: other naive times are in UTC by now.
 */
export const castInstant = (value: string, timezone: string): string =>
  finite(`CASE typeof(${value})
    WHEN 'TIMESTAMP_NS' THEN ${flooredNanoseconds(value)}
    WHEN 'VARCHAR' THEN ${instantOfText(value, timezone)}
    ELSE TRY_CAST(${value} AS TIMESTAMP) END`)

/** An endless time is no time. */
export const finite = (instant: string): string => `CASE WHEN isfinite(${instant}) THEN ${instant} END`
