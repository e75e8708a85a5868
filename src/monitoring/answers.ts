// What do aggregations give for the keys that a range concerns? Their answers as of its end, by the one composer.
import type { Micros } from '../core/clock.ts'
import type { Watched } from '../core/verbs.ts'
import type { Session } from '../offline/offline-store.ts'
import { asOfInstant } from '../retrieval/as-of-instant.ts'
import { historyRows, keyNames, type Reading, readingParameters } from '../retrieval/history-rows.ts'
import { runSteps } from '../retrieval/run-steps.ts'
import { naming, type Statement } from '../retrieval/statement.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import type { Peopled } from './peopled.ts'
import { rowsOfRuns } from './row-values.ts'

/** Of more keys, so many are looked at: the same ones each time, by hash. */
export const mostKeys = 100_000

export interface Answers {
  /** With columns `k0…, f0…` in raw form; null where no key has a row in the range. */
  readonly table: string | null
  /** The instant that was asked about. */
  readonly at: Micros | null
  readonly notes: readonly string[]
}

/** What was answered in a session, by what runs in it, about rows of runs, which stay what they are: nobody asks twice. */
const known = new WeakMap<Session['run'], { readonly it: Peopled; readonly found: Answers }[]>()

export const answers = async (session: Session, it: Peopled, watched: Watched): Promise<Answers> => {
  const before = known.get(session.run) ?? []
  const same = before.find((other) => covers(other.it, it))
  if (same) return sharedWith(session, same, it)
  const found = await asked(session, it, watched)
  if (it.range.runs !== null) known.set(session.run, [...before, { it, found }])
  return found
}

const covers = (known: Peopled, { history, range, features }: Peopled): boolean =>
  range.runs !== null &&
  known.range.runs?.join() === range.runs.join() &&
  known.history.rowSet.id === history.rowSet.id &&
  known.history.lastRun === history.lastRun &&
  features.every(({ id }) => known.features.some((feature) => feature.id === id))

const sharedWith = async (
  session: Session,
  { it: known, found }: { readonly it: Peopled; readonly found: Answers },
  { features, name, history }: Peopled,
): Promise<Answers> => {
  if (found.table === null || found.table === `${name}_answers`) return found
  const places = features.map(({ id }) => known.features.findIndex((feature) => feature.id === id))
  const columns = [...keyNames(history), 'event_time', ...places.map((place, i) => `f${place} AS f${i}`)]
  const table = `${name}_shared`
  await session.run(`CREATE OR REPLACE TEMP VIEW ${table} AS SELECT ${columns.join(', ')} FROM ${found.table}`)
  return { ...found, table }
}

const asked = async (session: Session, it: Peopled, watched: Watched): Promise<Answers> => {
  const { history, features, all, range, name } = it
  const rows = rowsIn(it)
  const keys = keyNames(history)
  const complete = keys.map((key) => `${key} IS NOT NULL`).join(' AND ')
  if (rows === null) return { table: null, at: null, notes: [] }
  const slots = { keys: keys.join(', '), rows: rows.sql, complete }
  const facts = render('monitoring/drift-facts', slots)
  const [fact] = await session.rows(facts, naming(facts, rows.parameters))
  const latest = typeof fact?.latest === 'bigint' ? fact.latest : null
  if (latest === null) return { table: null, at: null, notes: [] }
  const at = endOf(range.runs === null ? range.until : null, latest)
  const keysAsked = `${name}_keys`
  const names = history.rowSet.keys.map((key, i) => `k${i} AS ${quoteName(key.name)}`).join(', ')
  const chosen = render('monitoring/drift-keys', { ...slots, table: keysAsked, names, most: String(mostKeys) })
  await session.run(chosen, naming(chosen, rows.parameters))
  const last = range.runs?.[1] ?? null
  const lastRun = last === null || last >= history.lastRun ? null : last
  const plan = asOfInstant({ name, history, features, all, lastRun, at, keys: keysAsked })
  await runSteps(session, plan.steps, watched)
  const table = `${name}_answers`
  await session.run(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT * FROM (\n${plan.answer}\n)`)
  const count = Number(fact?.keys ?? 0)
  return { table, at, notes: count > mostKeys ? [`${mostKeys} of ${count} keys are looked at, chosen by hash`] : [] }
}

/** The end of a range that has one is asked about, however early its newest event is. */
const endOf = (until: Micros | null, latest: Micros): Micros => until ?? latest

const rowsIn = ({ history, range }: Peopled): Omit<Statement, 'name'> | null => {
  if (range.runs !== null) {
    const columns = [
      ...history.rowSet.keys.map((key, i) => ({ identity: key.name, as: `k${i}` })),
      { identity: 'event_time', as: 'event_time' },
    ]
    const sql = rowsOfRuns(history, range.runs, columns)
    return sql === null ? null : { sql, parameters: {} }
  }
  const bounds = { earliest: range.since, latest: range.until, exact: true }
  const reading: Reading = { history, bounds, rows: 'newest', lastRun: null }
  const sql = historyRows(reading)
  return sql === null ? null : { sql, parameters: readingParameters(reading) }
}
