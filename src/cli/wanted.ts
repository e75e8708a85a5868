// Which features are wanted? References, or one service: the options that every reading verb shares.
import { PintailError } from '../core/errors.ts'
import { parseReference } from '../core/references.ts'
import type { Wanted } from '../core/verbs.ts'
import type { Given } from './given.ts'
import type { OptionForm } from './verb.ts'

export const wantedOptions: readonly OptionForm[] = [
  {
    flags: '--features <refs>',
    about: 'view:feature, view:*, view@3:feature; commas or repeated, and \\, for a comma in a name',
    list: 'names',
    names: 'feature',
  },
  { flags: '--service <name>', about: 'a feature service, or a version of it: heart_risk@2', names: 'service' },
  { flags: '--full-feature-names', about: 'columns are called view__feature' },
]

export const wantedOf = (given: Given): Wanted => {
  if (given.list('features').length === 0 && given.text('service') === undefined) {
    throw new PintailError({
      code: 'missing_argument',
      message: 'say which features: --features or --service',
      fix: 'pintail list services',
    })
  }
  return { ...namedBy(given), fullFeatureNames: given.flag('fullFeatureNames') }
}

/** References, or one service, or neither. */
export const namedBy = (given: Given): Pick<Wanted, 'features' | 'service'> => {
  const features = given.list('features')
  const service = given.text('service') ?? null
  if (features.length > 0 && service !== null) {
    throw new PintailError({
      code: 'bad_argument',
      message: '--features and --service exclude each other',
      fix: 'leave one out',
    })
  }
  for (const feature of features) parseReference(feature)
  return { features, service }
}
