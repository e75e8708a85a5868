// Which numbers and categories does a version freeze? Those of the rows landed when it is first ingested, never again.
import { compileRelation } from '../aggregations/compile.ts'
import type { Texts } from '../aggregations/derived.ts'
import { fitQueries, knownBy, withNumbers } from '../aggregations/fitted.ts'
import { lateColumn } from '../aggregations/late.ts'
import {
  type MissingVocabulary,
  missingVocabularies,
  vocabularyQuery,
  withVocabulary,
} from '../aggregations/vocabularies.ts'
import type { Micros } from '../core/clock.ts'
import type { Segment } from '../core/history.ts'
import type { Column } from '../core/values.ts'
import type { FeatureVersion, RowSet } from '../core/versions.ts'
import { segmentRows } from '../offline/compact.ts'
import type { Session } from '../offline/offline-store.ts'
import { unsuperseded } from '../offline/superseded.ts'
import { quoteName } from '../sql/quote.ts'

export interface Fitting {
  readonly rowSet: RowSet
  readonly columns: readonly Column[]
  /** All rows landed so far, as a relation. */
  readonly rows: string
  readonly wanted: readonly FeatureVersion[]
  readonly all: ReadonlyMap<number, FeatureVersion>
  /** Where rows have an id: files of the rows that were superseded, which nothing is fitted to. */
  readonly hidden?: readonly string[]
  /** Only what had happened and was known by then; null or absent: everything. */
  readonly until?: Micros | null
  /** Segments that hold all rows: an input they have is read from them. */
  readonly segments?: readonly Segment[]
  /** Absent: they are checked. */
  readonly texts?: Texts
}

export interface Fitted {
  /** Every known version, with the numbers and categories it has now. */
  readonly all: ReadonlyMap<number, FeatureVersion>
  /** Those that gained some. */
  readonly gained: readonly FeatureVersion[]
}

/** Fits what is missing: numbers, then vocabularies. Where there is nothing to fit to, they stay open. */
export const fitMissing = async (session: Session, fitting: Fitting): Promise<Fitted> => {
  const numbers = await fitNumbers(session, fitting)
  const vocabularies = await fitVocabularies(session, { ...fitting, all: numbers.all })
  const gained = new Set([...numbers.gained, ...vocabularies.gained].map((feature) => feature.id))
  return { all: vocabularies.all, gained: [...gained].flatMap((id) => vocabularies.all.get(id) ?? []) }
}

/**
 * Fits missing numbers, in rounds, since an argument may need another number. Where there is nothing to fit to (no
 * rows, or only nulls) a number stays open until an ingest brings some.
 */
export const fitNumbers = async (session: Session, fitting: Fitting): Promise<Fitted> => {
  const all = new Map(fitting.all)
  const gained = new Set<number>()
  const from = `(${landedOf(fitting)})`
  let found: number
  do {
    found = 0
    const wanted = fitting.wanted.map((feature) => all.get(feature.id) ?? feature)
    for (const { sql, calls } of fitQueries({ ...fitting, from, wanted, all }, fitting.until)) {
      const [row = {}] = await session.rows(sql)
      for (const [i, { feature, call }] of calls.entries()) {
        const number = row[String(i)]
        const version = all.get(feature)
        if (typeof number !== 'number' || !version) continue
        all.set(feature, withNumbers(version, new Map([[call, number]])))
        gained.add(feature)
        found += 1
      }
    }
  } while (found > 0)
  return { all, gained: [...gained].flatMap((id) => all.get(id) ?? []) }
}

/** Fits missing vocabularies. One of a view without rows stays open until an ingest brings some. */
export const fitVocabularies = async (session: Session, fitting: Fitting): Promise<Fitted> => {
  const all = new Map(fitting.all)
  const gained: FeatureVersion[] = []
  const wanted = fitting.wanted.map((feature) => all.get(feature.id) ?? feature)
  for (const missing of missingVocabularies(wanted, all)) {
    const vocabulary = await vocabularyOf(session, missing, fitting)
    if (vocabulary === null) continue
    for (const feature of missing.features) {
      const fitted = withVocabulary(feature, vocabulary)
      all.set(fitted.id, fitted)
      gained.push(fitted)
    }
  }
  return { all, gained }
}

/** Null where there is no row at all; rows without a value, or without one that is frequent enough, are of none. */
const vocabularyOf = async (
  session: Session,
  { policy, input }: MissingVocabulary,
  fitting: Fitting,
): Promise<readonly string[] | null> => {
  if ('values' in policy) return policy.values
  const events = eventsWith(input, fitting)
  const rows = await session.rows(vocabularyQuery(input, policy, events))
  if (rows.length > 0) return rows.map((row) => String(row.value))
  const some = `SELECT 1 AS found FROM (${events}) LIMIT 1`
  return (await session.rows(some)).length > 0 ? [] : null
}

const landedOf = ({ rows, hidden = [], until = null }: Fitting): string =>
  unsuperseded(rows, 'pintail_row_id', hidden, until)

/** The rows that count, with an input's column: read where it is stored, computed where it is not. */
const eventsWith = (input: FeatureVersion, fitting: Fitting): string => {
  const keys = fitting.rowSet.keys.map((key) => key.name)
  if (input.kind !== 'late') return storedEvents([input], keys, fitting)
  const below = input.uses.flatMap(({ id }) => fitting.all.get(id) ?? [])
  return lateColumn(storedEvents(below, keys, fitting), keys, input, fitting.all)
}

const storedEvents = (inputs: readonly FeatureVersion[], keys: readonly string[], fitting: Fitting): string => {
  const { segments = [], hidden = [], until = null } = fitting
  const has = ({ files }: Segment, { id }: FeatureVersion): boolean => files.some((it) => it.features.includes(id))
  const kept = [
    ...keys.map((key) => `${quoteName(key)} IS NOT NULL`),
    'event_time IS NOT NULL',
    ...(until === null ? [] : [knownBy('event_time', 'created', until)]),
  ]
  const events =
    segments.length > 0 && segments.every((segment) => inputs.every((input) => has(segment, input)))
      ? unsuperseded(segments.map((it) => segmentRows(it, keys, inputs)).join(' UNION ALL '), 'row_id', hidden, until)
      : compileRelation({ ...fitting, from: `(${landedOf(fitting)})`, wanted: inputs })[0]?.sql
  return `SELECT * FROM (${events}) WHERE ${kept.join(' AND ')}`
}
