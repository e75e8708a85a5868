// Whose answer may differ, where every event counts? Those of events that landed, came due, left a window, were replaced.
import type { Micros } from '../core/clock.ts'
import { firstRowId, type History, type Segment } from '../core/history.ts'
import { type Parameters, readParquet } from '../offline/offline-store.ts'
import { historyRows, keyNames, type Reading, readingParameters } from '../retrieval/history-rows.ts'
import { naming, type Statement } from '../retrieval/statement.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import type { Answered, Change } from './changed-keys.ts'
import { type Moves, type Stretch, stretchesBetween } from './moves.ts'

/** Null where nothing can have changed. */
export const changedByEvents = (change: Change, moves: Moves): Statement | null => {
  const { history, last, until, table } = change
  const stretches = stretchesBetween(last.until, until, moves.windows)
  const always = moves.always && until > last.until
  const hidden = history.lastRun > last.lastRun && history.hidden.length > 0
  const touched = history.segments.filter((it) => always || hidden || isTouched(it, last, stretches))
  const reading = everyRow({ ...history, segments: touched }, until)
  const rows = historyRows(reading)
  if (rows === null) return null
  const moved = [
    ...(always ? ['true'] : []),
    'row_id >= $fresh',
    ...stretches.map((_, i) => `(event_time > $after_${i} AND event_time <= $up_to_${i})`),
    ...(hidden ? [render('materialize/superseded', { hidden: readParquet(history.hidden) })] : []),
  ]
  const sql = render('materialize/changed-events', {
    changed: table,
    names: namesOf(history),
    rows,
    moved: moved.join('\n  OR '),
  })
  const parameters: Parameters = {
    ...readingParameters(reading),
    fresh: firstRowId(last.lastRun + 1),
    ...Object.fromEntries(
      stretches.flatMap(({ after, upTo }, i) => [
        [`after_${i}`, { micros: after }],
        [`up_to_${i}`, { micros: upTo }],
      ]),
    ),
  }
  return { name: `${history.rowSet.view}: find changed keys`, sql, parameters: naming(sql, parameters) }
}

const isTouched = (segment: Segment, last: Answered, stretches: readonly Stretch[]): boolean =>
  segment.lastRun > last.lastRun ||
  stretches.some(({ after, upTo }) => segment.latest > after && segment.earliest <= upTo)

/** Those superseded too: a key too many costs a look, a key too few an answer. */
const everyRow = (history: History, until: Micros): Reading => ({
  history,
  bounds: { earliest: null, latest: until, exact: true },
  rows: 'all',
  lastRun: null,
})

const namesOf = (history: History): string =>
  keyNames(history)
    .map((name, i) => `${name} AS ${quoteName(history.rowSet.keys[i]?.name ?? name)}`)
    .join(', ')
