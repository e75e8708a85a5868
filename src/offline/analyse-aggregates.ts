// What is each aggregation of a view? Its inputs, its type, and the categories it has a value for.
import type { Aggregate, Categories, CategoryPolicy } from '../core/aggregates.ts'
import { type Aggregation, wordsOf } from '../core/aggregations.ts'
import type { AnalysedFeature } from '../core/analysed.ts'
import { PintailError } from '../core/errors.ts'
import type { AggregationFeature } from '../core/features.ts'
import { fingerprintOfAggregate, identityOfCategories } from '../core/fingerprint.ts'
import { canonicalJson } from '../core/json.ts'
import { engineType, type FeatureType, isList } from '../core/values.ts'
import { type CountedExpressions, type EventExpression, type Inputs, typeOf } from './analyse-inputs.ts'
import type { ViewToAnalyse } from './analyse-rows.ts'
import { defaultOf } from './analysed-expression.ts'
import type { Analysis } from './analysis.ts'
import { checkType } from './types.ts'

interface UsedInputs {
  readonly of: AnalysedFeature | null
  readonly by: AnalysedFeature | null
}

/** Undefined where something is wrong, which is then among the problems. */
export const analyseAggregate = async (
  analysis: Analysis,
  it: ViewToAnalyse,
  feature: AggregationFeature,
  known: { readonly inputs: Inputs; readonly rows: string },
): Promise<AnalysedFeature | undefined> => {
  const { aggregation } = feature
  const path = ['features', feature.declared]
  const ofKey = aggregation.as === 'oneHot' ? 'oneHot' : 'of'
  const read = await known.inputs.read(aggregation.counted, { path, of: ofKey })
  if (!read) return undefined
  const ofPlace = it.place([...path, read.of === null ? 'aggregate' : ofKey])
  const of = await analysis.attempt(ofPlace, () => ofInput(aggregation, read, known.inputs))
  const by = await analysis.attempt(it.place([...path, 'by']), () => byInput(read, known.inputs))
  const fitted = await analysis.attempt(it.place([...path, 'values']), async () => {
    checkFitted(aggregation.policy, by ?? of ?? null)
    return true
  })
  if (!fitted || of === undefined || by === undefined) return undefined
  return analysis.attempt(it.place(path), async () => analysed(feature, { of, by }, known.rows))
}

const analysed = (feature: AggregationFeature, { of, by }: UsedInputs, rows: string): AnalysedFeature => {
  const { counted: _, policy, ...how } = feature.aggregation
  const steps = feature.aggregation.counted.steps.length
  const told = by ?? of
  const aggregate: Aggregate = {
    ...how,
    of: of?.name ?? null,
    by: by?.name ?? null,
    steps: steps === 0 ? null : steps,
    categories: policy === null || told === null ? null : categoriesOf(policy, told, rows),
  }
  const type = declaredType(feature, resultType(feature.aggregation, of))
  const given = defaultOf(feature, type)
  const inputs = [...new Set([of, by])].filter((input) => input !== null)
  const uses = new Map(inputs.map((input) => [input.name, input.fingerprint]))
  return {
    kind: 'aggregate',
    name: feature.name,
    expression: wordsOf(feature.aggregation),
    aggregate,
    type,
    default: given,
    reads: { raw: [], derived: [] },
    uses: [...uses.keys()],
    fits: [],
    fingerprint: fingerprintOfAggregate({ rows, aggregate, type, default: given, uses }),
    description: feature.description,
    owner: feature.owner,
    tags: feature.tags,
  }
}

const categoriesOf = (policy: CategoryPolicy, input: AnalysedFeature, rows: string): Categories => ({
  policy,
  vocabulary: 'top' in policy ? null : policy.values,
  identity: identityOfCategories(policy, input.fingerprint, rows),
})

/** On lines of its own: a comment at its end closes nothing. */
const operand = ({ sql }: EventExpression): string => `(\n${sql}\n)`

const folded = (where: EventExpression | null, sql: string): string =>
  where === null ? sql : `CASE WHEN ${operand(where)} THEN ${sql} END`

/** Text that is text already stays as it is, so that it is the same input as that of its values. */
const asText = (it: EventExpression): string => (it.engine === 'VARCHAR' ? it.sql : `CAST(${operand(it)} AS VARCHAR)`)

