// What is each formula of a view of events? SQL over the view's other features, which are one value each.
import type { AnalysedFeature } from '../core/analysed.ts'
import { PintailError, type Place } from '../core/errors.ts'
import { columnNames, type Tree } from '../core/expression.ts'
import { type ExpressionFeature, type Feature, isFamily, manyValues } from '../core/features.ts'
import { fitCallsOf } from '../core/fit-calls.ts'
import { layersOf, madeOfEachOther } from '../core/layers.ts'
import { didYouMean, shortList } from '../core/nearest.ts'
import { engineType } from '../core/values.ts'
import type { ViewToAnalyse } from './analyse-rows.ts'
import { analysedExpression, defaultOf } from './analysed-expression.ts'
import { type Analysis, parseOver } from './analysis.ts'
import { rowAlone } from './batch-relative.ts'
import type { Scope } from './expressions.ts'
import { changing } from './functions.ts'
import { checkType, inferredType } from './types.ts'

interface Formula {
  readonly name: string
  readonly feature: ExpressionFeature
  readonly tree: Tree
  readonly reads: readonly string[]
}

/** The formulas that could be read, by name, over the aggregations `done`; what is wrong is among the problems. */
export const analyseFormulas = async (
  analysis: Analysis,
  it: ViewToAnalyse,
  done: ReadonlyMap<string, AnalysedFeature>,
  rows: string,
): Promise<ReadonlyMap<string, AnalysedFeature>> => {
  const placeOf = (feature: string): Place | undefined => it.place(['features', feature])
  const formulas: Formula[] = []
  for (const feature of it.view.features) {
    if (feature.kind !== 'formula') continue
    await analysis.attempt(placeOf(feature.name), async () => {
      const tree = await parseFormula(analysis, it, feature)
      formulas.push({ name: feature.name, feature, tree, reads: namesIn(analysis, it, feature, tree) })
    })
  }
  const order = layersOf(formulas)
  for (const circle of order.circles)
    analysis.problems.push({
      ...madeOfEachOther(`feature view "${it.view.name}" has features`, circle),
      at: placeOf(circle[0] ?? ''),
    })
  const all = new Map(done)
  const single = [...done.values()].filter((feature) => feature.aggregate?.categories == null)
  const bound = await analysis.expressions.scope(single.map(({ name, type }) => ({ name, type: engineType(type) })))
  const found = new Map<string, AnalysedFeature>()
  for (const one of order.layers.flat()) {
    if (!one.reads.every((name) => all.has(name))) continue
    const feature = await analysis.attempt(placeOf(one.name), () => analyseFormula(analysis, one, bound, all, rows))
    if (!feature) continue
    all.set(feature.name, feature)
    found.set(feature.name, feature)
    bound.add({ name: feature.name, type: engineType(feature.type) })
  }
  return found
}

const parseFormula = async (analysis: Analysis, it: ViewToAnalyse, feature: ExpressionFeature): Promise<Tree> => {
  if (feature.operand !== null) await parseOver(analysis, feature.operand, it.scope)
  const tree = await parseOver(analysis, feature.expression, it.scope)
  const { calls, bad } = fitCallsOf(tree)
  if (calls.length + bad.length === 0) return tree
  throw new PintailError({
    code: 'bad_expression',
    message: 'numbers are fitted over rows, and a view of events has none in its features',
    fix: 'write the number, or put the fitted form into a view of rows',
  })
}

const namesIn = (analysis: Analysis, it: ViewToAnalyse, feature: ExpressionFeature, tree: Tree): string[] => {
  const features = new Map(it.view.features.map((other) => [other.name, other]))
  const { read, perhaps } = columnNames(tree)
  const names = [...new Set([...read, ...perhaps.filter((name) => features.has(name) || it.scope.has(name))])]
  for (const name of names) {
    const other = features.get(name) ?? familyOf(features, name)
    const isColumn = it.scope.has(name)
    if (isColumn && (!other || other === feature)) throw columnInFormula(it, name)
    if (!other) throw unknownFeature(analysis, it, name)
    if (isFamily(other)) throw new PintailError({ code: 'bad_expression', ...manyValues(other.name) })
  }
  return names
}

/** The feature that `"clicked:Cart"` is a category of. */
const familyOf = (features: ReadonlyMap<string, Feature>, name: string): Feature | undefined => {
  const family = features.get(name.split(':', 1)[0] ?? '')
  return family && isFamily(family) ? family : undefined
}

const analyseFormula = async (
  analysis: Analysis,
  { feature, tree, reads: names }: Formula,
  bound: Scope,
  all: ReadonlyMap<string, AnalysedFeature>,
  rows: string,
): Promise<AnalysedFeature> => {
  const { expression } = feature
  const engine = await rowAlone(analysis.expressions, tree, expression, () => bound.typeOf(expression))
  const type = feature.type ?? inferredType(engine)
  checkType(engine, type)
  const given = defaultOf(feature, type)
  const reads = { raw: [], derived: [] }
  const uses = new Map(names.map((name) => [name, all.get(name)?.fingerprint ?? '']))
  const parts = { rows, expression, type, default: given, reads, uses }
  return analysedExpression(analysis, feature, parts, [])
}

const columnInFormula = ({ view }: ViewToAnalyse, name: string): PintailError =>
  new PintailError({
    code: 'bad_expression',
    message: `"${name}" is a column of source "${view.source}", and feature view "${view.name}" answers over many events: it has a value for each`,
    fix: `aggregate it: { aggregate: last, of: ${/^[a-z_]\w*$/.test(name) ? name : `'"${name}"'`} }`,
  })

const unknownFeature = (analysis: Analysis, { view }: ViewToAnalyse, name: string): PintailError => {
  if (analysis.expressions.functions.isClock(name)) return changing(name)
  const known = view.features.map((feature) => feature.name)
  return new PintailError({
    code: 'unknown_feature',
    message: `feature view "${view.name}" has no feature "${name}"`,
    fix: didYouMean(name, known, `its features are ${shortList(known)}`),
  })
}
