// Which columns does a spine have, and how are its rows read? One relation of numbered columns for every kind of input.

import { statSync } from 'node:fs'
import { extname } from 'node:path'
import { nouns } from '../core/counted.ts'
import { PintailError } from '../core/errors.ts'
import { engineType, isList } from '../core/values.ts'
import type { OutputFormat, SpineInput } from '../core/verbs.ts'
import type { Parameters, Session } from '../offline/offline-store.ts'
import { beginning } from '../sources/suspect.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { readCsvSpine } from './spine-csv.ts'
import { refuseNoText } from './spine-unreadable.ts'

/** `relation` gives columns `c0…` in the order of `names`. */
export interface SpineRelation {
  readonly names: readonly string[]
  readonly columns: string
  readonly relation: string
  readonly parameters: Parameters
  /** Every value is a text. */
  readonly texts: boolean
  /** Null for rows in memory. */
  readonly file: string | null
}

type SpineFormat = 'csv' | 'parquet' | 'json'

const byExtension: Readonly<Record<string, SpineFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.parquet': 'parquet',
  '.pq': 'parquet',
  '.json': 'json',
  '.ndjson': 'json',
  '.jsonl': 'json',
}

export const spineRelation = async (session: Session, input: SpineInput): Promise<SpineRelation> => {
  if ('columns' in input) return inMemory(input.columns)
  const format = formatOf(input.path, input.format)
  if (format !== 'parquet') refuseNoText(input.path, format)
  const numbered = (names: readonly string[], relation: string, from = names): SpineRelation => ({
    texts: format === 'csv',
    names,
    columns: from.map((name, i) => `${quoteName(name)} AS c${i}`).join(', '),
    relation,
    parameters: {},
    file: input.path,
  })
  if (format === 'csv') {
    const { names, relation } = readCsvSpine(input.path)
    return numbered(
      names,
      relation,
      names.map((_, i) => `c${i}`),
    )
  }
  if (format === 'parquet') {
    const relation = `read_parquet(${quoteText(input.path)}, hive_partitioning = false)`
    const read = await session.describe(`SELECT * FROM ${relation}`)
    return numbered(
      await parquetNames(session, input.path),
      relation,
      read.map((it) => it.name),
    )
  }
  const { names, relation } = await jsonRelation(session, input.path)
  return numbered(names, relation)
}

const formatOf = (path: string, given: OutputFormat | null): SpineFormat => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined || stat.isDirectory()) {
    throw new PintailError({
      code: 'spine_unreadable',
      message: stat === undefined ? `there is no spine file "${path}"` : `the spine "${path}" is a folder`,
      fix: 'give a CSV, Parquet or JSON file with --spine FILE',
    })
  }
  if (given === 'csv' || given === 'parquet' || given === 'json') return given
  if (given === 'ndjson') return 'json'
  return byExtension[extname(path).toLowerCase()] ?? byContent(path)
}

const byContent = (path: string): SpineFormat => {
  const start = beginning(path, 64).toString('latin1')
  if (start.startsWith('PAR1')) return 'parquet'
  return /^[^\w]{0,3}\s*[[{]/.test(start) ? 'json' : 'csv'
}

/** The file's own names; the engine renames `ID` beside `id`. */
export const parquetNames = async (session: Session, path: string): Promise<string[]> => {
  const schema = await session.rows('SELECT name, num_children FROM parquet_schema($path)', { path })
  const names: string[] = []
  let inside = 0
  for (const { name, num_children } of schema.slice(1)) {
    if (inside === 0) names.push(String(name))
    else inside -= 1
    inside += Number(num_children ?? 0)
  }
  return names
}

/** A text that looks like a date stays a text, and a structure stays as it is written: they are the spine's own. */
const keptJsonType = (type: string): string => {
  if (/^(DATE|TIME|TIMESTAMP.*|UUID)$/.test(type)) return 'VARCHAR'
  return /^(STRUCT|MAP|HUGEINT)|\[\]\[\]|(STRUCT|MAP).*\[\]$/.test(type) ? 'JSON' : type
}

/** The engine reads `ID` and `id` as `ID` and `id_1`; a name that was not in the file is noticed here. */
const refuseFoldedNames = async (session: Session, path: string, names: readonly string[]): Promise<void> => {
  if (!names.some((name) => /_\d+$/.test(name))) return
  const keys = `SELECT DISTINCT unnest(json_keys(json)) AS name FROM read_json_objects(${quoteText(path)})`
  const own = new Set((await session.rows(keys)).map((row) => row.name))
  const made = names.find((name) => !own.has(name))
  if (made === undefined) return
  throw new PintailError({
    code: 'duplicate_column',
    message: `the spine has two members that are equal but for case: "${made.replace(/_\d+$/, '')}"`,
    at: { file: path },
    fix: 'rename one of them, or give the spine as CSV',
  })
}

const jsonRelation = async (session: Session, path: string): Promise<{ names: string[]; relation: string }> => {
  const columns = await session.describe(`SELECT * FROM read_json(${quoteText(path)}, sample_size = -1)`)
  await refuseFoldedNames(
    session,
    path,
    columns.map((it) => it.name),
  )
  const typed = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(keptJsonType(type))}`)
  return {
    names: columns.map((it) => it.name),
    relation: `read_json(${quoteText(path)}, columns = {${typed.join(', ')}})`,
  }
}

type InMemory = Extract<SpineInput, { readonly columns: unknown }>['columns']

const refuseRagged = (columns: InMemory): void => {
  const [first] = columns
  const other = columns.find((it) => it.values.length !== first?.values.length)
  if (first === undefined || other === undefined) return
  throw new PintailError({
    code: 'spine_unreadable',
    message: `"${first.name}" has ${first.values.length} ${nouns(first.values.length, 'value')} and "${other.name}" has ${other.values.length}`,
    fix: 'give every column one value a row',
  })
}

const inMemory = (columns: InMemory): SpineRelation => {
  refuseRagged(columns)
  const texts = columns.map((_, i) => `unnest(from_json($c${i}, '["VARCHAR"]')) AS t${i}`)
  const typed = columns.map(({ type }, i) => {
    if (type === 'timestamp') return `make_timestamp(t${i}::BIGINT) AS c${i}`
    if (type === 'bytes') return `from_hex(t${i}) AS c${i}`
    return `CAST(${isList(type) ? `CAST(t${i} AS JSON)` : `t${i}`} AS ${engineType(type)}) AS c${i}`
  })
  return {
    texts: false,
    names: columns.map((it) => it.name),
    columns: columns.map((_, i) => `c${i}`).join(', '),
    relation: render('retrieval/columns-in-memory', { texts: texts.join(', '), typed: typed.join(', ') }),
    parameters: Object.fromEntries(columns.map(({ values }, i) => [`c${i}`, JSON.stringify(values.map(textOf))])),
    file: null,
  }
}

const textOf = (value: InMemory[number]['values'][number]): string | null => {
  if (value === null || typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (typeof value === 'object') return `[${value.map((it) => JSON.stringify(textOf(it))).join(',')}]`
  return String(value)
}
