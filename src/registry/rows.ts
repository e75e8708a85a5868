// What does a row of the registry say? Each as the version it keeps, with its status and the words said of it last.
import type { Categories } from '../core/aggregates.ts'
import { messageOf, PintailError } from '../core/errors.ts'
import { isArray, isObject, type JsonObject } from '../core/json.ts'
import { type Shape, scalar } from '../core/shape.ts'
import type { StoredRowSet } from '../core/state.ts'
import * as stored from '../core/stored.ts'
import { type FeatureType, isFeatureType } from '../core/values.ts'
import type { FeatureVersion, Member, ServiceVersion, Status, ViewVersion } from '../core/versions.ts'
import { render } from '../sql/render.ts'
import type { Database } from '../sqlite.ts'

/** What the files said last, by name. */
export type Said = ReadonlyMap<string, JsonObject>

/** Which versions are current, and which of the others do live services pin? */
export interface Live {
  isCurrent(kind: string, id: bigint): boolean
  isPinned(kind: string, id: bigint): boolean
}

export const statusOf = (live: Live, kind: string, id: bigint): Status =>
  live.isCurrent(kind, id) ? 'current' : live.isPinned(kind, id) ? 'pinned' : 'retired'

/** Each part is read when it is first asked for. */
export const readLive = (database: Database): Live => {
  const named = onceRead(database, "SELECT kind || ' ' || version_id FROM current_versions")
  const features = onceRead(database, render('registry/current-feature-ids'))
  const pinned = onceRead(database, render('registry/pinned'))
  const services = onceRead(database, servicesDeclared)
  return {
    isCurrent: (kind, id) => (kind === 'feature' ? features().has(id) : named().has(`${kind} ${id}`)),
    isPinned: (kind, id) => (kind === 'service' ? services().has(id) : pinned().has(`${kind} ${id}`)),
  }
}

/** Every version of a declared service is live. */
const servicesDeclared = `SELECT id FROM service_versions
  WHERE service IN (SELECT name FROM current_versions WHERE kind = 'service')`

const onceRead = (database: Database, statement: string): (() => ReadonlySet<string | bigint>) => {
  let read: ReadonlySet<string | bigint> | undefined
  return () => {
    read ??= new Set(namesBy(database, statement))
    return read
  }
}

const namesBy = (database: Database, statement: string): (string | bigint)[] => {
  try {
    return database.prepare<unknown[], string | bigint>(statement).pluck().all()
  } catch (cause) {
    throw new PintailError({
      code: 'registry_damaged',
      message: `the registry's versions of views and services cannot be read: ${messageOf(cause)}`,
      fix: 'restore registry.db from a copy',
      cause,
    })
  }
}

export interface RowSetRow {
  readonly id: bigint
  readonly view: string
  readonly source: string
  readonly fingerprint: string
  readonly definition: string
}

export const rowSetOf = ({ id, definition, ...row }: RowSetRow): StoredRowSet => ({
  ...row,
  ...stored.readStored(stored.storedRowSet, definition, `rows of view "${row.view}"`),
  id: Number(id),
})

interface VersionRow {
  readonly id: bigint
  readonly version: bigint
  readonly fingerprint: string
  readonly definition: string
  readonly applied: bigint
}

export interface FeatureRow extends VersionRow {
  readonly view: string
  readonly feature: string
  readonly row_set: bigint
  readonly type: string
  readonly fits: string
}

/** `said` by `view:feature`: words about features are no part of a version; the current one has what was said last. */
export const featureOf = (row: FeatureRow, live: Live, said: ReadonlyMap<string, stored.Described>): FeatureVersion => {
  const what = `feature ${row.view}:${row.feature}@${row.version}`
  const type = typeOf(row.type, what)
  const { default: given, ...definition } = stored.readStored(stored.storedFeature, row.definition, what)
  const status = statusOf(live, 'feature', row.id)
  return {
    id: Number(row.id),
    view: row.view,
    name: row.feature,
    version: Number(row.version),
    fingerprint: row.fingerprint,
    rowSet: Number(row.row_set),
    type,
    ...definition,
    fits: stored.readStored(stored.storedFits, row.fits, what),
    default: type === 'int64' && typeof given === 'number' ? BigInt(given) : given,
    applied: row.applied,
    status,
    ...(status === 'current' ? said.get(`${row.view}:${row.feature}`) : {}),
  }
}

/** What a listing tells of a feature version. */
export type FeatureHead = Omit<FeatureVersion, 'kind' | 'fingerprint' | 'aggregate' | 'uses' | 'reads' | 'fits'> & {
  readonly categories: Categories | null
}

/** Read with numbers: a double counts the microseconds of two centuries. */
export interface FeatureHeadRow extends Pick<FeatureRow, 'view' | 'feature' | 'type'> {
  readonly id: number
  readonly version: number
  readonly row_set: number
  readonly applied: number
  readonly expression: string
  /** JSON, as all that follow but texts. */
  readonly default: string | null
  readonly categories: string | null
  readonly description: string
  readonly owner: string
  readonly tags: string
}

