// How is one value written as JSON? Exactly: int64 keeps its digits, a whole float its point, an instant its Z.
import { formatInstant } from './instants.ts'
import { elementType, type FeatureType, isList } from './values.ts'

/** A value that carries its own type, where the values of a column have several. */
export class Typed {
  readonly value: unknown
  readonly type: FeatureType

  constructor(value: unknown, type: FeatureType) {
    this.value = value
    this.type = type
  }
}

/** A value's JSON text; of a value without a type, what its JavaScript kind says. */
export const jsonOf = (value: unknown, type: FeatureType | null = null): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'bigint') return type === 'timestamp' ? `"${formatInstant(value)}"` : String(value)
  if (typeof value === 'number') return numberText(value, type) ?? 'null'
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`
  if (type === 'json' && typeof value === 'string') return isJson(value) ? value : JSON.stringify(value)
  if (Array.isArray(value)) {
    const element = type !== null && isList(type) ? elementType(type) : null
    return `[${value.map((item) => jsonOf(item, element)).join(',')}]`
  }
  if (value instanceof Typed) return jsonOf(value.value, value.type)
  if (value instanceof Map) return jsonOf(Object.fromEntries(value))
  if (typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${jsonOf(member)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

/** Null for what JSON has no number for: NaN and the infinities. */
export const numberText = (value: number, type: FeatureType | null): string | null => {
  if (!Number.isFinite(value)) return null
  const text = Object.is(value, -0) ? '-0' : String(value)
  const isFloat = type === 'float32' || type === 'float64'
  return isFloat && /^-?\d+$/.test(text) ? `${text}.0` : text
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
