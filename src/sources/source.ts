// Which format reads a source, and what do its definition and its paths say already?
import type { SourceDefinition } from '../core/definitions.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import { csv } from './csv.ts'
import type { Format, Reader } from './format.ts'
import { json } from './json.ts'
import { parquet } from './parquet.ts'

const formats: Readonly<Record<SourceDefinition['type'], Format>> = { csv, json, parquet }

export const formatOf = (definition: SourceDefinition): Format => formats[definition.type]

/** What the definition says about reading; sniffing fills the rest. A CSV file has a header unless it is said to have none. */
export const declaredReader = (definition: SourceDefinition): Reader => {
  if (definition.type !== 'csv') return {}
  const { null: nulls, types: _, ...rest } = definition.options ?? {}
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const reader = { header: true, ...known }
  return nulls === undefined ? reader : { ...reader, null: typeof nulls === 'string' ? [nulls] : nulls }
}

/** `/day=2026-01-01/country=US/` in a path → its hive columns. */
export const hiveColumns = (path: string): string[] =>
  [...path.matchAll(/(?:^|[/\\])([A-Za-z_][A-Za-z0-9_]*)=[^/\\]*(?=[/\\])/g)].map(([, name = '']) => name)

/** The folders of a path that say something of every row in it: `day=2026-01-01/country=US`. */
export const hiveFolders = (path: string): string =>
  path
    .split(/[/\\]/)
    .slice(0, -1)
    .filter((folder) => hiveColumns(`${folder}/`).length > 0)
    .join('/')

/** SQL for a hive column's text, from the path: the innermost, for the project may lie in such a folder itself. */
export const hiveValue = (name: string, path = 'path'): string =>
  `nullif(url_decode(regexp_extract(${quoteName(path)}, ${quoteText(`.*[/\\\\]${name}=([^/\\\\]*)[/\\\\]`)}, 1)), '__HIVE_DEFAULT_PARTITION__')`
