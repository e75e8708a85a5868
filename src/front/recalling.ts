// What was found earlier? Answers that runs recorded, read from the registry alone.
import type { CourseRequest, DriftStanding, FeatureReport, ProfileCourse } from '../core/courses.ts'
import type { DriftPoint } from '../core/drift.ts'
import type { JsonObject } from '../core/json.ts'
import type { Watched } from '../core/verbs.ts'
import type { Health } from '../core/watching.ts'
import { driftStandings, recordedDriftOf } from '../monitoring/drift-standings.ts'
import { health } from '../monitoring/health.ts'
import { profileCourse } from '../monitoring/profile-course.ts'
import type { RecordedChecks, RecordedChecksRequest } from '../monitoring/recorded-checks.ts'
import { driftCourses, type RecordedRequest, recordedDrift } from '../monitoring/recorded-drift.ts'
import type { Opened } from './opened.ts'

export interface Recalling {
  /** Reports of drift as ingests recorded them. */
  recordedDrift(request: RecordedRequest): JsonObject[]
  /** Results of checks as runs recorded them. */
  recordedChecks(request: RecordedChecksRequest): Promise<RecordedChecks[]>
  /** Of a view's features, by the names that reports give them: their scores over the runs. */
  driftCourses(view: string): ReadonlyMap<string, readonly DriftPoint[]>
  /** Where every feature stands in the newest report of its view. */
  driftStandings(watched?: Watched): Promise<DriftStanding[]>
  /** What the newest report of its view says of a feature, and its scores over the runs; null: nothing yet. */
  recordedDriftOf(reference: string): FeatureReport | null
  /** The figures of a feature's values over the newest runs, a course each category. */
  profileCourse(request: CourseRequest): ProfileCourse[]
  /** How each view and feature does, in few words. */
  health(watched?: Watched): Promise<Health[]>
}

export const recalling = ({ registry }: Opened): Recalling => ({
  recordedDrift: (request) => recordedDrift(registry, request),
  // What reads checks knows their whole schema, which nobody else is to load.
  recordedChecks: async (request) =>
    (await import('../monitoring/recorded-checks.ts')).recordedChecks(registry, request),
  driftCourses: (view) => driftCourses(registry, view),
  driftStandings: (watched = {}) => driftStandings(registry, watched),
  recordedDriftOf: (reference) => recordedDriftOf(registry, reference),
  profileCourse: (request) => profileCourse(registry, request),
  health: (watched = {}) => health(registry, watched),
})
