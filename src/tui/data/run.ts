// What of one run? All that is recorded of it, and the first of the rows that were not let in.
import { open } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { isObject, readJson } from '../../core/json.ts'
import type { RunShown } from '../../core/watching.ts'
import type { Front } from './front.ts'

export interface QuarantinedRow {
  readonly file: string
  readonly line: number | null
  readonly column: string | null
  readonly reason: string
  /** The first run that rejected it; null: this one. */
  readonly since: number | null
}

export interface RunRead {
  readonly run: RunShown
  /** The whole message; the run itself tells its first line. */
  readonly error: string
  /** The first rows of its file; null: none was rejected, or the file is gone. */
  readonly quarantine: { readonly path: string; readonly rows: readonly QuarantinedRow[] } | null
}

/** Of a file of a hundred thousand rows as much as a screen can show. */
const mostBytes = 64 * 1024

export const readRun = async (front: Pick<Front, 'run' | 'show' | 'project'>, id: string): Promise<RunRead> => {
  const run = await front.run(Number(id))
  const { error } = front.show(`run:${run.run}`)
  const { root, paths } = front.project
  const path = join(paths.quarantine, `${run.run}.ndjson`)
  const rows = run.rejected === 0 ? null : await firstRows(path)
  return {
    run,
    error: typeof error === 'string' ? error : (run.error ?? ''),
    quarantine: rows === null ? null : { path: relative(root, path), rows },
  }
}

const firstRows = async (path: string): Promise<readonly QuarantinedRow[] | null> => {
  try {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0)
      const lines = buffer.toString('utf8', 0, bytesRead).split('\n')
      // What the last line lacks is beyond what was read.
      return lines.slice(0, -1).flatMap(quarantined)
    } finally {
      await file.close()
    }
  } catch {
    return null
  }
}

const quarantined = (text: string): QuarantinedRow[] => {
  const row = readJson(text)
  if (!isObject(row)) return []
  const { file, line, column, reason, since_run: since } = row
  return [
    {
      file: String(file ?? ''),
      line: typeof line === 'number' ? line : null,
      column: typeof column === 'string' ? column : null,
      reason: String(reason ?? ''),
      since: typeof since === 'number' ? since : null,
    },
  ]
}
