// POST /get-historical-features: a spine in, its point-in-time answers out, as JSON columns, NDJSON, CSV or Parquet.
import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import type { HistoricalReport, OutputFormat } from '../../core/verbs.ts'
import type { Pintail } from '../../pintail.ts'
import { readText } from '../bodies.ts'
import { exactText, parseTypedJson } from '../json.ts'
import { type Body, readBody, readEntities, readWanted } from '../online.ts'
import type { AppOptions } from '../options.ts'
import { Refusal, wrongShape } from '../problems.ts'
import { spineColumns } from '../spine.ts'

const formats: readonly (readonly [string, OutputFormat])[] = [
  ['application/json', 'json'],
  ['application/x-ndjson', 'ndjson'],
  ['application/ndjson', 'ndjson'],
  ['text/csv', 'csv'],
  ['application/vnd.apache.parquet', 'parquet'],
]

export const historicalRoute = (pintail: Pick<Pintail, 'historical'>, { limit }: AppOptions): Hono => {
  const app = new Hono()
  app.post('/get-historical-features', async (context) => {
    const [type, format] = wantedFormat(context.req.header('accept'))
    const body = readBody(await readText(context.req, limit), parseTypedJson)
    const asked = requestOf(body)
    const { signal } = context.req.raw
    const folder = await mkdtemp(join(tmpdir(), 'pintail-answer-'))
    const output = join(folder, 'answer')
    const request = { ...asked, output, format: format === 'json' ? ('ndjson' as const) : format }
    try {
      const report = await pintail.historical(request, { signal })
      if (format === 'json')
        return new Response(await columnsText(output, report), { headers: { 'content-type': type } })
      // An open file outlives its name.
      const stream = createReadStream(output)
      await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject))
      return new Response(Readable.toWeb(stream) as ReadableStream, { headers: { 'content-type': type } })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
  return app
}

/** The first format that `Accept` names; JSON columns when it names none or anything. */
const wantedFormat = (accept = '*/*'): readonly [string, OutputFormat] => {
  const asked = accept.split(',').map((it) => it.split(';')[0]?.trim().toLowerCase())
  for (const type of asked) {
    const found = formats.find(([name]) => name === type || type === '*/*' || type === 'application/*')
    if (found) return found
  }
  throw new Refusal(406, {
    code: 'unknown_format',
    message: `there is no answer of type "${accept}"`,
    fix: `accept one of ${formats.map(([name]) => name).join(', ')}`,
  })
}

const requestOf = (body: Body) => {
  const wanted = readWanted(body)
  const { timestamp = null, known_at_timestamp: knownAt = false } = body
  if (timestamp !== null && typeof timestamp !== 'string') {
    throw wrongShape('timestamp is no column name', 'name the column among entities that holds the instants')
  }
  if (typeof knownAt !== 'boolean') {
    throw wrongShape('known_at_timestamp is neither true nor false', 'give true or false')
  }
  const columns = spineColumns(readEntities(body), timestamp ?? 'event_timestamp')
  const lengths = new Set(columns.map((it) => it.values.length))
  if (lengths.size > 1) {
    const seen = columns.map((it) => `${it.name} ${it.values.length}`).join(', ')
    throw wrongShape(`the columns of entities differ in length: ${seen}`, 'give every column one value a row')
  }
  return { ...wanted, spine: { columns }, timestamp, knownAt }
}

/** `{ types: { name: type }, columns: { name: [value] }, notes }`, from one JSON object a line. */
const columnsText = async (path: string, report: HistoricalReport): Promise<string> => {
  const lists = report.columns.map(({ name }) => ({ name, texts: [] as string[] }))
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    if (line === '') continue
    const row = readBody(line, parseTypedJson)
    for (const { name, texts } of lists) texts.push(exactText(row[name] ?? null))
  }
  const types = Object.fromEntries(report.columns.map(({ name, type }) => [name, type]))
  const columns = lists.map(({ name, texts }) => `${JSON.stringify(name)}:[${texts.join(',')}]`)
  return `{"types":${JSON.stringify(types)},"columns":{${columns.join(',')}},"notes":${JSON.stringify(report.notes)}}`
}
