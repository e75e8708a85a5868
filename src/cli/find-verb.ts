// Which command is meant? Options may stand before it, and a mistyped one is answered with the nearest.
import { PintailError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { globalOptions, type OptionForm, type Verb } from './verb.ts'

export interface Entry {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly group: string
  readonly about: string
  /** Not shown: for shells, not for people. */
  readonly hidden?: true
  load(): Promise<Verb>
}

export interface Found {
  /** Undefined: nothing but options was typed. */
  readonly entry: Entry | undefined
  /** Everything but the command's name. */
  readonly rest: readonly string[]
}

export const findVerb = async (args: readonly string[], entries: readonly Entry[]): Promise<Found> => {
  const quick = firstWord(args, takesValue(globalOptions))
  if (!quick.certain) {
    const all = await Promise.all(entries.map(async (entry) => (await entry.load()).options))
    return named(args, firstWord(args, takesValue([...globalOptions, ...all.flat()])).at, entries)
  }
  return named(args, quick.at, entries)
}

const named = (args: readonly string[], at: number, entries: readonly Entry[]): Found => {
  const word = args[at]
  if (word === undefined) return { entry: undefined, rest: args }
  const entry = entries.find(({ name, aliases }) => name === word || aliases?.includes(word))
  if (entry) return { entry, rest: args.toSpliced(at, 1) }
  const known = entries.flatMap(({ name, aliases, hidden }) => (hidden ? [] : [name, ...(aliases ?? [])]))
  throw new PintailError({
    code: 'unknown_command',
    message: `there is no command "${word}"`,
    fix: didYouMean(word, known, 'pintail --help'),
  })
}

interface FirstWord {
  readonly at: number
  /** False when an option before it is not known here, which might take the word as its value. */
  readonly certain: boolean
}

const firstWord = (args: readonly string[], values: ReadonlyMap<string, boolean>): FirstWord => {
  let certain = true
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '--') return { at: args.length, certain }
    if (!arg.startsWith('-') || arg === '-') return { at, certain }
    if (arg.includes('=')) continue
    const taking = values.get(arg)
    if (taking === undefined && !/^(-h|--help|-V|--version)$/.test(arg)) certain = false
    if (taking === true) at++
  }
  return { at: args.length, certain }
}

/** Each spelling of each option → whether the next word is its value. */
const takesValue = (options: readonly OptionForm[]): ReadonlyMap<string, boolean> =>
  new Map(
    options.flatMap(({ flags }) => {
      const spellings = flags.match(/(?:^|\s)-{1,2}[a-zA-Z][a-z-]*/g) ?? []
      return spellings.map((spelling): [string, boolean] => [spelling.trim(), flags.includes('<')])
    }),
  )
