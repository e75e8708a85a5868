// Which categories does a version freeze? The most frequent values of the column it is taken over.
import { type CategoryPolicy, otherCategory } from '../core/aggregates.ts'
import { PintailError } from '../core/errors.ts'
import { lacksVocabulary } from '../core/state.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'

/** A vocabulary still to be fitted, and the versions that share it. */
export interface MissingVocabulary {
  readonly policy: CategoryPolicy
  /** The input with the values. */
  readonly input: FeatureVersion
  readonly features: readonly FeatureVersion[]
}

export const missingVocabularies = (
  wanted: readonly FeatureVersion[],
  all: ReadonlyMap<number, FeatureVersion>,
): MissingVocabulary[] => {
  const missing = wanted.flatMap((feature) => {
    const categories = lacksVocabulary(feature) ? feature.aggregate?.categories : undefined
    return categories ? [{ categories, feature, input: categorised(feature, all) }] : []
  })
  const shared = Map.groupBy(missing, ({ categories, input }) => JSON.stringify([categories.identity, input.id]))
  return [...shared.values()].flatMap((group) => {
    const [first] = group
    return first
      ? [{ policy: first.categories.policy, input: first.input, features: group.map((it) => it.feature) }]
      : []
  })
}

/** The input whose values are a version's categories. */
const categorised = (feature: FeatureVersion, all: ReadonlyMap<number, FeatureVersion>): FeatureVersion => {
  const name = feature.aggregate?.by ?? feature.aggregate?.of
  const input = all.get(feature.uses.find((use) => use.name === name)?.id ?? -1)
  if (input) return input
  throw new PintailError({
    code: 'registry_damaged',
    message: `${feature.view}:${columnOf(feature)} has categories of "${name}", which the registry does not hold`,
    fix: 'restore registry.db from a copy',
  })
}

/** Gives the values in their order, a row each, as `value`; `relation` has a column of the input, by `columnOf`. */
export const vocabularyQuery = (
  input: FeatureVersion,
  { top, min }: { readonly top: number; readonly min: number },
  relation: string,
): string =>
  render('aggregations/vocabulary', {
    value: quoteName(columnOf(input)),
    relation,
    other: quoteText(otherCategory),
    min: String(min),
    top: String(top),
  })

export const withVocabulary = (feature: FeatureVersion, vocabulary: readonly string[]): FeatureVersion => {
  const { aggregate } = feature
  if (!aggregate?.categories || aggregate.categories.vocabulary !== null) return feature
  return { ...feature, aggregate: { ...aggregate, categories: { ...aggregate.categories, vocabulary } } }
}
