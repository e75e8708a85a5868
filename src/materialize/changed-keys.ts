// Whose row may differ from the last reading's? Counted by run, not by event time, so that no late row is missed.
import type { Micros } from '../core/clock.ts'
import { firstRowId, type History, type Segment } from '../core/history.ts'
import { readParquet } from '../offline/offline-store.ts'
import { historyRows, identitiesOf, keyNames, readingParameters } from '../retrieval/history-rows.ts'
import { naming, type Statement } from '../retrieval/statement.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'

/** What a group answered last. */
export interface Answered {
  readonly until: Micros
  readonly lastRun: number
}

export interface Change {
  readonly history: History
  readonly last: Answered
  readonly until: Micros
  /** The table to make, with the join keys under their own names. */
  readonly table: string
}

/** Null where nothing can have changed. */
export const changedKeys = (change: Change): Statement | null => {
  const { history, last, until, table } = change
  const touched = history.segments.filter(
    (it) => it.kind === 'newest' && (it.lastRun > last.lastRun || it.latest > last.until),
  )
  // Hidden rows count here: a key too many costs a look, a key too few an answer.
  const reading = {
    history: { ...history, segments: touched, hidden: [] },
    bounds: { earliest: null, latest: until, exact: true },
    rows: 'newest',
    lastRun: null,
  } as const
  const rows = historyRows(reading)
  if (rows === null) return null
  const names = namesOf(history)
  const sql = render('materialize/changed-keys', { changed: table, names, rows, superseded: supersededKeys(history) })
  const parameters = {
    ...readingParameters(reading),
    fresh: firstRowId(last.lastRun + 1),
    since: { micros: last.until },
  }
  return { name: `${history.rowSet.view}: find changed keys`, sql, parameters: naming(sql, parameters) }
}

const namesOf = (history: History): string =>
  keyNames(history)
    .map((name, i) => `${name} AS ${quoteName(history.rowSet.keys[i]?.name ?? name)}`)
    .join(', ')

const supersededKeys = (history: History): string => {
  if (history.hidden.length === 0) return ''
  return render('materialize/superseded-keys', {
    names: namesOf(history),
    rows: history.segments.map((it) => segmentKeys(history, it)).join('\nUNION ALL\n'),
    hidden: readParquet(history.hidden),
  })
}

const segmentKeys = (history: History, segment: Segment): string =>
  render('materialize/segment-keys', {
    keys: history.rowSet.keys.map((key, i) => `${quoteName(key.name)} AS k${i}`).join(', '),
    segment: String(segment.id),
    file: quoteText(identitiesOf(segment)),
  })
