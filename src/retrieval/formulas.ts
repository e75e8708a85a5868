// How are features computed from features of a question? Layer on layer over their values, before any default.

import { valueSql } from '../aggregations/categories.ts'
import { freshNames } from '../aggregations/names.ts'
import { featureValue } from '../aggregations/rows.ts'
import type { FeatureVersion } from '../core/versions.ts'
import { quoteName } from '../sql/quote.ts'
import { type Demand, usedOf } from './cells.ts'

/** `rid, f0…` for the features of the question, over a relation of `rid` and the cells. */
export const withFormulas = (
  features: readonly FeatureVersion[],
  all: ReadonlyMap<number, FeatureVersion>,
  demand: Demand,
  cells: string,
): string => {
  const formulas = inOrder(features, all)
  let columns = ['rid', ...demand.cells.map((it) => it.name)]
  let relation = cells
  for (const formula of formulas) {
    const computed = formulaName(formula)
    relation = formulaLayer(relation, formula, columns, (id) => seenValue(usedOf(id, all), demand))
    columns = [...columns, computed]
  }
  const values = features.map((it, i) => `${rawOf(it, demand)} AS f${i}`)
  return `SELECT ${['rid', ...values].join(', ')} FROM (\n${relation}\n) AS cells`
}

const formulaName = ({ id }: FeatureVersion): string => `x${id}`

const rawOf = (feature: FeatureVersion, demand: Demand): string =>
  feature.kind === 'formula' ? formulaName(feature) : (demand.cellOf.get(feature.id)?.name ?? 'NULL')

const seenValue = (feature: FeatureVersion, demand: Demand): string => valueSql(feature, null, rawOf(feature, demand))

/** The formulas among the features and below them, each after those it reads. */
const inOrder = (features: readonly FeatureVersion[], all: ReadonlyMap<number, FeatureVersion>): FeatureVersion[] => {
  const found = new Set<FeatureVersion>()
  const visit = (feature: FeatureVersion): void => {
    if (feature.kind !== 'formula' || found.has(feature)) return
    for (const { id } of feature.uses) visit(usedOf(id, all))
    found.add(feature)
  }
  for (const feature of features) visit(feature)
  return [...found]
}

/** A formula sees the features it names and nothing else; the columns go by under names that differ. */
const formulaLayer = (
  relation: string,
  formula: FeatureVersion,
  columns: readonly string[],
  value: (id: number) => string,
): string => {
  const fresh = freshNames(formula.uses.map(({ name }) => name))
  const aside = columns.map((column) => ({ column, name: fresh(column) }))
  const inner = [
    ...aside.map(({ column, name }) => `${column} AS ${name}`),
    ...formula.uses.map(({ name, id }) => `${value(id)} AS ${quoteName(name)}`),
  ]
  const outer = [
    ...aside.map(({ column, name }) => `${name} AS ${column}`),
    `${featureValue(formula)} AS ${formulaName(formula)}`,
  ]
  return `SELECT ${outer.join(', ')} FROM (\nSELECT ${inner.join(', ')} FROM (\n${relation}\n))`
}
