// Which versions are there? Each told without what it is made of, so that thousands are listed at once.
import { inputMark } from '../core/aggregates.ts'
import type { Status } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import { readRowSets, readSaid, rowsById } from './part.ts'
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
  const said = readSaid(database, 'view', asked.name === undefined ? null : [asked.name])
  return found.map((row) => rows.viewHeadOf(row, { live, said, rowSets }))
}

/** By name, then version. */
export const serviceHeads = (database: Database, asked: HeadsAsked): rows.ServiceHead[] => {
  const live = rows.readLive(database)
  const said = readSaid(database, 'service', asked.name === undefined ? null : [asked.name])
  return versionRows<rows.ServiceRow>(database, 'service', asked, live).map((row) =>
    rows.serviceHeadOf(row, { live, said }),
  )
}

/** Live versions of services that name a version of a view or of a feature. */
export const servicesNaming = (database: Database, what: { readonly view?: number; readonly feature?: number }) => {
  const live = rows.readLive(database)
  const said = readSaid(database, 'service')
  // A number in the text is found faster than a text is read.
  const near = what.view === undefined ? [`,${what.feature}]`, `,${what.feature},`] : [`[${what.view},`]
  return database
    .prepare<unknown[], rows.ServiceRow>(
      `SELECT * FROM service_versions WHERE ${near.map(() => 'instr(definition, ?) > 0').join(' OR ')} ORDER BY id`,
    )
    .all(near)
    .map((row) => rows.serviceHeadOf(row, { live, said }))
    .filter((it) => it.status !== 'retired')
    .filter((it) => it.members.some(([view, feature]) => view === what.view || feature === what.feature))
}

/** By view, in the order of its definition, then oldest first; inputs of aggregations, which nobody asks for, left out. */
export const featureHeads = (
  database: Database,
  { view, status }: { readonly view?: string | undefined; readonly status: Status },
): rows.FeatureHead[] => {
  const live = rows.readLive(database)
  const said = rows.saidOfFeatures(readSaid(database, 'view', view === undefined ? null : [view]))
  const found =
    status === 'current'
      ? rowsById<rows.FeatureRow>(database, 'feature_versions', currentFeatures(live)).filter(
          (row) => view === undefined || row.view === view,
        )
      : featureRows(database, view).filter((row) => rows.statusOf(live, 'feature', row.id) === status)
  const place = new Map([...said.keys()].map((it, i) => [it, i]))
  const placeOf = ({ view: of, name }: rows.FeatureHead): number => place.get(`${of}:${name}`) ?? -1
  return found
    .filter((row) => !row.feature.startsWith(inputMark))
    .map((row) => rows.featureHeadOf(row, live, said))
    .sort((a, b) => byText(a.view, b.view) || (status === 'current' ? placeOf(a) - placeOf(b) : 0) || a.id - b.id)
}

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const featureRows = (database: Database, view: string | undefined): rows.FeatureRow[] =>
  database
    .prepare<unknown[], rows.FeatureRow>(`SELECT * FROM feature_versions ${view === undefined ? '' : 'WHERE view = ?'}`)
    .all(...(view === undefined ? [] : [view]))

const mark = 'feature '

const currentFeatures = ({ current }: rows.Live): bigint[] =>
  [...current].filter((it) => it.startsWith(mark)).map((it) => BigInt(it.slice(mark.length)))

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
