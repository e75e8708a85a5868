// How does a run end early? A first Ctrl-C asks it to stop cleanly, a second ends it at once.

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

export interface Interruption {
  readonly signal: AbortSignal
  /** Which signal asked to stop; null when none did. */
  by(): StopSignal | null
  /** Stops listening. */
  release(): void
}

const heard: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

export const interruption = (): Interruption => {
  const controller = new AbortController()
  let first: StopSignal | null = null
  const stop = (signal: StopSignal): void => {
    // Only the same signal again is impatience: a group of processes may get one from the terminal and one from its head.
    if (first === signal) atOnce(signal)
    first ??= signal
    controller.abort()
  }
  /** By the signal itself: an orderly exit beneath a query that runs would crash. */
  const atOnce = (signal: StopSignal): void => {
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  }
  for (const signal of heard) process.on(signal, stop)
  return {
    signal: controller.signal,
    by: () => first,
    release: () => {
      for (const signal of heard) process.off(signal, stop)
    },
  }
}

/** As long as the terminal is not as the shell left it, a signal to quit at once is one to end in order. */
export const endingInOrder = async <T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const quit = new AbortController()
  const stop = (): void => quit.abort()
  process.on('SIGQUIT', stop)
  try {
    return await work(AbortSignal.any([signal, quit.signal]))
  } finally {
    process.off('SIGQUIT', stop)
  }
}

/** Stops this process as ctrl-Z does in a shell, until `fg` lets it go on. */
export const stopUntilResumed = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGCONT', () => resolve())
    process.kill(process.pid, 'SIGTSTP')
  })
