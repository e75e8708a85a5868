// Why can a spine not be read? The engine's words about a file, as an error with line and fix.
import { messageOf, PintailError } from '../core/errors.ts'
import { suspectBytes } from '../sources/suspect.ts'

export const unreadableSpine = (cause: unknown, file: string | null): PintailError => {
  if (cause instanceof PintailError && cause.code !== 'engine_failure') return cause
  const message = messageOf(cause)
  const line = /Line: (\d+)/.exec(detailOf(cause))?.[1]
  if (file !== null && /unicode|utf-?8/i.test(detailOf(cause)))
    return notUtf8(file, line === undefined ? undefined : Number(line))
  return new PintailError({
    code: 'spine_unreadable',
    message: `the spine cannot be read: ${reasonOf(cause) ?? message}`,
    ...(file === null ? {} : { at: { file, ...(line === undefined ? {} : { line: Number(line) }) } }),
    fix: 'mend that line, or give the spine as Parquet or JSON',
    cause,
  })
}

/** The engine's whole message; its first line alone is in the error. */
const detailOf = (cause: unknown): string =>
  cause instanceof PintailError && typeof cause.cause === 'object' && cause.cause !== null && 'cause' in cause.cause
    ? messageOf(cause.cause.cause)
    : messageOf(cause)

const reasonOf = (cause: unknown): string | undefined =>
  detailOf(cause)
    .split('\n')
    .find((it) => /^(Expected Number|Value with|Invalid unicode)/.test(it))
    ?.replace(/^Expected Number of Columns: (\d+) Found: (\d+).*$/, '$1 columns expected, $2 found')

/** A file that is packed, or a text in another encoding, as far as its first bytes tell. */
export const refuseNoText = (path: string, format: 'csv' | 'json'): void => {
  const parquetFix = `name it so: mv ${path} ${path}.parquet`
  const suspicion = suspectBytes(path, { unpacks: format === 'json', parquetFix })
  if (suspicion === null) return
  const { what, fix } = suspicion
  throw new PintailError({
    code: 'spine_unreadable',
    message: `cannot read the spine as ${format}: ${what}`,
    at: { file: path },
    fix,
  })
}

export const notUtf8 = (path: string, line: number | undefined): PintailError =>
  new PintailError({
    code: 'spine_unreadable',
    message: 'the spine is not UTF-8 text',
    at: { file: path, ...(line === undefined ? {} : { line }) },
    fix: `iconv -f latin1 -t utf-8 ${path} > spine-utf8.csv`,
  })
