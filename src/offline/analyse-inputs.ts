// Which columns of its events does an aggregation use? What counts and its category, conditions folded in, kept once each.

import { inputMark } from '../core/aggregates.ts'
import type { Counted } from '../core/aggregations.ts'
import type { AnalysedFeature } from '../core/analysed.ts'
import { PintailError } from '../core/errors.ts'
import { nodeClass, type Tree, textOf } from '../core/expression.ts'
import { byFingerprint, fingerprintOfFeature } from '../core/fingerprint.ts'
import { fitCallsOf } from '../core/fit-calls.ts'
import { isArray } from '../core/json.ts'
import type { FeatureType } from '../core/values.ts'
import { quoteName } from '../sql/quote.ts'
import type { ViewToAnalyse } from './analyse-rows.ts'
import { type Analysis, isGap, parseOver, readsOf, resolveNames, type SourceScope } from './analysis.ts'
import { inferredType } from './types.ts'

/** An expression over one event, as the definition says it. */
export interface EventExpression {
  readonly sql: string
  readonly tree: Tree
  readonly engine: string
  /** Lowered names of the columns it reads. */
  readonly columns: readonly string[]
}

/** What a declaration says of an event, read. */
export interface CountedExpressions {
  readonly of: EventExpression | null
  readonly where: EventExpression | null
  readonly by: EventExpression | null
  readonly steps: readonly EventExpression[]
}

/** The keys of the definition that hold `of` and its kin. */
export interface CountedKeys {
  readonly path: readonly PropertyKey[]
  readonly of: 'of' | 'oneHot'
}

export interface Inputs {
  /** Undefined where something is wrong, which is then among the problems. */
  read(counted: Counted, keys: CountedKeys): Promise<CountedExpressions | undefined>
  /** The input with this SQL over the columns that the parts read. */
  add(sql: string, type: FeatureType, parts: readonly (EventExpression | null)[]): Promise<AnalysedFeature>
  /** In the order they were added, each after those it uses. */
  all(): readonly AnalysedFeature[]
}

export const inputsOf = (analysis: Analysis, it: ViewToAnalyse, rows: string): Inputs => {
  const inputs = new Map<string, AnalysedFeature>()
  const names = new Set(it.view.features.flatMap((feature) => [feature.name, feature.declared]))
  const why = 'an aggregation sees the columns of the source, not the features of the view'
  const elsewhere = new Map([...names].map((name) => [name, why]))

  const expression = async (sql: string): Promise<EventExpression> => {
    const tree = await parseOver(analysis, sql, it.scope)
    const { calls, bad } = fitCallsOf(tree)
    if (calls.length + bad.length > 0) throw fitted(sql)
    const home = `source "${it.view.source}"`
    const { columns } = resolveNames(analysis, tree, { scope: it.scope, more: new Set(), home, elsewhere, gaps: true })
    const engine = await it.bound.typeOf(sql).catch((cause: unknown) => {
      throw cause instanceof PintailError && cause.code === 'batch_relative_expression' ? overOthers(sql, cause) : cause
    })
    return { sql, tree, engine, columns }
  }

  const condition = async (sql: string): Promise<EventExpression> => {
    const read = await expression(sql)
    if (read.engine === 'BOOLEAN') return read
    throw new PintailError({
      code: 'bad_type',
      message: `a condition is true or false, and this is ${read.engine}: ${sql.trim()}`,
      fix: 'compare it: … = 1, … IS NOT NULL',
    })
  }

  const keep = (parts: Omit<AnalysedFeature, 'name' | 'fingerprint'>, uses: readonly AnalysedFeature[]) => {
    const used = byFingerprint(uses.map((input) => input.fingerprint))
    const fingerprint = fingerprintOfFeature({ ...parts, rows, uses: used }, analysis.treeOf)
    const known = inputs.get(fingerprint)
    if (known) return known
    const input = { ...parts, name: `${inputMark}${fingerprint.slice(0, 12)}`, fingerprint }
    inputs.set(fingerprint, input)
    return input
  }

  const add: Inputs['add'] = async (given, type, parts) => {
    const sql = columnAlone(await analysis.parse(given), it.scope) ?? given
    await analysis.parse(sql)
    const columns = [...new Set(parts.flatMap((part) => part?.columns ?? []))]
    const gaps = columns.filter((name) => isGap(it.scope.get(name)))
    const plain = { aggregate: null, default: null, fits: [], description: '', owner: '', tags: [] }
    if (gaps.length === 0) {
      const reads = readsOf(it.scope, columns)
      return keep({ ...plain, kind: 'input', expression: sql, type, reads, uses: [] }, [])
    }
    const uses: AnalysedFeature[] = []
    for (const name of columns) {
      const column = it.scope.get(name)
      if (column && !gaps.includes(name)) uses.push(await columnItself(column.name, column.type))
    }
    const reads = readsOf(it.scope, gaps)
    return keep({ ...plain, kind: 'late', expression: sql, type, reads, uses: uses.map((input) => input.name) }, uses)
  }

  const columnItself = async (name: string, type: FeatureType): Promise<AnalysedFeature> => {
    const sql = quoteName(name)
    return add(sql, type, [{ sql, tree: await analysis.parse(sql), engine: '', columns: [name.toLowerCase()] }])
  }

  const readAll = async (
    counted: Counted,
    { path, of: ofKey }: CountedKeys,
  ): Promise<CountedExpressions | undefined> => {
    const at = <T>(key: readonly PropertyKey[], work: () => Promise<T>): Promise<T | undefined> =>
      analysis.attempt(it.place([...path, ...key]), work)
    const given = async (sql: string | null, key: string, read: typeof expression) =>
      sql === null ? null : at([key], () => read(sql))
    const of = await given(counted.of, ofKey, expression)
    const where = await given(counted.where, 'where', condition)
    const by = await given(counted.by, 'by', expression)
    const steps: EventExpression[] = []
    for (const [i, sql] of counted.steps.entries()) {
      const step = await at(['steps', i], () => condition(sql))
      if (step) steps.push(step)
    }
    const whole = of !== undefined && where !== undefined && by !== undefined && steps.length === counted.steps.length
    return whole ? { of, where, by, steps } : undefined
  }

  // Windows and forms of one declaration count the same.
  const done = new Map<Counted, Promise<CountedExpressions | undefined>>()
  return {
    read: (counted, keys) => {
      const reading = done.get(counted) ?? readAll(counted, keys)
      done.set(counted, reading)
      return reading
    },
    add,
    all: () => [...inputs.values()],
  }
}

/** The quoted name of the column that an expression is, so that each has one way to be written. */
const columnAlone = (tree: Tree, scope: SourceScope): string | null => {
  const names = tree.column_names
  if (nodeClass(tree) !== 'COLUMN_REF' || !isArray(names) || names.length !== 1) return null
  const column = scope.get(textOf(names[0]))
  return column ? quoteName(column.name) : null
}

const fitted = (sql: string): PintailError =>
  new PintailError({
    code: 'bad_expression',
    message: `an aggregation has no fitted numbers: ${sql.trim()}`,
    fix: 'write the number, or put the fitted form into a view of rows',
  })

const overOthers = (sql: string, cause: unknown): PintailError =>
  new PintailError({
    code: 'batch_relative_expression',
    message: `of, where, by and steps see one event, and this needs others: ${sql.trim()}`,
    fix: 'say it by the function: { aggregate: sum, of: x }; ratio and SQL combine features of the view',
    cause,
  })

/** The type an expression's values are kept in. */
export const typeOf = ({ engine }: EventExpression): FeatureType => inferredType(engine)
