// How does one command line run? Find the command, read its words, do it, tell what went wrong.
import { exitStatus, PintailError } from '../core/errors.ts'
import { outputFormats } from '../core/verbs.ts'
import { entries } from './cli.ts'
import { contextOf, type Stopping, type Whole, type Wishes } from './context.ts'
import { findVerb } from './find-verb.ts'
import type { Given } from './given.ts'
import { errorText, exitOf } from './print-error.ts'
import { type Io, isGone, ReaderGone, write } from './streams.ts'
import { paintFor } from './style.ts'

/** Gives the exit status; what went wrong has been told on stderr. */
export const run = async (args: readonly string[], io: Io, stopping: Stopping): Promise<number> => {
  try {
    return await dispatch(args, io, stopping)
  } catch (thrown) {
    if (thrown instanceof ReaderGone || isGone(thrown)) return exitStatus.done
    const told = stopping.signal.aborted ? stopped(thrown) : thrown
    const wishes = telling(args)
    const text = errorText(told, {
      ...wishes,
      paint: paintFor(io.stderr, io.environment, wishes.color),
      directory: io.directory,
    })
    await write(io.stderr, text).catch(() => {})
    return exitOf(told)
  }
}

const dispatch = async (args: readonly string[], io: Io, stopping: Stopping): Promise<number> => {
  const { entry, rest } = await findVerb(forHelp(args), entries)
  const look = { paint: paintFor(io.stdout, io.environment, telling(args).color), width: io.stdout.columns || 100 }
  if (!entry) {
    const { overview } = await import('./help.ts')
    await write(io.stdout, overview(entries, look))
    return exitStatus.done
  }
  const verb = await entry.load()
  const { parse } = await import('./parse.ts')
  const { given, help } = parse(entry.name, verb, entry.about, rest)
  if (help) {
    const { helpOf } = await import('./help.ts')
    await write(io.stdout, helpOf(entry, verb, look))
    return exitStatus.done
  }
  return (await verb.run(given, contextOf(io, wishesOf(given), stopping, whole(stopping)))) ?? exitStatus.done
}

const whole = (stopping: Stopping): Whole => ({
  again: (args, io) => run(args, io, stopping),
  completions: async (words, io) => {
    const { completionsOf } = await import('./completion.ts')
    const { knownNames } = await import('./known-names.ts')
    return completionsOf(words, (what) => knownNames(what, words, io))
  },
})

/** `help ingest` is `ingest --help`, `--version` is `version`. */
const forHelp = (args: readonly string[]): readonly string[] => {
  const [first, ...rest] = args
  if (first === 'help') return [...rest, '--help']
  return first === '--version' || first === '-V' ? ['version', ...rest] : args
}

const wishesOf = (given: Given): Wishes => ({
  project: given.text('project'),
  format: outputFormats.find((format) => format === given.text('format')) ?? null,
  quiet: given.flag('quiet'),
  color: given.flag('color'),
  timings: given.flag('timings'),
  debug: given.flag('debug'),
})

/** How errors are told, read from the raw words, since the words themselves may be the error. */
const telling = (args: readonly string[]): { json: boolean; debug: boolean; color: boolean } => {
  const at = args.indexOf('--format')
  const format = at < 0 ? args.find((arg) => arg.startsWith('--format='))?.slice(9) : args[at + 1]
  return {
    json: format === 'json' || format === 'ndjson',
    debug: args.includes('--debug'),
    color: !args.includes('--no-color'),
  }
}

/** Whatever broke after the user asked to stop, it broke because of that. */
const stopped = (cause: unknown): PintailError =>
  cause instanceof PintailError && cause.code === 'interrupted'
    ? cause
    : new PintailError({ code: 'interrupted', message: 'stopped; what was finished before is kept', cause })
