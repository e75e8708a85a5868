// How is a project served? By this process alone, or by several that share the port and that this one looks after.
import cluster, { type ClusterSettings, type Worker } from 'node:cluster'
import { once } from 'node:events'
import { isSea } from 'node:sea'
import { elapsed } from '../core/clock.ts'
import { exitStatus } from '../core/errors.ts'
import { pintailVersion } from '../core/product.ts'
import { listen } from '../server/listen.ts'
import type { Context } from './context.ts'

export interface Address {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Whether answered reads are logged. */
  readonly logReads: boolean
}

/** Told once requests are answered. */
type Ready = (url: string, port: number) => Promise<void>

/** Serves until stopped, then lets what is under way finish; gives the exit status. */
export const serveAlone = ({ logReads, ...address }: Address, context: Context, ready: Ready): Promise<number> =>
  context.withProject(async (pintail) => {
    const listening = await listen(pintail, {
      ...address,
      ...(logReads ? { reads: pintail.project.paths.reads } : {}),
      token: context.io.environment.PINTAIL_TOKEN,
      version: pintailVersion,
      report: (fault) => void context.tellError(fault),
    })
    await ready(listening.url, listening.port)
    const status = await stopped(context)
    await listening.stop()
    return status
  })

/** SIGTERM asks a server to end, which is no failure. */
const statusOf = (context: Context): number =>
  context.stoppedBy() === 'SIGTERM' ? exitStatus.done : exitStatus.interrupted

/** A worker that ends sooner than this after its start would only do so again. */
const soon = 2_000

/** Keeps so many workers running until stopped; gives the exit status. */
export const serveTogether = async (
  count: number,
  { host }: Address,
  context: Context,
  ready: Ready,
): Promise<number> => {
  cluster.setupPrimary(isSea() ? packedWorker() : {})
  const first = cluster.fork()
  const begun = await started(first)
  if (begun.port === null) return begun.status
  const failed = new Promise<number>((resolve) => {
    keep(first, context, resolve)
    for (let n = 1; n < count; n++) keep(cluster.fork(), context, resolve)
  })
  await ready(urlOf(host, begun.port), begun.port)
  const status = await Promise.race([failed, stopped(context)])
  await stopWorkers()
  return status
}

/** In the executable the first word stands where Node expects a script; its own flags must not come again. */
const packedWorker = (): ClusterSettings => {
  const [exec = 'serve', ...args] = process.argv.slice(2)
  return { exec, args, execArgv: [] }
}

type Started = { readonly port: number } | { readonly port: null; readonly status: number }

const started = (worker: Worker): Promise<Started> =>
  new Promise((resolve) => {
    worker.once('listening', ({ port }) => resolve({ port }))
    worker.once('exit', (status: number | null) => resolve({ port: null, status: status ?? exitStatus.failure }))
  })

/** Puts another in its place when it ends by itself; one that cannot live tells with its status. */
const keep = (worker: Worker, context: Context, failed: (status: number) => void): void => {
  const start = elapsed()
  worker.once('exit', (status: number | null) => {
    if (context.signal.aborted) return
    if (elapsed() - start < soon) return failed(status ?? exitStatus.failure)
    void context.warn(`warning: a worker ended with status ${status}; another takes its place`)
    keep(cluster.fork(), context, failed)
  })
}

const stopped = async (context: Context): Promise<number> => {
  if (!context.signal.aborted) await once(context.signal, 'abort')
  return statusOf(context)
}

/** Each drains by itself. */
const stopWorkers = async (): Promise<void> => {
  const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
  const ended = workers.map((worker) => (worker.isDead() ? undefined : once(worker, 'exit')))
  for (const worker of workers) worker.process.kill('SIGTERM')
  await Promise.all(ended)
}

const urlOf = (host: string, port: number): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}`
