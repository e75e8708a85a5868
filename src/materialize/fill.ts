// How does an answer get from the one store into the other? Streamed, a batch at a time, in the order of its keys.
import type { Micros } from '../core/clock.ts'
import type { History } from '../core/history.ts'
import { type Phases, timed } from '../core/phases.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { Batch, Session } from '../offline/offline-store.ts'
import type { Filling, OnlineWriter } from '../online/online-writer.ts'
import { asOfInstant } from '../retrieval/as-of-instant.ts'
import { keyNames } from '../retrieval/history-rows.ts'
import type { Plan } from '../retrieval/plan.ts'
import { runSteps } from '../retrieval/run-steps.ts'
import type { Statement } from '../retrieval/statement.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { answerOf } from './answer.ts'
import { changedByEvents } from './changed-events.ts'
import { changedKeys } from './changed-keys.ts'
import { emptiesOf } from './empties.ts'
import type { Moves } from './moves.ts'
import type { Work } from './plan.ts'
import { storedColumns } from './stored.ts'

export interface Fill {
  readonly session: Session
  readonly writer: OnlineWriter
  readonly history: History
  /** By id: those that the features are computed from are among them. */
  readonly all: ReadonlyMap<number, FeatureVersion>
  /** Of the features, as time goes by. */
  readonly moves: Moves
  readonly until: Micros
  readonly watched: Watched
  readonly phases: Phases
}

/** Does one piece of work; gives the number of keys written. */
export const fill = async (it: Fill, work: Work): Promise<number> => {
  const reading = { until: it.until, lastRun: it.history.lastRun }
  if (work.kind === 'build') {
    const plan = planOf(it, work, null)
    await timed(it.phases, 'find', () => runSteps(it.session, plan.steps, it.watched))
    const filling = it.writer.build(it.history.rowSet, work.features, reading, await emptiesOf(it, work.features))
    const keys = await timed(it.phases, 'write', () => pour(it, work, plan, filling))
    filling.finish()
    return keys
  }
  const changed = changesOf(it, work)
  const filling = it.writer.update(work.group, work.features, reading)
  let keys = 0
  if (changed !== null) {
    const plan = planOf(it, work, changedTable)
    await timed(it.phases, 'find', () => runSteps(it.session, [changed, ...plan.steps], it.watched))
    keys = await timed(
      it.phases,
      'write',
      async () => (await pour(it, work, plan, filling)) + (await drain(it, plan, filling)),
    )
  }
  filling.finish()
  return keys
}

const changedTable = 'changed_keys'

const changesOf = (it: Fill, { group }: Extract<Work, { kind: 'update' }>): Statement | null => {
  const change = { history: it.history, last: group, until: it.until, table: changedTable }
  return it.history.rowSet.events ? changedByEvents(change, it.moves) : changedKeys(change)
}

const planOf = ({ history, all, until }: Fill, { features }: Work, keys: string | null): Plan =>
  asOfInstant({ name: 'v0', history, features, all, lastRun: null, at: until, keys })

/** Writes a batch while the engine fetches the next one. */
const pour = async (it: Fill, { features }: Work, plan: Plan, filling: Filling): Promise<number> => {
  const { session, history, watched } = it
  watched.progress?.step(`${history.rowSet.view}: write`)
  const { sql, columns } = answerOf({ ...it, features, answer: plan.answer })
  const stored = storedColumns(columns)
  let keys = 0
  for await (const batch of ahead(session.batches(sql))) {
    filling.put({ rows: batch.rows, columns: stored(batch) })
    keys += batch.rows
    watched.progress?.advance(keys, null, 'keys')
  }
  return keys
}

/** The same batches, the next one asked for before the last is used. */
async function* ahead(batches: AsyncIterable<Batch>): AsyncIterable<Batch> {
  const iterator = batches[Symbol.asyncIterator]()
  let next = iterator.next()
  try {
    for (let batch = await next; !batch.done; batch = await next) {
      next = iterator.next()
      // Heard at the next turn, or below when no one listens any more.
      next.catch(() => {})
      yield batch.value
    }
  } finally {
    // The engine may still be fetching: its session must not be closed before.
    await next.catch(() => {})
  }
}

/** Takes the keys away that were looked at and have no answer any more. */
const drain = async ({ session, history }: Fill, { matches }: Plan, filling: Filling): Promise<number> => {
  const keys = history.rowSet.keys.map((key) => quoteName(key.name))
  const same = keyNames(history).map((name, i) => `matches.${name} = changed.${keys[i]}`)
  const gone =
    matches === null
      ? `SELECT ${keys.join(', ')} FROM ${changedTable}`
      : render('materialize/keys-without-answer', {
          keys: keys.join(', '),
          changed: changedTable,
          matches,
          same_keys: same.join(' AND '),
        })
  let count = 0
  const stored = storedColumns(history.rowSet.keys.map((key) => key.type))
  for await (const batch of session.batches(gone)) {
    const lists = stored(batch)
    filling.remove(Array.from({ length: batch.rows }, (_, row) => lists.map((list) => list[row] ?? null)))
    count += batch.rows
  }
  return count
}
