// Where do answered reads go, that may be held against the history later? Into files of lines, for their owner alone.

import { randomBytes } from 'node:crypto'
import { createWriteStream, mkdirSync, readdirSync, rmSync, statSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { messageOf, PintailError } from '../core/errors.ts'
import { instantOfLine } from '../core/logged-reads.ts'

export interface ReadLog {
  /** Takes a whole line; it is in the file within a second. */
  add(line: string): void
  /** Writes what is left. */
  close(): Promise<void>
}

export interface ReadLogPlace {
  readonly folder: string
  /** Told once when reads cannot be logged; they are answered all the same. */
  readonly report: (fault: unknown) => void
  /** Bytes of a file, after which the next one begins. */
  readonly fileBytes?: number
  /** Bytes of all files; the oldest go first. */
  readonly totalBytes?: number
}

/** Characters that are gathered before they are written. */
const atOnce = 1 << 16
/** Milliseconds after which they are written however few they are. */
const soon = 1_000
/** Bytes that may wait for a slow disk; beyond, reads are not logged. */
const mostWaiting = 64 * 1024 ** 2

export const openReadLog = ({
  folder,
  report,
  fileBytes = 64 * 1024 ** 2,
  totalBytes = 1024 ** 3,
}: ReadLogPlace): ReadLog => {
  makeFolder(folder)
  let lines: string[] = []
  let gathered = 0
  let file: WriteStream | null = null
  let written = 0
  let timer: NodeJS.Timeout | null = null
  let failed = false
  /** Files that are full, and not yet wholly on the disk. */
  const ending = new Set<Promise<void>>()

  const fail = (cause: unknown): void => {
    if (!failed) report(cause)
    failed = true
  }

  const begin = (line: string): WriteStream => {
    makeRoom(folder, totalBytes - fileBytes)
    // Names sort by the first read in them.
    const name = `${instantOfLine(line) ?? 0n}-${randomBytes(4).toString('hex')}.ndjson`
    const stream = createWriteStream(join(folder, name), { flags: 'a', mode: 0o600 })
    stream.on('error', fail)
    written = 0
    return stream
  }

  const end = (): void => {
    const full = file
    file = null
    if (full === null || full.closed) return
    const ended = new Promise<void>((resolve) => full.once('close', resolve).end())
    ending.add(ended)
    void ended.then(() => ending.delete(ended))
  }

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const [first] = lines
    if (first === undefined) return
    const text = lines.join('')
    lines = []
    gathered = 0
    if (failed) return
    try {
      file ??= begin(first)
      if (file.writableLength > mostWaiting) throw new Error('the disk is too slow for the log of reads')
      file.write(text)
      written += Buffer.byteLength(text)
      if (written >= fileBytes) end()
    } catch (cause) {
      fail(cause)
    }
  }

  return {
    add: (line) => {
      lines.push(line)
      gathered += line.length
      if (gathered >= atOnce) flush()
      else if (timer === null) timer = setTimeout(flush, soon).unref()
    },
    close: async () => {
      flush()
      end()
      await Promise.all(ending)
    },
  }
}

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new PintailError({
      code: 'output_unwritable',
      message: `reads cannot be logged into ${folder}: ${messageOf(cause)}`,
      fix: 'let it be written, or serve without --log-reads',
      cause,
    })
  }
}

const makeRoom = (folder: string, most: number): void => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ndjson'))
  const sizes = files.sort().map((name) => ({
    path: join(folder, name),
    bytes: statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
  }))
  let total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { path, bytes } of sizes) {
    if (total <= most) return
    rmSync(path, { force: true })
    total -= bytes
  }
}
