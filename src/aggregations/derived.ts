// How are a source's derived columns computed? All paths of one JSON column in one pass over its text.
import { engineType, type FeatureType, isList } from '../core/values.ts'
import type { DerivedRead } from '../core/versions.ts'
import { quoteName, quoteTexts } from '../sql/quote.ts'
import { castText } from './casts.ts'
import { wrapped } from './wrapped.ts'

type JsonRead = Extract<DerivedRead, { readonly json: string }>

const isJson = (column: DerivedRead): column is JsonRead => 'json' in column

/** Objects and lists are taken as JSON, everything else as its text. */
const asJson = (type: FeatureType): boolean => type === 'json' || isList(type)

type FreshNames = (name: string) => string

interface Pass {
  readonly function: string
  readonly json: string
  readonly columns: readonly JsonRead[]
  /** The list of all values at the paths. */
  readonly name: string
}

/** A relation with one more layer of derived columns; each reads only columns that are there. */
export const derivedLayer = (
  relation: string,
  layer: readonly DerivedRead[],
  timezone: string,
  fresh: FreshNames,
): string => {
  const passes = passesOf(layer.filter(isJson), fresh)
  const extracted = passes.map(
    (pass) =>
      `${pass.function}(TRY_CAST(${quoteName(pass.json)} AS JSON), [${quoteTexts(pass.columns.map((it) => it.path))}]) AS ${pass.name}`,
  )
  const computed = layer.map(
    (column) => `${isJson(column) ? picked(column, passes, timezone) : bySql(column)} AS ${quoteName(column.name)}`,
  )
  const below = extracted.length === 0 ? relation : `SELECT *, ${extracted.join(', ')} FROM (\n${relation}\n)`
  return `SELECT *, ${computed.join(', ')} FROM (\n${below}\n)`
}

const passesOf = (columns: readonly JsonRead[], fresh: FreshNames): Pass[] => {
  const groups = Map.groupBy(columns, (column) => JSON.stringify([column.json, asJson(column.type)]))
  return [...groups.values()].map((group) => ({
    function: asJson(group[0]?.type ?? 'string') ? 'json_extract' : 'json_extract_string',
    json: group[0]?.json ?? '',
    columns: group,
    name: fresh('json'),
  }))
}

const picked = (column: JsonRead, passes: readonly Pass[], timezone: string): string => {
  const pass = passes.find((it) => it.columns.includes(column))
  const value = `${pass?.name}[${(pass?.columns.indexOf(column) ?? 0) + 1}]`
  if (!asJson(column.type)) return castText(value, column.type, timezone)
  return column.type === 'json' ? value : `TRY_CAST(${value} AS ${engineType(column.type)})`
}

const bySql = (column: DerivedRead): string =>
  'sql' in column ? `CAST(${wrapped(column.sql)} AS ${engineType(column.type)})` : ''
