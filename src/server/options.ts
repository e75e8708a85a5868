// What is a server made of? The front door it serves, and how it behaves.
import type { Pintail } from '../pintail.ts'
import type { Metrics } from './metrics.ts'
import type { AnswerOnline } from './online.ts'
import type { Browsed } from './routes/registry.ts'
import type { Guard } from './security.ts'

/** What the server needs of the front door. */
export type Served = Pick<Pintail, 'reader' | 'historical' | 'list' | 'ready'> & Browsed

/** Whether requests should be sent to it. */
export interface Readiness {
  /** From the order to stop until the end. */
  draining: boolean
}

export interface AppOptions {
  readonly guard: Guard
  /** Of a body, in bytes. */
  readonly limit: number
  readonly readiness: Readiness
  /** Told of faults that are not the user's. */
  readonly report: (fault: unknown) => void
  readonly metrics?: Metrics
  /** Shared with a handler in front of the app. */
  readonly answerOnline?: AnswerOnline
}
