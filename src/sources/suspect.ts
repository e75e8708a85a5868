// Why can a text file not be read as it should? Looked at by its first bytes: packed, in another encoding, or parted
// by another sign than it is read by.
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { extname } from 'node:path'

/** What is wrong with a file, and what mends it. */
export interface Suspicion {
  readonly what: string
  readonly fix: string
}

export interface ReadAs {
  /** What is packed and named so is read as well. */
  readonly unpacks: boolean
  /** What to do with a Parquet file. */
  readonly parquetFix: string
}

const packings: readonly { readonly kind: string; readonly start: string; readonly endings: readonly string[] }[] = [
  { kind: 'gzip', start: '1f8b', endings: ['.gz', '.gzip'] },
  { kind: 'Zstandard', start: '28b52ffd', endings: ['.zst'] },
  { kind: 'zip', start: '504b0304', endings: [] },
  { kind: 'bzip2', start: '425a68', endings: [] },
  { kind: 'xz', start: 'fd377a585a00', endings: [] },
  { kind: 'Parquet', start: '50415231', endings: [] },
]

/** What a file is that is no text at all, or none in UTF-8; null: a text, as far as can be seen. */
export const suspectBytes = (path: string, { unpacks, parquetFix }: ReadAs): Suspicion | null => {
  const start = beginning(path, 4096)
  const hex = start.toString('hex')
  const packing = packings.find((it) => hex.startsWith(it.start))
  const isNamedSo = packing?.endings.includes(extname(path)) === true
  if (isNamedSo && unpacks) return null
  if (packing?.kind === 'Parquet') return { what: 'it is a Parquet file', fix: parquetFix }
  if (packing?.kind === 'gzip') {
    const unpack = isNamedSo ? `gunzip -k ${path}` : `mv ${path} ${path}.gz && gunzip ${path}.gz`
    return { what: 'it is packed (gzip)', fix: `unpack it: ${unpack}` }
  }
  if (packing) return { what: `it is packed (${packing.kind})`, fix: `unpack it: the text alone can be read` }
  const encoding = wideEncoding(start)
  if (encoding === null) return null
  return {
    what: `it is ${encoding} text`,
    fix: `make it UTF-8: iconv -f ${encoding} -t UTF-8 ${path} > utf8.tmp && mv utf8.tmp ${path}`,
  }
}

/** By its byte order mark, or because every other byte of plain text is zero. */
const wideEncoding = (start: Buffer): string | null => {
  const mark = start.toString('hex', 0, 2)
  if (mark === 'fffe' || mark === 'feff') return 'UTF-16'
  const zeros = [0, 0]
  for (const [i, byte] of start.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const most = start.length / 4
  if (odd > most && even === 0) return 'UTF-16LE'
  return even > most && odd === 0 ? 'UTF-16BE' : null
}

const signs = [',', ';', '\t', '|'] as const

/** The sign that parts a CSV file's first line into more of the names looked for than the one it is read by. */
export const suspectDelimiter = (path: string, read: string, names: readonly string[]): string | null => {
  const [line = ''] = beginning(path, 1 << 16)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/, 1)
  const found = (sign: string): number => {
    const fields = new Set(line.split(sign).map((field) => field.trim().replace(/^(["'])(.*)\1$/, '$2')))
    return names.filter((name) => fields.has(name)).length
  }
  const best = signs.reduce((a, b) => (found(b) > found(a) ? b : a))
  return best !== read && found(best) > found(read) ? best : null
}

/** The line of the quote that nothing closes; null: all are closed. */
export const unclosedQuote = async (path: string, quote: string): Promise<number | null> => {
  const sign = quote.charCodeAt(0)
  let line = 1
  let opened: number | null = null
  for await (const chunk of createReadStream(path, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
    const text = String(chunk)
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === sign) opened = opened === null ? line : null
      else if (code === 10) line += 1
    }
  }
  return opened
}

/** So many of its first bytes, as they are on the disk. */
export const beginning = (path: string, limit: number): Buffer => {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(limit)
    return bytes.subarray(0, readSync(file, bytes, 0, limit, 0))
  } finally {
    closeSync(file)
  }
}
