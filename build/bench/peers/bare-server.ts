// The least that could answer: node:http, JSON.parse and one SQLite query, in Feast's shape. Arguments: database, port.
import { createServer } from 'node:http'
import { batchQuery, handMade, openToRead, pointQuery } from '../online-table.ts'

interface Asked {
  readonly features: readonly string[]
  readonly entities: { readonly id: readonly number[] }
}
type Answered = readonly (number | null)[]

const [path = '', port = '0'] = process.argv.slice(2)
const database = openToRead(path)
const one = database.prepare<[number], Answered>(pointQuery(handMade)).raw()
const many = database.prepare<[string], Answered>(batchQuery(handMade)).raw()

const rowsOf = (ids: readonly number[]): readonly (Answered | undefined)[] =>
  ids.length === 1 ? ids.map((id) => one.get(id)) : many.all(JSON.stringify(ids))

const answer = ({ features, entities }: Asked): string => {
  const rows = rowsOf(entities.id)
  const times = rows.map((row) => (row?.[1] == null ? null : instant(row[1])))
  const columns = features.map(
    (reference) => handMade.features.indexOf(reference.slice(reference.indexOf(':') + 1)) + 2,
  )
  const present = entities.id.map(() => 'PRESENT')
  return JSON.stringify({
    metadata: { feature_names: ['id', ...features.map((reference) => reference.slice(reference.indexOf(':') + 1))] },
    results: [
      { values: entities.id, statuses: present, event_timestamps: times },
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
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}Z`
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
