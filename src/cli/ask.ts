// May this be destroyed? Asked on a terminal; elsewhere nothing is destroyed without --yes.
import { createInterface } from 'node:readline/promises'
import { PintailError } from '../core/errors.ts'
import { type Io, isTerminal } from './streams.ts'

/** Resolves when the user says yes; anything else is an error, and nothing was changed. */
export const confirm = async (io: Io, question: string, command: string, signal: AbortSignal): Promise<void> => {
  if (!isTerminal(io.stdin) || !isTerminal(io.stderr)) {
    throw new PintailError({
      code: 'confirmation_needed',
      message: `${question} There is no terminal to ask on, so nothing was changed.`,
      fix: `${command} --yes`,
    })
  }
  const reader = createInterface({ input: io.stdin, output: io.stderr, terminal: false })
  try {
    const answer = await reader.question(`${question} [y/N] `, { signal })
    if (/^y(es)?$/i.test(answer.trim())) return
    throw new PintailError({ code: 'confirmation_needed', message: 'not confirmed; nothing was changed' })
  } finally {
    reader.close()
  }
}
