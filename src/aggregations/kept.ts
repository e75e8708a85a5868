// Which columns of its source does a history of events have beside its inputs? Those that inputs read, so that another
// input over them is computed without the source: each under a name that tells how it is derived.
import { hashOf } from '../core/fingerprint.ts'
import { keptMark } from '../core/history.ts'
import type { Json } from '../core/json.ts'
import type { FeatureType } from '../core/values.ts'
import type { DerivedRead, FeatureVersion, Reads } from '../core/versions.ts'
import { quoteName } from '../sql/quote.ts'
import type { Environment } from './environments.ts'

export interface SourceColumn {
  readonly name: string
  readonly type: FeatureType
  /** A derived one has its type whatever the files have; a raw one has theirs. */
  readonly derived: boolean
  /** Its column in the files of a history: equal where it is derived alike from columns of the same names. */
  readonly kept: string
}

/** What some lowered names mean to something that reads them; null where one of them is none of its columns. */
export const sourceColumns = (reads: Reads, names: readonly string[]): SourceColumn[] | null => {
  const found = names.map((name) => sourceColumn(reads, name))
  return found.every((it) => it !== null) ? found : null
}

const sourceColumn = (reads: Reads, name: string): SourceColumn | null => {
  const meaning = meaningOf(reads, name)
  const column = columnNamed(reads.derived, name) ?? columnNamed(reads.raw, name)
  if (meaning === null || column === undefined) return null
  const { name: as, type } = column
  return {
    name: as,
    type,
    derived: columnNamed(reads.derived, name) !== undefined,
    kept: `${keptMark}${as.toLowerCase()}${keptMark}${hashOf(meaning).slice(0, 16)}`,
  }
}

const columnNamed = <T extends { readonly name: string }>(columns: readonly T[], name: string): T | undefined =>
  columns.find((it) => it.name.toLowerCase() === name.toLowerCase())

/** What landed stays as it landed, so that the name of a raw column says all; null of what no row alone tells. */
const meaningOf = (reads: Pick<Reads, 'derived'>, name: string): Json => {
  const column = columnNamed(reads.derived, name)
  if (column === undefined) return { raw: name.toLowerCase() }
  return derivation(reads, column)
}

const derivation = (reads: Pick<Reads, 'derived'>, column: DerivedRead): Json => {
  if ('sincePrevious' in column) return null
  const below = 'json' in column ? [column.json] : column.reads
  const others = { derived: reads.derived.filter((it) => it !== column) }
  const of = below.map((name): [string, Json] => [name.toLowerCase(), meaningOf(others, name)])
  if (of.some(([, meaning]) => meaning === null)) return null
  const how = 'json' in column ? { path: column.path } : { sql: column.sql }
  return { ...how, type: column.type, of: Object.fromEntries(of) }
}

/** The column that an input is, unchanged. */
export const columnOfInput = ({ kind, expression, reads, uses, type }: FeatureVersion): SourceColumn | null => {
  if (kind !== 'input' || reads === undefined || uses.length > 0) return null
  const column = [...reads.derived, ...reads.raw].find((it) => quoteName(it.name) === expression && it.type === type)
  return column === undefined ? null : sourceColumn(reads, column.name)
}

/** Of some columns those that mean the same to an environment. */
export const keptIn = ({ raw, derived }: Environment, columns: readonly SourceColumn[]): SourceColumn[] => {
  const names = new Set(raw.map((name) => name.toLowerCase()))
  const reads = { derived: derived.flat() }
  return columns.filter(({ name, kept, derived: isDerived }) =>
    isDerived
      ? sourceColumn({ raw: [], ...reads }, name)?.kept === kept
      : names.has(name.toLowerCase()) && columnNamed(reads.derived, name) === undefined,
  )
}
