// How is something dear asked? One after another, and of the same thing again only after it has rested: what others
// write while one looks on does not keep the engine counting.
import { setTimeout as after } from 'node:timers/promises'
import { elapsed } from '../../core/clock.ts'

export type Ask<T> = (id: string, signal: AbortSignal) => Promise<T>

/** How many times as long as it took it rests, and the longest rest in milliseconds. */
const rest = { times: 20, most: 10_000 }

export const oneAtATime = <T>(ask: Ask<T>): Ask<T> => {
  const restedAt = new Map<string, number>()
  let last: Promise<unknown> = Promise.resolve()
  return async (id, signal) => {
    const wait = (restedAt.get(id) ?? 0) - elapsed()
    if (wait > 0) await after(wait, undefined, { signal })
    const answer = last.then(async () => {
      signal.throwIfAborted()
      const began = elapsed()
      try {
        return await ask(id, signal)
      } finally {
        restedAt.set(id, elapsed() + Math.min(rest.most, (elapsed() - began) * rest.times))
      }
    })
    last = answer.catch(() => {})
    return answer
  }
}
