// What can be fitted anew, and what came of it?

import { type Categories, otherCategory } from './aggregates.ts'
import { shortText } from './categories.ts'
import type { Micros } from './clock.ts'
import { nouns } from './counted.ts'
import { lacksVocabulary } from './state.ts'
import type { FeatureVersion, FittedCall } from './versions.ts'

export interface FitRequest {
  readonly view: string
  /** Only what had happened and was known by then is read; null: everything. */
  readonly until: Micros | null
}

/** A thing with the version it had and the one it has now. */
export interface Refitted {
  readonly name: string
  readonly from: number
  readonly to: number
  /** Phrases: `fit_min(age) 18 → 21`, `new category "Buy"`; of what merely uses another: `uses age_normalized`. */
  readonly why: readonly string[]
}

export interface FitReport {
  readonly view: string
  readonly until: Micros | null
  /** Null where every number and category came out as it was: nothing is new then. */
  readonly run: number | null
  /** The view, those of its features that changed, and the services that name them. */
  readonly versions: {
    readonly view: Refitted | null
    readonly features: readonly Refitted[]
    readonly services: readonly Refitted[]
  }
  /** Milliseconds by phase. */
  readonly phases: Readonly<Record<string, number>>
}

/** A vocabulary that comes from rows, not from the definition. */
const isFittedTo = ({ policy }: Categories): boolean => 'top' in policy

/** Whether something of it is fitted to rows. */
export const isFittable = ({ fits, aggregate }: FeatureVersion): boolean =>
  fits.length > 0 || (aggregate?.categories != null && isFittedTo(aggregate.categories))

/** Whether all of that is there; what is open may yet be fitted to anything. */
export const isWhollyFitted = (feature: FeatureVersion): boolean =>
  isFittable(feature) && feature.fits.every(({ value }) => value !== null) && !lacksVocabulary(feature)

/** As it was before anything was fitted. */
export const unfitted = (feature: FeatureVersion): FeatureVersion => {
  const { aggregate } = feature
  const categories = aggregate?.categories ?? null
  return {
    ...feature,
    fits: feature.fits.map((fit) => ({ ...fit, value: null })),
    aggregate:
      aggregate && categories && isFittedTo(categories)
        ? { ...aggregate, categories: { ...categories, vocabulary: null } }
        : aggregate,
  }
}

/** What was fitted before and found nothing to be fitted to now. */
export const lostBy = (old: FeatureVersion, now: FeatureVersion): string[] => [
  ...old.fits.flatMap(({ call, value }, i) => (value !== null && now.fits[i]?.value === null ? [call] : [])),
  ...(vocabularyOf(old) !== null && vocabularyOf(now) === null ? ['the categories'] : []),
]

/** What came out otherwise, in phrases; `[]` where nothing did. */
export const whyRefitted = (old: FeatureVersion, now: FeatureVersion): string[] => [
  ...old.fits.flatMap((fit, i) => whyNumber(fit, now.fits[i]?.value ?? null)),
  ...whyCategories(vocabularyOf(old), vocabularyOf(now)),
]

const vocabularyOf = ({ aggregate }: FeatureVersion): readonly string[] | null =>
  aggregate?.categories?.vocabulary ?? null

/** Sums over float64 agree between two readings to this share; what differs less is the same number. */
const agreement = 1e-9

const whyNumber = ({ call, value: old }: FittedCall, now: number | null): string[] => {
  if (old === now) return []
  if (old === null || now === null) return [`${call} ${old ?? 'open'} → ${now ?? 'open'}`]
  const same = Math.abs(now - old) <= agreement * Math.max(Math.abs(now), Math.abs(old))
  return same ? [] : [`${call} ${old} → ${now}`]
}

/** Another order alone is no other vocabulary: the columns are those there were. */
const whyCategories = (old: readonly string[] | null, now: readonly string[] | null): string[] => {
  if (now === null) return []
  if (old === null) return [`${now.length} ${nouns(now.length, 'category', 'categories')}`]
  const [before, after] = [new Set(old), new Set(now)]
  return [...told('new category', after.difference(before)), ...told(`into ${otherCategory}`, before.difference(after))]
}

const told = (what: string, of: ReadonlySet<string>): string[] => {
  if (of.size === 0) return []
  const names = [...of].slice(0, 3).map(shortText).join(', ')
  return [`${what} ${names}${of.size > 3 ? ` and ${of.size - 3} more` : ''}`]
}
