// Is this file text? Read as UTF-8, without its byte order mark; anything else is told by line.
import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { type ErrorCode, messageOf, PintailError } from '../core/errors.ts'

/** Throws `code`, placed in `file` (as people know it), when the file cannot be read or is no UTF-8. */
export const readText = (path: string, file: string, code: ErrorCode): string => {
  const bytes = readBytes(path, file, code)
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes)
  throw new PintailError({
    code,
    message: 'the file is not UTF-8 text',
    at: { file, line: firstBadLine(bytes) },
    fix: 'save it with the encoding UTF-8',
  })
}

const readBytes = (path: string, file: string, code: ErrorCode): Uint8Array => {
  try {
    return readFileSync(path)
  } catch (thrown) {
    throw new PintailError({
      code,
      message: `the file cannot be read: ${messageOf(thrown)}`,
      at: { file },
      fix: 'let it be read by you, or take it away',
      cause: thrown,
    })
  }
}

const newline = 10

const firstBadLine = (bytes: Uint8Array): number => {
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(newline, start)
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line
    start = end + 1
  }
  return line
}
