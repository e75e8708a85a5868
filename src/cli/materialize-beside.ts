// How does a server stay fresh? A process of its own materializes again and again, so that no read waits for it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { Context } from './context.ts'
import { ownCommand } from './own-command.ts'

export interface Beside {
  stop(): Promise<void>
}

const pause = 10_000

/** Starts it, and again when it ends, until it is stopped. */
export const materializeBeside = (every: string, project: string, context: Context): Beside => {
  const stopping = new AbortController()
  let child: ChildProcess | null = null
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      child = materializing(every, project)
      const [status] = await once(child, 'exit')
      if (stopping.signal.aborted || context.signal.aborted) return
      await context.warn(`warning: materializing ended with status ${status}; trying again in ${pause / 1000} s`)
      await setTimeout(pause, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      if (child?.exitCode === null) child.kill('SIGTERM')
      await running
    },
  }
}

const materializing = (every: string, project: string): ChildProcess => {
  const { file, before } = ownCommand()
  const words = ['materialize', '--every', every, '--quiet', '--project', project]
  return spawn(file, [...before, ...words], { stdio: ['ignore', 'ignore', 'inherit'] })
}
