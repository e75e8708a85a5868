// What is promised of a view? How old its newest event may be, as its definition said last.
import type { Micros } from './clock.ts'
import type { JsonObject } from './json.ts'

/** The `sla` of a view as the registry keeps it; null without. */
export const readPromise = (said: JsonObject | undefined): Micros | null =>
  typeof said?.sla === 'bigint' || typeof said?.sla === 'number' ? BigInt(said.sla) : null
