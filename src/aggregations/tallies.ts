// What of a source's JSON could not be used? Texts that are no JSON, and values that are not of their column's type.
import { canonicalJson } from '../core/json.ts'
import type { DerivedRead } from '../core/versions.ts'
import { quoteName } from '../sql/quote.ts'
import { isJson } from './derived.ts'
import { type Environment, environmentsOf, namesIn } from './environments.ts'
import { freshNames } from './names.ts'
import { type Compilation, derivedRows } from './rows.ts'

export interface TallyQuery {
  /** Gives one row: its columns `0`, `1` … are the counts of `of`. */
  readonly sql: string
  /** A raw column with texts that are no JSON, or a derived column with values that do not fit its type. */
  readonly of: readonly (string | DerivedRead)[]
}

/**
 * The queries that count, over all rows whatever a view leaves out; texts are looked at where they are checked. Columns
 * in `counted` are left out, and those of these queries put there.
 */
export const tallyQueries = (compilation: Compilation, counted: Set<string>): TallyQuery[] =>
  environmentsOf(compilation).flatMap((environment) => {
    const texts = compilation.texts === 'trusted' ? [] : textsIn(environment).filter((name) => isNew(counted, name))
    const typed = environment.derived
      .flat()
      .filter(mayNotFit)
      .filter((it) => isNew(counted, it))
    return texts.length + typed.length === 0 ? [] : [tallyQuery(compilation, environment, texts, typed)]
  })

const isNew = (counted: Set<string>, column: string | DerivedRead): boolean => {
  const text = canonicalJson(typeof column === 'string' ? column : { ...column })
  if (counted.has(text)) return false
  counted.add(text)
  return true
}

/** Every text is a string, and whatever is in JSON is JSON. */
const mayNotFit = (column: DerivedRead): boolean => isJson(column) && column.type !== 'string' && column.type !== 'json'

const textsIn = ({ raw, derived }: Environment): string[] => {
  const read = new Set(derived.flat().flatMap((column) => (isJson(column) ? [column.json.toLowerCase()] : [])))
  return raw.filter((name) => read.has(name.toLowerCase()))
}

const tallyQuery = (
  compilation: Compilation,
  environment: Environment,
  texts: readonly string[],
  typed: readonly DerivedRead[],
): TallyQuery => {
  const fresh = freshNames(namesIn(environment))
  const needed = below(typed, environment.derived.flat())
  const derived = environment.derived.map((layer) => layer.filter((it) => needed.has(it))).filter((it) => it.length > 0)
  const { sql, extractions } = derivedRows(compilation, { raw: environment.raw, derived }, fresh('row_id'), fresh)
  const malformed = texts.map((name) => `count(*) FILTER (NOT json_valid(${quoteName(name)}))`)
  const unfit = typed.map((column) => {
    const found = extractions.find((it) => it.column === column)?.found ?? 'NULL'
    return `count(${found}) - count(${quoteName(column.name)})`
  })
  const counts = [...malformed, ...unfit].map((count, i) => `${count} AS ${quoteName(String(i))}`)
  return { sql: `SELECT ${counts.join(', ')} FROM (\n${sql}\n)`, of: [...texts, ...typed] }
}

/** Some derived columns and those they are made of. */
const below = (columns: readonly DerivedRead[], all: readonly DerivedRead[]): ReadonlySet<DerivedRead> => {
  const found = new Set<DerivedRead>()
  const visit = (column: DerivedRead): void => {
    if (found.has(column)) return
    found.add(column)
    const reads = (isJson(column) ? [column.json] : 'reads' in column ? column.reads : []).map((it) => it.toLowerCase())
    for (const other of all) if (reads.includes(other.name.toLowerCase())) visit(other)
  }
  for (const column of columns) visit(column)
  return found
}
