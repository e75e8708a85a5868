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
  const quick = firstWord(args, globalOptions)
  if (quick.unknown === undefined) return named(args, quick.at, entries)
  const all = (await Promise.all(entries.map((entry) => entry.load()))).flatMap(({ options }) => options)
  const { at, unknown } = firstWord(args, [...globalOptions, ...all])
  if (unknown === undefined) return named(args, at, entries)
  throw new PintailError({
    code: 'unknown_option',
    message: `pintail has no option ${unknown}`,
    fix: didYouMean(unknown, [...globalOptions, ...all].flatMap(spellings), 'pintail --help'),
  })
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
  /** An option before it that is not among those known, and so might take the word as its value. */
  readonly unknown: string | undefined
}

const firstWord = (args: readonly string[], options: readonly OptionForm[]): FirstWord => {
  const taking = new Map(options.flatMap((option) => spellings(option).map((it) => [it, option.flags.includes('<')])))
  let unknown: string | undefined
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '--') return { at: args.length, unknown }
    if (!arg.startsWith('-') || arg === '-') return { at, unknown }
    const [option = arg, value] = arg.split('=', 2)
    if (!taking.has(option) && !/^(-h|--help)$/.test(option)) unknown ??= option
    if (taking.get(option) === true && value === undefined) at++
  }
  return { at: args.length, unknown }
}

/** `-o, --output <file>` → `-o` and `--output`. */
const spellings = ({ flags }: OptionForm): string[] =>
  (flags.match(/(?:^|\s)-{1,2}[a-zA-Z][a-z-]*/g) ?? []).map((spelling) => spelling.trim())
