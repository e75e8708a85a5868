// Which events does a window hold? Its edges, in this one place: (t − w, t], or [t − w, t) where it is closed to the left.
import type { Window } from '../core/aggregates.ts'
import type { Micros } from '../core/clock.ts'

/** Times are whole microseconds, so [t − w, t) is (t − 1 − w, t − 1]: the same window, a microsecond earlier. */
export const delayOf = ({ closed }: Pick<Window, 'closed'>): Micros => (closed === 'left' ? 1n : 0n)

/** No event is as early as this; a window that would reach further begins here. */
const beginning = -(2n ** 63n) + 1n

/** SQL of the last microsecond that counts, for the instant `at`. */
export const endOf = (window: Pick<Window, 'closed'>, at: string): string =>
  delayOf(window) === 0n ? at : `${at} - ${delayOf(window)}`

/** SQL of the microsecond before the first that counts; null where every earlier one does. */
export const beforeStart = (window: Window, at: string): string | null => {
  if (window.length === null) return null
  const back = window.length + delayOf(window)
  return `greatest(${at}, ${beginning + back}) - ${back}`
}

/** Equal texts are the same window. */
export const windowKey = ({ length, closed }: Window): string => `${length ?? 'all'} ${closed}`

/** Where a window begins and ends, as columns of the rows asked about. */
export interface Edges {
  /** Null: no lower bound. */
  readonly after: string | null
  readonly upTo: string
}

/** SQL that says whether the time `t` lies between two edges. */
export const between = (t: string, { after, upTo }: Edges): string =>
  [...(after === null ? [] : [`${t} > ${after}`]), `${t} <= ${upTo}`].join(' AND ')
