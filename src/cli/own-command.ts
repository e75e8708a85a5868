// How does Pintail start itself once more? The executable alone, or Node with the script it was started with.
import { isSea } from 'node:sea'

export interface OwnCommand {
  readonly file: string
  /** What stands before the words of a command line. */
  readonly before: readonly string[]
}

export const ownCommand = (): OwnCommand => ({
  file: process.execPath,
  before: isSea() ? [] : [...process.execArgv, process.argv[1] ?? ''],
})
