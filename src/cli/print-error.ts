// How is an error told? What is wrong, where, and what mends it; the same as an object for programs.
import { exitStatus, messageOf, PintailError, type Place, type Problem } from '../core/errors.ts'
import { type Paint, plain } from './style.ts'

export interface Telling {
  readonly json: boolean
  /** Show the stack too. */
  readonly debug: boolean
  readonly paint: Paint
}

/** The text of anything thrown, ending with a line break. */
export const errorText = (thrown: unknown, { json, debug, paint }: Telling): string => {
  if (json) return `${JSON.stringify(errorObject(thrown, debug))}\n`
  const told = problemsIn(thrown)
    .map((problem) => problemText(problem, paint))
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

export const problemText = ({ code, message, at, fix }: Problem, paint: Paint = plain): string => {
  const told = message.trimEnd().replaceAll('\n', '\n  ')
  const lines = [`${paint('red', paint('bold', 'error:'))} ${told}   ${paint('dim', `[${code}]`)}`]
  if (at) lines.push(`  ${paint('dim', 'at')}   ${placeText(at)}`)
  if (fix !== undefined) lines.push(`  ${paint('green', 'fix')}  ${fix}`)
  return lines.join('\n')
}

/** `features/heart.yaml:18:20, service "heart_risk"`. */
const placeText = ({ file, line, column, within }: Place): string => {
  const spot = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':')
  return within === undefined ? spot : `${spot}, ${within}`
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

export const exitOf = (thrown: unknown): number => (thrown instanceof PintailError ? thrown.exit : exitStatus.failure)
