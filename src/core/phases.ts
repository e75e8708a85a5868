// Where does the time of a run go? Milliseconds by phase, added up as it works.
import { elapsed } from './clock.ts'

export type Phases = Record<string, number>

export const timed = async <T>(phases: Phases, phase: string, work: () => Promise<T>): Promise<T> => {
  const began = elapsed()
  try {
    return await work()
  } finally {
    phases[phase] = (phases[phase] ?? 0) + (elapsed() - began)
  }
}
