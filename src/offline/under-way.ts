// What runs in the engine right now? Nothing may when it is closed: a process that ends beneath a query crashes.
import { setTimeout as after } from 'node:timers/promises'

export interface UnderWay {
  /** Does the work, interrupting it for as long as it goes on after the signal was aborted. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Interrupts what runs, and resolves when nothing does. */
  ended(): Promise<void>
}

/** A statement that has not begun yet does not hear an interruption, so it is told again. */
const again = 20

export const underWay = (interrupt: () => void): UnderWay => {
  const running = new Set<Promise<unknown>>()
  const interrupted = async (work: Promise<unknown>): Promise<void> => {
    while (running.has(work)) {
      interrupt()
      await Promise.race([work.catch(() => {}), after(again)])
    }
  }
  return {
    run: async (work, signal) => {
      const it = work()
      running.add(it)
      const stop = (): void => void interrupted(it)
      signal?.addEventListener('abort', stop, { once: true })
      try {
        return await it
      } finally {
        running.delete(it)
        signal?.removeEventListener('abort', stop)
      }
    },
    ended: async () => {
      await Promise.all([...running].map(interrupted))
    },
  }
}
