// What was applied of entities and sources? Read back through the schema they were parsed by.
import type { z } from 'zod'
import type { SourceSchema } from '../core/analysed.ts'
import { type EntityDefinition, entity, type SourceDefinition, source } from '../core/definitions.ts'
import { PintailError } from '../core/errors.ts'
import { readJson } from '../core/json.ts'
import { textsOf } from '../core/restate.ts'
import type { DeclaredKind } from '../core/state.ts'
import { readStored, storedColumns } from '../core/stored.ts'
import type { Registry } from './registry.ts'
import { appliedEngine } from './restate.ts'

const applied = <T>({ state }: Registry, kind: DeclaredKind, name: string, shape: z.ZodType<T>): T | undefined => {
  const json = state().declared[kind].get(name)
  if (json === undefined) return undefined
  const result = shape.safeParse(json)
  if (result.success) return result.data
  throw new PintailError({
    code: 'registry_damaged',
    message: `the registry's ${kind} "${name}" cannot be read`,
    fix: 'pintail apply   writes the definitions anew',
    cause: result.error,
  })
}

export const appliedSource = (registry: Registry, name: string): SourceDefinition | undefined =>
  applied(registry, 'source', name, source)

export const appliedEntity = (registry: Registry, name: string): EntityDefinition | undefined =>
  applied(registry, 'entity', name, entity)

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
