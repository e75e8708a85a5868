// Which columns does a source have? Settled once when it is applied, then every file is held against it.
import type { SourceDefinition } from '../core/definitions.ts'
import { PintailError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { type Column, type FeatureType, typeOfEngine } from '../core/values.ts'
import type { Session } from '../offline/offline-store.ts'
import type { FileColumn, Reader } from '../sources/format.ts'
import { formatOf, hiveColumns } from '../sources/source.ts'
import { suspectBytes, unclosedQuote } from '../sources/suspect.ts'

/** What is recorded of a source's files: raw columns in order, and how their text is taken apart. */
export interface SourceSchema {
  readonly columns: readonly Column[]
  readonly reader: Reader
  /** What was decided of them that a person should know; not recorded. */
  readonly notes?: readonly string[]
}

export interface Inspected {
  readonly columns: readonly FileColumn[]
  readonly reader: Reader
}

/** Reads the head of one file: its columns in order, hive columns left out. */
export const inspectFile = async (
  session: Session,
  definition: SourceDefinition,
  path: string,
  reader: Reader,
): Promise<Inspected> => {
  if (definition.type !== 'parquet') refuseNoText(path, definition)
  const rows = await session.rows(formatOf(definition).inspect(path, reader)).catch(async (cause: unknown) => {
    throw await unreadable(path, definition, reader, cause)
  })
  const { columns, reader: sniffed } = formatOf(definition).inspected(rows[0] ?? {})
  if (columns.length === 0) throw await unreadable(path, definition, reader, new Error('no columns in it'))
  return { columns, reader: { ...sniffed, ...reader } }
}

/** Throws where a text file is none, or one in an encoding that was not said. */
export const refuseNoText = (path: string, definition: SourceDefinition): void => {
  const options = definition.type === 'csv' ? definition.options : undefined
  const suspicion = suspectBytes(path, { unpacks: true, parquetFix: 'say so in the definition: type: parquet' })
  if (suspicion === null || (options?.encoding !== undefined && /^it is UTF/.test(suspicion.what))) return
  throw new PintailError({
    code: 'source_unreadable',
    message: `cannot read it as ${definition.type}: ${suspicion.what}`,
    at: { file: path },
    fix: suspicion.fix,
  })
}

const unreadable = async (
  path: string,
  definition: SourceDefinition,
  reader: Reader,
  cause: unknown,
): Promise<PintailError> => {
  if (cause instanceof PintailError && cause.code === 'interrupted') return cause
  const quote = definition.type === 'csv' ? await unclosedQuote(path, reader.quote || '"') : null
  if (quote !== null) {
    return new PintailError({
      code: 'source_unreadable',
      message: 'cannot read it as csv: a quote is not closed',
      at: { file: path, line: quote },
      fix: 'close the quote; where quotes mean nothing say so: options: { quote: "" }',
      cause,
    })
  }
  const message = cause instanceof Error ? cause.message : String(cause)
  const notUtf8 = /unicode|utf-8|encod/i.test(message)
  const fix = notUtf8
    ? 'say its encoding: options: { encoding: latin-1 }'
    : definition.type === 'csv'
      ? 'look at its first lines; say what sniffing misses: options: { delimiter: ";", quote: "\\"", header: true }'
      : `check that it is a ${definition.type} file`
  return new PintailError({
    code: 'source_unreadable',
    message: `cannot read it as ${definition.type}: ${message.split('\n')[0] ?? ''}`,
    at: { file: path },
    fix,
    cause,
  })
}

/** Types a definition settles, whatever sniffing says: options.types, join keys, times. */
export interface Forced {
  readonly types: ReadonlyMap<string, FeatureType>
  /** Columns that hold an instant; kept where sniffing saw a number. */
  readonly instants: readonly string[]
}

/** The columns that several files of a source agree on: integers meet in int64, numbers in float64, all else in string. */
export const unify = (files: readonly Inspected[], paths: readonly string[], forced: Forced): Column[] => {
  const types = new Map<string, FeatureType>()
  for (const file of files) {
    for (const column of file.columns) {
      const type = typeOfEngine(column.type)
      const before = types.get(column.name)
      types.set(column.name, before === undefined ? type : meet(before, type))
    }
  }
  for (const name of paths.flatMap(hiveColumns)) if (!types.has(name)) types.set(name, 'string')
  return [...types].map(([name, type]) => ({ name, type: settleType(name, type, forced) }))
}

const settleType = (name: string, type: FeatureType, forced: Forced): FeatureType =>
  forced.types.get(name) ?? (forced.instants.includes(name) && type === 'string' ? 'timestamp' : type)

const meet = (a: FeatureType, b: FeatureType): FeatureType => {
  if (a === b) return a
  const integers: readonly FeatureType[] = ['int32', 'int64']
  const numbers: readonly FeatureType[] = [...integers, 'float32', 'float64']
  if (integers.includes(a) && integers.includes(b)) return 'int64'
  return numbers.includes(a) && numbers.includes(b) ? 'float64' : 'string'
}

/** A file's columns, and what of the recorded ones it cannot give. */
export interface Compared {
  /** What is read of it. */
  readonly columns: readonly FileColumn[]
  readonly added: readonly string[]
  /** Recorded columns that are null in its rows, each with the reason; no live version reads them. */
  readonly absent: ReadonlyMap<string, string>
}

/**
 * A file's columns against the recorded ones. One that is missing or of another type fails the run where a live version
 * needs it; `needs` says which, by column.
 */
export const compareColumns = (
  recorded: readonly Column[],
  file: { readonly path: string; readonly columns: readonly FileColumn[]; parted(): string | null },
  text: boolean,
  needs: ReadonlyMap<string, readonly string[]>,
): Compared => {
  const names = new Set([...file.columns.map((column) => column.name), ...hiveColumns(file.path)])
  const absent = new Map<string, string>()
  for (const { name, type } of recorded) {
    const given = file.columns.find((column) => column.name === name)
    const fits = text || !given || convertible(typeOfEngine(given.type), type)
    if (names.has(name) && fits) continue
    const what = given ? `was ${type} and is ${given.type}` : 'is missing'
    const by = needs.get(name) ?? []
    if (by.length > 0) throw wronglyParted(file, name) ?? neededColumn(file.path, name, what, by, given ? [] : names)
    absent.set(name, what)
  }
  const known = new Set(recorded.map((column) => column.name))
  return {
    columns: file.columns.filter((column) => text || !absent.has(column.name)),
    added: [...names].filter((name) => !known.has(name)),
    absent,
  }
}

const wronglyParted = (
  { path, parted }: { readonly path: string; parted(): string | null },
  name: string,
): PintailError | null => {
  const sign = parted()
  return sign === null
    ? null
    : new PintailError({
        code: 'source_schema_changed',
        message: `column "${name}" is missing: the file seems to be separated by ${JSON.stringify(sign)}`,
        at: { file: path },
        fix: `separate it as the other files are, or say so for all of them: options: { delimiter: ${JSON.stringify(sign)} }`,
      })
}

const neededColumn = (
  file: string,
  name: string,
  what: string,
  by: readonly string[],
  names: Iterable<string>,
): PintailError => {
  const [first, second, ...others] = by
  const readers =
    second === undefined
      ? first
      : others.length === 0
        ? `${first} and ${second}`
        : `${first} and ${others.length + 1} more`
  const out = `put the column back as it was, or take what reads it (${readers}) out of the definitions   pintail apply`
  return new PintailError({
    code: 'source_schema_changed',
    message: `column "${name}" ${what}`,
    at: { file },
    fix: didYouMean(name, names, out),
  })
}

const convertible = (from: FeatureType, to: FeatureType): boolean => {
  if (from === to || to === 'string') return true
  const rank: readonly FeatureType[] = ['int32', 'int64', 'float32', 'float64']
  return rank.includes(from) && rank.includes(to)
}
