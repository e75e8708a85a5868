// What does DuckDB make of a SQL expression? Parsed into its tree, printed back, bound over typed columns.
import { PintailError } from '../core/errors.ts'
import { canonicalTree, exactDoubles, type Tree, textOf } from '../core/expression.ts'
import { canonicalJson, isArray, isObject, type Json, type JsonObject, readJson } from '../core/json.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { bindError, parseError, patternError } from './expression-errors.ts'
import { type Functions, functionsOf } from './functions.ts'
import type { EngineRow, Session } from './offline-store.ts'

/** A column as DuckDB has it. */
export interface EngineColumn {
  readonly name: string
  /** `BIGINT`, `TIMESTAMP WITH TIME ZONE`. */
  readonly type: string
}

/** Columns an expression may read. */
export interface Scope {
  /** The engine's type of an expression of one row; throws where it is none, or does not fit the columns. */
  typeOf(sql: string): Promise<string>
  /** Looks at many at once, so that each is known when it is asked for; what is wrong with one is told then. */
  foresee(all: readonly string[]): Promise<void>
  add(column: EngineColumn): void
}

/** Every error thrown is about the expression, without its place. */
export interface Expressions {
  /** DuckDB's version. */
  readonly version: string
  readonly functions: Functions
  /** The canonical tree of exactly one expression. */
  parse(sql: string): Promise<Tree>
  /** The trees of many at once, by their texts, of those that are one expression. */
  parseMany(all: readonly string[]): Promise<ReadonlyMap<string, Tree>>
  /** SQL of a tree, its DOUBLE literals as casts; throws when it does not read back as the same tree. */
  print(tree: Tree): Promise<string>
  /** Throws where it is no regular expression. */
  pattern(text: string): Promise<void>
  /** One at a time: a new scope takes the place of the last. */
  scope(columns: readonly EngineColumn[]): Promise<Scope>
}

export const expressionsOn = async (session: Session): Promise<Expressions> => {
  const [engine] = await session.rows('SELECT version() AS version')
  const version = String(engine?.version)
  const functions = await functionsOf(session, version)
  const parse = async (sql: string): Promise<Tree> => {
    const [row] = await session.rows(render('offline/parse-expression'), {
      alone: `SELECT (\n${sql}\n) FROM source`,
      listed: `SELECT [\n${sql}\n] FROM source`,
    })
    return treeIn(row, sql)
  }
  return {
    version,
    functions,
    parse,
    parseMany: async (all) => {
      const trees = new Map<string, Tree>()
      for (let from = 0; from < all.length; from += parsedAtOnce) {
        const texts = JSON.stringify(all.slice(from, from + parsedAtOnce))
        for (const row of await session.rows(render('offline/parse-many'), { texts })) {
          const text = String(row.text)
          const tree = attempted(() => treeIn(row, text))
          if (tree !== null) trees.set(text, tree)
        }
      }
      return trees
    },
    print: async (tree) => {
      const exact = exactDoubles(tree)
      const node = { ...emptyNode, select_list: [exact] }
      const statement = canonicalJson({ error: false, statements: [{ node, named_param_map: [] }] })
      const [row] = await session.rows(render('offline/print-expression'), { statement })
      const printed = String(row?.printed).replace(/^SELECT /, '')
      const again = await parse(printed)
      if (canonicalJson(again) !== canonicalJson(exact)) throw changedByPrinting(printed)
      return printed
    },
    pattern: async (text) => {
      await session.rows("SELECT regexp_matches('', $text)", { text }).catch((cause: unknown) => {
        throw patternError(cause, text)
      })
    },
    scope: (columns) => scopeOn(session, columns),
  }
}

const parsedAtOnce = 1000

const treeIn = (row: EngineRow | undefined, sql: string): Tree => {
  const alone = itemOf(statementOf(row?.alone, sql))
  const listed = itemOf(statementOf(row?.listed, sql))
  const [only, ...more] = isArray(listed?.children) ? listed.children.filter(isObject) : []
  if (!alone || !only || more.length > 0 || canonicalJson(only) !== canonicalJson(alone)) throw notOne(sql)
  return alone
}

/** What is no expression says so when it is asked for alone. */
const attempted = (read: () => Tree): Tree | null => {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof PintailError) return null
    throw cause
  }
}

/** The canonical trees of expressions that were parsed before, by their texts; what no longer parses has none. */
export const treesOf = async (session: Session, texts: readonly string[]): Promise<ReadonlyMap<string, Tree>> => {
  if (texts.length === 0) return new Map()
  const rows = await session.rows(render('offline/parse-expressions'), { texts: JSON.stringify(texts) })
  return new Map(
    rows.flatMap((row): [string, Tree][] => {
      const text = String(row.text)
      const json = readTree(String(row.tree))
      const tree = isObject(json) && json.error !== true ? itemOf(json) : undefined
      return tree === undefined ? [] : [[text, tree]]
    }),
  )
}

