// Do the checks of a view fit what they are of? Each held against the type of its feature, its pattern or condition read.
import type { AnalysedFeature, AnalysedView } from '../core/analysed.ts'
import { categoryAt, unknownCategory } from '../core/categories.ts'
import { type Check, type CheckDefinition, checkOf } from '../core/check-definitions.ts'
import type { CheckName } from '../core/checks.ts'
import { readDefault } from '../core/defaults.ts'
import { PintailError } from '../core/errors.ts'
import { columnNames } from '../core/expression.ts'
import { readInstant } from '../core/instants.ts'
import { didYouMean, shortList } from '../core/nearest.ts'
import { profileKind } from '../core/profiles.ts'
import { engineType, type FeatureType } from '../core/values.ts'
import type { ViewToAnalyse } from './analyse-rows.ts'
import type { Analysis } from './analysis.ts'

/** What is of the rows of a view, and needs no feature. */
const ofRows: readonly CheckName[] = ['row_count', 'freshness', 'unique', 'sql']

/** The checks of a view's features by name; what is wrong with one is among the problems. */
export const analyseChecks = async (
  analysis: Analysis,
  it: ViewToAnalyse,
  features: readonly AnalysedFeature[],
): Promise<AnalysedView['checksOf']> => {
  const { view } = it
  for (const [i, given] of view.checks.entries()) {
    await analysis.attempt(it.place(['checks', i]), async () => {
      const check = checkOf(given)
      if (!ofRows.includes(check.name)) throw needsFeature(check)
      if (check.category !== null) throw noCategories(view.name, check.category)
      if (check.name === 'sql') await readCondition(analysis, it, features, check.with)
    })
  }
  const found = new Map<string, readonly CheckDefinition[]>()
  for (const { name, declared, checks } of view.features) {
    const feature = features.find((other) => other.name === name)
    if (checks.length === 0 || feature === undefined) continue
    found.set(name, checks)
    for (const [i, given] of checks.entries()) {
      await analysis.attempt(it.place(['features', declared, 'checks', i]), async () => {
        const check = checkOf(given)
        refuseUnfit(`${view.name}:${name}`, feature, check)
        if (check.name === 'matches') await analysis.expressions.pattern(check.with)
        if (check.name === 'sql') await readCondition(analysis, it, features, check.with)
      })
    }
  }
  return found
}

const needsFeature = ({ name }: Check): PintailError =>
  new PintailError({
    code: 'bad_definition',
    message: `${name} is of the values of a feature, and a view has none by itself`,
    fix: `put it among the checks of a feature; of a view are ${ofRows.join(', ')}`,
  })

const noCategories = (of: string, category: string): PintailError =>
  new PintailError({
    code: 'bad_definition',
    message: `${of} has no categories, so there is no ${JSON.stringify(category)} of it`,
    fix: 'remove category',
  })

/** Over what the view has of one value: its keys and features. */
const readCondition = async (
  analysis: Analysis,
  { view }: ViewToAnalyse,
  features: readonly AnalysedFeature[],
  sql: string,
): Promise<void> => {
  const tree = await analysis.parse(sql)
  const single = features.filter((it) => it.aggregate?.categories == null)
  const columns = [...view.keys, ...single].map(({ name, type }) => ({ name, type: engineType(type) }))
  const known = new Set(columns.map(({ name }) => name.toLowerCase()))
  const unknown = columnNames(tree).read.find((name) => !known.has(name))
  if (unknown !== undefined) {
    const names = single.map(({ name }) => name)
    throw new PintailError({
      code: 'unknown_feature',
      message: `feature view "${view.name}" has no feature "${unknown}"`,
      fix: didYouMean(unknown, names, `a condition is over its features: ${shortList(names)}`),
    })
  }
  const bound = await analysis.expressions.scope(columns)
  const type = await bound.typeOf(sql)
  if (type === 'BOOLEAN') return
  throw new PintailError({
    code: 'bad_type',
    message: `a condition is true or false, and this is ${type}: ${sql.trim()}`,
    fix: 'compare it with something: spend >= 0',
  })
}

const wantedKinds: Readonly<Partial<Record<CheckName, readonly string[]>>> = {
  between: ['numeric', 'time'],
  distribution: ['numeric'],
  outliers: ['numeric'],
}

const refuseUnfit = (of: string, { type, aggregate }: AnalysedFeature, check: Check): void => {
  const kinds = wantedKinds[check.name]
  const wanted = check.name === 'matches' ? 'a text' : kinds?.includes('time') ? 'a number or an instant' : 'a number'
  const fits = check.name === 'matches' ? type === 'string' : kinds === undefined || kinds.includes(profileKind(type))
  if (!fits) {
    throw new PintailError({
      code: 'bad_type',
      message: `${check.name} is of ${wanted}, and ${of} is ${type}`,
      fix: 'remove it, or give the feature another type',
    })
  }
  if (check.name === 'accepted_values') for (const value of check.with) refuseValue(of, type, value)
  if (check.name === 'between')
    for (const end of [check.with.min, check.with.max]) if (end !== undefined) refuseEnd(of, type, end)
  if (check.category === null) return
  const categories = aggregate?.categories ?? null
  if (categories === null) throw noCategories(of, check.category)
  const { vocabulary } = categories
  if (vocabulary !== null && categoryAt(vocabulary, check.category) === null)
    throw new PintailError(unknownCategory(of, check.category, vocabulary))
}

const refuseValue = (of: string, type: FeatureType, value: string | number | bigint | boolean): void => {
  if (readDefault(value, type) !== null) return
  throw new PintailError({
    code: 'bad_type',
    message: `${JSON.stringify(String(value))} is no ${type}, which ${of} is`,
    fix: 'list values of its type',
  })
}

const refuseEnd = (of: string, type: FeatureType, end: string | number | bigint): void => {
  const fits = type === 'timestamp' ? typeof end === 'string' && readInstant(end) !== null : typeof end !== 'string'
  if (fits) return
  throw new PintailError({
    code: 'bad_type',
    message: `${JSON.stringify(String(end))} is no end of ${of}, which is ${type}`,
    fix: type === 'timestamp' ? 'write it as 2026-01-31 or 2026-01-31T12:00:00Z' : 'write a number',
  })
}
