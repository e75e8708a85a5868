// Which rows are profiled and checked, and with which columns? What runs brought, or what answers today.
import { valueSql } from '../aggregations/categories.ts'
import type { Micros } from '../core/clock.ts'
import type { History } from '../core/history.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { Parameters, Session } from '../offline/offline-store.ts'
import { isBehaviour } from '../retrieval/behaviour.ts'
import { readingParameters } from '../retrieval/history-rows.ts'
import { naming } from '../retrieval/statement.ts'
import { wholeRows } from '../retrieval/whole-rows.ts'
import { answers } from './answers.ts'
import { membersOf, type WatchedMember } from './members.ts'
import { type Runs, rowsOfRuns } from './row-values.ts'

/** A relation with the keys `k0…`, `event_time` and `f0…`, the features in their order, in raw form. */
export interface LookedAt {
  readonly sql: string
  readonly parameters: Parameters
  readonly features: readonly FeatureVersion[]
  readonly of: 'rows' | 'answers'
  /** Of answers. */
  readonly at: Micros | null
  /** Null: of no runs in particular, but of what answers today. */
  readonly runs: Runs | null
  readonly rows: number
  /** With a `row_id` beside, so that a part of the rows can be taken. */
  readonly numbered: boolean
  readonly notes: readonly string[]
}

export interface Looking {
  readonly history: History
  /** All of them rows' columns, or all of them answers. */
  readonly features: readonly FeatureVersion[]
  readonly all: ReadonlyMap<number, FeatureVersion>
  readonly runs: Runs
  /** Begins the names of temporary tables. */
  readonly name: string
}

/** What runs brought: rows as they came, whatever came of them; of aggregations the answers of keys with such rows. */
export const broughtIn = async (session: Session, it: Looking, watched: Watched): Promise<LookedAt | null> => {
  if (isBehaviour(it.features)) return answersOf(session, it, watched)
  const { history, features, runs } = it
  const own = [...keysOf(history), { identity: 'event_time', as: 'event_time' }, { identity: 'row_id', as: 'row_id' }]
  const sql = rowsOfRuns(history, runs, [...own, ...features.map((feature, i) => ({ feature, as: `f${i}` }))])
  return sql === null
    ? null
    : counted(session, { sql, parameters: {}, features, of: 'rows', at: null, runs, numbered: true, notes: [] })
}

/** All that answers today: rows that nothing superseded; of aggregations the answers as of the newest event. */
export const answeringIn = async (session: Session, it: Looking, watched: Watched): Promise<LookedAt | null> => {
  if (isBehaviour(it.features)) return answersOf(session, it, watched)
  const { history, features, name } = it
  const bounds = { earliest: null, latest: null, exact: false }
  const reading = { history, bounds, rows: 'newest', lastRun: null } as const
  const rows = wholeRows(reading, features)
  if (rows === null) return null
  const parameters = naming(rows, readingParameters(reading))
  const common = { features, of: 'rows', at: null, runs: null, numbered: false, notes: [] } as const
  if (!history.rowSet.events) return counted(session, { sql: rows, parameters, ...common })
  // Ties are resolved once, not for each question.
  const table = `${name}_rows`
  await session.run(`CREATE OR REPLACE TEMP TABLE ${table} AS\n${rows}`, parameters)
  return counted(session, { sql: `SELECT * FROM ${table}`, parameters: {}, ...common })
}

const keysOf = ({ rowSet }: History) => rowSet.keys.map((key, i) => ({ identity: key.name, as: `k${i}` }))

const answersOf = async (session: Session, it: Looking, watched: Watched): Promise<LookedAt | null> => {
  const range = { runs: it.runs, since: null, until: null }
  const { table, at, notes } = await answers(session, { ...it, range }, watched)
  if (table === null) return null
  const sql = `SELECT * FROM ${table}`
  const { features, runs } = it
  return counted(session, { sql, parameters: {}, features, of: 'answers', at, runs, numbered: false, notes })
}

const counted = async (session: Session, it: Omit<LookedAt, 'rows'>): Promise<LookedAt> => {
  const [row] = await session.rows(`SELECT count(*) AS n FROM (\n${it.sql}\n) AS rows`, it.parameters)
  return { ...it, rows: Number(row?.n) }
}

/** SQL of a member's value in its own type, before any default. */
export const valueIn = ({ features }: Pick<LookedAt, 'features'>, { feature, category }: WatchedMember): string => {
  const raw = `f${features.findIndex((it) => it.id === feature.id)}`
  return feature.kind === 'row' ? raw : valueSql(feature, category, raw)
}

export interface MembersIn {
  readonly members: readonly WatchedMember[]
  readonly notes: readonly string[]
}

export const membersIn = ({ features }: Pick<LookedAt, 'features'>): MembersIn => {
  const found = features.map(membersOf)
  return { members: found.flatMap((it) => it.members), notes: found.flatMap(({ note }) => note ?? []) }
}

/** The newest event time of a history. */
export const newestIn = ({ segments }: History): Micros | null =>
  segments.reduce<Micros | null>((most, { latest }) => (most !== null && most > latest ? most : latest), null)
