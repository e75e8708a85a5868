// Has a feature been computed? Every row of the history has all that it is made of.
import type { History } from './history.ts'
import { askedThrough, isStored, lacksVocabulary } from './state.ts'
import type { FeatureVersion } from './versions.ts'

export const isComputed = (
  { segments, lastRun }: History,
  feature: FeatureVersion,
  all: ReadonlyMap<number, FeatureVersion>,
): boolean => {
  const through = askedThrough(feature, all)
  const stored = through.filter(isStored)
  return (
    lastRun > 0 &&
    !through.some(lacksVocabulary) &&
    segments.every(
      ({ rows, files }) => rows === 0 || stored.every(({ id }) => files.some((it) => it.features.includes(id))),
    )
  )
}
