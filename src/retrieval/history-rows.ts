// Which rows of a history can answer? Its segments as one relation of keys, times and places.
import type { Micros } from '../core/clock.ts'
import { firstRowId, type History, type Segment } from '../core/history.ts'
import { type Parameters, readParquet } from '../offline/offline-store.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'

/** A segment whose rows are `offset`, `offset + 1`, … among all rows of the history. */
export interface Placed {
  readonly segment: Segment
  readonly offset: bigint
}

/** The event times that matter; null is unbounded. */
export interface Bounds {
  readonly earliest: Micros | null
  readonly latest: Micros | null
  /** False: rows beyond do no harm, so the engine is asked to leave out only as many as make up for the asking. */
  readonly exact: boolean
}

export const everything: Bounds = { earliest: null, latest: null, exact: false }

/** Places depend on the history alone, so that every part of a question agrees on them. */
const placed = (history: History): Placed[] => {
  let offset = 0n
  return history.segments.map((segment) => {
    const at = offset
    offset += BigInt(segment.rows)
    return { segment, offset: at }
  })
}

const overlaps = (segment: Segment, bounds: Bounds): boolean =>
  (bounds.earliest === null || segment.latest >= bounds.earliest) &&
  (bounds.latest === null || segment.earliest <= bounds.latest)

/**
 * newest: one row a key and event time, those that answer today · all: the rows that lost a tie too.
 * With `lastRun` the rows of later runs do not exist; ties are then resolved anew, which costs a sort.
 */
export interface Reading {
  readonly history: History
  readonly bounds: Bounds
  readonly rows: 'newest' | 'all'
  readonly lastRun: number | null
}

export const isEarlier = ({ history, lastRun }: Pick<Reading, 'history' | 'lastRun'>): boolean =>
  lastRun !== null && lastRun < history.lastRun

/** The segments that can hold an answer, oldest first. */
export const segmentsOf = (reading: Reading): Placed[] =>
  placed(reading.history).filter(
    ({ segment }) =>
      segment.rows > 0 &&
      overlaps(segment, reading.bounds) &&
      (reading.lastRun === null || segment.firstRun <= reading.lastRun) &&
      (reading.rows === 'all' || isEarlier(reading) || segment.kind !== 'superseded'),
  )

export const keyNames = (history: History): string[] => history.rowSet.keys.map((_, i) => `k${i}`)

/**
 * Rows `k0…, event_time, created, row_id, pos`; null when no segment can hold one. Where every row counts, ties among
 * them are still to be resolved ({@link tieFree}).
 */
export const historyRows = (reading: Reading): string | null => {
  const segments = segmentsOf(reading)
  if (segments.length === 0) return null
  const keys = keyNames(reading.history)
  const union = segments.map((it) => segmentRows(reading.history, it, reading.bounds)).join('\nUNION ALL\n')
  if (reading.history.rowSet.events && reading.rows === 'newest') return notSuperseded(union, reading)
  if (isEarlier(reading)) {
    if (reading.rows === 'all') return `SELECT * FROM (\n${union}\n) AS rows WHERE row_id < $next_run`
    return render('retrieval/as-of-run', { rows: union, keys: keys.join(', ') })
  }
  return reading.rows === 'all' ? union : notHidden(union, reading.history, segments)
}

/** Of the versions of an event, those that existed then, the one known last. */
export const notSuperseded = (rows: string, reading: Pick<Reading, 'history' | 'lastRun'>): string => {
  const { hidden } = reading.history
  const earlier = isEarlier(reading)
  const landed = earlier ? `SELECT * FROM (\n${rows}\n) AS rows WHERE row_id < $next_run` : rows
  if (hidden.length === 0) return landed
  return render('retrieval/events-not-superseded', {
    rows: landed,
    hidden: readParquet(hidden),
    existing: existing(reading),
  })
}

/** Which of the rows in files of hidden ones tell of rows that existed then. */
export const existing = (reading: Pick<Reading, 'history' | 'lastRun'>): string =>
  isEarlier(reading) ? '"by" < $next_run' : 'true'

/** One row a key and event time: where rows are events, ties are resolved when a question is asked. */
export const tieFree = (rows: string, history: History): string =>
  history.rowSet.events ? render('retrieval/tie-free', { rows, keys: keyNames(history).join(', ') }) : rows

/** Those rows that no later run superseded. */
export const notHidden = (rows: string, { hidden }: History, segments: readonly Placed[]): string =>
  hidden.length === 0 ? rows : render('retrieval/not-hidden', { rows, hidden: hiddenRows(hidden, segments) })

const segmentRows = (history: History, { segment, offset }: Placed, bounds: Bounds): string => {
  const keys = history.rowSet.keys.map((key, i) => `${quoteName(key.name)} AS k${i}`)
  return render('retrieval/rows', {
    columns: [...keys, 'event_time', 'created', 'row_id'].join(', '),
    offset: String(offset),
    file: quoteText(identitiesOf(segment)),
    within: within(segment, bounds),
  }).trim()
}

/** The file of a segment that holds who and when. */
export const identitiesOf = (segment: Segment): string => {
  const file = segment.files.find((it) => it.identities)
  if (file === undefined) throw new Error(`segment ${segment.id} names no file with identities`)
  return file.path
}

/** The bounds as a condition on one segment's rows. */
export const within = (segment: Segment, { earliest, latest, exact }: Bounds): string => {
  const span = segment.latest - segment.earliest
  const matters = (beyond: Micros): boolean => beyond > 0n && (exact || beyond * worthwhileShare > span)
  return (
    [
      ...(latest !== null && matters(segment.latest - latest) ? ['event_time <= $latest'] : []),
      ...(earliest !== null && matters(earliest - segment.earliest) ? ['event_time >= $earliest'] : []),
    ].join(' AND ') || 'true'
  )
}

/** A comparison of ten million rows costs a tenth of a second; it spares the sorting of those it leaves out. */
const worthwhileShare = 8n

const hiddenRows = (files: readonly string[], segments: readonly Placed[]): string =>
  render('retrieval/hidden', {
    files: readParquet(files),
    offsets: segments.map(({ segment, offset }) => `(${segment.id}, ${offset})`).join(', '),
  })

/** The values that {@link historyRows} names, or more. */
export const readingParameters = ({ bounds, lastRun }: Reading): Parameters => ({
  ...(bounds.latest === null ? {} : { latest: { micros: bounds.latest } }),
  ...(bounds.earliest === null ? {} : { earliest: { micros: bounds.earliest } }),
  ...(lastRun === null ? {} : { next_run: firstRowId(lastRun + 1) }),
})
