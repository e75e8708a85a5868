// What does a run's record say beside its counts? Its files, why rows were not let in, which were late, where time went.
import { canonicalJson, type JsonObject } from '../core/json.ts'
import type { Phases } from '../core/phases.ts'
import type { Rejected } from '../core/verbs.ts'
import type { Discovery } from './discover.ts'

const mostNamed = 100

/** Files that were read, by their paths; of very many the first. */
export const inputsDetail = ({ files }: Discovery): JsonObject => {
  const read = files.filter((file) => file.state !== 'known').map((file) => file.path)
  return read.length === 0 ? {} : { inputs: read.slice(0, mostNamed), files_read: read.length }
}

/** Rows that were not let in, by column and by what was wrong with it; one of each is shown. */
export const rejectedDetail = (rejected: readonly Rejected[]): JsonObject => {
  const kinds = Map.groupBy(rejected, ({ column, reason }) =>
    canonicalJson([column, reason.replaceAll(/"[^"]*"/g, '"…"')]),
  )
  const reasons = [...kinds.values()]
    .map((rows) => ({ rows: rows.length, column: rows[0]?.column ?? null, reason: rows[0]?.reason ?? '' }))
    .sort((a, b) => b.rows - a.rows)
  return reasons.length === 0 ? {} : { rejected: reasons.slice(0, mostNamed) }
}

export const phasesDetail = (phases: Phases): JsonObject => ({
  phases: Object.fromEntries(Object.entries(phases).map(([name, took]) => [name, Math.round(took)])),
})
