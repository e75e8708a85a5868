// What has every pass of a question about windows to hand?
import type { Micros } from '../core/clock.ts'
import type { Asked } from './asked.ts'
import type { Cell } from './cells.ts'
import type { EventReading } from './event-reading.ts'
import type { Wanted } from './plan.ts'
import type { Forced } from './window-plan.ts'

export interface WindowQuestion extends Wanted {
  readonly knownAt: boolean
  readonly exactSums: boolean
  /** Events of the key of an event, on average; absent where nobody looked. */
  readonly eventsPerKey?: number
  /** How it is to be answered; absent: as seems best. */
  readonly windowPlan?: Forced
}

/** What every pass of a question has to hand. */
export interface WindowWork {
  readonly question: WindowQuestion
  readonly asked: Asked
  /** The events that cells read, as far back as their windows reach. */
  readingOf(cells: readonly Cell[], back: Micros | null): EventReading
  /** Into how many parts the work on these is cut. */
  partsFor(cells: readonly Cell[]): number
  /** Whether events are looked for in buckets of time as wide as their windows reach. */
  isBucketed(back: Micros | null): boolean
}
