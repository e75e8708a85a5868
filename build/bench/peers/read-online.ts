// What does SQLite alone cost in process? One key and a hundred, read by hand. Arguments: database, keys there are.
import { batchQuery, layoutOf, openToRead, pointQuery } from '../online-table.ts'
import { timeReads } from './timing.ts'

const [path = '', keys = '1'] = process.argv.slice(2)
const database = openToRead(path)
const layout = layoutOf(database)
const one = database.prepare<[number]>(pointQuery(layout)).raw()
const many = database.prepare<[string]>(batchQuery(layout)).raw()
timeReads(Number(keys), (ids) => {
  const [first] = ids
  return ids.length === 1 && first !== undefined ? one.get(first) : many.all(JSON.stringify(ids))
})
