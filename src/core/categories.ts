// Which categories does a feature have, and which of them does a text mean?
import { type Categories, otherCategory } from './aggregates.ts'
import type { Problem } from './errors.ts'
import { nearest } from './nearest.ts'

/** The names of all its categories in order, `__other__` last; null until they are fitted. */
export const categoryNames = ({ vocabulary }: Pick<Categories, 'vocabulary'>): readonly string[] | null =>
  vocabulary === null ? null : [...vocabulary, otherCategory]

/** The place of a category in its vocabulary, one past the end for `__other__`; null where there is none of that name. */
export const categoryAt = (vocabulary: readonly string[], category: string): number | null => {
  if (category === otherCategory) return vocabulary.length
  const at = vocabulary.indexOf(category)
  return at < 0 ? null : at
}

/** Long texts are told by their beginning. */
export const shortText = (text: string): string => {
  const points = [...text]
  return JSON.stringify(points.length > 60 ? `${points.slice(0, 59).join('')}…` : text)
}

/** That a vocabulary, or a feature without one (null), lacks a category; `family` as `view:feature`. */
export const unknownCategory = (family: string, category: string, vocabulary: readonly string[] | null): Problem => {
  if (vocabulary === null) {
    return {
      code: 'unknown_feature',
      message: `${family} has no categories, so there is no ${shortText(category)} of it`,
      fix: `ask for ${family}`,
    }
  }
  const near = nearest(category, vocabulary)
  const listed = `pintail show ${family}   lists its categories; all others are ${otherCategory}`
  return {
    code: 'unknown_feature',
    message: `${family} has no category ${shortText(category)}`,
    fix: near === undefined ? listed : `did you mean ${shortText(near)}?   ${listed}`,
  }
}
