// What does a command work with? Streams, the wishes of the global options, and the project when it needs one.
import type { OutputFormat, Watched } from '../core/verbs.ts'
import type { Pintail, Project } from '../pintail.ts'
import { formatForStdout } from './format.ts'
import { sheetText } from './output.ts'
import { errorText } from './print-error.ts'
import type { Reporting } from './progress.ts'
import { projectFrom } from './project.ts'
import type { Sheet } from './sheet.ts'
import type { StopSignal } from './signals.ts'
import { type Io, isTerminal, write } from './streams.ts'
import { type Paint, paintFor } from './style.ts'

export interface Wishes {
  readonly project: string | undefined
  /** Null: not given. */
  readonly format: OutputFormat | null
  readonly quiet: boolean
  readonly color: boolean
  readonly timings: boolean
  readonly debug: boolean
}

export interface Context {
  readonly io: Io
  readonly wishes: Wishes
  readonly signal: AbortSignal
  /** Which signal asked to stop, if one did. */
  stoppedBy(): StopSignal | null
  /** For stdout. */
  readonly paint: Paint
  /** For stderr. */
  readonly tint: Paint
  /** The form of what goes to stdout. */
  readonly format: OutputFormat
  /** Data, to stdout. */
  print(text: string): Promise<void>
  printSheet(sheet: Sheet): Promise<void>
  /** What was done: lines for a person, or the same as objects for a program. */
  report(lines: readonly string[], sheet: Sheet): Promise<void>
  /** To stderr, unless quiet. */
  narrate(line: string): Promise<void>
  /** What to type next: for a person at a terminal only. */
  hint(lines: readonly string[]): Promise<void>
  /** An error that does not end the command. */
  tellError(thrown: unknown): Promise<void>
  /** To stderr, always. */
  warn(line: string): Promise<void>
  /** Runs another command line with other streams, as `demo` does; gives its exit status. */
  again(args: readonly string[], io: Io): Promise<number>
  /** What may follow the words typed so far, as a shell's completion reads it. */
  completions(words: readonly string[], io: Io): Promise<string>
  /** Where the project is and how it is set up. */
  project(): Promise<Project>
  /** Opens the project, does the work with it and closes it, whatever happens. */
  withProject<T>(work: (pintail: Pintail) => Promise<T>, how?: { readonly remembers: boolean }): Promise<T>
  /** Long work: shown as it goes and stopped by Ctrl-C. */
  watched<T>(work: (watched: Watched) => Promise<T>): Promise<T>
}

export interface Stopping {
  readonly signal: AbortSignal
  by(): StopSignal | null
}

/** What only the whole command line can do. */
export type Whole = Pick<Context, 'again' | 'completions'>

export const contextOf = (io: Io, wishes: Wishes, stopping: Stopping, whole: Whole): Context => {
  const paint = paintFor(io.stdout, io.environment, wishes.color)
  const format = formatForStdout(wishes.format, isTerminal(io.stdout))
  const tint = paintFor(io.stderr, io.environment, wishes.color)
  const print = (text: string): Promise<void> => write(io.stdout, text)
  const warn = (line: string): Promise<void> => write(io.stderr, `${line}\n`)
  const narrate = async (line: string): Promise<void> => {
    if (!wishes.quiet) await warn(line)
  }
  const from = (): string => projectFrom(io, wishes.project)
  return {
    ...whole,
    io,
    wishes,
    signal: stopping.signal,
    stoppedBy: stopping.by,
    paint,
    tint,
    format,
    print,
    warn,
    project: async () => (await import('../pintail.ts')).findProject(from(), io.environment),
    printSheet: async (sheet) => {
      if (format !== 'table' || !isTerminal(io.stdout)) return print(await sheetText(sheet, format, paint))
      const { drawTable } = await import('./table.ts')
      const { text, hidden } = drawTable(sheet, paint, io.stdout.columns || null)
      await print(text)
      if (hidden.length > 0) await narrate(`… and ${hidden.join(', ')}, for which there is no room here`)
    },
    narrate,
    tellError: (thrown) =>
      write(io.stderr, errorText(thrown, { json: false, debug: wishes.debug, paint: tint, directory: io.directory })),
    hint: async (lines) => {
      if (!wishes.quiet && isTerminal(io.stderr)) await write(io.stderr, hintText(lines, tint))
    },
    report: async (lines, sheet) => {
      if (wishes.quiet && wishes.format === null) return
      await print(format === 'table' ? lines.map((line) => `${line}\n`).join('') : await sheetText(sheet, format))
    },
    withProject: async (work, how = { remembers: true }) => {
      const { open } = await import('../pintail.ts')
      const pintail = await open(from(), { environment: io.environment, mapped: false, ...how })
      try {
        return await work(pintail)
      } finally {
        await pintail.close()
      }
    },
    watched: async (work) => {
      const progress = await reportingOn(io, wishes)
      try {
        return await work({ progress, signal: stopping.signal })
      } finally {
        progress.stop()
      }
    },
  }
}

const reportingOn = async ({ stderr }: Io, { quiet }: Wishes): Promise<Reporting> => {
  const { progressBar, progressLines, silent } = await import('./progress.ts')
  if (quiet) return silent
  return isTerminal(stderr) ? progressBar(stderr) : progressLines(stderr)
}

/** `next  pintail apply`, or a block of several. */
const hintText = (lines: readonly string[], paint: Paint): string => {
  const [first = '', ...others] = lines.map((line) => paint('cyan', line))
  if (others.length === 0) return `${paint('dim', 'next')}  ${first}\n`
  return `\n${paint('bold', 'next')}\n${[first, ...others].map((line) => `  ${line}\n`).join('')}`
}
