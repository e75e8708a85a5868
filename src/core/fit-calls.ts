// Which numbers does an expression want fitted? `fit_min(x)` and its kin, found in the tree and in printed text.
import {
  castTo,
  childrenOf,
  columnNames,
  nodeClass,
  nodesOf,
  replaceNodes,
  type Tree,
  textConstant,
  textOf,
} from './expression.ts'
import { canonicalJson, isArray, isObject, type Json, type JsonObject } from './json.ts'
import { nearest } from './nearest.ts'
import type { FittedCall } from './versions.ts'

export type FitFunction = FittedCall['function']

export const fitFunctions = ['min', 'max', 'mean', 'stddev', 'quantile'] as const satisfies readonly FitFunction[]

export interface FitCall {
  readonly function: FitFunction
  /** The call itself and what it is about. */
  readonly node: Tree
  readonly argument: Tree
  readonly q: number | null
}

/** A call that is no fitted call, in words. */
export interface BadFitCall {
  readonly message: string
  readonly fix: string
}

const isFit = (node: JsonObject): boolean =>
  (nodeClass(node) === 'FUNCTION' || nodeClass(node) === 'WINDOW') && textOf(node.function_name).startsWith('fit_')

/** Every different fitted call, in reading order, a call before those inside it. */
export const fitCallsOf = (tree: Tree): { readonly calls: readonly FitCall[]; readonly bad: readonly BadFitCall[] } => {
  const found = new Map<string, FitCall>()
  const bad: BadFitCall[] = []
  for (const node of [...nodesOf(tree)].filter(isFit)) {
    const call = readFitCall(node)
    if ('message' in call) bad.push(call)
    else found.set(canonicalJson(node), call)
  }
  return { calls: [...found.values()], bad }
}

const readFitCall = (node: JsonObject): FitCall | BadFitCall => {
  const name = textOf(node.function_name)
  const kind = fitFunctions.find((it) => `fit_${it}` === name)
  if (kind === undefined) {
    const known = fitFunctions.map((it) => `fit_${it}`)
    const near = nearest(name, known)
    return {
      message: `there is no ${name}; the fitted numbers are ${known.join(', ')}`,
      fix: near === undefined ? 'use one of these' : `did you mean "${near}"?`,
    }
  }
  const form = kind === 'quantile' ? 'fit_quantile(x, 0.9)' : `${name}(x)`
  const plain = nodeClass(node) === 'FUNCTION' && node.filter === null && node.distinct !== true && !ordered(node)
  const [argument, q, ...more] = childrenOf(node)
  const wanted = kind === 'quantile' ? q !== undefined : q === undefined
  if (!plain || argument === undefined || !wanted || more.length > 0) {
    return { message: `${name} is written ${form}, and nothing more`, fix: `write ${form}` }
  }
  const share = q === undefined ? null : constantOf(q)
  if (kind === 'quantile' && (share === null || share < 0 || share > 1)) {
    return { message: 'the share of fit_quantile is a number from 0 to 1', fix: `write ${form}` }
  }
  if (columnNames(argument).read.length === 0) {
    return { message: `${name} is fitted over a column, and its argument reads none`, fix: `write ${form}` }
  }
  return { function: kind, node, argument, q: share }
}

const ordered = (node: JsonObject): boolean => {
  const orderBys = node.order_bys
  const orders = isObject(orderBys) ? orderBys.orders : undefined
  return isArray(orders) && orders.length > 0
}

/** The value of a numeric literal: a DECIMAL is kept as an integer and a scale. */
const constantOf = (node: JsonObject): number | null => {
  const value = node.value
  if (nodeClass(node) !== 'CONSTANT' || !isObject(value) || typeof value.value !== 'number') return null
  const type = isObject(value.type) ? value.type : {}
  const info: Json = type.type_info ?? null
  const scale = isObject(info) && typeof info.scale === 'number' ? info.scale : 0
  return Number(`${value.value}e-${scale}`)
}

/** `CAST(NULL AS DOUBLE)` in place of every fitted call, for the binder. */
export const withoutFits = (tree: Tree): Tree => replaceNodes(tree, (node) => (isFit(node) ? unknownNumber : undefined))

const unknownNumber = castTo('DOUBLE', textConstant(null))

/** The fitted form of a batch-relative expression, `min(x) OVER ()` as `fit_min(x)`; null where it has none. */
export const fittedForm = (tree: Tree): Tree | null => {
  let whole = true
  const form = replaceNodes(tree, (node) => {
    if (nodeClass(node) !== 'WINDOW' && nodeClass(node) !== 'FUNCTION') return undefined
    const to = fitOf[textOf(node.function_name)]
    if (to === undefined) {
      whole = whole && nodeClass(node) !== 'WINDOW'
      return undefined
    }
    if (!overAll(node)) whole = false
    return { ...plainCall(to), children: childrenOf(node).slice(0, to === 'fit_quantile' ? 2 : 1) }
  })
  return whole && canonicalJson(form) !== canonicalJson(tree) ? form : null
}

const fitOf: Readonly<Record<string, string>> = {
  min: 'fit_min',
  max: 'fit_max',
  avg: 'fit_mean',
  mean: 'fit_mean',
  stddev: 'fit_stddev',
  stddev_samp: 'fit_stddev',
  quantile_cont: 'fit_quantile',
}

const isEmpty = (json: Json | undefined): boolean => !isArray(json) || json.length === 0

const overAll = (node: JsonObject): boolean =>
  isEmpty(node.partitions) &&
  isEmpty(node.orders) &&
  (node.filter ?? node.filter_expr ?? null) === null &&
  node.distinct !== true

const plainCall = (name: string): JsonObject => ({
  class: 'FUNCTION',
  type: 'FUNCTION',
  alias: '',
  function_name: name,
  schema: '',
  filter: null,
  order_bys: { type: 'ORDER_MODIFIER', orders: [] },
  distinct: false,
  is_operator: false,
  export_state: false,
  catalog: '',
})

/** A printed expression with its fitted calls replaced; texts in quotes are left alone. */
export const replacePrinted = (printed: string, replacements: ReadonlyMap<string, string>): string => {
  const calls = [...replacements.keys()].sort((a, b) => b.length - a.length)
  const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_$]*/y
  let text = ''
  for (let at = 0; at < printed.length; ) {
    const call = printed.startsWith('fit_', at) ? calls.find((it) => printed.startsWith(it, at)) : undefined
    if (call !== undefined) {
      text += replacements.get(call) ?? ''
      at += call.length
      continue
    }
    quoted.lastIndex = at
    const skipped = quoted.exec(printed)?.[0] ?? printed.slice(at, at + 1)
    text += skipped
    at += skipped.length
  }
  return text
}
