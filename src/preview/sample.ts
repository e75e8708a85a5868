// Which rows is a view tried on? The newest landed ones, or the first of its files where nothing was landed yet.
import { copyFileSync, mkdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { SourceDefinition } from '../core/definitions.ts'
import { PintailError } from '../core/errors.ts'
import type { Watched } from '../core/verbs.ts'
import { landFiles } from '../ingest/landing.ts'
import type { SourceSchema } from '../ingest/schema.ts'
import type { Session } from '../offline/offline-store.ts'
import type { LandedFile } from '../offline/source-log.ts'
import { findFiles, stateOf } from '../sources/files.ts'
import { quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'

export interface Sample {
  readonly files: readonly LandedFile[]
  readonly rows: number
  readonly from: 'landed rows' | 'files'
  /** True when it is all there is. */
  readonly whole: boolean
}

/** A row group: enough for a profile, read in a moment. */
const mostRows = 122_880
/** Of text files, what is read of each. */
const mostBytes = 64 * 1024 * 1024
const mostFiles = 8

/** Rows of landed files, the newest run first. */
export const landedSample = async (
  session: Session,
  landed: readonly LandedFile[],
  staging: string,
): Promise<Sample> => {
  const files: LandedFile[] = []
  let rows = 0
  for (const file of landed.toReversed()) {
    const wanted = Math.min(file.rows, mostRows - rows)
    if (wanted === 0) break
    rows += wanted
    files.unshift(
      wanted === file.rows ? file : await newestOf(session, file, wanted, join(staging, `${file.id}.parquet`)),
    )
  }
  return { files, rows, from: 'landed rows', whole: rows === landed.reduce((sum, it) => sum + it.rows, 0) }
}

const newestOf = async (session: Session, file: LandedFile, rows: number, output: string): Promise<LandedFile> => {
  const from = file.rows - rows
  const sql = render('preview/newest-rows', {
    file: quoteText(file.path),
    from: String(from),
    output: quoteText(output),
  })
  await session.run(sql)
  return { ...file, path: output, rows, firstRowId: file.firstRowId + BigInt(from) }
}

export interface Unlanded {
  readonly root: string
  readonly source: string
  readonly definition: SourceDefinition
  readonly schema: SourceSchema
  /** See landing.ts. */
  readonly timed: (rows: string) => string
}

/** The first rows of a source's files, landed in a folder of our own; what cannot be read is left out. */
export const filesSample = async (
  session: Session,
  { root, source, definition, schema, timed }: Unlanded,
  resolve: (path: string) => string,
  staging: string,
  watched: Watched,
): Promise<Sample & { readonly rejected: number }> => {
  const paths = findFiles(root, resolve(definition.path)).map(resolve)
  const chosen = paths.slice(-mostFiles)
  const files = []
  let whole = chosen.length === paths.length
  for (const [i, path] of chosen.entries()) {
    const absolute = join(staging, 'files', relative(root, path).replaceAll('..', '__'))
    mkdirSync(dirname(absolute), { recursive: true })
    whole = (await beginningOf(session, path, absolute, definition)) && whole
    const state = { ...stateOf(absolute), path: relative(root, path), absolute }
    files.push({ ...state, hash: '', origin: i, state: 'new' as const })
  }
  // What a file lacks is null here: ingest says which of it is needed.
  const needs = new Map<string, string[]>()
  const landed = await landFiles({ session, definition, schema, needs, files, log: [], staging, timed, watched })
  let next = 0n
  const kept = landed.kept.map(({ file, rows }, id): LandedFile => {
    const it = { id, run: 1, path: file, rows, firstRowId: next }
    next += BigInt(rows)
    return it
  })
  if (kept.length === 0) {
    throw new PintailError({
      code: 'source_unreadable',
      message: `no row of source "${source}" could be read${landed.rejected[0] ? `: ${landed.rejected[0].reason}` : ''}`,
      fix: `look at its files: ${definition.path}`,
    })
  }
  return { files: kept, rows: Number(next), from: 'files', whole, rejected: landed.rejected.length }
}

/** Copies a file or its beginning, whole lines only; true when it is all of it. */
const beginningOf = async (
  session: Session,
  path: string,
  to: string,
  { type }: SourceDefinition,
): Promise<boolean> => {
  const { size } = stateOf(path)
  if (type === 'parquet') {
    const sql = render('preview/first-rows', { file: quoteText(path), most: String(mostRows), output: quoteText(to) })
    await session.run(sql)
    return false
  }
  const bytes = size > mostBytes ? await firstLines(path) : null
  if (bytes === null) {
    copyFileSync(path, to)
    return true
  }
  const file = await open(to, 'wx')
  await file.write(bytes)
  await file.close()
  return false
}

/** Null where no line ends in time, as in one long JSON array. */
const firstLines = async (path: string): Promise<Buffer | null> => {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0)
    const end = buffer.subarray(0, bytesRead).lastIndexOf('\n')
    return end < 0 || buffer[0] === 0x5b ? null : buffer.subarray(0, end + 1)
  } finally {
    await file.close()
  }
}
