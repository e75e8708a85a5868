// What was applied of entities and sources? Read back through the schema they were parsed by.
import type { z } from 'zod'
import { type EntityDefinition, entity, type SourceDefinition, source } from '../core/definitions.ts'
import { PintailError } from '../core/errors.ts'
import type { DeclaredKind } from '../core/state.ts'
import type { Registry } from './registry.ts'

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
