// Which versions are there? Each told without what it is made of, so that thousands are listed at once.
import { inputMark } from '../core/aggregates.ts'
import type { Status } from '../core/versions.ts'
import { render } from '../sql/render.ts'
import type { Database } from '../sqlite.ts'
import { readRowSets, readSaid, readWords } from './part.ts'
import * as rows from './rows.ts'

/** Every version of one thing where it is named; with a status those of that status. */
export interface HeadsAsked {
  readonly status?: Status | undefined
  readonly name?: string | undefined
}

/** By name, then version. */
export const viewHeads = (database: Database, asked: HeadsAsked): rows.ViewHead[] => {
  const live = rows.readLive(database)
  const found = versionRows<rows.ViewRow>(database, 'view', asked, live)
  const rowSets = readRowSets(database, new Set(found.map((row) => row.row_set)))
  const said = readWords(database, 'view', asked.name)
  return found.map((row) => rows.viewHeadOf(row, { live, said, rowSets }))
}

/** By name, then version. */
export const serviceHeads = (database: Database, asked: HeadsAsked): rows.ServiceHead[] => {
  const live = rows.readLive(database)
  const said = readWords(database, 'service', asked.name)
  return versionRows<rows.ServiceRow>(database, 'service', asked, live).map((row) =>
    rows.serviceHeadOf(row, { live, said }),
  )
}

/** Live versions of services that name a version of one of these views, or of a feature. */
export const servicesNaming = (
  database: Database,
  { views = [], feature }: { readonly views?: readonly number[]; readonly feature?: number },
): rows.ServiceHead[] => {
  const live = rows.readLive(database)
  const said = readWords(database, 'service')
  // A number in the text is found faster than a text is read.
  const near = feature === undefined ? views.map((view) => `[${view},`) : [`,${feature}]`, `,${feature},`]
  const few = near.length > 0 && near.length <= 20
  const where = few ? `WHERE ${near.map(() => 'instr(definition, ?) > 0').join(' OR ')}` : ''
  return database
    .prepare<unknown[], rows.ServiceRow>(`SELECT * FROM service_versions ${where} ORDER BY id`)
    .all(...(few ? near : []))
    .map((row) => rows.serviceHeadOf(row, { live, said }))
    .filter((it) => it.status !== 'retired')
    .filter((it) => it.members.some((member) => views.includes(member[0]) || member[1] === feature))
}

/** By view, in the order of its definition, then oldest first; inputs of aggregations, which nobody asks for, left out. */
export const featureHeads = (
  database: Database,
  { view, status }: { readonly view?: string | undefined; readonly status: Status },
): rows.FeatureHead[] => {
  const said = rows.saidOfFeatures(readSaid(database, 'view', view === undefined ? null : [view]))
  const isCurrent = status === 'current'
  const live = isCurrent ? null : rows.readLive(database)
  const versions = isCurrent ? currentFeatures : 'feature_versions'
  const found = database
    .prepare<unknown[], rows.FeatureHeadRow>(
      render('registry/feature-heads', { versions, words: isCurrent ? saidWords : ownWords }),
    )
    .safeIntegers(false)
    .all({ view: view ?? null })
    .filter((row) => live === null || rows.statusOf(live, 'feature', BigInt(row.id)) === status)
  const place = new Map([...said.keys()].map((it, i) => [it, i]))
  return found
    .filter((row) => !row.feature.startsWith(inputMark))
    .map((row) => ({
      head: rows.featureHeadOf(row, status, said),
      place: (isCurrent ? place.get(`${row.view}:${row.feature}`) : undefined) ?? -1,
    }))
    .sort((a, b) => byText(a.head.view, b.head.view) || a.place - b.place || a.head.id - b.head.id)
    .map((it) => it.head)
}

const currentFeatures = `(SELECT feature_versions.* FROM (${render('registry/current-feature-ids')}) AS current
  JOIN feature_versions ON feature_versions.id = current.value)`

const ownWords = `it.definition ->> '$.description' AS description, it.definition ->> '$.owner' AS owner,
  it.definition -> '$.tags' AS tags`
/** Of a current version they are what was said last. */
const saidWords = `'' AS description, '' AS owner, '[]' AS tags`

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const versionRows = <Row extends { readonly id: bigint }>(
  database: Database,
  kind: 'view' | 'service',
  { status, name }: HeadsAsked,
  live: rows.Live,
): Row[] => {
  const order = `ORDER BY ${kind}, version`
  if (status === 'current') {
    const sql = `SELECT it.* FROM current_versions c JOIN ${kind}_versions it ON it.id = c.version_id
      WHERE c.kind = '${kind}' AND ($name IS NULL OR c.name = $name) ${order}`
    return database.prepare<unknown[], Row>(sql).all({ name: name ?? null })
  }
  const sql = name === undefined ? '' : `WHERE ${kind} = $name`
  return database
    .prepare<unknown[], Row>(`SELECT * FROM ${kind}_versions ${sql} ${order}`)
    .all(name === undefined ? {} : { name })
    .filter((row) => status === undefined || rows.statusOf(live, kind, row.id) === status)
}
