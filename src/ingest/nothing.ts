// What is told where nothing came? That all of it is known already, or which file has no rows, and why.
import type { SourceDefinition } from '../core/definitions.ts'
import { PintailError } from '../core/errors.ts'
import type { IngestReport } from '../core/verbs.ts'
import type { Discovery } from './discover.ts'
import type { Landed } from './landing.ts'
import type { Work } from './work.ts'

export const nothingNew = (
  work: Work,
  discovery: Discovery,
  definition: SourceDefinition | null,
  phases: Readonly<Record<string, number>>,
): IngestReport => ({
  source: work.source,
  views: work.views,
  run: null,
  files: { read: 0, known: discovery.untouched },
  rows: { read: 0, landed: 0, rejected: 0, skipped: 0, late: 0 },
  rejected: [],
  quarantine: null,
  notes: definition ? [] : [`source "${work.source}" is no longer declared; what was landed before stays`],
  checks: [],
  phases,
})

/** Nothing can be computed of nothing: which file has no rows, and why? */
export const noRows = (source: string, { files }: Discovery, { rejected }: Landed): PintailError => {
  const [first, ...others] = files
  const [row] = rejected
  const what =
    row === undefined
      ? first?.size === 0n
        ? 'is empty'
        : 'has a header alone'
      : `has no row that can be read: ${row.reason}`
  const where = others.length === 0 ? what : `${what}; ${others.length} more`
  return new PintailError({
    code: 'not_ingested',
    message: `source "${source}" has no rows yet${first ? `: ${first.path} ${where}` : ''}`,
    at: first && { file: first.path },
    fix: 'put rows there   pintail ingest',
  })
}
