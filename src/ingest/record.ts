// What does a run's record say beside its counts? Its files, why rows were not let in, which were late, where time went.
import { elapsed } from '../core/clock.ts'
import { canonicalJson, type JsonObject } from '../core/json.ts'
import type { Phases } from '../core/phases.ts'
import type { Rejected } from '../core/verbs.ts'
import type { RunResult } from '../registry/runs.ts'
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
  const before = rejected.filter(({ since_run }) => since_run !== undefined).length
  return reasons.length === 0
    ? {}
    : { rejected: reasons.slice(0, mostNamed), ...(before === 0 ? {} : { rejected_before: before }) }
}

export const notesDetail = (notes: readonly string[]): JsonObject =>
  notes.length === 0 ? {} : { notes: notes.slice(0, mostNamed) }

/** What it took is never less than what its phases took, rounded or not. */
export const phasesDetail = (phases: Phases, began: number): JsonObject => {
  const rounded = Object.entries(phases).map(([name, took]): [string, number] => [name, Math.round(took)])
  const sum = rounded.reduce((all, [, took]) => all + took, 0)
  return { phases: Object.fromEntries(rounded), took: Math.max(sum, Math.round(elapsed() - began)) }
}

/** Of a run that stopped halfway. */
export const withPhases = (result: RunResult, phases: Phases, began: number): RunResult => ({
  ...result,
  detail: { ...result.detail, ...phasesDetail(phases, began) },
})
