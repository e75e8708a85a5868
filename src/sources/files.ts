// Which files does a source have, and are they the ones we know? By content: name and times only save a reading.
import { createHash } from 'node:crypto'
import { createReadStream, globSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { messageOf, PintailError } from '../core/errors.ts'

export interface FileState {
  /** Absolute. */
  readonly path: string
  readonly size: bigint
  /** Nanoseconds, as are both times. */
  readonly modified: bigint
  readonly changed: bigint
  readonly inode: bigint
}

/**
 * The files a path or glob stands for, seen from a folder, in order of their absolute paths; folders are left out.
 * Only the path is a pattern: the folder's own name may hold any character.
 */
export const findFiles = (folder: string, path: string): string[] => {
  const whole = resolve(folder, path)
  const literal = statSync(whole, { throwIfNoEntry: false })
  if (literal?.isFile()) return [whole]
  const [cwd, pattern] = literal?.isDirectory() ? [whole, '**/*'] : [folder, relative(folder, whole)]
  const found = globSync(pattern, { cwd, withFileTypes: false }).map((it) => resolve(cwd, it))
  return found.filter((it) => statSync(it, { throwIfNoEntry: false })?.isFile()).sort()
}

export const stateOf = (path: string): FileState => {
  const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true })
  return { path, size, modified: mtimeNs, changed: ctimeNs, inode: ino }
}

export const sameState = (a: Omit<FileState, 'path'>, b: Omit<FileState, 'path'>): boolean =>
  a.size === b.size && a.modified === b.modified && a.changed === b.changed && a.inode === b.inode

export interface Content {
  /** SHA-256 of the whole file, as hex. */
  readonly hash: string
  /** SHA-256 of its first bytes, for each length asked about that the file reaches. */
  readonly beginnings: ReadonlyMap<bigint, string>
}

/** Reads a file once and hashes it, and those of its beginnings that an earlier file may have been. */
export const hashFile = async (path: string, lengths: readonly bigint[], signal?: AbortSignal): Promise<Content> => {
  const hash = createHash('sha256')
  const beginnings = new Map<bigint, string>()
  const ahead = [...new Set(lengths)].filter((length) => length > 0n).sort((a, b) => (a < b ? -1 : 1))
  let read = 0n
  try {
    const stream = createReadStream(path, { highWaterMark: 1 << 20, ...(signal ? { signal } : {}) })
    for await (const chunk of stream) {
      let rest: Buffer = chunk
      while (ahead[0] !== undefined && ahead[0] <= read + BigInt(rest.length)) {
        const upTo = Number(ahead[0] - read)
        hash.update(rest.subarray(0, upTo))
        beginnings.set(ahead[0], hash.copy().digest('hex'))
        rest = rest.subarray(upTo)
        read += BigInt(upTo)
        ahead.shift()
      }
      hash.update(rest)
      read += BigInt(rest.length)
    }
  } catch (cause) {
    if (signal?.aborted) throw new PintailError({ code: 'interrupted', message: 'interrupted; nothing was written' })
    throw new PintailError({ code: 'source_unreadable', message: messageOf(cause), at: { file: path }, cause })
  }
  return { hash: hash.digest('hex'), beginnings }
}
