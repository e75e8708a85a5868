// What did the user type? Words and options of one command through commander; its complaints become ours.
import { Argument, Command, CommanderError, Option } from 'commander'
import { PintailError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { type Given, givenOf } from './given.ts'
import { splitNames } from './lists.ts'
import { globalOptions, type OptionForm, type Verb, type WordForm } from './verb.ts'

export interface Parsed {
  readonly given: Given
  /** `--help` was asked for. */
  readonly help: boolean
}

/** The command as commander knows it, for parsing and for its help alike. */
export const commandOf = (name: string, verb: Verb, about: string): Command => {
  const command = new Command(name)
  command.description(about).helpOption(false).exitOverride()
  command.configureOutput({ writeErr: () => {}, writeOut: () => {} })
  for (const word of verb.words) command.addArgument(argumentOf(word))
  for (const form of verb.options) command.addOption(optionOf(form))
  for (const form of globalOptions) command.addOption(optionOf(form).helpGroup('Everywhere:'))
  command.addOption(new Option('-h, --help', 'this text').helpGroup('Everywhere:'))
  return command
}

const argumentOf = ({ form, about, choices }: WordForm): Argument => {
  const argument = new Argument(form, choices ? `${about}: ${choices.join(', ')}` : about)
  if (choices) argument.argParser((value: string) => chosen(value, argument.name(), choices))
  return argument
}

const optionOf = ({ flags, about, list, choices }: OptionForm): Option => {
  const option = new Option(flags, choices ? `${about}: ${choices.join(', ')}` : about)
  if (choices) option.argParser((value: string) => chosen(value, longOf(flags), choices))
  if (list === 'names')
    option.argParser((value: string, before: readonly string[] = []) => [...before, ...splitNames(value)])
  if (list === 'repeated') option.argParser((value: string, before: readonly string[] = []) => [...before, value])
  return option
}

const chosen = (value: string, what: string, choices: readonly string[]): string => {
  if (choices.includes(value)) return value
  const found = nearest(value, choices)
  throw new PintailError({
    code: what === '--format' ? 'unknown_format' : 'bad_argument',
    message: `${what} is none of ${choices.join(', ')}: "${value}"`,
    ...(found === undefined ? {} : { fix: `did you mean "${found}"?` }),
  })
}

export const parse = (name: string, verb: Verb, about: string, args: readonly string[]): Parsed => {
  if (asksForHelp(args)) return { given: givenOf([], {}), help: true }
  const command = commandOf(name, verb, about)
  try {
    command.parse([...args], { from: 'user' })
  } catch (thrown) {
    throw thrown instanceof CommanderError ? complaint(thrown, command) : thrown
  }
  return { given: givenOf(command.args, command.opts()), help: false }
}

const asksForHelp = (args: readonly string[]): boolean => {
  const end = args.indexOf('--')
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h')
}

const quoted = (text: string): string => /'([^']*)'/.exec(text)?.[1] ?? text

const complaint = (error: CommanderError, command: Command): PintailError => {
  const help = `pintail ${command.name()} --help`
  switch (error.code) {
    case 'commander.unknownOption':
      return unknownOption(quoted(error.message), command, help)
    case 'commander.missingArgument':
      return new PintailError({
        code: 'missing_argument',
        message: `pintail ${command.name()} needs ${quoted(error.message).toUpperCase()}`,
        fix: help,
      })
    case 'commander.optionMissingArgument':
      return new PintailError({
        code: 'missing_argument',
        message: `${longOf(quoted(error.message))} needs a value`,
        fix: help,
      })
    case 'commander.excessArguments':
      return excess(command, help)
    default:
      return new PintailError({ code: 'bad_argument', message: error.message.replace(/^error: /, ''), fix: help })
  }
}

const longOf = (flags: string): string => /--[a-z-]+/.exec(flags)?.[0] ?? flags

const unknownOption = (flag: string, command: Command, help: string): PintailError => {
  const [typed = flag] = flag.split('=')
  const known = command.options.flatMap(({ long }) => (long === undefined ? [] : [long]))
  const found = nearest(typed, known)
  return new PintailError({
    code: 'unknown_option',
    message: `pintail ${command.name()} has no option ${typed}`,
    fix: found === undefined ? help : `did you mean "${found}"?   ${help}`,
  })
}

const excess = (command: Command, help: string): PintailError => {
  const extra = command.args[command.registeredArguments.length] ?? ''
  return new PintailError({
    code: 'bad_argument',
    message: `pintail ${command.name()} does not take "${extra}"`,
    fix: help,
  })
}
