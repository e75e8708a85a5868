// How do many rows get into a table fast? Fifty a statement, in one transaction a batch.
import { render } from '../sql/render.ts'
import { type Database, inTransaction } from '../sqlite.ts'
import type { Stored } from './codec.ts'
import { featureColumn, type Group, identityColumns, keyColumn, tableOf } from './groups.ts'

/** Some rows, a column at a time: the keys, event_time, created, row_id, then the features. */
export interface StoredRows {
  readonly rows: number
  readonly columns: readonly ArrayLike<Stored>[]
}

export interface RowWriter {
  put(batch: StoredRows): void
}

const rowsPerStatement = 50
/** SQLite takes 32 766 parameters a statement. */
const mostParameters = 32_000

/** Writes answers read from the history up to a run; see `sql/online/put-rows.sql` for what is replaced. */
export const rowWriter = (
  database: Database,
  group: Group,
  features: readonly number[],
  readRun: number,
): RowWriter => {
  const keys = group.keys.map((_, i) => keyColumn(i))
  const columns = [...identityColumns(keys.length), ...features.map(featureColumn)]
  const runColumn = keys.length + 3
  const statementOf = (rows: number) =>
    database.prepare<[readonly Stored[]]>(
      render('online/put-rows', {
        table: tableOf(group),
        columns: columns.join(', '),
        rows: Array<string>(rows)
          .fill(`(${columns.map((_, i) => (i === runColumn ? readRun : '?')).join(', ')})`)
          .join(', '),
        keys: keys.join(', '),
        assignments: columns
          .slice(keys.length)
          .map((it) => `${it} = excluded.${it}`)
          .join(', '),
      }),
    )
  const width = columns.length - 1
  const many = Math.max(1, Math.min(rowsPerStatement, Math.floor(mostParameters / width)))
  const putMany = statementOf(many)
  const putOne = statementOf(1)
  const parameters = new Array<Stored>(many * width)

  const write = ({ rows, columns: lists }: StoredRows): void => {
    let row = 0
    for (; row + many <= rows; row += many) {
      let next = 0
      for (let i = row; i < row + many; i += 1) {
        for (const list of lists) parameters[next++] = list[i] ?? null
      }
      putMany.run(parameters)
    }
    for (; row < rows; row += 1) putOne.run(lists.map((list) => list[row] ?? null))
  }
  return { put: (batch) => inTransaction(database, () => write(batch)) }
}
