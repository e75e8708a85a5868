// Which columns will a source have, before anything is landed? Read from its files when definitions are applied.
import type { SourceDefinition } from '../core/definitions.ts'
import { PintailError } from '../core/errors.ts'
import type { Column, FeatureType } from '../core/values.ts'
import type { Session } from '../offline/offline-store.ts'
import { findFiles } from '../sources/files.ts'
import { declaredReader } from '../sources/source.ts'
import { inspectFile, type SourceSchema, unify } from './schema.ts'

/** Files looked at to settle a schema: the first, the last, and some between. */
const sampled = 8

const sample = (paths: readonly string[]): string[] =>
  paths.length <= sampled
    ? [...paths]
    : Array.from({ length: sampled }, (_, i) => paths[Math.round((i * (paths.length - 1)) / (sampled - 1))] ?? '')

/**
 * The schema of a source as its files show it now. Recorded columns keep their type, so that data which comes later
 * changes no definition; `keys` are the join keys of the views that read it.
 */
export const inspectSource = async (
  session: Session,
  project: { resolve(path: string): string },
  name: string,
  definition: SourceDefinition,
  keys: readonly Column[],
  recorded: SourceSchema | null,
): Promise<SourceSchema> => {
  const paths = findFiles(project.resolve(definition.path)).map((path) => project.resolve(path))
  if (paths.length === 0) {
    if (recorded) return recorded
    throw new PintailError({
      code: 'source_not_found',
      message: `source "${name}" has no file at ${definition.path}`,
      fix: 'put the file there, or correct the path in the definition',
    })
  }
  const declared = 'options' in definition ? (definition.options?.types ?? {}) : {}
  const kept = new Map(recorded?.columns.map((column) => [column.name, column.type]) ?? [])
  const forced = {
    types: new Map<string, FeatureType>([
      ...kept,
      ...keys.map((key): [string, FeatureType] => [key.name, key.type]),
      ...Object.entries(declared),
    ]),
    instants: [definition.timestamp, definition.created ?? ''],
  }
  const inspected = []
  for (const path of sample(paths))
    inspected.push(await inspectFile(session, definition, path, declaredReader(definition)))
  const columns = unify(inspected, paths, forced)
  const names = new Set(columns.map((column) => column.name))
  const gone = (recorded?.columns ?? []).filter((column) => !names.has(column.name))
  return { columns: [...columns, ...gone], reader: inspected[0]?.reader ?? {} }
}
