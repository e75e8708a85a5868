// Which events does a history hold? Those of its segments as one relation, with the inputs that a question needs.
import type { Micros } from '../core/clock.ts'
import { firstRowId, type Segment } from '../core/history.ts'
import { engineType } from '../core/values.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { type Parameters, readParquet } from '../offline/offline-store.ts'
import { quoteColumn, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { rowsOfKeys } from './asked.ts'
import { type EventReading, inputName, isLate, storedInputs, storedName } from './event-reading.ts'
import { existing, identitiesOf, isEarlier, keyNames, within } from './history-rows.ts'
import { withLate } from './late-inputs.ts'

/** Events `k0…, t` (microseconds)`, ord` (grows along the tie rule)`, e0…`; known ones with `c` and `until` too. */
export const eventRows = (reading: EventReading): string => {
  const stored = storedInputs(reading)
  const rows = storedRows(reading, stored)
  const names = keyNames(reading.history)
  const ofKeys = reading.keysOf === null ? rows : rowsOfKeys(rows, names, reading.keysOf)
  return isLate(reading) && !reading.known ? withLate(ofKeys, reading, stored) : ofKeys
}

/** With late inputs all stored ones are `s0…`; without, they are the inputs. */
const columnName = (reading: EventReading, stored: readonly FeatureVersion[], id: number): string =>
  isLate(reading) ? storedName(stored, id) : inputName(reading, id)

const segmentsOf = ({ history, bounds, lastRun }: EventReading): Segment[] =>
  history.segments.filter(
    (segment) =>
      segment.kind === 'events' &&
      segment.rows > 0 &&
      (bounds.earliest === null || segment.latest >= bounds.earliest) &&
      (bounds.latest === null || segment.earliest <= bounds.latest) &&
      (lastRun === null || segment.firstRun <= lastRun),
  )

const storedRows = (reading: EventReading, stored: readonly FeatureVersion[]): string => {
  const segments = segmentsOf(reading)
  if (segments.length === 0) return noEvents(reading, stored)
  const alone = segments.length === 1
  const rows = segments.map((it) => segmentRows(reading, it, stored, alone)).join('\nUNION ALL\n')
  const { hidden } = reading.history
  if (hidden.length === 0) return rows
  const slots = { rows, hidden: readParquet(hidden), existing: existing(reading) }
  return render(reading.known ? 'retrieval/events-known-until' : 'retrieval/events-not-superseded', slots)
}

/** In one segment the place of an event is its order; events of several are put in order by what decides ties. */
const orderOf = (alone: boolean): string =>
  alone
    ? 'identities.file_row_number'
    : `{t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), ${-(2n ** 63n) + 1n}), r: identities.row_id}`

const segmentRows = (
  reading: EventReading,
  segment: Segment,
  stored: readonly FeatureVersion[],
  alone: boolean,
): string => {
  const { history, bounds, known, identified = false } = reading
  const groups = segment.files.filter((file) => !file.identities && stored.some((it) => file.features.includes(it.id)))
  const columns = [
    ...history.rowSet.keys.map((key, i) => `${quoteColumn('identities', key.name)} AS k${i}`),
    'epoch_us(identities.event_time) AS t',
    `${orderOf(alone)} AS ord`,
    ...(known ? ['epoch_us(identities.created) AS c'] : []),
    ...(known && history.hidden.length === 0 ? ['CAST(NULL AS BIGINT) AS until'] : []),
    ...(identified ? ['identities.event_time', 'identities.created'] : []),
    ...(identified || history.hidden.length > 0 ? ['identities.row_id'] : []),
    ...stored.map((input) => {
      const file = segment.files.find((it) => it.features.includes(input.id))
      const relation = file === undefined || file.identities ? 'identities' : `g${groups.indexOf(file)}`
      const value =
        file === undefined ? `CAST(NULL AS ${engineType(input.type)})` : quoteColumn(relation, columnOf(input))
      return `${value} AS ${columnName(reading, stored, input.id)}`
    }),
  ]
  const conditions = [within(segment, bounds), ...(isEarlier(reading) ? ['identities.row_id < $next_run'] : [])]
  return render('retrieval/events', {
    columns: columns.join(', '),
    file: quoteText(identitiesOf(segment)),
    beside: groups.map((file, i) => `POSITIONAL JOIN ${readParquet([file.path])} AS g${i}`).join(' '),
    within: conditions.join(' AND '),
  }).trim()
}

const noEvents = (reading: EventReading, stored: readonly FeatureVersion[]): string => {
  const columns = [
    ...reading.history.rowSet.keys.map((key, i) => `CAST(NULL AS ${engineType(key.type)}) AS k${i}`),
    ...['t', 'ord', ...(reading.known ? ['c', 'until'] : [])].map((name) => `CAST(NULL AS BIGINT) AS ${name}`),
    ...(reading.identified === true
      ? [
          'CAST(NULL AS TIMESTAMP) AS event_time',
          'CAST(NULL AS TIMESTAMP) AS created',
          'CAST(NULL AS BIGINT) AS row_id',
        ]
      : []),
    ...stored.map((it) => `CAST(NULL AS ${engineType(it.type)}) AS ${columnName(reading, stored, it.id)}`),
  ]
  return `SELECT ${columns.join(', ')} WHERE false`
}

/** The values that {@link eventRows} names, or more. */
export const eventParameters = ({ bounds, lastRun }: EventReading): Parameters => ({
  ...time('latest', bounds.latest),
  ...time('earliest', bounds.earliest),
  ...(lastRun === null ? {} : { next_run: firstRowId(lastRun + 1) }),
})

const time = (name: string, at: Micros | null): Parameters => (at === null ? {} : { [name]: { micros: at } })
