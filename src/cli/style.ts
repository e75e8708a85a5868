// Which colours may a stream show? None where it is no terminal, or where the user said so.
import { styleText } from 'node:util'
import { isTerminal, type Sink } from './streams.ts'

export type Tone = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

export type Paint = (tone: Tone, text: string) => string

export const plain: Paint = (_tone, text) => text

const coloured: Paint = (tone, text) => styleText(tone, text, { validateStream: false })

/** NO_COLOR wins over FORCE_COLOR (no-color.org); a dumb terminal shows none. */
export const paintFor = (
  sink: Sink,
  environment: Readonly<Record<string, string | undefined>>,
  allowed: boolean,
): Paint => {
  if (!allowed || (environment.NO_COLOR ?? '') !== '') return plain
  if ((environment.FORCE_COLOR ?? '0') !== '0') return coloured
  return isTerminal(sink) && environment.TERM !== 'dumb' ? coloured : plain
}
