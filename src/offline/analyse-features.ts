// What is each feature of a view? Its expression parsed, bound and typed, features it uses first.
import type { AnalysedFeature, AnalysedRows } from '../core/analysed.ts'
import { PintailError, type Place } from '../core/errors.ts'
import { exactDoubles, type Tree } from '../core/expression.ts'
import type { ExpressionFeature } from '../core/features.ts'
import { identityOfFit, meaningOfReads } from '../core/fingerprint.ts'
import { fitCallsOf, withoutFits } from '../core/fit-calls.ts'
import { layersOf, madeOfEachOther } from '../core/layers.ts'
import { engineType } from '../core/values.ts'
import type { ViewToAnalyse } from './analyse-rows.ts'
import { analysedExpression, defaultOf } from './analysed-expression.ts'
import { type Analysis, engineColumns, parseOver, type ResolvedNames, readsOf, resolveNames } from './analysis.ts'
import { rowAlone } from './batch-relative.ts'
import type { Scope } from './expressions.ts'
import { checkType, inferredType } from './types.ts'

interface Parsed {
  readonly name: string
  readonly feature: ExpressionFeature
  readonly tree: Tree
  readonly names: ResolvedNames
  /** Names of features, for the layers. */
  readonly reads: readonly string[]
}

/** The features that could be read, by name; what is wrong with the others is among the problems. */
export const analyseFeatures = async (
  analysis: Analysis,
  it: ViewToAnalyse,
  rows: AnalysedRows | undefined,
): Promise<ReadonlyMap<string, AnalysedFeature>> => {
  const { view, scope } = it
  const placeOf = (feature: string): Place | undefined => it.place(['features', feature])
  const visible = new Set(view.features.map((feature) => feature.name).filter((name) => !scope.has(name)))
  const parsed: Parsed[] = []
  for (const feature of view.features) {
    if (feature.kind !== 'row') continue
    await analysis.attempt(placeOf(feature.name), async () => {
      const tree = await parseFeature(analysis, feature, scope)
      const names = resolveNames(analysis, tree, { scope, more: visible, home: `source "${view.source}"` })
      parsed.push({ name: feature.name, feature, tree, names, reads: names.others })
    })
  }
  const order = layersOf(parsed)
  for (const circle of order.circles)
    analysis.problems.push({
      ...madeOfEachOther(`feature view "${view.name}" has features`, circle),
      at: placeOf(circle[0] ?? ''),
    })
  const done = new Map<string, AnalysedFeature>()
  const bound = await analysis.expressions.scope(engineColumns(scope))
  for (const layer of order.layers) {
    const ready = layer.filter(({ reads }) => reads.every((name) => done.has(name)))
    await bound.foresee(
      ready.flatMap(({ tree, feature }) => (fitCallsOf(tree).calls.length === 0 ? [feature.expression] : [])),
    )
    for (const one of ready) {
      const feature = await analysis.attempt(placeOf(one.name), () =>
        analyseFeature(analysis, it, one, bound, { rows, done }),
      )
      if (!feature) continue
      done.set(feature.name, feature)
      if (visible.has(feature.name)) bound.add({ name: feature.name, type: engineType(feature.type) })
    }
  }
  return done
}

const parseFeature = async (
  analysis: Analysis,
  { operand, expression }: ExpressionFeature,
  scope: ViewToAnalyse['scope'],
): Promise<Tree> => {
  if (operand !== null) await parseOver(analysis, operand, scope)
  return parseOver(analysis, expression, scope)
}

const analyseFeature = async (
  analysis: Analysis,
  it: ViewToAnalyse,
  { feature, tree, names }: Parsed,
  bound: Scope,
  known: { readonly rows: AnalysedRows | undefined; readonly done: ReadonlyMap<string, AnalysedFeature> },
): Promise<AnalysedFeature> => {
  const { expressions } = analysis
  const { calls, bad } = fitCallsOf(tree)
  for (const { message, fix } of bad) throw new PintailError({ code: 'bad_expression', message, fix })
  const alone = calls.length === 0 ? feature.expression : await expressions.print(withoutFits(tree))
  const engine = await rowAlone(expressions, tree, feature.expression, () => bound.typeOf(alone))
  const type = feature.type ?? inferredType(engine)
  checkType(engine, type)
  const given = defaultOf(feature, type)

  const uses = new Map(names.others.map((name) => [name, known.done.get(name)?.fingerprint ?? '']))
  const reads = readsOf(it.scope, names.columns)
  const expression = calls.length === 0 ? feature.expression : await expressions.print(tree)
  await analysis.parse(expression)
  const rows = known.rows?.fingerprint ?? ''
  const fits: AnalysedFeature['fits'][number][] = []
  for (const call of calls) {
    const argument = await expressions.print(call.argument)
    const type = await rowAlone(expressions, call.argument, argument, async () =>
      bound.typeOf(await expressions.print(withoutFits(call.argument))),
    )
    if (!/INT|DOUBLE|FLOAT|DECIMAL|BOOLEAN/.test(type) || type.endsWith('[]')) throw noNumber(argument, type)
    const inner = resolveNames(analysis, call.argument, { scope: it.scope, more: new Set(uses.keys()), home: '' })
    const meaning = meaningOfReads(readsOf(it.scope, inner.columns), analysis.treeOf)
    const used = new Map([...uses].filter(([name]) => inner.others.includes(name)))
    fits.push({
      call: await expressions.print(call.node),
      function: call.function,
      argument,
      q: call.q,
      value: null,
      // Of the argument as its text on record reads back, so that it can be taken anew from that.
      identity: identityOfFit({ ...call, argument: exactDoubles(call.argument) }, rows, meaning, used),
    })
  }
  const parts = { rows, expression, type, default: given, reads, uses }
  return analysedExpression(analysis, feature, parts, fits)
}

const noNumber = (argument: string, type: string): PintailError =>
  new PintailError({
    code: 'bad_type',
    message: `a fitted number is taken over numbers, and ${argument} is ${type}`,
    fix: `make it a number: TRY_CAST(${argument} AS DOUBLE), epoch(${argument})`,
  })
