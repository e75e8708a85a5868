// Which versions has a thing, when were they applied, and what did each change? A row a version, oldest first.
import { featureChanged, serviceChanged, type ToldService, type ToldView, viewChanged } from '../core/changed.ts'
import { formatDuration } from '../core/durations.ts'
import { formatInstant } from '../core/instants.ts'
import { formatPart } from '../core/references.ts'
import type { Listed } from '../core/verbs.ts'
import type { FeatureVersion, Status } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import { serviceHeads, viewHeads } from './heads.ts'
import { rowsById } from './part.ts'
import type { ServiceHead, ViewHead } from './rows.ts'

interface Version {
  readonly version: number
  readonly status: Status
  readonly applied: bigint
  readonly fingerprint: string
}

/** `changed` holds each version against the one before. */
const versionRows = <T extends Version>(
  versions: readonly T[],
  changed: (old: T, now: T) => readonly string[],
  told: (it: T) => Listed,
): Listed[] =>
  versions.map((it, i) => {
    const before = versions[i - 1]
    return {
      version: it.version,
      status: it.status,
      ...told(it),
      applied: formatInstant(it.applied),
      changed: before === undefined ? 'first' : changed(before, it).join(', '),
      fingerprint: it.fingerprint,
    }
  })

/** `all` holds every version of the feature, and what each is made of. */
export const featureVersions = (
  { view, name }: FeatureVersion,
  all: ReadonlyMap<number, FeatureVersion>,
  told: (it: FeatureVersion) => Listed,
): Listed[] => {
  const versions = [...all.values()]
    .filter((it) => it.view === view && it.name === name)
    .sort((a, b) => a.version - b.version)
  return versionRows(versions, (old, now) => featureChanged(old, now, all), told)
}

export const viewVersions = (database: Database, view: string): Listed[] => {
  const told = toldViews(database, view)
  const versions = viewHeads(database, { name: view })
  return versionRows(
    versions,
    (old, now) => viewChanged(told(old), told(now)),
    (it) => ({ features: it.features.length, ttl: it.ttl === null ? null : formatDuration(it.ttl) }),
  )
}

/** What the versions of one view are told by. */
export const toldViews = (database: Database, view: string): ((it: ViewHead) => ToldView) => {
  const named = database
    .prepare<unknown[], { id: bigint; feature: string }>('SELECT id, feature FROM feature_versions WHERE view = ?')
    .all(view)
  const names = new Map(named.map((row) => [Number(row.id), row.feature]))
  return (it) => ({
    ...{ ttl: it.ttl, online: it.online, entities: it.entities, rows: it.rowSet, rowSetId: it.rowSet.id },
    features: new Map(it.features.map((id) => [names.get(id) ?? String(id), id])),
  })
}

export const serviceVersions = (database: Database, service: string): Listed[] => {
  const versions = serviceHeads(database, { name: service })
  const told = toldServices(database, versions)
  return versionRows(
    versions,
    (old, now) => serviceChanged(told(old), told(now)),
    (it) => ({ features: it.members.length }),
  )
}

/** What the versions of services are told by. */
export const toldServices = (
  database: Database,
  versions: readonly ServiceHead[],
): ((it: ServiceHead) => ToldService) => {
  const members = versions.flatMap((it) => it.members)
  const views = new Map(viewsById(database, new Set(members.map(([view]) => view))).map((it) => [Number(it.id), it]))
  const features = new Map(
    rowsById<{ id: bigint; view: string; feature: string }>(
      database,
      'feature_versions',
      new Set(members.map(([, feature]) => feature)),
    ).map((row) => [Number(row.id), row]),
  )
  return (it) =>
    new Map(
      it.members.map(([view, feature, category]) => {
        const [of, named] = [views.get(view), features.get(feature)]
        const name = `${named?.view}:${formatPart({ feature: named?.feature ?? '', category })}`
        return [name, { feature, ttl: of?.ttl == null ? null : BigInt(of.ttl), online: of?.online === 1n }]
      }),
    )
}

interface ViewTold {
  readonly id: bigint
  readonly ttl: bigint | null
  readonly online: bigint
}

const viewsById = (database: Database, ids: Iterable<number>): ViewTold[] =>
  database
    .prepare<unknown[], ViewTold>(
      `SELECT id, definition ->> '$.ttl' AS ttl, definition ->> '$.online' AS online FROM view_versions
       WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify([...ids]))
