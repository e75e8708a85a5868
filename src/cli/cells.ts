// How is one value written in a table's or a CSV file's cell? As exactly as in JSON.
import { formatInstant } from '../core/instants.ts'
import { jsonOf, numberText, Typed } from '../core/json-text.ts'
import type { FeatureType } from '../core/values.ts'

export { jsonOf, Typed } from '../core/json-text.ts'

/** Null where there is none. */
export const plainOf = (value: unknown, type: FeatureType | null = null): string | null => {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (value instanceof Typed) return plainOf(value.value, value.type)
  if (typeof value === 'bigint') return type === 'timestamp' ? formatInstant(value) : String(value)
  if (typeof value === 'number') return numberText(value, type) ?? String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ')
  return jsonOf(value, type)
}
