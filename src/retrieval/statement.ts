// What does composing give? SQL text with the values it needs, and a name for people; only a session runs it.
import type { Parameters } from '../offline/offline-store.ts'

export interface Statement {
  /** What it does, for progress: `behaviour: find rows`. */
  readonly name: string
  readonly sql: string
  readonly parameters: Parameters
}

/** Only those values that the text names: the engine refuses others. */
export const naming = (sql: string, parameters: Parameters): Parameters =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => new RegExp(`\\$${name}\\b`).test(sql)))
