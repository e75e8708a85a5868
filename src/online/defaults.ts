// Which value stands in for null? A default as the definition wrote it, in the form its type has inside.
import { readInstant } from '../core/instants.ts'
import { elementType, isList, type Value } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'
import { decoder } from './codec.ts'

/** The engine reads `\xAB` in a text as one byte. */
const bytesOf = (text: string): Uint8Array =>
  Buffer.concat(
    text
      .split(/(\\x[0-9A-Fa-f]{2})/)
      .map((part, i) => (i % 2 === 1 ? Buffer.from(part.slice(2), 'hex') : Buffer.from(part))),
  )

/** Null when there is none, or when it cannot be read as the feature's type (`apply` refuses such a default). */
export const defaultOf = ({ type, default: given }: Pick<FeatureVersion, 'type' | 'default'>): Value => {
  if (given === null) return null
  if (isList(type)) return typeof given === 'string' ? decoder(type)(given) : null
  switch (elementType(type)) {
    case 'string':
    case 'json':
      return String(given)
    case 'bytes':
      return bytesOf(String(given))
    case 'bool':
      return typeof given === 'string' ? given.toLowerCase() === 'true' : Boolean(given)
    case 'int64':
      return typeof given === 'string' || Number.isInteger(given) || typeof given === 'bigint' ? BigInt(given) : null
    case 'timestamp':
      return typeof given === 'bigint' ? given : readInstant(String(given))
    case 'float32':
      return Math.fround(Number(given))
    case 'float64':
    case 'int32':
      return Number(given)
  }
}
