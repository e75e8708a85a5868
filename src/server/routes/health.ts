// Is the server alive, and may it be sent requests? Asked without a token by whoever watches over it.
import { Hono } from 'hono'
import type { Pintail } from '../../pintail.ts'
import type { AppOptions, Readiness } from '../options.ts'
import { problemOf, problemType, Refusal } from '../problems.ts'

export const healthPaths: readonly string[] = ['/health', '/livez', '/readyz']

export const healthRoutes = (
  pintail: Pick<Pintail, 'ready'>,
  { readiness, metrics }: Pick<AppOptions, 'readiness' | 'metrics'>,
): Hono => {
  const app = new Hono()
  app.get('/health', () => new Response(null))
  app.get('/livez', (context) => context.json({ status: 'alive' }))
  app.get('/readyz', (context) => {
    const obstacle = obstacleTo(pintail, readiness)
    if (obstacle === null) return context.json({ status: 'ready' })
    metrics?.refused('/readyz', 'GET', obstacle.status, obstacle.code)
    return context.body(JSON.stringify(obstacle), 503, { 'content-type': problemType })
  })
  return app
}

const obstacleTo = (pintail: Pick<Pintail, 'ready'>, { draining }: Readiness) => {
  if (draining) return problemOf(new Refusal(503, { code: 'interrupted', message: 'the server is stopping' }))
  try {
    pintail.ready()
    return null
  } catch (thrown) {
    return { ...problemOf(thrown), status: 503 }
  }
}
