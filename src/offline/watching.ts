// How far is the engine? Asked while it works, and told to whoever watches.
import type { Watched } from '../core/verbs.ts'
import type { Session } from './offline-store.ts'

const tellEvery = 250

/** One of several pieces of work of the same size, counted from 0. */
export interface Part {
  readonly index: number
  readonly of: number
}

/** Runs one piece of engine work under a name, with the engine's own progress. */
export const watching = async <T>(
  session: Session,
  name: string,
  watched: Watched,
  work: () => Promise<T>,
): Promise<T> => {
  watched.progress?.step(name)
  return telling(session, watched, { index: 0, of: 1 }, work)
}

/** Runs a part of what is going on, and tells the engine's share of the part as a share of the whole. */
export const telling = async <T>(
  session: Session,
  { progress }: Watched,
  { index, of }: Part,
  work: () => Promise<T>,
): Promise<T> => {
  if (progress === undefined) return work()
  const tell = (): void => {
    const share = session.progress()
    if (share >= 0) progress.advance(Math.round((100 * index + share) / of), 100, 'percent')
  }
  const timer = setInterval(tell, tellEvery)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
