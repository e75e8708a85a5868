// How is a request's body read? JSON only, up to a limit, refused before it is read where that can be known.
import { isUtf8 } from 'node:buffer'
import type { HonoRequest } from 'hono'
import { malformed, tooLarge, wrongType } from './problems.ts'

export const isJson = (type: string | undefined): boolean =>
  type !== undefined && /^application\/json\s*(?:;|$)/i.test(type)

export const readText = async (request: HonoRequest, limit: number): Promise<string> => {
  const type = request.header('content-type')
  if (!isJson(type)) throw wrongType(type)
  if (Number(request.header('content-length') ?? 0) > limit) throw tooLarge(limit)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.raw.body ?? []) {
    size += chunk.length
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return textOf(Buffer.concat(chunks, size))
}

/** Bytes that are no text would become other keys than were asked about. */
export const textOf = (body: Buffer): string => {
  if (!isUtf8(body)) throw malformed('the body is not UTF-8 text')
  return body.toString('utf8')
}
