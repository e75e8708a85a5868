// How is a server started, asked and stopped? Loopback only; it counts as up when it answers a real question.
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { featureNames } from './data.ts'

export interface Server {
  readonly name: string
  readonly port: number
  /** Milliseconds from start to the first answer. */
  readonly started: number
  stop(): Promise<void>
}

export interface Answer {
  readonly text: string
  /** Names, values and statuses alone: what two servers must agree on. */
  readonly said: string
}

const patience = 60_000

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

export const startServer = async (
  name: string,
  command: (port: number) => readonly string[],
  first: (port: number) => Promise<unknown> = (port) => ask(port, [0]),
): Promise<Server> => {
  const port = await freePort()
  const [program = '', ...rest] = command(port)
  const begun = performance.now()
  const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] })
  for (;;) {
    try {
      await first(port)
      break
    } catch (cause) {
      if (child.exitCode !== null || performance.now() - begun > patience) {
        child.kill()
        throw new Error(`${name} did not answer`, { cause })
      }
      await setTimeout(2)
    }
  }
  return { name, port, started: performance.now() - begun, stop: () => stopped(child) }
}

const stopped = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })

export const post = async (port: number, body: unknown): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${port}/get-online-features`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status}: ${text}`)
  return text
}

export const ask = async (port: number, ids: readonly number[]): Promise<Answer> => {
  const text = await post(port, { features: featureNames.map((name) => `bench:${name}`), entities: { id: ids } })
  const said = JSON.stringify(
    JSON.parse(text, (name, value: unknown) => (name === 'event_timestamps' ? undefined : value)),
  )
  return { text, said }
}
