// What was asked for? `npm run bench -- [NAME…] [--runs N] [--scale X]`.
import { parseArgs } from 'node:util'

export interface Options {
  /** Empty: all. */
  readonly names: readonly string[]
  /** Measured runs a competitor, after one warm-up. */
  readonly runs: number
  /** Share of the full number of rows and keys, for trying. */
  readonly scale: number
}

const positive = (given: string, option: string): number => {
  const number = Number(given)
  if (!(number > 0)) throw new Error(`--${option} is a number above 0; seen ${given}`)
  return number
}

export const readOptions = (given: readonly string[]): Options => {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: { runs: { type: 'string', default: '5' }, scale: { type: 'string', default: '1' } },
  })
  return {
    names: positionals,
    runs: Math.ceil(positive(values.runs, 'runs')),
    scale: positive(values.scale, 'scale'),
  }
}
