// The way of an online read past the framework: node:http in, text out. Everything else goes to the app.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isJson, textOf } from './bodies.ts'
import type { Metrics } from './metrics.ts'
import type { AnswerOnline } from './online.ts'
import { problemOf, tooLarge, wrongType } from './problems.ts'
import { onlinePath, refusalOf } from './routes/online.ts'
import type { Guard } from './security.ts'

export interface HotOptions {
  readonly answer: AnswerOnline
  readonly guard: Guard
  readonly limit: number
  readonly report: (fault: unknown) => void
  /** Told of each request that is refused. */
  readonly refused: Metrics['refused']
  /** True once the server stops: the connection is not kept. */
  readonly closing: () => boolean
}

/** Answers a POST of an online read; false when the request is another. */
export const hotHandler =
  ({ answer, guard, limit, report, refused, closing }: HotOptions) =>
  (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.url !== onlinePath || request.method !== 'POST') return false
    const send = (status: number, type: string, text: string): void => {
      const headers = { 'content-type': type, 'content-length': Buffer.byteLength(text) }
      response.writeHead(status, closing() ? { ...headers, connection: 'close' } : headers).end(text)
    }
    const refuse = (thrown: unknown): void => {
      if (response.headersSent) return
      if (problemOf(thrown).status >= 500) report(thrown)
      const { status, code, type, text } = refusalOf(thrown, request.headers.accept)
      refused(onlinePath, 'POST', status, code)
      send(status, type, text)
    }
    try {
      guard(request.headers.host, request.headers.authorization)
      if (!isJson(request.headers['content-type'])) throw wrongType(request.headers['content-type'])
      if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
    } catch (thrown) {
      // Node reads the body to its end and drops it, so that the client gets to read the answer.
      refuse(thrown)
      return true
    }
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else refuse(tooLarge(limit))
    })
    request.on('end', () => {
      if (response.headersSent) return
      try {
        const [first] = chunks
        const body = chunks.length === 1 && first ? first : Buffer.concat(chunks, size)
        send(200, 'application/json', answer(textOf(body)))
      } catch (thrown) {
        refuse(thrown)
      }
    })
    return true
  }
