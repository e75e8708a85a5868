// What is the value of a window without events? 0 of what counts, else null; a default stands in for either.
import { elementType, type FeatureType, isList, type Value } from './values.ts'
import type { FeatureVersion } from './versions.ts'

type Aggregating = Pick<FeatureVersion, 'aggregate' | 'type'>

/** Functions that count: of nothing they give 0. */
const counting: ReadonlySet<string> = new Set(['count', 'countDistinct', 'sequence'])

/** Before a default: 0 in the feature's type, or null. Of a row's column, and of a formula, it is null. */
export const emptyValue = ({ aggregate, type }: Aggregating): Value =>
  aggregate !== null && (aggregate.as !== 'value' || counting.has(aggregate.function)) ? numberAs(0, type) : null

/** True where a default stands in for the 0 of an empty window too, not for null alone. */
export const defaultReplacesZero = ({ aggregate, default: given }: Pick<FeatureVersion, 'aggregate' | 'default'>) =>
  given !== null && aggregate !== null && aggregate.as === 'value' && counting.has(aggregate.function)

/** A small whole number as a value of a type. */
export const numberAs = (n: 0 | 1, type: FeatureType): Value => {
  if (isList(type)) return null
  switch (elementType(type)) {
    case 'int64':
      return BigInt(n)
    case 'int32':
    case 'float32':
    case 'float64':
      return n
    case 'bool':
      return n === 1
    case 'string':
    case 'json':
      return String(n)
    case 'timestamp':
    case 'bytes':
      return null
  }
}
