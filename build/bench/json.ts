// How fast are JSON texts taken apart? Eight paths from two columns of 5 M events, beside one call a path and Polars.
import { join } from 'node:path'
import { derivedLayer } from '../../src/aggregations/derived.ts'
import { freshNames } from '../../src/aggregations/names.ts'
import type { DerivedRead } from '../../src/core/versions.ts'
import { quoteName } from '../../src/sql/quote.ts'
import { emptied } from './cache.ts'
import { ask, text } from './duckdb.ts'
import { jsonEventsFile } from './json-data.ts'
import type { Options } from './options.ts'
import { inNode, inPython, pythonMissing } from './peers.ts'
import { type Competitor, contest, sectionOf } from './protocol.ts'
import type { Section } from './report.ts'

const paths: readonly (readonly [json: string, path: string])[] = [
  ['event_properties', '$.url.path'],
  ['event_properties', '$.target.text'],
  ['event_properties', '$.load.dom_content_time_millis'],
  ['event_properties', '$.cumulative_layout_shift'],
  ['source_properties', '$.user_agent.device'],
  ['source_properties', '$.user_agent.browser'],
  ['source_properties', '$.location.country'],
  ['source_properties', '$.location.region'],
]
const names = paths.map((_, i) => `p${i}`)

export const extraction = async ({ runs, scale }: Options): Promise<Section[]> => {
  const rows = 5_000_000 * scale
  const events = await jsonEventsFile(rows)
  const competitors = [
    viaDuckdb('Pintail', derived('trusted', events)),
    viaDuckdb('Pintail, where a text was broken', derived('checked', events)),
    viaDuckdb('DuckDB, one json_extract_string a path', oneCallEach(events)),
    viaPolars(events),
  ]
  const size = await ask(
    `SELECT round(avg(strlen(event_properties) + strlen(source_properties)) / 2) FROM ${text(events)}`,
  )
  return [
    sectionOf(`JSON: ${rows} events, eight paths from two columns`, await contest(competitors, runs), [
      `a text has ${Number(size)} bytes; from Parquet to Parquet; Pintail is the SQL that an ingest computes such columns by`,
    ]),
  ]
}

/** As an ingest has it: texts trusted until one is met that is no JSON, then all looked at before. */
const derived = (texts: 'trusted' | 'checked', events: string): string => {
  const columns = paths.map(([json, path], i): DerivedRead => ({ name: names[i] ?? '', type: 'string', json, path }))
  const from = `SELECT event_properties, source_properties FROM ${text(events)}`
  const fresh = freshNames(['event_properties', 'source_properties', ...names])
  return `SELECT ${names.map(quoteName).join(', ')} FROM (${derivedLayer(from, columns, { timezone: 'UTC', texts, fresh }).sql})`
}

const oneCallEach = (events: string): string =>
  `SELECT ${paths.map(([json, path], i) => `json_extract_string(${json}, '${path}') AS ${names[i]}`).join(', ')} FROM ${text(events)}`

const viaDuckdb = (name: string, query: string): Competitor => {
  const output = join(emptied('out', `json-${name.replaceAll(/\W+/g, '-').toLowerCase()}`), 'extracted.parquet')
  return {
    name,
    command: inNode('duckdb.ts', `COPY (${query}) TO ${text(output)} (FORMAT parquet)`),
    fingerprint: printOf(output),
  }
}

const viaPolars = (events: string): Competitor => {
  const output = join(emptied('out', 'json-polars'), 'extracted.parquet')
  return {
    name: 'Polars json_path_match',
    missing: pythonMissing(),
    command: inPython('json_path_match.py', events, output, ...paths.flat()),
    fingerprint: printOf(output),
  }
}

const printOf = (file: string) => (): Promise<string> =>
  ask(`SELECT count(*) || ' rows, ' || sum(hash(${names.join(', ')})::HUGEINT) FROM read_parquet(${text(file)})`)
