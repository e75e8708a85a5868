// What must a file format tell, so that ingest can read its files? SQL only: rooms above run it.
import type { SourceDefinition } from '../core/definitions.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import { csv } from './csv.ts'
import { json } from './json.ts'
import { parquet } from './parquet.ts'

/** A file to read, and the number its landed rows carry. */
export interface FileToRead {
  readonly path: string
  readonly origin: number
}

/** How a text file is read, once settled: by the definition, else by sniffing. Empty for Parquet. */
export interface Reader {
  readonly delimiter?: string
  readonly quote?: string
  readonly escape?: string
  readonly header?: boolean
  readonly encoding?: string
  readonly null?: readonly string[]
}

/** A column as one file has it, with DuckDB's name of its type. */
export interface FileColumn {
  readonly name: string
  readonly type: string
}

/** Where a format's reader notes lines it could not take apart. */
export interface RejectTables {
  readonly errors: string
  readonly scans: string
}

export interface Format {
  /** Gives one row: `columns` (JSON: [{name, type}]) and what sniffing settled (delimiter, quote, escape, header). */
  inspect(path: string, reader: Reader): string
  /**
   * A relation of `files` that all have `layout`: one column a layout column, named c0, c1 …, then `path`, and
   * `malformed`: the text of a record that could not be taken apart, else null.
   */
  read(files: readonly FileToRead[], layout: readonly FileColumn[], reader: Reader, rejects: RejectTables): string
  /** Whether the columns hold text still to be typed. */
  readonly text: boolean
}

const formats: Readonly<Record<SourceDefinition['type'], Format>> = { csv, json, parquet }

export const formatOf = (definition: SourceDefinition): Format => formats[definition.type]

/** What the definition says about reading; sniffing fills the rest. */
export const declaredReader = (definition: SourceDefinition): Reader => {
  if (definition.type !== 'csv') return {}
  const { null: nulls, types: _, ...rest } = definition.options ?? {}
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return nulls === undefined ? known : { ...known, null: typeof nulls === 'string' ? [nulls] : nulls }
}

/** `/day=2026-01-01/country=US/` in a path → its hive columns. */
export const hiveColumns = (path: string): string[] =>
  [...path.matchAll(/[/\\]([A-Za-z_][A-Za-z0-9_]*)=[^/\\]*(?=[/\\])/g)].map(([, name = '']) => name)

/** SQL for a hive column's text, from the path. */
export const hiveValue = (name: string, path = 'path'): string =>
  `nullif(url_decode(regexp_extract(${quoteName(path)}, ${quoteText(`[/\\\\]${name}=([^/\\\\]*)[/\\\\]`)}, 1)), '__HIVE_DEFAULT_PARTITION__')`
