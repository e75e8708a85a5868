// How does a table become a Parquet file without an engine? One row group, one page a column, plain values, zstd.
// Sample data need no more of the format: https://github.com/apache/parquet-format
import { zstdCompressSync } from 'node:zlib'
import { compact, type Struct, varint } from './thrift.ts'

/** Texts, or instants in milliseconds; both may be missing. */
export type ParquetColumn = { readonly name: string } & (
  | { readonly texts: readonly (string | null)[] }
  | { readonly instants: readonly (number | null)[] }
)

const magic = Buffer.from('PAR1')
const [int64, byteArray] = [2, 6]
const [plain, runs] = [0, 3]
const optional = 1
const zstd = 6
/** The logical types: text, and microseconds of UTC. */
const [text, timestamp]: readonly [Struct, Struct] = [{ 1: {} }, { 8: { 1: true, 2: { 2: {} } } }]
const [convertedText, convertedTimestamp] = [0, 10]

export const parquetFile = (columns: readonly ParquetColumn[]): Buffer => {
  const parts: Buffer[] = [magic]
  let offset = magic.length
  let bytes = 0
  const chunks = columns.map((column): Struct => {
    const { count, values, levels } = cellsOf(column)
    const page = Buffer.concat([levels, values])
    const packed = zstdCompressSync(page)
    const header = compact({ 1: 0, 2: page.length, 3: packed.length, 5: { 1: count, 2: plain, 3: runs, 4: runs } })
    const [start, size] = [offset, header.length + packed.length]
    parts.push(header, packed)
    offset += size
    bytes += header.length + page.length
    const sizes = { 6: BigInt(header.length + page.length), 7: BigInt(size), 9: BigInt(start) }
    const about = { 1: typeOf(column), 2: [plain, runs], 3: [column.name], 4: zstd, 5: BigInt(count), ...sizes }
    return { 2: BigInt(start), 3: about }
  })
  const first = columns[0]
  const rows = BigInt(first === undefined ? 0 : cellsIn(first).length)
  const group = { 1: chunks, 2: BigInt(bytes), 3: rows }
  const root = { 4: 'shop', 5: columns.length }
  const footer = compact({ 1: 1, 2: [root, ...columns.map(schemaOf)], 3: rows, 4: [group], 6: 'pintail sample data' })
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  return Buffer.concat([...parts, footer, length, magic])
}

const cellsIn = (column: ParquetColumn): readonly unknown[] => ('texts' in column ? column.texts : column.instants)
const typeOf = (column: ParquetColumn): number => ('texts' in column ? byteArray : int64)

const schemaOf = (column: ParquetColumn): Struct => {
  const [converted, logical] = 'texts' in column ? [convertedText, text] : [convertedTimestamp, timestamp]
  return { 1: typeOf(column), 3: optional, 4: column.name, 6: converted, 10: logical }
}

const cellsOf = (column: ParquetColumn) => {
  const cells = cellsIn(column)
  const values = 'texts' in column ? textBytes(column.texts) : instantBytes(column.instants)
  return { count: cells.length, values, levels: levelsOf(cells) }
}

const isThere = <T>(cell: T | null): cell is T => cell !== null

const textBytes = (texts: readonly (string | null)[]): Buffer => {
  const there = texts.filter(isThere)
  const bytes = Buffer.allocUnsafe(there.reduce((sum, it) => sum + 4 + 3 * it.length, 0))
  let at = 0
  for (const it of there) {
    const length = bytes.write(it, at + 4)
    bytes.writeUInt32LE(length, at)
    at += 4 + length
  }
  return bytes.subarray(0, at)
}

const instantBytes = (instants: readonly (number | null)[]): Buffer => {
  const there = instants.filter(isThere)
  const bytes = Buffer.allocUnsafe(8 * there.length)
  for (const [i, it] of there.entries()) bytes.writeBigInt64LE(BigInt(it) * 1000n, 8 * i)
  return bytes
}

/** Which rows have a value: one run where all have, else a bit each. */
const levelsOf = (cells: readonly unknown[]): Buffer => {
  const groups = Math.ceil(cells.length / 8)
  const bits = new Uint8Array(groups)
  for (const [i, it] of cells.entries()) if (it !== null) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7))
  const body = cells.includes(null) ? [...varint((groups << 1) | 1), ...bits] : [...varint(cells.length << 1), 1]
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.length)
  return Buffer.concat([length, Buffer.from(body)])
}
