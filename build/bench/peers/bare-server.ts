// The least that could answer: node:http, JSON.parse and one SQLite query, in Feast's shape. Arguments: database, port.
import { createServer } from 'node:http'
import { featureNames } from '../data.ts'
import { batchQuery, layoutOf, openToRead, pointQuery } from '../online-table.ts'

interface Asked {
  readonly features: readonly string[]
  readonly entities: { readonly id: readonly number[] }
}
/** As Feast says that there is no time. */
const never = '1970-01-01T00:00:00Z'

type Answered = readonly (number | null)[]

const [path = '', port = '0'] = process.argv.slice(2)
const database = openToRead(path)
const layout = layoutOf(database)
const one = database.prepare<[number], Answered>(pointQuery(layout)).raw()
const many = database.prepare<[string], Answered>(batchQuery(layout)).raw()

const rowsOf = (ids: readonly number[]): readonly (Answered | undefined)[] =>
  ids.length === 1 ? ids.map((id) => one.get(id)) : many.all(JSON.stringify(ids))

const answer = ({ features, entities }: Asked): string => {
  const rows = rowsOf(entities.id)
  const times = rows.map((row) => (row?.[1] == null ? never : instant(row[1])))
  const columns = features.map((reference) => featureNames.indexOf(reference.slice(reference.indexOf(':') + 1)) + 2)
  const present = entities.id.map(() => 'PRESENT')
  const none = entities.id.map(() => never)
  return JSON.stringify({
    metadata: { feature_names: ['id', ...features.map((reference) => reference.slice(reference.indexOf(':') + 1))] },
    results: [
      { values: entities.id, statuses: present, event_timestamps: none },
      ...columns.map((column) => ({
        values: rows.map((row) => row?.[column] ?? null),
        statuses: rows.map((row) => (row?.[0] == null ? 'NOT_FOUND' : row[column] == null ? 'NULL_VALUE' : 'PRESENT')),
        event_timestamps: times,
      })),
    ],
  })
}

const instant = (micros: number): string => {
  const seconds = new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19)
  const fraction = micros % 1_000_000
  return fraction === 0 ? `${seconds}Z` : `${seconds}.${String(fraction).padStart(6, '0')}Z`
}

createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => (body += chunk))
  request.on('end', () => {
    const text = answer(JSON.parse(body))
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    response.end(text)
  })
}).listen(Number(port), '127.0.0.1')