/** A sole expression as it is written, a part of another in brackets. */
const within = (where: EventExpression | null, it: EventExpression, sql: string): string =>
  folded(where, where !== null && sql === it.sql ? operand(it) : sql)

const byInput = async ({ where, by }: CountedExpressions, inputs: Inputs): Promise<AnalysedFeature | null> => {
  if (by === null) return null
  const type = typeOf(by)
  if (isList(type) || type === 'bytes') throw noCategory(by, type)
  return inputs.add(within(where, by, asText(by)), 'string', [where, by])
}

/** Categories are counted where events are stored, which no event of a later question is. */
const checkFitted = (policy: CategoryPolicy | null, category: AnalysedFeature | null): void => {
  if (category?.kind !== 'late' || policy === null || 'values' in policy) return
  throw new PintailError({
    code: 'bad_definition',
    message: 'the most frequent values of what depends on the previous event are not known before a question is asked',
    fix: "list the values: values: ['true', 'false']",
  })
}

const ofInput = async (
  aggregation: Aggregation,
  { of, where, by, steps }: CountedExpressions,
  inputs: Inputs,
): Promise<AnalysedFeature | null> => {
  // The condition is part of the category, where there is one.
  const condition = by === null ? where : null
  if (steps.length > 0) return inputs.add(folded(where, bitsOf(steps)), 'int32', [where, ...steps])
  if (of === null) return condition === null ? null : inputs.add(folded(condition, 'true'), 'bool', [condition])
  if (aggregation.as === 'oneHot') return inputs.add(within(where, of, asText(of)), 'string', [where, of])
  if (aggregation.function === 'count' && by && canonicalJson(by.tree) === canonicalJson(of.tree)) return null
  const type = typeOf(of)
  checkOperand(aggregation, of, type)
  const number = overNumbers.includes(aggregation.function) && type === 'bool'
  const sql = number ? `CAST(${operand(of)} AS INTEGER)` : of.sql
  return inputs.add(within(condition, of, sql), number ? 'int32' : type, [condition, of])
}

/** A bit a step that the event is; null where it is none. */
const bitsOf = (steps: readonly EventExpression[]): string => {
  const bits = steps.map((step, i) => `CASE WHEN ${operand(step)} THEN ${2 ** i} ELSE 0 END`)
  return `nullif(${bits.join(' + ')}, 0)`
}

const overNumbers: readonly Aggregation['function'][] = ['sum', 'mean', 'stddev', 'variance', 'quantile']

const checkOperand = ({ function: name }: Aggregation, of: EventExpression, type: FeatureType): void => {
  if (overNumbers.includes(name) && !/^(int32|int64|float32|float64|bool)$/.test(type)) {
    throw new PintailError({
      code: 'bad_type',
      message: `${name} is taken of numbers, and ${of.sql.trim()} is ${type}`,
      fix: `make it a number: TRY_CAST(${of.sql.trim()} AS DOUBLE), epoch(…) of a time, or a type at the column`,
    })
  }
  if ((name === 'min' || name === 'max') && type === 'json') {
    throw new PintailError({
      code: 'bad_type',
      message: `${name} is taken of values with an order, and ${of.sql.trim()} is json`,
      fix: "take a value out of it: CAST(x ->> '$.price' AS DOUBLE)",
    })
  }
}

const noCategory = (by: EventExpression, type: FeatureType): PintailError =>
  new PintailError({
    code: 'bad_type',
    message: `a category is a value with a text, and ${by.sql.trim()} is ${type}`,
    fix: 'take one element of it, or a text made of it',
  })

const resultType = (aggregation: Aggregation, of: AnalysedFeature | null): FeatureType => {
  if (aggregation.as !== 'value') return 'int32'
  switch (aggregation.function) {
    case 'count':
    case 'countDistinct':
    case 'sequence':
      return 'int64'
    case 'sum':
      return of?.type === 'int32' || of?.type === 'int64' ? 'int64' : 'float64'
    case 'min':
    case 'max':
    case 'first':
    case 'last':
      return of?.type ?? 'string'
    default:
      return 'float64'
  }
}

const declaredType = ({ aggregation, type }: AggregationFeature, result: FeatureType): FeatureType => {
  if (type === null || (type === 'bool' && aggregation.as !== 'value')) return type ?? result
  checkType(engineType(result), type)
  return type
}
