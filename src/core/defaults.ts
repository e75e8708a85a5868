// Can this value stand in for null? A default in the one form that its type has in the registry.
import { formatInstant, readInstant } from './instants.ts'
import { elementType, type FeatureType, isList } from './values.ts'

export type Default = string | number | bigint | boolean

/** The default as `type` keeps it; null when it is no value of the type. */
export const readDefault = (given: Default, type: FeatureType): Default | null => {
  if (isList(type)) return isListText(given) ? given : null
  switch (elementType(type)) {
    case 'string':
    case 'json':
    case 'bytes':
      return String(given)
    case 'bool':
      return readBoolean(given)
    case 'int32':
      return readInteger(given, 31n) === null ? null : Number(given)
    case 'int64':
      return readInteger(given, 63n)
    case 'float32':
    case 'float64':
      return readNumber(given)
    case 'timestamp':
      return readTime(given)
  }
}

const isListText = (given: Default): boolean => {
  try {
    return typeof given === 'string' && Array.isArray(JSON.parse(given))
  } catch {
    return false
  }
}

const readBoolean = (given: Default): boolean | null => {
  if (typeof given === 'boolean') return given
  const text = String(given).toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : null
}

const readInteger = (given: Default, bits: bigint): bigint | null => {
  const whole = typeof given === 'bigint' || Number.isSafeInteger(given) || /^[+-]?\d+$/.test(String(given))
  if (!whole || typeof given === 'boolean') return null
  const value = BigInt(given)
  return value >= -(1n << bits) && value < 1n << bits ? value : null
}

const readNumber = (given: Default): number | null => {
  if (typeof given === 'boolean' || given === '') return null
  const value = Number(given)
  return Number.isFinite(value) ? value : null
}

const readTime = (given: Default): string | null => {
  const at = typeof given === 'string' ? readInstant(given) : null
  return at === null ? null : formatInstant(at)
}
