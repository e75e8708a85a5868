// What must a file format tell, so that ingest can read its files? SQL only: rooms above run it.

/** A file to read, and the number its landed rows carry. */
export interface FileToRead {
  readonly path: string
  readonly origin: number
}

/** How a text file is read, once settled: by the definition, else by sniffing. Empty for Parquet. */
export type Reader = {
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

export type EngineRecord = Readonly<Record<string, unknown>>

export interface Format {
  /** A query whose one row says what the file is made of. */
  inspect(path: string, reader: Reader): string
  /** Reads that row: the file's own columns, and what sniffing settled. */
  inspected(row: EngineRecord): { readonly columns: readonly FileColumn[]; readonly reader: Reader }
  /**
   * A relation of `files` that all have `layout`: one column a layout column, named c0, c1 …, then `path`, and
   * `malformed`: the text of a record that could not be taken apart, else null.
   */
  read(files: readonly FileToRead[], layout: readonly FileColumn[], reader: Reader, rejects: RejectTables): string
  /** Whether the columns hold text still to be typed. */
  readonly text: boolean
}

/** A reader as it was recorded: what is not of its kind is left to the format's own way. */
export const readerFrom = (recorded: unknown): Reader => {
  if (recorded === null || typeof recorded !== 'object') return {}
  const of = (name: string): unknown => Object.entries(recorded).find(([key]) => key === name)?.[1]
  const texts = ['delimiter', 'quote', 'escape', 'encoding'].flatMap((name) => {
    const value = of(name)
    return typeof value === 'string' ? [[name, value] as const] : []
  })
  const header = of('header')
  const nulls = of('null')
  return {
    ...Object.fromEntries(texts),
    ...(typeof header === 'boolean' ? { header } : {}),
    ...(Array.isArray(nulls) ? { null: nulls.map(String) } : {}),
  }
}

/** Columns given as JSON: `[{ "name": …, "type": … }]`. */
export const columnsFromJson = (text: unknown): FileColumn[] => {
  const found: unknown = typeof text === 'string' ? JSON.parse(text) : []
  return Array.isArray(found) ? found.map(({ name, type }) => ({ name: String(name), type: String(type) })) : []
}
