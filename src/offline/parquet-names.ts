// How can a Parquet file hold `Cart` beside `cart`? The engine folds case, so the names are put into the footer after it.
import { closeSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs'

/** Of Thrift's compact protocol, in which the footer is written. */
const wire = {
  stop: 0,
  yes: 1,
  no: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
}

/** Where a text of the footer stands: its length prefix begins at `from`. */
interface Text {
  readonly path: string
  readonly from: number
  readonly to: number
  readonly bytes: Buffer
}

/** Gives the top columns of a file the names in order; the data stays where it is. */
export const renameParquetColumns = (path: string, names: readonly string[]): void => {
  const file = openSync(path, 'r+')
  try {
    const { size } = statSync(path)
    const tail = readAt(file, size - 8, 8)
    const length = tail.readUInt32LE(0)
    const begin = size - 8 - length
    const footer = renamed(readAt(file, begin, length), names)
    const end = Buffer.alloc(4)
    end.writeUInt32LE(footer.length)
    const written = Buffer.concat([footer, end, Buffer.from('PAR1')])
    writeSync(file, written, 0, written.length, begin)
    ftruncateSync(file, begin + written.length)
  } finally {
    closeSync(file)
  }
}

const readAt = (file: number, position: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length)
  readSync(file, bytes, 0, length, position)
  return bytes
}

const renamed = (footer: Buffer, names: readonly string[]): Buffer => {
  const { texts, numbers } = readThrift(footer)
  const before = topColumns(texts, numbers)
  const newName = new Map(before.map((text, i) => [text.bytes.toString(), names[i] ?? '']))
  const parts: Buffer[] = []
  let done = 0
  for (const text of texts) {
    // The name in the schema, and the first part of a column chunk's path.
    const isName = before.includes(text) || /^4\.\d+\.1\.\d+\.3\.3\.0$/.test(text.path)
    const name = isName ? newName.get(text.bytes.toString()) : undefined
    if (name === undefined) continue
    const bytes = Buffer.from(name)
    parts.push(footer.subarray(done, text.from), varint(bytes.length), bytes)
    done = text.to
  }
  return Buffer.concat([...parts, footer.subarray(done)])
}

/** The schema is a flattened tree: each element says how many children follow it. */
const topColumns = (texts: readonly Text[], numbers: ReadonlyMap<string, number>): Text[] => {
  const elements = texts.filter((text) => /^2\.\d+\.4$/.test(text.path))
  let inside = 0
  return elements.slice(1).filter((_, i) => {
    const isTop = inside === 0
    inside += (numbers.get(`2.${i + 1}.5`) ?? 0) - (isTop ? 0 : 1)
    return isTop
  })
}

const varint = (value: number): Buffer => {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    bytes.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest)
    if (rest <= 0x7f) return Buffer.from(bytes)
  }
}

/** All texts and 32-bit numbers, each with the path of field ids and places that leads to it. */
const readThrift = (footer: Buffer): { texts: Text[]; numbers: Map<string, number> } => {
  const texts: Text[] = []
  const numbers = new Map<string, number>()
  let at = 0
  const byte = (): number => footer[at++] ?? 0
  const unsigned = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const next = byte()
      value += (next & 0x7f) * factor
      if (next < 0x80) return value
    }
  }
  const signed = (): number => {
    const value = unsigned()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
  const readStruct = (path: string): void => {
    for (let id = 0; ; ) {
      const header = byte()
      if (header === wire.stop) return
      id = header >> 4 === 0 ? signed() : id + (header >> 4)
      const type = header & 0x0f
      if (type !== wire.yes && type !== wire.no) readValue(type, path === '' ? String(id) : `${path}.${id}`)
    }
  }
  const readList = (path: string): void => {
    const header = byte()
    const size = header >> 4 === 15 ? unsigned() : header >> 4
    for (let i = 0; i < size; i++) readValue(header & 0x0f, `${path}.${i}`)
  }
  const readMap = (path: string): void => {
    const size = unsigned()
    const types = size === 0 ? 0 : byte()
    for (let i = 0; i < size; i++) {
      readValue(types >> 4, `${path}.${i}.key`)
      readValue(types & 0x0f, `${path}.${i}.value`)
    }
  }
  const readValue = (type: number, path: string): void => {
    if (type === wire.byte || type === wire.yes || type === wire.no) at += 1
    else if (type === wire.i16 || type === wire.i64) unsigned()
    else if (type === wire.i32) numbers.set(path, signed())
    else if (type === wire.double) at += 8
    else if (type === wire.binary) {
      const from = at
      const length = unsigned()
      texts.push({ path, from, to: at + length, bytes: footer.subarray(at, at + length) })
      at += length
    } else if (type === wire.list || type === wire.set) readList(path)
    else if (type === wire.map) readMap(path)
    else readStruct(path)
  }
  readStruct('')
  return { texts, numbers }
}
