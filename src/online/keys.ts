// Is this a key? Values asked about, checked against the key's type: typed tuples, never joined text, nothing rounded.
import { PintailError } from '../core/errors.ts'
import { readInstant } from '../core/instants.ts'
import { type Column, elementType, type FeatureType, type ScalarType, type Value } from '../core/values.ts'

/** Undefined when the value is not of the type and cannot become it without loss. */
type ReadKey = (given: unknown) => Value | undefined

/** A whole number in any spelling that a spine may have: `1`, `+1.0`, `1e3`. */
const wholeText = /^ *([+-]?)(\d{1,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,3}))? *$/

const wholeOf = (given: string): bigint | undefined => {
  const [found, sign, whole = '', fraction = '', exponent = '0'] = wholeText.exec(given) ?? []
  if (found === undefined) return undefined
  const digits = `${whole}${fraction}`
  const places = Number(exponent) - fraction.length
  const kept = places < 0 ? digits.slice(0, places) : digits.padEnd(digits.length + Math.min(places, 40), '0')
  if (places < 0 && /[^0]/.test(digits.slice(places))) return undefined
  return BigInt(`${sign === '-' ? '-' : ''}${kept === '' ? '0' : kept}`)
}

const integer = (given: unknown): bigint | undefined => {
  if (typeof given === 'bigint') return given
  if (typeof given === 'number') return Number.isSafeInteger(given) ? BigInt(given) : undefined
  return typeof given === 'string' ? wholeOf(given) : undefined
}

const within = (value: bigint | undefined, bits: number): bigint | undefined =>
  value !== undefined && BigInt.asIntN(bits, value) === value ? value : undefined

const text: ReadKey = (given) => {
  if (typeof given === 'string') return given
  if (typeof given === 'bigint' || typeof given === 'boolean') return String(given)
  return typeof given === 'number' && Number.isSafeInteger(given) ? String(given) : undefined
}

const truth: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  [1n, true],
  ['true', true],
  [false, false],
  [0, false],
  [0n, false],
  ['false', false],
])

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

const readers: Readonly<Partial<Record<ScalarType, ReadKey>>> = {
  string: text,
  int64: (given) =>
    typeof given === 'number' && Number.isSafeInteger(given) ? BigInt(given) : within(integer(given), 64),
  int32: (given) => {
    const value = within(integer(given), 32)
    return value === undefined ? undefined : Number(value)
  },
  bool: (given) => truth.get(typeof given === 'string' ? given.toLowerCase() : given),
  timestamp: (given) =>
    typeof given === 'bigint' ? within(given, 64) : typeof given === 'string' ? readInstant(given) : undefined,
  bytes: (given) => {
    if (given instanceof Uint8Array) return given
    return typeof given === 'string' && base64.test(given) ? Buffer.from(given, 'base64') : undefined
  },
}

const examples: Readonly<Partial<Record<ScalarType, string>>> = {
  string: 'a text, such as "p1"',
  int32: 'a whole number from -2147483648 to 2147483647',
  int64: 'a whole number of 64 bits, such as 42',
  bool: 'true or false',
  timestamp: 'an instant, such as "2026-03-01T12:00:00Z"',
  bytes: 'base64 text',
}

const shown = (given: unknown): string =>
  typeof given === 'string' ? JSON.stringify(given.length > 60 ? `${given.slice(0, 60)}…` : given) : String(given)

const refused = (name: string, type: FeatureType, given: unknown, position: number): PintailError =>
  new PintailError({
    code: 'bad_argument',
    message: `${name} is no ${type}: ${shown(given)}, value ${position + 1} of the list`,
    fix: `give ${examples[elementType(type)] ?? `a value of type ${type}`}`,
  })

/** The values of one join key as its type has them. A null stays null: it is the key of no row. */
export const readKeys = ({ name, type }: Column, given: readonly unknown[]): Value[] => {
  const read = readers[elementType(type)]
  return given.map((it, position) => {
    if (it === null || it === undefined) return null
    const value = read?.(it)
    // readInstant says null where it cannot read.
    if (value === undefined || value === null) throw refused(name, type, it, position)
    return value
  })
}
