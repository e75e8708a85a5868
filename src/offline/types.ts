// Can an expression be kept as this type? Only where every value of the one is a value of the other.
import { PintailError } from '../core/errors.ts'
import { elementType, engineType, type FeatureType, isList, typeOfEngine } from '../core/values.ts'

/** What each type also holds without loss; a float column may be asked for as float32, which rounds by intent. */
const holds: Readonly<Record<string, readonly FeatureType[]>> = {
  string: ['int32', 'int64', 'float32', 'float64', 'bool', 'timestamp', 'json'],
  int32: ['bool'],
  int64: ['int32', 'bool'],
  float32: ['float64', 'bool'],
  float64: ['int32', 'int64', 'float32', 'bool'],
  json: ['int32', 'int64', 'float32', 'float64', 'bool'],
}

/** The type a feature has when none is declared; integers that no type of ours holds exactly need a word. */
export const inferredType = (engine: string): FeatureType => {
  if (!/^U?HUGEINT$|^UBIGINT$/.test(engine)) return typeOfEngine(engine)
  throw new PintailError({
    code: 'bad_type',
    message: `it gives ${engine}, whose values are beyond int64`,
    fix: 'convert it: CAST(… AS VARCHAR) keeps every digit, CAST(… AS DOUBLE) the size',
  })
}

/** Throws unless values of the engine's type can be kept as `type`. */
export const checkType = (engine: string, type: FeatureType): void => {
  const given = typeOfEngine(engine)
  if (fits(given, type)) return
  throw new PintailError({
    code: 'bad_type',
    message: `it gives ${given} (${engine}), which ${type} cannot always hold`,
    fix: `declare type: ${given}, or convert it: TRY_CAST(… AS ${engineType(type)})`,
  })
}

const fits = (given: FeatureType, type: FeatureType): boolean => {
  if (given === type) return true
  if (isList(given) && isList(type)) return fits(elementType(given), elementType(type))
  if (isList(given)) return type === 'json'
  return holds[type]?.includes(given) ?? false
}
