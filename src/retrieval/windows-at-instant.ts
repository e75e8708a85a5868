// What do aggregations give for every key, as of one instant? The keys with events as the rows asked about.
import type { Micros } from '../core/clock.ts'
import { render } from '../sql/render.ts'
import type { EventReading } from './event-reading.ts'
import { eventParameters, eventRows } from './event-rows.ts'
import { keyNames } from './history-rows.ts'
import { type Plan, stepName, tableOf } from './plan.ts'
import { naming } from './statement.ts'
import type { WindowQuestion } from './window-work.ts'
import { windowsAsOf } from './windows.ts'

export interface AtInstant extends Omit<WindowQuestion, 'knownAt'> {
  readonly at: Micros
  /** A table with columns named as the history's keys; null: every key. */
  readonly keys: string | null
}

/** `answer` gives `k0…, event_time, created, row_id, f0…` ordered by key, for each key with an event by then. */
export const windowsAtInstant = ({ at, keys, ...question }: AtInstant): Plan => {
  const { history, lastRun } = question
  const names = keyNames(history)
  const matches = tableOf(question, 'matches')
  const reading: EventReading = {
    history,
    bounds: { earliest: null, latest: at, exact: false },
    lastRun,
    known: false,
    identified: true,
    inputs: [],
    all: new Map(),
    keysOf: keys === null ? null : { table: keys, keys: history.rowSet.keys.map((key) => key.name) },
  }
  const sql = render('retrieval/latest-events', { matches, keys: names.join(', '), rows: eventRows(reading) })
  const rows = history.segments.reduce((sum, segment) => sum + segment.rows, 0)
  const asked = { table: matches, keys: names, rows: keys === null ? rows : 0, earliest: at, latest: at }
  const { steps, answer } = windowsAsOf({ ...question, knownAt: false }, asked)
  const columns = [...names, 'event_time', 'created', 'row_id'].map((name) => `matches.${name}`)
  const values = question.features.map((_, i) => `answer.f${i}`)
  return {
    steps: [
      {
        name: stepName(question, 'find keys'),
        sql,
        parameters: naming(sql, { ...eventParameters(reading), instant: { micros: at } }),
      },
      ...steps,
    ],
    answer: render('retrieval/answer-of-keys', {
      columns: [...columns, ...values].join(', '),
      matches,
      answer,
      keys: names.map((name) => `matches.${name}`).join(', '),
    }),
    matches,
  }
}
