// Where do the questions come from? A file as it stands, or stdin, kept in a file for as long as it is read.
import { createWriteStream } from 'node:fs'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PintailError } from '../core/errors.ts'
import { speakingOf } from '../core/speaking.ts'
import type { OutputFormat, SpineInput } from '../core/verbs.ts'
import type { Context } from './context.ts'
import { formatOfFile } from './format.ts'
import { isTerminal, type Spring } from './streams.ts'
import { inTemporaryFolder } from './temporary.ts'

export const withSpine = async <T>(
  file: string,
  context: Context,
  work: (spine: SpineInput) => Promise<T>,
): Promise<T> => {
  const { io, signal } = context
  if (file !== '-') return work({ path: resolve(io.directory, file), format: formatOfFile(file) })
  if (isTerminal(io.stdin)) {
    throw new PintailError({
      code: 'missing_argument',
      message: 'the spine is to come from stdin, which is a terminal',
      fix: 'name a file: --spine labels.csv, or pipe one in: … | pintail historical --spine -',
    })
  }
  return inTemporaryFolder(async (folder) => {
    const path = join(folder, 'spine')
    const first = await keep(io.stdin, path, signal)
    // A command reads stdin where it is told to read `-`.
    return speakingOf('standard input', path, () => work({ path, format: formatOfBytes(first) }), '-')
  })
}

/** Gives the first bytes, by which the format is known. */
const keep = async (stdin: Spring, path: string, signal: AbortSignal): Promise<Buffer> => {
  let first = Buffer.alloc(0)
  const look = async function* (chunks: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
      if (first.length < 64) first = Buffer.concat([first, bytes.subarray(0, 64)])
      yield bytes
    }
  }
  await pipeline(stdin, look, createWriteStream(path), { signal })
  return first
}

/** Parquet by its magic number, JSON by its first sign, else CSV. */
export const formatOfBytes = (first: Buffer): OutputFormat => {
  const text = first.toString('latin1')
  if (text.startsWith('PAR1')) return 'parquet'
  const sign = text.replace(/^\u00ef\u00bb\u00bf/, '').trimStart()[0]
  if (sign === '{') return 'ndjson'
  return sign === '[' ? 'json' : 'csv'
}
