// How is a composed plan run? Step by step, telling how far it is; between two steps it can always be stopped.
import { elapsed } from '../core/clock.ts'
import type { Watched } from '../core/verbs.ts'
import type { Session } from '../offline/offline-store.ts'
import type { Statement } from './statement.ts'

const tellEvery = 250

/** Milliseconds by phase, added up. */
export type Phases = Record<string, number>

export const runSteps = async (session: Session, steps: readonly Statement[], watched: Watched): Promise<void> => {
  for (const step of steps) {
    await watching(session, step.name, watched, () => session.run(step.sql, step.parameters))
  }
}

/** Runs one piece of engine work under a name, with the engine's own progress. */
export const watching = async <T>(
  session: Session,
  name: string,
  { progress }: Watched,
  work: () => Promise<T>,
): Promise<T> => {
  if (progress === undefined) return work()
  progress.step(name)
  const timer = setInterval(() => {
    const share = session.progress()
    if (share >= 0) progress.advance(Math.round(share), 100, 'percent')
  }, tellEvery)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

export const timed = async <T>(phases: Phases, phase: string, work: () => Promise<T>): Promise<T> => {
  const began = elapsed()
  try {
    return await work()
  } finally {
    phases[phase] = (phases[phase] ?? 0) + (elapsed() - began)
  }
}
