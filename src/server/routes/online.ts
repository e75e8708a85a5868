// POST /get-online-features, as Feast's feature server answers it.
import { Hono } from 'hono'
import type { ErrorCode } from '../../core/errors.ts'
import { readText } from '../bodies.ts'
import { feastErrorText } from '../feast.ts'
import type { AnswerOnline } from '../online.ts'
import type { AppOptions } from '../options.ts'
import { problemOf, problemType } from '../problems.ts'

export const onlinePath = '/get-online-features'

export const onlineRoute = (answer: AnswerOnline, { limit, report, metrics }: AppOptions): Hono => {
  const app = new Hono()
  app.post(onlinePath, async (context) => {
    try {
      const text = answer(await readText(context.req, limit))
      return context.body(text, 200, { 'content-type': 'application/json' })
    } catch (thrown) {
      const refusal = refusalOf(thrown, context.req.header('accept'))
      if (refusal.status >= 500) report(thrown)
      metrics?.refused(onlinePath, 'POST', refusal.status, refusal.code)
      return new Response(refusal.text, { status: refusal.status, headers: { 'content-type': refusal.type } })
    }
  })
  return app
}

interface RefusalText {
  readonly status: number
  readonly code: ErrorCode
  readonly type: string
  readonly text: string
}

/** As Feast's client reads it, unless the request asks for problem+json by name. */
export const refusalOf = (thrown: unknown, accept: string | undefined): RefusalText => {
  const problem = problemOf(thrown)
  return accept?.includes(problemType)
    ? { status: problem.status, code: problem.code, type: problemType, text: JSON.stringify(problem) }
    : { status: problem.status, code: problem.code, type: 'application/json', text: feastErrorText(problem) }
}
