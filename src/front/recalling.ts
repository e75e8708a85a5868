// What was found earlier? Answers that runs recorded, read from the registry alone.
import type { JsonObject } from '../core/json.ts'
import { type RecordedDriftRequest, recordedDrift } from '../monitoring/recorded-drift.ts'
import type { Opened } from './opened.ts'

export interface Recalling {
  /** Reports of drift as ingests recorded them. */
  recordedDrift(request: RecordedDriftRequest): JsonObject[]
}

export const recalling = ({ registry }: Opened): Recalling => ({
  recordedDrift: (request) => recordedDrift(registry, request),
})
