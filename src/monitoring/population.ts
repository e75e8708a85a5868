// Whose values are looked at? Those of a view's features in a range: of rows as they are, of aggregations as answers.
import { PintailError } from '../core/errors.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { Parameters, Session } from '../offline/offline-store.ts'
import { isBehaviour } from '../retrieval/behaviour.ts'
import type { Reading } from '../retrieval/history-rows.ts'
import { readingParameters } from '../retrieval/history-rows.ts'
import { naming } from '../retrieval/statement.ts'
import { wholeRows } from '../retrieval/whole-rows.ts'
import { answers } from './answers.ts'
import { type WatchedMember, watchedSql } from './members.ts'
import type { Peopled } from './peopled.ts'
import { type RowColumn, rowsOfRuns } from './row-values.ts'

export interface Relation {
  readonly sql: string
  readonly parameters: Parameters
}

export interface Segmented {
  /** A key or a feature of the view. */
  readonly column: string
  readonly value: string | null
}

export interface Population {
  /** One column `v` with each of its values; of one segment alone. */
  valuesOf(member: WatchedMember, segment: Segmented | null): Relation
  /** One column for each member, in their order. */
  wide(members: readonly WatchedMember[], segment: Segmented | null): Relation
  /** One column `v` with the segment of each row, as text. */
  segments(column: string): Relation
  readonly notes: readonly string[]
}

export const populationOf = async (session: Session, it: Peopled, watched: Watched = {}): Promise<Population> =>
  isBehaviour(it.features) ? answersOf(session, it, watched) : rowsOf(session, it)

/** Features with the population they are read from, or with why they cannot be read. */
export interface Share {
  readonly features: readonly FeatureVersion[]
  readonly population: Population | string
}

/** All together, or each alone where one of them breaks the whole; `why` throws on what stops everything. */
export const sharesOf = async (
  session: Session,
  it: Peopled,
  why: (cause: unknown) => string,
  watched: Watched = {},
): Promise<Share[]> => {
  try {
    return [{ features: it.features, population: await populationOf(session, it, watched) }]
  } catch (cause) {
    const reason = why(cause)
    if (it.features.length === 1) return [{ features: it.features, population: reason }]
    const alone: Share[] = []
    for (const [i, feature] of it.features.entries())
      alone.push(...(await sharesOf(session, { ...it, features: [feature], name: `${it.name}_${i}` }, why, watched)))
    return alone
  }
}

const nobody: Relation = { sql: 'SELECT NULL AS v WHERE false', parameters: {} }

const nobodyOf = (members: readonly WatchedMember[]): Relation => {
  return { sql: `SELECT ${members.map((_, i) => `NULL AS m${i}`).join(', ')} WHERE false`, parameters: {} }
}

/** Each member's column over the raw values of its feature. */
const listed = (members: readonly WatchedMember[], raw: (feature: FeatureVersion) => string): string =>
  members.map((member, i) => `${watchedSql(member, raw(member.feature))} AS m${i}`).join(', ')

const answersOf = async (session: Session, it: Peopled, watched: Watched): Promise<Population> => {
  const { table, notes } = await answers(session, it, watched)
  if (table === null) return { valuesOf: () => nobody, wide: nobodyOf, segments: () => nobody, notes }
  const columnOf = (name: string): string => {
    const key = it.history.rowSet.keys.findIndex((column) => column.name === name)
    return key >= 0 ? `k${key}` : `f${it.features.indexOf(featureNamed(it, name))}`
  }
  const from = (segment: Segmented | null): string =>
    segment === null
      ? table
      : `${table} WHERE CAST(${columnOf(segment.column)} AS VARCHAR) IS NOT DISTINCT FROM $segment`
  const raw = (feature: FeatureVersion): string => `f${it.features.indexOf(feature)}`
  return {
    valuesOf: (member, segment) => ({
      sql: `SELECT ${watchedSql(member, raw(member.feature))} AS v FROM ${from(segment)}`,
      parameters: parametersOf(segment),
    }),
    wide: (members, segment) => ({
      sql: `SELECT ${listed(members, raw)} FROM ${from(segment)}`,
      parameters: parametersOf(segment),
    }),
    segments: (column) => ({ sql: `SELECT CAST(${columnOf(column)} AS VARCHAR) AS v FROM ${table}`, parameters: {} }),
    notes,
  }
}