const emptyNode: JsonObject = {
  type: 'SELECT_NODE',
  modifiers: [],
  cte_map: { map: [] },
  from_table: { type: 'EMPTY', alias: '', sample: null },
  where_clause: null,
  group_expressions: [],
  group_sets: [],
  aggregate_handling: 'STANDARD_HANDLING',
  having: null,
  sample: null,
  qualify: null,
}

const statementOf = (text: unknown, sql: string): JsonObject => {
  const json = readTree(String(text))
  if (json === null)
    throw new PintailError({
      code: 'bad_expression',
      message: `a number is too large in: ${sql.trim()}`,
      fix: 'write a number below 1.8e308',
    })
  if (isObject(json) && json.error !== true) return json
  throw parseError(isObject(json) ? textOf(json.error_message) : 'unreadable', sql)
}

/** A literal beyond a double makes DuckDB write `Infinity`, which is no JSON. */
const readTree = (text: string): Json => {
  try {
    return readJson(text)
  } catch {
    return null
  }
}

/** The one item of the one plain SELECT that our wrapping makes; undefined when the text broke out of it. */
const itemOf = (json: JsonObject): Tree | undefined => {
  const [statement, ...others] = isArray(json.statements) ? json.statements : []
  const node = isObject(statement) ? statement.node : undefined
  if (!isObject(node) || others.length > 0) return undefined
  const { select_list: items, from_table: from } = node
  const [item, ...more] = isArray(items) ? items : []
  const plain =
    node.type === 'SELECT_NODE' &&
    isObject(from) &&
    from.type === 'BASE_TABLE' &&
    from.table_name === 'source' &&
    node.where_clause === null
  return plain && more.length === 0 && isObject(item) ? canonicalTree(item) : undefined
}

const notOne = (sql: string): PintailError =>
  new PintailError({
    code: 'bad_expression',
    message: `this is not one expression: ${sql.trim()}`,
    fix: 'write one expression: no lists, no statements, every bracket closed where it was opened',
  })

const changedByPrinting = (printed: string): PintailError =>
  new PintailError({
    code: 'bad_expression',
    message: `DuckDB writes this expression back as another one: ${printed}`,
    fix: 'write numbers with a digit after the point (5.0, not 5.)',
  })

const table = quoteName('pintail expression scope')

/** So many that one that is broken costs the others little. */
const boundAtOnce = 100

const scopeOn = async (session: Session, columns: readonly EngineColumn[]): Promise<Scope> => {
  const typed = ({ name, type }: EngineColumn): string => `${quoteName(name)} ${type}`
  const given = columns.length === 0 ? [{ name: 'a table has a column', type: 'INTEGER' }] : columns
  await session.run(`CREATE OR REPLACE TEMP TABLE ${table} (${given.map(typed).join(', ')})`)
  const known = new Map<string, string>()
  const waiting = new Map<string, EngineColumn>()
  /** Most columns that are added are read by nothing. */
  const makeReady = async (sql: string): Promise<void> => {
    if (waiting.size === 0) return
    const words = sql.toLowerCase()
    for (const [name, column] of waiting) {
      if (!words.includes(name)) continue
      waiting.delete(name)
      await session.run(`ALTER TABLE ${table} ADD COLUMN ${typed(column)}`)
    }
  }
  return {
    foresee: async (all) => {
      for (let from = 0; from < all.length; from += boundAtOnce) {
        const some = all.slice(from, from + boundAtOnce)
        for (const sql of some) await makeReady(sql)
        const values = some.map((sql) => `(\n${sql}\n)`)
        const alone = values.map((value) => `${value} IS NULL`).join(' AND ')
        const columns = await session
          .describe(`SELECT ${values.join(', ')} FROM ${table} WHERE ${alone}`)
          .catch(() => [])
        for (const [i, { type }] of columns.entries()) known.set(some[i] ?? '', type)
      }
    },
    typeOf: async (sql) => {
      const foreseen = known.get(sql)
      if (foreseen !== undefined) return foreseen
      const explain = (cause: unknown): never => {
        throw bindError(cause, sql)
      }
      await makeReady(sql)
      // Where no row has company, DuckDB names what needs it.
      await session.describe(`SELECT 1 FROM ${table} WHERE (\n${sql}\n) IS NULL`).catch(explain)
      const [column] = await session.describe(`SELECT (\n${sql}\n) FROM ${table}`).catch(explain)
      return column?.type ?? 'NULL'
    },
    add: (column) => void waiting.set(column.name.toLowerCase(), column),
  }
}
