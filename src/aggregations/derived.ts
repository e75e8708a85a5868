// How are a source's derived columns computed? All paths of one JSON column in one pass over its text.
import { engineType, type FeatureType, isList } from '../core/values.ts'
import type { DerivedRead } from '../core/versions.ts'
import { quoteName, quoteTexts } from '../sql/quote.ts'
import { castText } from './casts.ts'
import { wrapped } from './wrapped.ts'

type JsonRead = Extract<DerivedRead, { readonly json: string }>

export const isJson = (column: DerivedRead): column is JsonRead => 'json' in column

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

/**
 * checked: a text that is no JSON gives null everywhere, for a second reading of every text · trusted: it fails the
 * statement.
 */
export type Texts = 'checked' | 'trusted'

/** What a layer is computed by. */
export interface Layering {
  readonly timezone: string
  readonly texts: Texts
  readonly fresh: FreshNames
}

/** A column found in JSON, and SQL of what stands at its path: over its layer, and over all that lie above. */
export interface Extraction {
  readonly column: JsonRead
  readonly found: string
}

export interface Layer {
  readonly sql: string
  readonly extractions: readonly Extraction[]
}

/** A relation with one more layer of derived columns; each reads only columns that are there. */
export const derivedLayer = (
  relation: string,
  layer: readonly DerivedRead[],
  { timezone, texts, fresh }: Layering,
): Layer => {
  const passes = passesOf(layer.filter(isJson), fresh)
  const extracted = passes.map((pass) => {
    const text = quoteName(pass.json)
    const paths = quoteTexts(pass.columns.map((it) => pointerOf(it.path)))
    return `${pass.function}(${texts === 'checked' ? `TRY_CAST(${text} AS JSON)` : text}, [${paths}]) AS ${pass.name}`
  })
  const extractions = passes.flatMap(({ name, columns }) =>
    columns.map((column, i) => ({ column, found: nullAsNull(column.type, `${name}[${i + 1}]`) })),
  )
  const sqlOf = (column: DerivedRead): string => {
    const extraction = extractions.find((it) => it.column === column)
    return extraction ? typed(extraction, timezone) : bySql(column)
  }
  const computed = layer.map((column) => `${sqlOf(column)} AS ${quoteName(column.name)}`)
  const below = extracted.length === 0 ? relation : `SELECT *, ${extracted.join(', ')} FROM (\n${relation}\n)`
  return { sql: `SELECT *, ${computed.join(', ')} FROM (\n${below}\n)`, extractions }
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

/** A path of plain names as a JSON pointer, which the engine follows in half the time; any other as it stands. */
const pointerOf = (path: string): string =>
  /^\$(\.[A-Za-z_][A-Za-z0-9_]*)+$/.test(path) ? path.slice(1).replaceAll('.', '/') : path

/** A null that stands in JSON is none of its texts. */
const nullAsNull = (type: FeatureType, value: string): string =>
  asJson(type) ? `CASE WHEN CAST(${value} AS VARCHAR) <> 'null' THEN ${value} END` : value

const typed = ({ column, found }: Extraction, timezone: string): string => {
  if (!asJson(column.type)) return castText(found, column.type, timezone)
  return column.type === 'json' ? found : `TRY_CAST(${found} AS ${engineType(column.type)})`
}

const bySql = (column: DerivedRead): string =>
  'sql' in column ? `CAST(${wrapped(column.sql)} AS ${engineType(column.type)})` : ''
