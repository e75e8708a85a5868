// In what form does a row hold a feature? Its value; of an aggregation what the windows gave, before it is asked for.
import type { FeatureType } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'
import { columnType } from './codec.ts'
import { isFamily } from './families.ts'

type Typed = Pick<FeatureVersion, 'aggregate' | 'type'>

/** Of the value, or of each category's: a code of `oneHot`, a count of `binary`. */
export const rawType = ({ aggregate, type }: Typed): FeatureType => {
  if (aggregate === null || aggregate.as === 'value') return type
  return aggregate.as === 'oneHot' ? 'int32' : 'int64'
}

/** The type of its column in a group's table. */
export const cellType = (feature: Typed): string => (isFamily(feature) ? 'TEXT' : columnType(rawType(feature)))

/** True where windows end at an instant: an answer is as of it, whatever the time of any row. */
export const isAsOfInstant = ({ kind }: Pick<FeatureVersion, 'kind'>): boolean =>
  kind === 'aggregate' || kind === 'formula'
