// Is it behaviour that is asked for? Values computed over the events of windows, not read from the row that answers.
import type { FeatureVersion } from '../core/versions.ts'

export const isBehaviour = (features: readonly Pick<FeatureVersion, 'kind'>[]): boolean =>
  features.some(({ kind }) => kind === 'aggregate' || kind === 'formula')
