// An online store filled by hand: DuckDB finds every key's newest row, SQLite takes them in the order of the keys.
// Arguments: history, database file. The file may be there, with readers on it.
import Sqlite from 'better-sqlite3'
import { stream } from '../duckdb.ts'
import { handMade } from '../online-table.ts'
import { newestRows } from '../plans.ts'

const [history = '', path = ''] = process.argv.slice(2)
const { table, key, time, features } = handMade
const database = new Sqlite(path)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = NORMAL')
database.exec(
  `CREATE TABLE IF NOT EXISTS ${table} (${key} INTEGER PRIMARY KEY, ${time} INTEGER NOT NULL,
   ${features.map((name) => `${name} REAL`).join(', ')}) STRICT, WITHOUT ROWID`,
)
const columns = [key, time, ...features]
const insert = database.prepare(
  `INSERT INTO ${table} VALUES (${columns.map(() => '?').join(', ')})
   ON CONFLICT (${key}) DO UPDATE SET ${columns
     .slice(1)
     .map((name) => `${name} = excluded.${name}`)
     .join(', ')}
   WHERE excluded.${time} >= ${table}.${time}`,
)
const insertAll = database.transaction((rows: readonly (readonly unknown[])[]) => {
  for (const row of rows) insert.run(...row)
})
let keys = 0
for await (const rows of stream(newestRows(history))) {
  insertAll(rows)
  keys += rows.length
}
database.close()
console.log(`keys=${keys}`)
