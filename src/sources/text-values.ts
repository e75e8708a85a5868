// What value does a text stand for? Casts that lose nothing: what cannot be kept exactly is no value at all.
import { engineType, type FeatureType, isList, typeOfEngine } from '../core/values.ts'
import { quoteText } from '../sql/quote.ts'

/** SQL for the value of a text, and for whether the value (named) says what the text said. */
export interface Reading {
  readonly value: string
  faithful(text: string, value: string): string
}

const always = (): string => 'true'
const finiteTime = (_text: string, value: string): string => `isfinite(${value})`

/** `1.0` and `1e3` are integers, 1.5 is not; DuckDB's own cast would round it. */
const wholeNumber = (text: string, value: string): string =>
  `(NOT (contains(${text}, '.') OR contains(lower(${text}), 'e')) OR TRY_CAST(${text} AS DECIMAL(38, 10)) = ${value})`

/** `1e400` overflows to infinity; only a text that says infinity is one. */
const inRange = (text: string, value: string): string => `(NOT isinf(${value}) OR contains(lower(${text}), 'inf'))`

const offset = '(Z|z|[+-]\\d{2}(:?\\d{2})?)\\s*$'

const instant = (text: string, timezone: string): string => {
  const aware = `TRY_CAST(TRY_CAST(${text} AS TIMESTAMPTZ) AS TIMESTAMP)`
  if (timezone === 'UTC') return aware
  const local = `timezone('UTC', timezone(${quoteText(timezone)}, TRY_CAST(${text} AS TIMESTAMP)))`
  return `CASE WHEN contains(${text}, ':') AND regexp_matches(${text}, ${quoteText(offset)}) THEN ${aware} ELSE ${local} END`
}

/** How a text column becomes `type`; a naive timestamp is local to `timezone`. */
export const readText = (text: string, type: FeatureType, timezone: string): Reading => {
  if (isList(type)) return { value: `TRY_CAST(TRY_CAST(${text} AS JSON) AS ${engineType(type)})`, faithful: always }
  switch (type) {
    case 'string':
      return { value: text, faithful: always }
    case 'bytes':
      return { value: `encode(${text})`, faithful: always }
    case 'int32':
    case 'int64':
      return { value: `TRY_CAST(${text} AS ${engineType(type)})`, faithful: wholeNumber }
    case 'float32':
    case 'float64':
      return { value: `TRY_CAST(${text} AS ${engineType(type)})`, faithful: inRange }
    case 'timestamp':
      return { value: instant(text, timezone), faithful: finiteTime }
    default:
      return { value: `TRY_CAST(${text} AS ${engineType(type)})`, faithful: always }
  }
}

/** How a typed column (Parquet) becomes `type`; `engine` is the type the file has. */
export const readTyped = (column: string, engine: string, type: FeatureType, timezone: string): Reading => {
  const naive = engine.startsWith('TIMESTAMP') && !engine.endsWith('WITH TIME ZONE')
  if (type === 'timestamp' && timezone !== 'UTC' && (naive || engine === 'DATE')) {
    const local = `timezone('UTC', timezone(${quoteText(timezone)}, CAST(${column} AS TIMESTAMP)))`
    return { value: local, faithful: finiteTime }
  }
  if (type === 'timestamp') return { value: `TRY_CAST(${column} AS TIMESTAMP)`, faithful: finiteTime }
  if (type === 'json') return { value: `to_json(${column})`, faithful: always }
  if (engine === 'VARCHAR' && type !== 'string') return readText(column, type, timezone)
  if (type === typeOfEngine(engine)) return { value: `TRY_CAST(${column} AS ${engineType(type)})`, faithful: always }
  const same = (original: string, value: string): string => `TRY_CAST(${value} AS ${engine}) = ${original}`
  return {
    value: `TRY_CAST(${column} AS ${engineType(type)})`,
    faithful: type === 'int32' || type === 'int64' ? same : always,
  }
}
