// What is a table before it is written? Named, perhaps typed columns, and rows.
import type { FeatureType } from '../core/values.ts'

export interface SheetColumn {
  readonly name: string
  readonly type: FeatureType | null
}

export interface Sheet {
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly (readonly unknown[])[]
}

/** Records as a sheet: the columns that are named, then every other key in the order of its first appearance. */
export const sheetOf = (
  records: readonly Readonly<Record<string, unknown>>[],
  columns: readonly string[] = [],
): Sheet => {
  const known = new Set(columns)
  for (const record of records) for (const name of Object.keys(record)) known.add(name)
  const names = [...known]
  return {
    columns: names.map((name) => ({ name, type: null })),
    rows: records.map((record) => names.map((name) => record[name])),
  }
}

/** Without the columns that hold nothing in any row. */
export const withoutEmpty = ({ columns, rows }: Sheet): Sheet => {
  const filled = columns.map((_, at) => rows.some((row) => !isEmpty(row[at])))
  const keep = <T>(items: readonly T[]): T[] => items.filter((_, at) => filled[at] === true)
  return { columns: keep(columns), rows: rows.map(keep) }
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
