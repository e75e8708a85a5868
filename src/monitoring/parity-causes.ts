// Why does an online value differ from what is due? Each cause is proven by asking again; what none explains says so.

import { formatInstant } from '../core/instants.ts'
import type { DifferenceKind, ParityCause } from '../core/parity.ts'
import type { Knowledge } from '../core/verbs.ts'
import type { Session } from '../offline/offline-store.ts'
import type { HeldRow } from '../online/held.ts'
import { everything, historyRows, readingParameters } from '../retrieval/history-rows.ts'
import { naming } from '../retrieval/statement.ts'
import { render } from '../sql/render.ts'
import { type Answers, ask, isFound, type Subject } from './parity-ask.ts'
import { type Comparison, type Finding, isWindow, pick } from './parity-comparison.ts'
import type { Same } from './parity-same.ts'

/** `settled`: it is right as of what its row has read, which is more than its table says. */
export type CauseOf = (row: number, at: number, kind: DifferenceKind) => Finding & { readonly settled: boolean }

/** Causes of what differs in these rows. */
export const causesOf = async (
  it: Comparison,
  known: Knowledge,
  rows: readonly number[],
  due: Answers,
  sames: readonly Same[],
): Promise<CauseOf> => {
  const { subject } = it
  const reads = pick(it.reads, rows)
  const places = new Map(rows.map((row, i) => [row, i]))
  const held = it.held(reads.map(({ key }) => key))
  const [reached, later, now] = [
    known.reaching > known.until ? await ask(subject, reads, { until: known.reaching, lastRun: null }) : null,
    subject.history.lastRun > known.lastRun ? await ask(subject, reads, { until: known.until, lastRun: null }) : null,
    await ask(subject, reads, { until: null, lastRun: null }),
  ]
  const existing = await existingRows(subject, held)
  const since = formatInstant(known.until)
  return (row, at) => {
    const place = places.get(row) ?? 0
    const agrees = (other: Answers | null): boolean =>
      other !== null &&
      isFound(other, place) === (it.reads[row]?.statuses[at] !== 'NOT_FOUND') &&
      sames[at]?.(it.reads[row]?.values[at] ?? null, other.values[at]?.[place] ?? null) === true
    if (agrees(reached)) {
      const why = `a materialize as of ${formatInstant(known.reaching)} is under way or was cut short: it has got to this key`
      return { cause: 'not materialized', why, settled: true }
    }
    if (agrees(later)) return wrong('late row', `online answers with rows landed after run ${known.lastRun}`)
    if (agrees(now)) return wrong('not materialized', `online answers as of later than ${since}`)
    const answering = held[place]
    const time = due.times[row] ?? null
    if (answering !== undefined && time !== null && !isWindow(it)) {
      const other = answering.rowId !== due.rowIds[row] && existing.has(answering.rowId)
      if (answering.eventTime === time && other)
        return wrong('tie', `online answers with another row of ${formatInstant(time)}, which lost the tie`)
      if (isEdge(it, row, time, answering.eventTime)) {
        const why = `online's row is of ${formatInstant(answering.eventTime)}, the history's of ${formatInstant(time)}: ttl lies between`
        return wrong('ttl edge', why)
      }
    }
    return wrong('unexplained', `as of ${since} and run ${known.lastRun} the history says otherwise`)
  }
}

const wrong = (cause: ParityCause, why: string): Finding & { readonly settled: boolean } => ({
  cause,
  why,
  settled: false,
})

/** Whether one of two event times is young enough at the reading, and the other is not. */
const isEdge = ({ subject, reads }: Comparison, row: number, one: bigint, other: bigint): boolean => {
  const { ttl } = subject.view
  const read = reads[row]?.read
  return ttl !== null && read !== undefined && one < read - ttl !== other < read - ttl
}

/** Those of the rows held online that the history knows, whether they answer or not. */
const existingRows = async (
  { session, history }: Subject & { readonly session: Session },
  held: readonly (HeldRow | undefined)[],
): Promise<ReadonlySet<bigint>> => {
  const ids = [...new Set(held.flatMap((it) => it?.rowId ?? []))]
  const reading = { history, bounds: everything, rows: 'all', lastRun: null } as const
  const rows = historyRows(reading)
  if (rows === null || ids.length === 0) return new Set()
  const sql = render('monitoring/parity-rows', { rows })
  const parameters = { ...naming(sql, readingParameters(reading)), ids: `[${ids.join(',')}]` }
  const found = await session.rows(sql, parameters)
  return new Set(found.flatMap(({ row_id }) => (typeof row_id === 'bigint' ? [row_id] : [])))
}
