// Which rejected rows did an earlier run reject too? A file that only grows is read again, with its bad lines in it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson, isObject, readJson } from '../core/json.ts'
import type { Rejected } from '../core/verbs.ts'

/** So many earlier runs are looked at; each of their files tells of the runs before it. */
export const runsLookedAt = 3

/** The same rows; those that an earlier run rejected as well, with the number of the first that did. */
export const sinceWhen = (
  folder: string,
  runs: readonly number[],
  rejected: readonly Rejected[],
): readonly Rejected[] => {
  if (rejected.length === 0) return rejected
  const known = new Map(runs.flatMap((run) => rowsOf(join(folder, `${run}.ndjson`), run)))
  return rejected.map((row) => {
    const since = known.get(keyOf(row))
    return since === undefined ? row : { ...row, since_run: since }
  })
}

const keyOf = ({ file, line, column, reason }: Rejected): string => canonicalJson([file, line, column, reason])

const rowsOf = (path: string, run: number): (readonly [string, number])[] =>
  textOf(path)
    .split('\n')
    .flatMap((text) => {
      const row = text === '' ? null : readJson(text)
      if (row === null || !isObject(row)) return []
      const { file, line = null, column = null, reason, since_run: since } = row
      const key = canonicalJson([file ?? null, line, column, reason ?? null])
      return [[key, typeof since === 'number' ? since : run] as const]
    })

/** The files are a person's to remove. */
const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
