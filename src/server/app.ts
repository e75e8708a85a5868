// Which routes are there? One Hono app over the front door; it is tested without a port.
import { type Context, Hono } from 'hono'
import { onlineAnswers } from './online.ts'
import type { AppOptions, Served } from './options.ts'
import { type ProblemBody, problemOf, problemType, Refusal } from './problems.ts'
import { healthPaths, healthRoutes } from './routes/health.ts'
import { historicalRoute } from './routes/historical.ts'
import { onlinePath, onlineRoute } from './routes/online.ts'
import { registryPaths, registryRouteOf, registryRoutes } from './routes/registry.ts'

export const createApp = (pintail: Served, options: AppOptions): Hono => {
  const app = new Hono()
  app.route('/', healthRoutes(pintail, options))
  app.use(async (context, next) => {
    const host = context.req.header('host') ?? new URL(context.req.url).host
    options.guard(host, context.req.header('authorization'))
    await next()
  })
  const answerOnline = options.answerOnline ?? onlineAnswers(pintail)
  app.route('/', onlineRoute(answerOnline, options))
  app.route('/', historicalRoute(pintail, options))
  app.route('/', registryRoutes(pintail))
  const { metrics } = options
  if (metrics) app.get('/metrics', (context) => context.body(metrics.text(), 200, { 'content-type': expositionType }))
  const refused = ({ req }: Context, thrown: unknown): Response => {
    const problem = problemOf(thrown)
    metrics?.refused(routeOf(req.path), req.method, problem.status, problem.code)
    return problemResponse(problem)
  }
  app.notFound((context) => refused(context, unknownRoute(context.req.method, context.req.path)))
  app.onError((thrown, context) => {
    if (problemOf(thrown).status >= 500) options.report(thrown)
    return refused(context, thrown)
  })
  return app
}

/** An answer that says what went wrong. */
const problemResponse = (problem: ProblemBody): Response =>
  new Response(JSON.stringify(problem), { status: problem.status, headers: { 'content-type': problemType } })

const posted = ['/get-online-features', '/get-historical-features']
const got = [...healthPaths, '/metrics']

/** Of Prometheus. */
const expositionType = 'text/plain; version=0.0.4; charset=utf-8'

/** The route of a path, for counting: what nobody knows is one route. */
export const routeOf = (url: string | undefined): string => {
  if (url === onlinePath) return onlinePath
  const path = url?.split('?', 1)[0] ?? ''
  return posted.includes(path) || got.includes(path) ? path : (registryRouteOf(path) ?? 'other')
}

const unknownRoute = (method: string, path: string): Refusal => {
  const isRead = got.includes(path) || registryRouteOf(path) !== null
  const other = posted.includes(path) ? 'POST' : isRead && method !== 'GET' ? 'GET' : null
  if (other !== null) {
    return new Refusal(405, {
      code: 'bad_argument',
      message: `${path} takes ${other}, not ${method}`,
      fix: `use ${other}`,
    })
  }
  return new Refusal(404, {
    code: 'unknown_name',
    message: `there is no ${method} ${path}`,
    fix: `the routes are ${posted.map((it) => `POST ${it}`).join(', ')}, ${[...got, ...registryPaths].map((it) => `GET ${it}`).join(', ')}`,
  })
}