/** `said` of the current version, by `view:feature`. */
export const featureHeadOf = (
  row: FeatureHeadRow,
  status: Status,
  said: ReadonlyMap<string, stored.Described>,
): FeatureHead => {
  const what = `feature ${row.view}:${row.feature}@${row.version}`
  const type = typeOf(row.type, what)
  const given = readOrNull(scalar, row.default, what)
  const words = status === 'current' ? said.get(`${row.view}:${row.feature}`) : undefined
  return {
    id: row.id,
    view: row.view,
    name: row.feature,
    version: row.version,
    rowSet: row.row_set,
    type,
    expression: row.expression,
    categories: readOrNull(stored.storedCategories, row.categories, what),
    default: type === 'int64' && typeof given === 'number' ? BigInt(given) : given,
    applied: BigInt(row.applied),
    status,
    description: words?.description ?? row.description,
    owner: words?.owner ?? row.owner,
    tags: words?.tags ?? stored.readStored(stored.texts, row.tags, what),
  }
}

const readOrNull = <T>(shape: Shape<T>, json: string | null, what: string): T | null =>
  json === null || json === 'null' ? null : stored.readStored(shape, json, what)

const typeOf = (type: string, what: string): FeatureType => {
  if (isFeatureType(type)) return type
  throw new PintailError({ code: 'registry_damaged', message: `the registry's ${what} has the type ${type}` })
}

/** What was said of the features of views, by `view:feature`, in the order of each view. */
export const saidOfFeatures = (views: Said): Map<string, stored.Described> => {
  const said = new Map<string, stored.Described>()
  for (const [view, { features }] of views)
    for (const it of isArray(features) ? features : []) {
      const words = isObject(it) ? wordsIn(it) : null
      if (words) said.set(`${view}:${words.name}`, words)
    }
  return said
}

/** Checked by hand: there may be thousands. */
const wordsIn = ({ name, description, owner, tags }: JsonObject): (stored.Described & { name: string }) | null => {
  if (typeof name !== 'string' || typeof description !== 'string' || typeof owner !== 'string') return null
  if (!isArray(tags)) return null
  return { name, description, owner, tags: tags.filter((tag) => typeof tag === 'string') }
}

const saidOf = (said: Said, name: string, status: Status): Partial<stored.Described> =>
  (status === 'current' ? stored.shaped(stored.declaredThing, said.get(name)) : undefined) ?? {}

/** The order of features is no part of a version either. */
const inSaidOrder = (features: readonly FeatureVersion[], said: JsonObject | undefined): readonly FeatureVersion[] => {
  const names = new Map(stored.shaped(stored.declaredView, said)?.features.map((it, i) => [it.name, i]))
  const place = ({ name }: FeatureVersion): number => names.get(name) ?? -1
  return features.toSorted((a, b) => place(a) - place(b))
}

export interface ViewRow extends VersionRow {
  readonly view: string
  readonly row_set: bigint
}

/** A view version that names its features by their ids. */
export interface ViewHead extends Omit<ViewVersion, 'features'> {
  readonly features: readonly number[]
}

/** What rows refer to by id, read before them. */
export interface HeadParts {
  readonly live: Live
  readonly said: Said
}

interface ViewHeadParts extends HeadParts {
  readonly rowSets: ReadonlyMap<number, StoredRowSet>
}

export const viewHeadOf = (row: ViewRow, { live, said, rowSets }: ViewHeadParts): ViewHead => {
  const what = `view ${row.view}@${row.version}`
  const status = statusOf(live, 'view', row.id)
  return {
    ...stored.readStored(stored.storedView, row.definition, what),
    id: Number(row.id),
    view: row.view,
    version: Number(row.version),
    fingerprint: row.fingerprint,
    rowSet: known(rowSets.get(Number(row.row_set)), what),
    applied: row.applied,
    status,
    ...saidOf(said, row.view, status),
  }
}

export interface Parts {
  readonly features: ReadonlyMap<number, FeatureVersion>
}

export const viewOf = (row: ViewRow, parts: ViewHeadParts & Parts): ViewVersion => {
  const head = viewHeadOf(row, parts)
  return {
    ...head,
    features: inSaidOrder(
      head.features.map((id) => known(parts.features.get(id), `view ${row.view}@${row.version}`)),
      head.status === 'current' ? parts.said.get(row.view) : undefined,
    ),
  }
}

export interface ServiceRow extends VersionRow {
  readonly service: string
}

/** A service version that names its members by their ids. */
export interface ServiceHead extends Omit<ServiceVersion, 'members'> {
  readonly members: readonly (readonly [view: number, feature: number, category: string | null])[]
}

export const serviceHeadOf = (row: ServiceRow, { live, said }: HeadParts): ServiceHead => {
  const status = statusOf(live, 'service', row.id)
  return {
    ...stored.readStored(stored.storedService, row.definition, `service ${row.service}@${row.version}`),
    id: Number(row.id),
    service: row.service,
    version: Number(row.version),
    fingerprint: row.fingerprint,
    applied: row.applied,
    status,
    ...saidOf(said, row.service, status),
  }
}

export const serviceOf = (
  row: ServiceRow,
  { features, views, ...parts }: HeadParts & Parts & { readonly views: ReadonlyMap<number, ViewVersion> },
): ServiceVersion => {
  const what = `service ${row.service}@${row.version}`
  const head = serviceHeadOf(row, parts)
  return {
    ...head,
    members: head.members.map(
      ([view, feature, category]): Member => ({
        view: known(views.get(view), what),
        feature: known(features.get(feature), what),
        category,
      }),
    ),
  }
}

const known = <T>(found: T | undefined, what: string): T => {
  if (found !== undefined) return found
  throw new PintailError({ code: 'registry_damaged', message: `the registry's ${what} names a part that is missing` })
}
