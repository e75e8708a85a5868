// What does a SQL expression say? Pure walks over DuckDB's parsed tree: canonical form, columns, functions, fitted calls.
import { isArray, isObject, type Json, type JsonObject } from './json.ts'

/** One expression's node as `json_serialize_sql` gives it, in canonical form. */
export type Tree = JsonObject

/** Without places, and with everything lowered that DuckDB compares without case. */
export const canonicalTree = (tree: JsonObject): Tree => {
  const parts = Object.entries(tree)
    .filter(([key]) => key !== 'query_location')
    .map(([key, value]) => [key, lowers(tree, key) ? loweredJson(value) : canonicalValue(value)])
  return Object.fromEntries(parts)
}

const canonicalValue = (json: Json): Json => {
  if (isArray(json)) return json.map(canonicalValue)
  return isObject(json) ? canonicalTree(json) : json
}

/** Names of columns, of functions' homes (`a.lower()` keeps `a` there) and of types that the binder looks up. */
const lowers = (tree: JsonObject, key: string): boolean =>
  key === 'column_names' ||
  (tree.class === 'FUNCTION' && (key === 'schema' || key === 'catalog')) ||
  (tree.type === 'UNBOUND_TYPE_INFO' && key === 'name')

const loweredJson = (json: Json): Json => {
  if (isArray(json)) return json.map(loweredJson)
  return typeof json === 'string' ? json.toLowerCase() : json
}

export const nodeClass = (node: JsonObject): string => textOf(node.class)
export const textOf = (json: Json | undefined): string => (typeof json === 'string' ? json : '')
export const childrenOf = (node: JsonObject): readonly JsonObject[] => {
  const children = node.children
  return isArray(children) ? children.filter(isObject) : []
}

/** Every node below and including this one, parents first. */
export function* nodesOf(json: Json): Generator<JsonObject> {
  if (isArray(json)) for (const part of json) yield* nodesOf(part)
  if (!isObject(json)) return
  yield json
  for (const part of Object.values(json)) yield* nodesOf(part)
}

/** A tree with some nodes replaced, parents first; what replaces a node is not entered again. */
export const replaceNodes = (tree: Tree, replacement: (node: JsonObject) => JsonObject | undefined): Tree => {
  const walk = (json: Json): Json => {
    if (isArray(json)) return json.map(walk)
    if (!isObject(json)) return json
    return replacement(json) ?? Object.fromEntries(Object.entries(json).map(([key, value]) => [key, walk(value)]))
  }
  const walked = walk(tree)
  return isObject(walked) ? walked : tree
}

export interface ColumnNames {
  /** Lowered first parts of every column reference: a column, or a structure whose field is read. */
  readonly read: readonly string[]
  /** `a.lower()`: a column where one is so named, else a schema. */
  readonly perhaps: readonly string[]
}

/** Functions whose lambda argument binds names; elsewhere an arrow reads JSON. */
const lambdaFunctions = new Set(
  [
    'list_transform',
    'list_apply',
    'list_filter',
    'list_reduce',
    'array_transform',
    'array_apply',
    'array_filter',
  ].concat(['array_reduce', 'apply', 'filter', 'reduce']),
)

/** The columns an expression reads, variables of its lambdas left out. */
export const columnNames = (tree: Tree): ColumnNames => {
  const read = new Set<string>()
  const perhaps = new Set<string>()
  const visit = (json: Json, bound: ReadonlySet<string>): void => {
    if (isArray(json)) for (const part of json) visit(part, bound)
    if (!isObject(json)) return
    if (nodeClass(json) === 'COLUMN_REF') note(firstName(json), bound, read)
    if (nodeClass(json) === 'FUNCTION') for (const key of ['schema', 'catalog']) note(textOf(json[key]), bound, perhaps)
    const lambda = lambdaOf(json)
    for (const part of Object.values(json)) {
      if (!isArray(part) || lambda === undefined) visit(part, bound)
      else for (const one of part) if (one !== lambda) visit(one, bound)
    }
    if (lambda) visit(lambda.expr ?? null, new Set([...bound, ...lambdaNames(lambda)]))
  }
  visit(tree, new Set())
  return { read: [...read], perhaps: [...perhaps] }
}

/** The argument of a call that binds names: the second one, the first in `list.list_transform(x -> …)`. */
const lambdaOf = (node: JsonObject): JsonObject | undefined => {
  if (nodeClass(node) !== 'FUNCTION' || !lambdaFunctions.has(textOf(node.function_name))) return undefined
  const called = textOf(node.schema)
  const argument = childrenOf(node)[called === '' || called === 'main' ? 1 : 0]
  return argument && nodeClass(argument) === 'LAMBDA' ? argument : undefined
}

const note = (name: string, bound: ReadonlySet<string>, into: Set<string>): void => {
  if (name !== '' && !bound.has(name)) into.add(name)
}

const firstName = (node: JsonObject): string => {
  const names = node.column_names
  return isArray(names) ? textOf(names[0]).toLowerCase() : ''
}

/** `x -> …` has a column reference on its left, `(x, i) -> …` a row of them. */
const lambdaNames = (lambda: JsonObject): string[] => {
  const left = lambda.lhs
  if (!isObject(left)) return []
  return [left, ...childrenOf(left)].filter((node) => nodeClass(node) === 'COLUMN_REF').map(firstName)
}

/** Lowered names of all functions called. */
export const functionNames = (tree: Tree): string[] => [
  ...new Set([...nodesOf(tree)].map((node) => textOf(node.function_name).toLowerCase()).filter((name) => name !== '')),
]

const forbiddenClasses: Readonly<Record<string, string>> = {
  SUBQUERY: 'a subquery (or = ANY of a list, which is one: list_contains(list, x) is not)',
  STAR: '* or COLUMNS(…)',
  PARAMETER: 'a parameter',
  DEFAULT: 'DEFAULT',
  POSITIONAL_REFERENCE: 'a positional reference',
}

/** What stands in the expression that none may hold, in words; null when nothing does. */
export const forbiddenPart = (tree: Tree): string | null => {
  for (const node of nodesOf(tree)) {
    const words = forbiddenClasses[nodeClass(node)]
    if (words !== undefined) return words
  }
  return null
}

const typed = (id: string): JsonObject => ({ id, type_info: null })

/** The node of a literal: `'x'`, or NULL. */
export const textConstant = (text: string | null): Tree => ({
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: '',
  value:
    text === null ? { type: typed('NULL'), is_null: true } : { type: typed('VARCHAR'), is_null: false, value: text },
})

/** The node of `CAST(child AS type)`, for a type without parts. */
export const castTo = (type: string, child: Tree): Tree => ({
  class: 'CAST',
  type: 'OPERATOR_CAST',
  alias: '',
  child,
  cast_type: typed(type),
  try_cast: false,
})

/** A DOUBLE literal is printed like a DECIMAL: as a cast of its text it stays what it is. */
export const exactDoubles = (tree: Tree): Tree =>
  replaceNodes(tree, (node) => {
    const value = isObject(node.value) ? node.value : undefined
    const type = isObject(value?.type) ? value.type : undefined
    return nodeClass(node) === 'CONSTANT' && type?.id === 'DOUBLE'
      ? castTo('DOUBLE', textConstant(String(value?.value)))
      : undefined
  })
