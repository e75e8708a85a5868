// Which answers change as time goes by, though no row lands? Events enter windows and leave them.

import { delayOf, windowKey } from '../aggregations/windows.ts'
import type { Window } from '../core/aggregates.ts'
import type { Micros } from '../core/clock.ts'
import { askedThrough } from '../core/state.ts'
import type { FeatureVersion } from '../core/versions.ts'

export interface Moves {
  /** Something tells how long ago an event was: its answer differs at every instant. */
  readonly always: boolean
  /** Each once. A row that answers from its own time on is in a window without an end. */
  readonly windows: readonly Window[]
}

const endless: Window = { length: null, closed: 'right' }

export const movesOf = (features: readonly FeatureVersion[], all: ReadonlyMap<number, FeatureVersion>): Moves => {
  const through = features.flatMap((it) => askedThrough(it, all))
  const aggregates = through.flatMap(({ aggregate }) => aggregate ?? [])
  const windows = through.some(({ kind }) => kind === 'row') ? [endless, ...aggregates] : aggregates
  return {
    always: aggregates.some((it) => it.function === 'since'),
    windows: [...new Map(windows.map((it) => [windowKey(it), it])).values()],
  }
}

/** The event times of (after, upTo]. */
export interface Stretch {
  readonly after: Micros
  readonly upTo: Micros
}

/** Of two instants: the times of events that are in a window as of one of them, and not as of the other. */
export const stretchesBetween = (last: Micros, until: Micros, windows: readonly Window[]): Stretch[] => {
  if (until <= last) return []
  const shifts = windows.flatMap((it) => {
    const delay = delayOf(it)
    return it.length === null ? [delay] : [delay, delay + it.length]
  })
  return [...new Set(shifts)].flatMap((shift) => {
    const upTo = until - shift
    return upTo < first ? [] : [{ after: later(last - shift, first), upTo }]
  })
}

/** The engine's first timestamp. */
const first = -(2n ** 63n) + 2n

const later = (a: Micros, b: Micros): Micros => (a > b ? a : b)
