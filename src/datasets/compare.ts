// Where do two files of rows differ? Row beside row: how many values of each column, and the first rows.
import type { ColumnDifference } from '../core/datasets.ts'
import { readParquet, type Session } from '../offline/offline-store.ts'
import { parquetNames } from '../retrieval/spine-relation.ts'
import { quoteColumn, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'

export interface Compared {
  /** Rows of each. */
  readonly a: number
  readonly b: number
  /** Columns of the first that the second has not, and the other way around. */
  readonly missing: readonly string[]
  readonly added: readonly string[]
  /** Of the columns of both; empty where the files have not the same number of rows. */
  readonly differences: readonly ColumnDifference[]
}

export const compareRows = async (session: Session, a: string, b: string): Promise<Compared> => {
  const [first, second] = [await columnsOf(session, a), await columnsOf(session, b)]
  const rows = { a: await rowsOf(session, a), b: await rowsOf(session, b) }
  const both = [...first.keys()].filter((name) => second.has(name))
  return {
    ...rows,
    missing: [...first.keys()].filter((name) => !second.has(name)),
    added: [...second.keys()].filter((name) => !first.has(name)),
    differences: rows.a === rows.b ? await differences(session, a, b, both, comparing(first, second)) : [],
  }
}

/** By the name a column has in its file, the one the engine gives it: `split` beside `Split` is `split_1`. */
type Columns = ReadonlyMap<string, { readonly name: string; readonly type: string }>

const columnsOf = async (session: Session, path: string): Promise<Columns> => {
  const names = await parquetNames(session, path)
  const columns = await session.describe(`SELECT * FROM ${readParquet([path])}`)
  return new Map(columns.map((column, i) => [names[i] ?? column.name, column]))
}

const rowsOf = async (session: Session, path: string): Promise<number> => {
  const [row] = await session.rows(`SELECT count(*) AS n FROM ${readParquet([path])}`)
  return Number(row?.n)
}

/** Whether a value differs; NaN is equal to itself, and values of two types are compared as texts. */
const comparing =
  (a: Columns, b: Columns) =>
  (name: string): string => {
    const [left, right] = [quoteColumn('a', a.get(name)?.name ?? name), quoteColumn('b', b.get(name)?.name ?? name)]
    return a.get(name)?.type === b.get(name)?.type
      ? `${left} IS DISTINCT FROM ${right}`
      : `CAST(${left} AS VARCHAR) IS DISTINCT FROM CAST(${right} AS VARCHAR)`
  }

const differences = async (
  session: Session,
  a: string,
  b: string,
  names: readonly string[],
  differs: (name: string) => string,
): Promise<ColumnDifference[]> => {
  if (names.length === 0) return []
  const files = { a: quoteText(a), b: quoteText(b) }
  const counts = names.map((name, i) => `count(*) FILTER (${differs(name)}) AS d${i}`).join(', ')
  const [counted] = await session.rows(render('datasets/differences', { counts, ...files }))
  const found: ColumnDifference[] = []
  for (const [i, column] of names.entries()) {
    const rows = Number(counted?.[`d${i}`] ?? 0n)
    if (rows === 0) continue
    const [row] = await session.rows(render('datasets/differing-rows', { differs: differs(column), ...files }))
    found.push({ column, rows, first: Array.isArray(row?.rows) ? row.rows.map(Number) : [] })
  }
  return found
}
