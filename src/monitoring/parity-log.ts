// Which reads were logged? Lines of the log since an instant, so many of them as are wanted, chosen by hash.
import { hash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Micros } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import { instantOfLine, type LoggedRead, readLine } from '../core/logged-reads.ts'
import { Smallest } from '../core/smallest.ts'

export interface Logged {
  readonly reads: readonly LoggedRead[]
  /** Lines that are cut off: a server that was killed wrote them. */
  readonly unreadable: number
}

export const loggedReads = async (folder: string, since: Micros | null, most: number): Promise<Logged> => {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ndjson')) : []
  if (files.length === 0) {
    throw new PintailError({
      code: 'bad_argument',
      message: 'no reads are logged',
      fix: 'let the server log them   pintail serve --log-reads',
    })
  }
  const smallest = new Smallest<string>(most)
  let unreadable = 0
  for (const name of files.sort()) {
    const lines = createInterface({ input: createReadStream(join(folder, name)), crlfDelay: Number.POSITIVE_INFINITY })
    for await (const line of lines) {
      const at = instantOfLine(line)
      if (at === null || !line.endsWith('}')) unreadable += 1
      else if (since === null || at >= since) smallest.offer(hash('md5', line), line)
    }
  }
  const read = smallest.kept().map(({ it }) => readLine(it))
  const reads = read.filter((it) => it !== null)
  return { reads, unreadable: unreadable + read.length - reads.length }
}
