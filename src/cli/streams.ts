// Where do words come from and go to? The process's streams, behind one shape that tests can stand in for.
import type { Readable, Writable } from 'node:stream'
import { PintailError } from '../core/errors.ts'
import { refusalOf } from '../core/system-words.ts'

export interface Sink extends Writable {
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface Spring extends Readable {
  readonly isTTY?: boolean
}

export interface Io {
  readonly stdin: Spring
  readonly stdout: Sink
  readonly stderr: Sink
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The working directory. */
  readonly directory: string
}

/** The reader of our output went away: nothing is wrong, there is just nobody to write for. */
export class ReaderGone extends Error {}

/** Resolves when the text is handed over; rejects with {@link ReaderGone} on a closed pipe, else with why it cannot be. */
export const write = (sink: Sink, chunk: string | Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    sink.write(chunk, (problem) => {
      if (problem) reject(isGone(problem) ? new ReaderGone() : unwritable(problem))
      else resolve()
    })
  })

const unwritable = (cause: Error): PintailError =>
  new PintailError({
    code: 'output_unwritable',
    message: `the output cannot be written: ${refusalOf(cause)}`,
    fix: 'make room where it goes (df -h), or let it go elsewhere',
    cause,
  })

export const isGone = (problem: unknown): boolean =>
  problem instanceof Error && 'code' in problem && (problem.code === 'EPIPE' || problem.code === 'ERR_STREAM_DESTROYED')

export const isTerminal = (stream: Sink | Spring): boolean => stream.isTTY === true
