// How do numbers cross HTTP without loss? int64 never passes through a double, and 3.0 keeps its point.
import { formatInstant } from '../core/instants.ts'
import { elementType, type FeatureType, isList, type ScalarType, type Value } from '../core/values.ts'

/** A number that was written with a point or an exponent. */
export class JsonFloat {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

interface Source {
  readonly source?: string
}

const wholeNumber = /^-?\d+$/

const exactNumber = (_key: string, value: unknown, context?: Source): unknown => {
  if (typeof value !== 'number') return value
  const source = context?.source ?? ''
  if (!wholeNumber.test(source)) return new JsonFloat(value)
  return Number.isSafeInteger(value) ? value : BigInt(source)
}

/** JSON text → values: every number with a point or an exponent is a {@link JsonFloat}, the others exact. */
export const parseTypedJson = (text: string): unknown => JSON.parse(text, exactNumber)

const floatText = (value: Value): string => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'null'
  if (Object.is(value, -0)) return '-0.0'
  const text = String(value)
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text
}

/** What {@link parseTypedJson} read, written again without loss. */
export const exactText = (value: unknown): string => {
  if (value instanceof JsonFloat) return floatText(value.value)
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(exactText).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${exactText(member)}`)
  return `{${members.join(',')}}`
}

/** The shortest text that is this 32-bit float again, as files written from history have it. */
const float32Text = (value: Value): string => {
  if (typeof value !== 'number' || value === 0) return floatText(value)
  const digits = [7, 8].find((it) => Math.fround(Number(value.toPrecision(it))) === value) ?? 9
  return floatText(Number(value.toPrecision(digits)))
}

const farthest = 2n ** 63n - 1n

/** RFC 3339 without trailing zeros, as files written from history have it. */
const timeText = (value: Value): string => {
  if (typeof value !== 'bigint') return 'null'
  if (value === farthest || value === -farthest) return value > 0n ? '"infinity"' : '"-infinity"'
  return `"${formatInstant(value)}"`
}

const bytesText = (value: Value): string =>
  value instanceof Uint8Array
    ? `"${Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64')}"`
    : 'null'

const quoted = (value: Value): string => JSON.stringify(value)

const scalarTexts: Readonly<Record<ScalarType, (value: Value) => string>> = {
  string: quoted,
  json: quoted,
  int32: String,
  int64: String,
  bool: String,
  float32: float32Text,
  float64: floatText,
  timestamp: timeText,
  bytes: bytesText,
}

const lastInstant = 253_402_300_800_000_000n

/** RFC 3339 with no fraction, three digits or six, as Feast's server and Python's datetime write and read it. */
export const instantText = (at: bigint): string => {
  if (at < 0n || at >= lastInstant) return formatInstant(at)
  const millis = Number(at / 1000n)
  const micros = Number(at % 1000n)
  const text = new Date(millis).toISOString()
  if (micros !== 0) return `${text.slice(0, -1)}${String(micros).padStart(3, '0')}Z`
  return millis % 1000 === 0 ? `${text.slice(0, -5)}Z` : text
}

const listText =
  (text: (value: Value) => string) =>
  (value: Value): string =>
    Array.isArray(value) ? `[${value.map((it) => (it === null ? 'null' : text(it))).join(',')}]` : 'null'

const listTexts = Object.fromEntries(Object.entries(scalarTexts).map(([type, text]) => [type, listText(text)]))

/** How a value of a type is written, where it is not null; NaN and the infinities are null. */
export const textOf = (type: FeatureType): ((value: Value) => string) => {
  const element = elementType(type)
  return (isList(type) ? listTexts[element] : undefined) ?? scalarTexts[element]
}
