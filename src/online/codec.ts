// In what form does SQLite hold a value? Exact both ways: int64, NaN, the infinities and -0 come back as they went in.
import { elementType, type FeatureType, isList, type ScalarType, type Value } from '../core/values.ts'

/** What a cell of online.db holds; integers come back as bigint, and go in as number or bigint. */
export type Stored = string | number | bigint | Uint8Array | null

const columnTypes: Readonly<Record<ScalarType, string>> = {
  string: 'TEXT',
  int32: 'INTEGER',
  int64: 'INTEGER',
  // ANY keeps REAL and TEXT apart: SQLite makes NULL of NaN, so NaN is the text NaN. REAL would lose the sign of -0.
  float32: 'ANY',
  float64: 'ANY',
  bool: 'INTEGER',
  timestamp: 'INTEGER',
  bytes: 'BLOB',
  json: 'TEXT',
}

export const columnType = (type: FeatureType): string => (isList(type) ? 'TEXT' : columnTypes[elementType(type)])

export type Encode = (value: Value) => Stored
export type Decode = (stored: Stored) => Value

const unexpected = (value: unknown, type: FeatureType): Error =>
  new Error(`no ${type}: ${typeof value} ${String(value).slice(0, 40)}`)

const encodeScalar =
  (type: ScalarType): Encode =>
  (value) => {
    if (value === null) return null
    if (typeof value === 'number') return Number.isNaN(value) ? 'NaN' : value
    if (typeof value === 'boolean') return value ? 1 : 0
    if (typeof value === 'string' || typeof value === 'bigint' || value instanceof Uint8Array) return value
    throw unexpected(value, type)
  }

/** How a value of a type goes into a cell. */
export const encoder = (type: FeatureType): Encode => {
  if (!isList(type)) return encodeScalar(elementType(type))
  return (value) => {
    if (value === null) return null
    if (!Array.isArray(value)) throw unexpected(value, type)
    return `[${value.map(elementText).join(',')}]`
  }
}

/** JSON has no NaN, no infinity and no bytes: these are texts inside a stored list. */
export const elementText = (value: Value): string => {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return `"${value}"`
  if (typeof value === 'number') return Object.is(value, -0) ? '-0.0' : String(value)
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`
  return JSON.stringify(value)
}

const decodeScalar: Readonly<Record<ScalarType, Decode>> = {
  string: (stored) => stored,
  json: (stored) => stored,
  bytes: (stored) => stored,
  int64: (stored) => stored,
  timestamp: (stored) => stored,
  int32: (stored) => (stored === null ? null : Number(stored)),
  float32: (stored) => (stored === 'NaN' ? Number.NaN : stored),
  float64: (stored) => (stored === 'NaN' ? Number.NaN : stored),
  bool: (stored) => (stored === null ? null : Number(stored) === 1),
}

/** How a cell of a type becomes a value again. */
export const decoder = (type: FeatureType): Decode => {
  const element = elementType(type)
  if (!isList(type)) return decodeScalar[element]
  const decode = decodeElement[element]
  return (stored) => {
    if (stored === null) return null
    if (typeof stored !== 'string') throw unexpected(stored, type)
    return elementsOf(stored, element).map((it) => (it === null ? null : decode(it)))
  }
}

/** Integers of a list are read from the text, so that none passes through a double. */
const elementsOf = (text: string, element: ScalarType): readonly (string | number | boolean | null)[] => {
  if (element !== 'int64' && element !== 'timestamp') return JSON.parse(text)
  const inner = text.slice(1, -1)
  return inner === '' ? [] : inner.split(',').map((it) => (it === 'null' ? null : it))
}

export type ListElement = string | number | boolean

const toNumber = (it: ListElement): number => Number(it)
const asIs = (it: ListElement): Value => it

export const decodeElement: Readonly<Record<ScalarType, (it: ListElement) => Value>> = {
  string: asIs,
  json: asIs,
  bool: asIs,
  int32: toNumber,
  int64: (it) => BigInt(it),
  timestamp: (it) => BigInt(it),
  float32: toNumber,
  float64: toNumber,
  bytes: (it) => Buffer.from(String(it), 'base64'),
}
