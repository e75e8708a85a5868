// What is a command of the command line? Its words, options and examples, and what it does with them.
import type { Context } from './context.ts'
import type { Given } from './given.ts'

/** What a word names, for completion: `reference` is a view or one of its features. */
export type Naming = 'view' | 'feature' | 'reference' | 'service' | 'entity' | 'dataset' | 'thing' | 'file'

export interface OptionForm {
  /** As commander reads it: `-o, --output <file>`. */
  readonly flags: string
  readonly about: string
  /** May be repeated, or given several with commas. */
  readonly list?: 'names' | 'repeated'
  readonly choices?: readonly string[]
  readonly names?: Naming
}

export interface WordForm {
  /** As commander reads it: `[view...]`, `<ref>`. */
  readonly form: string
  readonly about: string
  readonly choices?: readonly string[]
  readonly names?: Naming
}

export interface Example {
  readonly line: string
  readonly about: string
}

export interface Verb {
  readonly words: readonly WordForm[]
  readonly options: readonly OptionForm[]
  readonly examples: readonly Example[]
  /** Gives the exit status when it is not 0. */
  run(given: Given, context: Context): Promise<number | undefined>
}

/** What every command takes, wherever it stands. */
export const globalOptions: readonly OptionForm[] = [
  { flags: '--project <dir>', about: 'the project; otherwise found by walking up from here', names: 'file' },
  {
    flags: '--format <format>',
    about: 'how data and errors are written',
    choices: ['table', 'json', 'ndjson', 'csv', 'parquet', 'md'],
  },
  { flags: '-q, --quiet', about: 'no narration' },
  { flags: '--no-color', about: 'no colours; so does NO_COLOR' },
  { flags: '--timings', about: 'say where the time went' },
  { flags: '--debug', about: 'show the stack of an error' },
]
