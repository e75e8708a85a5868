// How many answers a second, and how late? wrk where it is installed, else our own client; a process of its own.
import { fileURLToPath } from 'node:url'
import { measure } from './measure.ts'
import { found, inNode } from './peers.ts'

export interface Load {
  readonly connections: number
  readonly seconds: number
  /** Keys a request, drawn from `keys`. */
  readonly each: number
  readonly keys: number
}

export interface Latency {
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Requests a second. */
  readonly rate: number
}

const wrk = found('wrk')
export const loadGenerator = wrk ? 'wrk' : 'our own client'

export const load = async (port: number, { connections, seconds, each, keys }: Load): Promise<Latency> => {
  const script = fileURLToPath(new URL('peers/load.lua', import.meta.url))
  const bounds = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s']
  const command = wrk
    ? [wrk, ...bounds, '-s', script, `http://127.0.0.1:${port}`, '--', String(each), String(keys)]
    : inNode('load.ts', ...[port, connections, seconds, each, keys].map(String))
  const { output } = await measure(command)
  const said: unknown = JSON.parse(/load=(.*)/.exec(output)?.[1] ?? 'null')
  if (!isLatency(said) || said.failed > 0) throw new Error(`the load failed: ${output}`)
  return said
}

const isLatency = (said: unknown): said is Latency & { readonly failed: number } =>
  typeof said === 'object' && said !== null && 'p50' in said && 'p99' in said && 'rate' in said && 'failed' in said
