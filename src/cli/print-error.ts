// How is an error told? What is wrong, where, and what mends it; the same as an object for programs.
import { exitStatus, messageOf, PintailError, type Place, type Problem } from '../core/errors.ts'
import { visible } from '../core/visible.ts'
import { nearPath } from './near-path.ts'
import type { Paint } from './style.ts'

export interface Telling {
  readonly json: boolean
  /** Show the stack too. */
  readonly debug: boolean
  readonly paint: Paint
  /** Places below this folder are told from it on. */
  readonly directory: string
}

/** The text of anything thrown, ending with a line break. */
export const errorText = (thrown: unknown, { json, debug, paint, directory }: Telling): string => {
  if (json) return `${JSON.stringify(errorObject(thrown, debug))}\n`
  const told = problemsIn(thrown)
    .map((problem) => problemText(problem, paint, directory))
    .join('\n')
  return debug ? `${told}\n${stackOf(thrown)}\n` : `${told}\n`
}

const problemsIn = (thrown: unknown): readonly Problem[] =>
  thrown instanceof PintailError ? thrown.problems : [unexpected(thrown)]

const unexpected = (thrown: unknown): Problem => ({
  code: 'engine_failure',
  message: messageOf(thrown),
  fix: 'this should not happen; run it again with --debug to see where it did',
})

const problemText = ({ code, message, at, fix }: Problem, paint: Paint, directory: string): string => {
  const told = linesOf(message.trimEnd())
  const lines = [`${paint('red', paint('bold', 'error:'))} ${told}   ${paint('dim', `[${code}]`)}`]
  if (at) lines.push(`  ${paint('dim', 'at')}   ${placeText(at, directory)}`)
  if (fix !== undefined) lines.push(`  ${paint('green', 'fix')}  ${linesOf(fix)}`)
  return lines.join('\n')
}

/** What was given may stand in it: nothing of that is obeyed by the terminal. */
const linesOf = (text: string): string => text.split('\n').map(visible).join('\n  ')

/** `features/heart.yaml:18:20, service "heart_risk"`. */
const placeText = ({ file, line, column, within }: Place, directory: string): string => {
  const spot = [visible(nearPath(directory, file)), line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':')
  return within === undefined ? spot : `${spot}, ${visible(within)}`
}

const errorObject = (thrown: unknown, debug: boolean): Readonly<Record<string, unknown>> => {
  const problems = problemsIn(thrown)
  return {
    ...problems[0],
    exit: exitOf(thrown),
    ...(problems.length > 1 ? { problems } : {}),
    ...(debug ? { stack: stackOf(thrown) } : {}),
  }
}

/** Its own stack and those of its causes. */
const stackOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown)
  const own = thrown.stack ?? thrown.message
  return thrown.cause === undefined ? own : `${own}\ncaused by ${stackOf(thrown.cause)}`
}

/** A wrong name is a mistake of the user; the same in a definition file makes the definitions invalid. */
export const exitOf = (thrown: unknown): number => {
  if (!(thrown instanceof PintailError)) return exitStatus.failure
  return thrown.exit === exitStatus.usage && thrown.at?.line !== undefined ? exitStatus.definition : thrown.exit
}
