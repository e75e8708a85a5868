// Which columns will a source have, before anything is landed? Read from its files when definitions are applied.
import { relative } from 'node:path'
import type { SourceDefinition } from '../core/definitions.ts'
import { PintailError } from '../core/errors.ts'
import type { Column, FeatureType } from '../core/values.ts'
import type { Session } from '../offline/offline-store.ts'
import { findFiles, stateOf } from '../sources/files.ts'
import type { FileColumn } from '../sources/format.ts'
import { declaredReader, formatOf } from '../sources/source.ts'
import { type Forced, type Inspected, inspectFile, type SourceSchema, unify } from './schema.ts'
import { numbersTakenForText } from './taken-for-text.ts'

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
  project: { readonly root: string; resolve(path: string): string },
  name: string,
  definition: SourceDefinition,
  keys: readonly Column[],
  recorded: SourceSchema | null,
): Promise<SourceSchema> => {
  const found = findFiles(project.root, project.resolve(definition.path)).map((path) => project.resolve(path))
  const paths = found.filter((path) => stateOf(path).size > 0n)
  if (paths.length === 0) {
    if (recorded) return recorded
    const [empty] = found
    if (empty !== undefined) {
      throw new PintailError({
        code: 'source_unreadable',
        message: `source "${name}" has only empty files, which say nothing of its columns`,
        at: { file: empty },
        fix: 'put a header and some rows there',
      })
    }
    throw new PintailError({
      code: 'source_not_found',
      message: `source "${name}" has no file at ${definition.path}`,
      fix: 'put the file there, or correct the path in the definition',
    })
  }
  const declared = 'options' in definition ? (definition.options?.types ?? {}) : {}
  const kept = new Map(recorded?.columns.map((column) => [column.name, column.type]) ?? [])
  const forced: Forced = {
    types: new Map<string, FeatureType>([
      ...kept,
      ...keys.map((key): [string, FeatureType] => [key.name, key.type]),
      ...Object.entries(declared),
    ]),
    instants: [definition.timestamp, definition.created ?? ''],
  }
  const open = (column: string): boolean => !forced.types.has(column) && !forced.instants.includes(column)
  const inspected: Inspected[] = []
  const numbers = new Set<string>()
  for (const path of sample(paths)) {
    const found = await inspectFile(session, definition, path, declaredReader(definition))
    const taken = await numbersTakenForText(session, definition, path, found, open)
    for (const column of taken) numbers.add(column)
    inspected.push({ ...found, columns: found.columns.map((it) => (taken.includes(it.name) ? asNumber(it) : it)) })
  }
  const within = paths.map((path) => relative(project.root, path))
  const columns = unify(inspected, within, forced)
  refuseReserved(name, columns, paths[0] ?? '')
  await refuseUntyped(session, definition, inspected, paths[0] ?? '', columns, open)
  const names = new Set(columns.map((column) => column.name))
  const gone = (recorded?.columns ?? []).filter((column) => !names.has(column.name))
  const notes = columns.filter(({ name, type }) => numbers.has(name) && type === 'float64').map(numberNote)
  return { columns: [...columns, ...gone], reader: inspected[0]?.reader ?? {}, notes }
}

const asNumber = (column: FileColumn): FileColumn => ({ ...column, type: 'DOUBLE' })

const numberNote = ({ name }: Column): string =>
  `column ${name} is float64: its nan and inf are numbers (options: { types: { ${name}: string } } where they are words)`

/** Names that landed rows have beside a file's own columns. */
const refuseReserved = (source: string, columns: readonly Column[], path: string): void => {
  const reserved = columns.find(({ name }) => /^(pintail_.*|file_row_number)$/i.test(name))
  if (!reserved) return
  throw new PintailError({
    code: 'bad_definition',
    message: `source "${source}" has a column named "${reserved.name}", a name that Pintail keeps for itself`,
    at: { file: path },
    fix: 'rename the column in the file',
  })
}

/** A header without rows gives no types: text is only meant where it is said. */
const refuseUntyped = async (
  session: Session,
  definition: SourceDefinition,
  inspected: readonly Inspected[],
  path: string,
  columns: readonly Column[],
  open: (column: string) => boolean,
): Promise<void> => {
  const [first] = inspected
  const untold = columns.filter(({ name }) => open(name))
  if (definition.type !== 'csv' || !first || untold.length === 0) return
  if (untold.some((column) => column.type !== 'string')) return
  const read = formatOf(definition).read([{ path, origin: 0 }], first.columns, first.reader, {
    errors: 'inspected',
    scans: 'inspected_scans',
  })
  const rows = await session.rows(`SELECT 1 AS found FROM (${read}) LIMIT 1`)
  await session.run('DROP TABLE IF EXISTS inspected; DROP TABLE IF EXISTS inspected_scans')
  if (rows.length > 0) return
  throw new PintailError({
    code: 'source_unreadable',
    message: 'a header without rows: the types of its columns cannot be told',
    at: { file: path },
    fix: 'add rows, or say the types: options: { types: { age: float64 } }',
  })
}
