// What did the user give? Words and options of one command, read by name.
import type { Micros } from '../core/clock.ts'
import { readDuration } from '../core/durations.ts'
import { PintailError } from '../core/errors.ts'
import { parseInstant } from '../core/instants.ts'
import { splitNames } from './lists.ts'

export interface Given {
  readonly words: readonly string[]
  /** The words as names: a comma separates them as a space does. */
  readonly names: readonly string[]
  flag(name: string): boolean
  text(name: string): string | undefined
  list(name: string): readonly string[]
  instant(name: string): Micros | null
  duration(name: string): Micros | null
  /** A whole number between the two. */
  count(name: string, least: number, most: number): number | undefined
}

/** `materializeEvery` → `--materialize-every`. */
const optionOf = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

const badOption = (name: string, text: string, wanted: string): PintailError =>
  new PintailError({
    code: 'bad_argument',
    message: `${optionOf(name)} is not ${wanted}: "${text}"`,
    fix: wanted.startsWith('a duration') ? 'write it as 90s, 5m, 1h or 7d' : `give ${wanted}`,
  })

export const givenOf = (words: readonly string[], values: Readonly<Record<string, unknown>>): Given => {
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    words,
    names: words.flatMap(splitNames),
    text,
    flag: (name) => values[name] === true,
    list: (name) => {
      const value = values[name]
      return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
    },
    instant: (name) => {
      const given = text(name)
      return given === undefined ? null : parseInstant(given, optionOf(name))
    },
    duration: (name) => {
      const given = text(name)
      if (given === undefined) return null
      const length = readDuration(given)
      if (length === null || length === 0n) throw badOption(name, given, 'a duration')
      return length
    },
    count: (name, least, most) => {
      const given = text(name)
      if (given === undefined) return undefined
      const number = /^\d{1,9}$/.test(given) ? Number(given) : -1
      if (number < least || number > most) throw badOption(name, given, `a whole number from ${least} to ${most}`)
      return number
    },
  }
}
