// How does the server start and stop? Loopback by default; a stop lets what is under way finish.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { elapsed } from '../core/clock.ts'
import { messageOf, PintailError } from '../core/errors.ts'
import { createApp, routeOf } from './app.ts'
import { hotHandler } from './hot.ts'
import { metricsOn } from './metrics.ts'
import { onlineAnswers } from './online.ts'
import type { Served } from './options.ts'
import { problemType, Refusal } from './problems.ts'
import { openReadLog } from './read-log.ts'
import { healthPaths } from './routes/health.ts'
import { onlinePath, refusalOf } from './routes/online.ts'
import { type Access, guardOf, requireToken } from './security.ts'

export interface ListenOptions extends Access {
  /** 0 takes a free one. */
  readonly port: number
  /** Of a body, in bytes; 10 MB when not given. */
  readonly limit?: number | undefined
  /** Of Pintail, for its metrics. */
  readonly version?: string | undefined
  /** Told of faults that are not the user's. */
  readonly report?: ((fault: unknown) => void) | undefined
  /** A folder into which answered online reads are logged. */
  readonly reads?: string | undefined
}

export interface Listening {
  readonly url: string
  readonly port: number
  /** Says "not ready", takes no new requests, lets those under way finish, and ends; milliseconds until it cuts them off. */
  stop(patience?: number): Promise<void>
}

export const listen = async (pintail: Served, options: ListenOptions): Promise<Listening> => {
  requireToken(options)
  const { limit = 10_000_000, report = () => {} } = options
  const readiness = { draining: false }
  const guard = guardOf(options)
  const metrics = metricsOn(options.version ?? '')
  const log = options.reads === undefined ? null : openReadLog({ folder: options.reads, report })
  const answer = onlineAnswers(pintail, log, metrics.read)
  const app = createApp(pintail, { guard, limit, readiness, report, metrics, answerOnline: answer })
  const hot = hotHandler({ answer, guard, limit, report, refused: metrics.refused, closing: () => readiness.draining })
  const others = getRequestListener(app.fetch)
  let underWay = 0
  const server = createServer((request, response) => {
    if (readiness.draining && !isHealth(request.url)) return turnAway(request, response)
    underWay += 1
    const began = elapsed()
    response.once('close', () => {
      underWay -= 1
      metrics.answered(routeOf(request.url), request.method ?? '', response.statusCode, elapsed() - began)
    })
    if (!hot(request, response)) void others(request, response)
  })
  const { port } = await bound(server, options)
  return {
    port,
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    stop: async (patience = 10_000) => {
      readiness.draining = true
      await stopped(server, patience, () => underWay)
      await log?.close()
    },
  }
}

const bound = (server: Server, { host, port }: ListenOptions): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(unavailable(cause, host, port)))
    server.listen({ host, port }, () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(address)
    })
  })

const unavailable = (cause: Error, host: string, port: number): PintailError => {
  const taken = 'code' in cause && cause.code === 'EADDRINUSE'
  return new PintailError({
    code: 'address_unavailable',
    message: taken
      ? `another program listens on ${host}:${port} already`
      : `cannot listen on ${host}:${port}: ${messageOf(cause)}`,
    fix: `choose another port   pintail serve --port ${port + 1}`,
    cause,
  })
}

const isHealth = (url: string | undefined): boolean => url !== undefined && healthPaths.includes(url)

/** While requests finish, who asks whether the server is ready is told; what is asked else goes to another server. */
const turnAway = (request: IncomingMessage, response: ServerResponse): void => {
  const refusal = new Refusal(503, { code: 'interrupted', message: 'the server is stopping', fix: 'ask again' })
  const accept = request.url === onlinePath ? request.headers.accept : problemType
  const { status, type, text } = refusalOf(refusal, accept)
  response.writeHead(status, { 'content-type': type, connection: 'close' }).end(text)
}

const stopped = async (server: Server, patience: number, underWay: () => number): Promise<void> => {
  const deadline = elapsed() + patience
  while (underWay() > 0 && elapsed() < deadline) await setTimeout(20)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  let open = true
  void closed.then(() => {
    open = false
  })
  while (open && elapsed() < deadline) {
    server.closeIdleConnections()
    await Promise.race([closed, setTimeout(20)])
  }
  server.closeAllConnections()
  await closed
}