const parametersOf = (segment: Segmented | null): Parameters => (segment === null ? {} : { segment: segment.value })

const featureNamed = ({ features, history }: Peopled, name: string): FeatureVersion => {
  const found = features.find((feature) => feature.name === name && feature.aggregate?.categories == null)
  if (found) return found
  throw new PintailError({
    code: 'bad_argument',
    message: `feature view "${history.rowSet.view}" has no key or feature "${name}" to take segments from`,
    fix: `name one of ${[...history.rowSet.keys, ...features].map((it) => it.name).join(', ')}`,
  })
}

const where = '\nWHERE CAST(segment AS VARCHAR) IS NOT DISTINCT FROM $segment'

const rowsOf = async (session: Session, it: Peopled): Promise<Population> => {
  const { history } = it
  const segmentColumn = (name: string): RowColumn =>
    history.rowSet.keys.some((key) => key.name === name)
      ? { identity: name, as: 'segment' }
      : { feature: featureNamed(it, name), as: 'segment' }
  const read = await readerOf(session, it)
  const relation = (columns: readonly RowColumn[], select: string, segment: Segmented | null): Relation => {
    const from = read(columns)
    if (from === null) return nobody
    const sql = `SELECT ${select} AS v FROM (\n${from.sql}\n) AS rows${segment === null ? '' : where}`
    return { sql, parameters: { ...from.parameters, ...parametersOf(segment) } }
  }
  return {
    valuesOf: (member, segment) =>
      relation(
        [{ feature: member.feature, as: 'raw' }, ...(segment === null ? [] : [segmentColumn(segment.column)])],
        watchedSql(member, 'raw'),
        segment,
      ),
    wide: (members, segment) => {
      const features = [...new Set(members.map(({ feature }) => feature))]
      const raw = features.map((feature, i): RowColumn => ({ feature, as: `raw${i}` }))
      const from = read([...raw, ...(segment === null ? [] : [segmentColumn(segment.column)])])
      if (from === null) return nobodyOf(members)
      const columns = listed(members, (feature) => `raw${features.indexOf(feature)}`)
      const sql = `SELECT ${columns} FROM (\n${from.sql}\n) AS rows${segment === null ? '' : where}`
      return { sql, parameters: { ...from.parameters, ...parametersOf(segment) } }
    },
    segments: (column) => relation([segmentColumn(column)], 'CAST(segment AS VARCHAR)', null),
    notes: [],
  }
}

type Reader = (columns: readonly RowColumn[]) => Relation | null

/** Rows of runs by their ids; rows of a range of time are those that answer today. */
const readerOf = async (session: Session, it: Peopled): Promise<Reader> => {
  const { history, range, features } = it
  const { runs } = range
  if (runs !== null) {
    return (columns) => {
      const sql = rowsOfRuns(history, runs, columns)
      return sql === null ? null : { sql, parameters: {} }
    }
  }
  const bounds = { earliest: range.since, latest: range.until, exact: true }
  const reading: Reading = { history, bounds, rows: 'newest', lastRun: null }
  const named = (columns: readonly RowColumn[], of: readonly FeatureVersion[]): string =>
    columns
      .map((column) =>
        'feature' in column
          ? `f${of.indexOf(column.feature)} AS ${column.as}`
          : `k${history.rowSet.keys.findIndex((key) => key.name === column.identity)} AS ${column.as}`,
      )
      .join(', ')
  if (history.rowSet.events) {
    const rows = wholeRows(reading, features)
    if (rows === null) return () => null
    // Ties are resolved once, not for each feature.
    const table = `${it.name}_rows`
    await session.run(`CREATE OR REPLACE TEMP TABLE ${table} AS\n${rows}`, naming(rows, readingParameters(reading)))
    return (columns) => ({ sql: `SELECT ${named(columns, features)} FROM ${table}`, parameters: {} })
  }
  return (columns) => {
    const wanted = [...new Set(columns.flatMap((column) => ('feature' in column ? [column.feature] : [])))]
    const rows = wholeRows(reading, wanted)
    if (rows === null) return null
    const parameters = naming(rows, readingParameters(reading))
    return { sql: `SELECT ${named(columns, wanted)} FROM (\n${rows}\n) AS whole`, parameters }
  }
}
