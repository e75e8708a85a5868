// Which columns can a view's expressions read? A source's raw ones and those it derives, typed by binding them.
import type { DerivedColumn, SourceDefinition } from '../core/definitions.ts'
import { PintailError, type Place } from '../core/errors.ts'
import { layersOf, madeOfEachOther } from '../core/layers.ts'
import { type Column, engineType, typeOfEngine } from '../core/values.ts'
import type { DerivedRead } from '../core/versions.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import {
  type Analysis,
  engineColumns,
  type ResolvedNames,
  resolveNames,
  type ScopeColumn,
  type SourceScope,
  type Surroundings,
} from './analysis.ts'
import type { Scope } from './expressions.ts'
import { inUtc } from './instants.ts'
import { checkType } from './types.ts'

export interface SourceToAnalyse {
  readonly name: string
  readonly definition: SourceDefinition
  readonly columns: readonly Column[]
  place(path: readonly PropertyKey[]): Place | undefined
}

interface Derived {
  readonly name: string
  readonly definition: DerivedColumn
  readonly reads: readonly string[]
  readonly place: Place | undefined
}

export const analyseSource = async (analysis: Analysis, source: SourceToAnalyse): Promise<SourceScope> => {
  const scope = new Map<string, ScopeColumn>()
  for (const { name, type } of source.columns)
    if (!scope.has(name.toLowerCase())) scope.set(name.toLowerCase(), { name, type, derived: null })
  const declared = Object.entries(source.definition.columns ?? {})
  const raw = new Map(scope)
  const more = new Set(declared.map(([name]) => name))
  const home = `source "${source.name}"`

  const derived: Derived[] = []
  for (const [name, definition] of declared) {
    const place = source.place(['columns', name])
    await analysis.attempt(place, async () => {
      if (raw.has(name)) throw hidesColumn(name, home)
      const names = await belowOf(analysis, definition, { scope: raw, more, home })
      const gap = names.others.find((other) => isGap(source.definition.columns?.[other]))
      if (gap !== undefined) throw readsGap(name, gap)
      derived.push({ name, definition, reads: [...names.columns, ...names.others], place })
    })
  }
  const found = layersOf(derived)
  for (const circle of found.circles) {
    const at = derived.find((it) => it.name === circle[0])?.place
    analysis.problems.push({ ...madeOfEachOther(`${home} has derived columns`, circle), at })
  }
  const bound = await analysis.expressions.scope(engineColumns(scope))
  for (const it of found.layers.flat()) {
    if (!it.reads.every((name) => scope.has(name))) continue
    const column = await analysis.attempt(it.place, () => typeDerived(analysis, it, source, scope, bound))
    if (!column) continue
    scope.set(it.name, { name: it.name, type: column.type, derived: column })
    bound.add({ name: it.name, type: engineType(column.type) })
  }
  return scope
}

/** Seconds since an event before: no row alone tells it. */
const isGap = (definition: DerivedColumn | undefined): boolean =>
  definition !== undefined && 'since_previous' in definition

/** The columns that a derived one is made of. */
const belowOf = async (analysis: Analysis, definition: DerivedColumn, around: Surroundings): Promise<ResolvedNames> => {
  if ('since_previous' in definition) return { columns: [], others: [] }
  if ('json' in definition) return resolveJson(definition.json, around)
  return resolveNames(analysis, await analysis.parse(definition.sql), around)
}

const resolveJson = (name: string, { scope: raw, more, home }: Surroundings): ResolvedNames => {
  const lowered = name.toLowerCase()
  if (raw.has(lowered)) return { columns: [lowered], others: [] }
  if (more.has(lowered)) return { columns: [], others: [lowered] }
  throw new PintailError({
    code: 'unknown_column',
    message: `${home} has no column "${name}"`,
    fix: `its columns are ${[...raw.values()].map((column) => column.name).join(', ')}`,
  })
}

const typeDerived = async (
  analysis: Analysis,
  { name, definition, reads }: Derived,
  source: SourceToAnalyse,
  scope: SourceScope,
  bound: Scope,
): Promise<DerivedRead> => {
  if ('since_previous' in definition) return { name, type: 'float64', sincePrevious: true }
  if ('json' in definition) {
    const from = scope.get(definition.json.toLowerCase())
    if (from && from.type !== 'string' && from.type !== 'json') throw noJson(from)
    if (/\*/.test(definition.path)) throw wildcard(definition)
    const json = from?.name ?? definition.json
    const value = `json_extract_string(TRY_CAST(${quoteName(json)} AS JSON), [${quoteText(definition.path)}])`
    await bound.typeOf(value).catch((cause: unknown) => {
      throw badPath(definition.path, cause)
    })
    return { name, type: definition.type ?? 'string', json, path: definition.path }
  }
  const engine = await bound.typeOf(definition.sql)
  const type = definition.type ?? typeOfEngine(engine)
  checkType(engine, type)
  const fromInstants = reads.some((read) => scope.get(read)?.type === 'timestamp')
  const sql = type === 'timestamp' && !fromInstants ? inUtc(definition.sql, engine, source.definition) : definition.sql
  await analysis.parse(sql)
  return { name, type, sql, reads: [...reads] }
}

const readsGap = (name: string, gap: string): PintailError =>
  new PintailError({
    code: 'bad_expression',
    message: `"${name}" reads "${gap}", the time since the key's previous event, which no row alone tells`,
    fix: `use it where events are aggregated: { aggregate: median, of: ${gap} }`,
  })

const hidesColumn = (name: string, home: string): PintailError =>
  new PintailError({
    code: 'bad_definition',
    message: `the files of ${home} have a column "${name}" already`,
    fix: 'give the derived column another name',
  })

const noJson = (column: ScopeColumn): PintailError =>
  new PintailError({
    code: 'bad_type',
    message: `column "${column.name}" is ${column.type}; JSON is read from a string`,
    fix: 'name the column that holds the JSON text',
  })

const badPath = (path: string, cause: unknown): unknown =>
  cause instanceof PintailError && cause.code === 'bad_expression'
    ? new PintailError({
        code: 'bad_expression',
        message: `${path} is no JSON path${cause.message.replace(/^JSON path error/, '').replace(/: json_extract.*/s, '')}`,
        fix: 'write it as $.user.name, $.items[0], $."a key with spaces"',
        cause,
      })
    : cause

const wildcard = (definition: { readonly json: string; readonly path: string }): PintailError =>
  new PintailError({
    code: 'bad_expression',
    message: `the path ${definition.path} stands for several values`,
    fix: `take them as a list: { sql: "json_extract_string(${quoteName(definition.json)}, ${quoteText(definition.path)})" }`,
  })
