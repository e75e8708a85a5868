// How are Parquet's headers written? In Thrift's compact protocol, of which this is the part they use.

/** A number is an i32, a bigint an i64, an array a list of equal things, and an object a struct: field number → value. */
export type Thrift = number | bigint | boolean | string | readonly Thrift[] | Struct
export interface Struct {
  readonly [field: number]: Thrift
}

const typeOf = (value: Thrift): number => {
  if (typeof value === 'number') return 5
  if (typeof value === 'bigint') return 6
  if (typeof value === 'string') return 8
  if (typeof value === 'boolean') return value ? 1 : 2
  return Array.isArray(value) ? 9 : 12
}

/** Seven bits a byte, lowest first. */
export const varint = (value: bigint | number): number[] => {
  const bytes: number[] = []
  let rest = BigInt(value)
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return [...bytes, Number(rest)]
}

const zigzag = (value: bigint): bigint => (value << 1n) ^ (value >> 63n)

const bytesOf = (value: Thrift): number[] => {
  if (typeof value === 'number' || typeof value === 'bigint') return varint(zigzag(BigInt(value)))
  if (typeof value === 'boolean') return []
  if (typeof value === 'string') {
    const text = Buffer.from(value)
    return [...varint(text.length), ...text]
  }
  if (isList(value)) {
    const type = typeOf(value[0] ?? 0)
    const head = value.length < 15 ? [(value.length << 4) | type] : [0xf0 | type, ...varint(value.length)]
    return [...head, ...value.flatMap(bytesOf)]
  }
  let last = 0
  const fields = Object.entries(value).flatMap(([name, field]) => {
    const step = Number(name) - last
    last += step
    return [(step << 4) | typeOf(field), ...bytesOf(field)]
  })
  return [...fields, 0]
}

const isList = (value: Thrift): value is readonly Thrift[] => Array.isArray(value)

export const compact = (value: Struct): Buffer => Buffer.from(bytesOf(value))
