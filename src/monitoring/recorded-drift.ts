// What did ingests find of drift? Reports as they were recorded, and the course of scores; no engine is asked.
import type { DriftPoint } from '../core/drift.ts'
import { isObject, type JsonObject, readJson } from '../core/json.ts'
import { formatPart, readNamedVersion } from '../core/references.ts'
import { columnOf } from '../core/versions.ts'
import { list } from '../registry/listing.ts'
import type { Registry } from '../registry/registry.ts'
import { driftCourse } from './memory.ts'

export interface RecordedRequest {
  /** Null: every current view. */
  readonly view: string | null
  /** Null: of each view the newest report. */
  readonly run: number | null
}

interface Row {
  readonly view: string
  readonly body: string
}

/** As `pintail drift --format json` gives them, and in that order. */
export const recordedDrift = (registry: Registry, { view, run }: RecordedRequest): JsonObject[] => {
  const views = askedViews(registry, view)
  const found = registry.database
    .prepare<unknown[], Row>(
      `SELECT view, body FROM drift_reports AS found
       WHERE standing AND view IN (SELECT value FROM json_each($views)) AND
         run = coalesce($run, (SELECT max(run) FROM drift_reports WHERE view = found.view))`,
    )
    .all({ views: JSON.stringify(views), run })
  return views.flatMap((name) => {
    const body = found.find((it) => it.view === name)?.body
    const report = body === undefined ? null : readJson(body)
    return report !== null && isObject(report) ? [report] : []
  })
}

/** Names of views as their reports come: the current ones, unless one is asked for. */
export const askedViews = (registry: Registry, view: string | null): string[] =>
  view === null ? currentViews(registry) : [viewNamed(registry, view)]

/** In the order of their versions, without the versions themselves. */
const currentViews = ({ database }: Registry): string[] =>
  database
    .prepare<unknown[], string>("SELECT name FROM current_versions WHERE kind = 'view' ORDER BY version_id")
    .pluck()
    .all()

/** A name that nobody knows is an error that tells the nearest. */
const viewNamed = (registry: Registry, text: string): string => {
  const name = readNamedVersion(text)?.name ?? text
  list(registry, { what: 'views', view: name })
  return name
}

/** Scores of the features of a view over the runs, by the names that reports give them. */
export const driftCourses = (registry: Registry, view: string): ReadonlyMap<string, readonly DriftPoint[]> => {
  const { database } = registry
  const members = database
    .prepare<unknown[], { id: bigint; member: string }>(
      `SELECT DISTINCT feature_version AS id, member FROM drift_scores JOIN drift_reports AS found ON found.id = report
       WHERE found.view = ?`,
    )
    .all(view)
  if (members.length === 0) return new Map()
  const { features } = registry.state()
  return new Map(
    members.flatMap(({ id, member }): [string, readonly DriftPoint[]][] => {
      const feature = features.get(Number(id))
      if (feature === undefined || feature.status === 'retired') return []
      const name = formatPart({ feature: columnOf(feature), category: member === '' ? null : member })
      return [[name, driftCourse(registry, { feature: feature.id, member })]]
    }),
  )
}
