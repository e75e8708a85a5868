// How is a value written? Alike on both sides, so that equal texts are equal values.
import { formatInstant, readInstant } from '../../core/instants.ts'
import { isObject, type Json } from '../../core/json.ts'
import type { FeatureType, Value } from '../../core/values.ts'

export const valueText = (value: Value, type: FeatureType): string | null => {
  if (value === null) return null
  if (typeof value === 'bigint') return type === 'timestamp' ? formatInstant(value) : String(value)
  if (typeof value === 'number') return numberText(value, type)
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  const element = type.endsWith('[]') ? (type.slice(0, -2) as FeatureType) : type
  return `[${value.map((it) => valueText(it, element) ?? 'null').join(', ')}]`
}

export const jsonText = (value: Json, type: FeatureType): string | null => {
  if (value === null) return null
  if (typeof value === 'number') return numberText(value, type)
  if (type === 'timestamp' && typeof value === 'string') {
    const at = readInstant(value)
    return at === null ? value : formatInstant(at)
  }
  if (typeof value === 'string') return value
  if (Array.isArray(value)) {
    const element = type.endsWith('[]') ? (type.slice(0, -2) as FeatureType) : type
    return `[${value.map((it: Json) => jsonText(it, element) ?? 'null').join(', ')}]`
  }
  return isObject(value) ? JSON.stringify(value) : String(value)
}

/** JSON has no NaN: it reads as nothing there. */
const numberText = (value: number, type: FeatureType): string | null => {
  if (!Number.isFinite(value)) return null
  return type.startsWith('float32') ? String(Math.fround(value)) : String(value)
}
