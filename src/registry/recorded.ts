// What did the last apply settle of the sources' files, and of the engine? Apart from `declared.ts`, for quick starts.
import type { SourceSchema } from '../core/analysed.ts'
import { readJson } from '../core/json.ts'
import { textsOf } from '../core/restate.ts'
import { readStored, storedColumns } from '../core/stored.ts'
import type { Registry } from './registry.ts'
import { appliedEngine } from './restate.ts'

/** The recorded columns of a source and how its files are read; null before its first apply. */
export const recordedSchema = (registry: Registry, name: string): SourceSchema | null => {
  interface Row {
    readonly columns: string
    readonly reader: string
  }
  const row = registry.database
    .prepare<unknown[], Row>('SELECT columns, reader FROM source_columns WHERE source = ?')
    .get(name)
  if (!row) return null
  return {
    columns: readStored(storedColumns, row.columns, `columns of source "${name}"`),
    reader: readJson(row.reader),
  }
}

/** What `analyse` has to parse anew where the DuckDB of the last apply was another one. */
export const recordedTexts = (registry: Registry): { engine: string | null; texts: () => string[] } => ({
  engine: appliedEngine(registry),
  texts: () => textsOf(registry.state()),
})
