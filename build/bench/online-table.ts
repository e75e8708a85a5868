// Where is a key's newest row in an online store? The one place that knows the layout, for peers that read it by hand.
import { createHash } from 'node:crypto'
import Sqlite from 'better-sqlite3'
import { featureNames } from './data.ts'

export interface OnlineTable {
  readonly table: string
  readonly key: string
  /** Event time in microseconds. */
  readonly time: string
  readonly features: readonly string[]
}

/** As `peers/fill-online.ts` writes it. */
export const handMade: OnlineTable = { table: 'bench', key: 'id', time: 'event_time', features: featureNames }

interface GroupColumn {
  readonly group_id: number
  readonly feature_version: number
  readonly name: string
}

/** The layout of a filled online store: Pintail's one live group of the view `bench`, or the hand-made table. */
export const layoutOf = (database: Sqlite.Database): OnlineTable => {
  const isPintail = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'groups'").get() !== undefined
  if (!isPintail) return handMade
  const columns = database
    .prepare<[], GroupColumn>(
      "SELECT f.* FROM group_features f JOIN groups g ON g.id = f.group_id WHERE g.state = 'live'",
    )
    .all()
  const features = featureNames.map((name) => {
    const column = columns.find((it) => it.name === `bench:${name}@1`)
    if (!column) throw new Error(`the online store has no bench:${name}`)
    return `f${column.feature_version}`
  })
  return { table: `group_${columns[0]?.group_id}`, key: 'k0', time: 'event_time', features }
}

const columnsOf = ({ key, time, features }: OnlineTable): string =>
  [key, time, ...features].map((name) => `newest."${name}"`).join(', ')

export const openToRead = (path: string): Sqlite.Database => {
  const database = new Sqlite(path, { readonly: true })
  database.pragma('mmap_size = 8589934592')
  database.pragma('cache_size = -65536')
  return database
}

/** The rows of many keys in the order asked for, from a JSON list; an unknown key gives a row of nulls. */
export const batchQuery = (layout: OnlineTable): string =>
  `SELECT ${columnsOf(layout)} FROM json_each(?) asked LEFT JOIN "${layout.table}" newest
   ON newest."${layout.key}" = asked.value ORDER BY asked.key`

export const pointQuery = (layout: OnlineTable): string =>
  `SELECT ${columnsOf(layout)} FROM "${layout.table}" newest WHERE newest."${layout.key}" = ?`

/** Every key, its event time and its values, as a hash. */
export const onlinePrint = (path: string) => async (): Promise<string> => {
  const database = openToRead(path)
  const layout = layoutOf(database)
  const hash = createHash('sha256')
  let rows = 0
  const query = `SELECT ${columnsOf(layout)} FROM "${layout.table}" newest ORDER BY newest."${layout.key}"`
  for (const row of database.prepare(query).raw().iterate()) {
    hash.update(JSON.stringify(row))
    rows++
  }
  database.close()
  return `${rows} keys, ${hash.digest('hex')}`
}
