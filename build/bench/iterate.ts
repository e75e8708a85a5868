// How long does it take to try an idea? The first answer from raw events, the next after one feature of twenty changed,
// and a preview.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptied, madeOnce } from './cache.ts'
import { spineFile } from './data.ts'
import { run, text } from './duckdb.ts'
import { type Measurement, measure } from './measure.ts'
import type { Options } from './options.ts'
import { pintail } from './peers.ts'
import type { Section } from './report.ts'
import { median, rounded } from './statistics.ts'

const steps = ['apply --yes', 'ingest', 'historical'] as const

export const iteration = async ({ runs, scale }: Options): Promise<Section[]> => {
  const events = Math.round(10_000_000 * scale)
  const keys = Math.round(100_000 * scale)
  const file = await eventsFile(events, keys)
  const spine = await spineFile(Math.round(1_000_000 * scale), keys)
  const first: Measurement[][] = []
  const second: Measurement[][] = []
  const previews: Measurement[] = []
  for (let round = 0; round < runs; round++) {
    const project = writeProject(file)
    first.push(await answered(project, spine))
    previews.push(await measure(pintail(project, 'preview', 'behaviour')))
    define(project, file, "event_type = 'click' AND page LIKE '/p1%'")
    second.push(await answered(project, spine))
  }
  const total = (all: Measurement[][]): number => median(all.map((each) => each.reduce((sum, it) => sum + it.wall, 0)))
  const row = (what: string, all: Measurement[][]) => ({
    what,
    ...Object.fromEntries(steps.map((step, i) => [step, rounded(median(all.map((each) => each[i]?.wall ?? 0)))])),
    seconds: rounded(total(all)),
    '× first': rounded(total(all) / total(first)),
  })
  const preview = previews.map((it) => it.wall)
  return [
    {
      title: `trying an idea: ${events} events with JSON, ${keys} keys, 20 aggregations, a spine of ${Math.round(1_000_000 * scale)}`,
      rows: [
        row('from raw events to a training set', first),
        row('after one feature changed', second),
        { what: 'preview', seconds: rounded(median(preview)), '× first': rounded(median(preview) / total(first)) },
      ],
      notes: [],
      missing: [],
      runs: { first, second, previews },
    },
  ]
}

const answered = async (project: string, spine: string): Promise<Measurement[]> => {
  const output = join(project, 'training.parquet')
  const asked = ['historical', '--spine', spine, '--features', 'behaviour:*', '-o', output]
  const measured: Measurement[] = []
  for (const words of [['apply', '--yes'], ['ingest'], asked]) measured.push(await measure(pintail(project, ...words)))
  return measured
}

const eventsFile = (events: number, keys: number): Promise<string> =>
  madeOnce(`json-events-${events}-${keys}.parquet`, (path) =>
    run(`COPY (
      SELECT (hash(i) % ${keys})::BIGINT AS id, TIMESTAMP '2025-01-01' + to_microseconds((hash(i + 7) % 31536000000000)::BIGINT) AS event_time,
        ['click', 'load', 'navigate', 'purchase'][1 + (hash(i + 3) % 4)::INT] AS event_type,
        '{"target":{"text":"button ' || (hash(i + 4) % 40) || '"},"load":{"dom_content_time_millis":' || (hash(i + 5) % 5000)
          || '},"cumulative_layout_shift":' || (hash(i + 6) % 1000) / 1000.0 || '}' AS event_properties,
        '{"user_agent":{"device":"' || ['mobile', 'desktop', 'tablet'][1 + (hash(i + 8) % 3)::INT]
          || '"},"location":{"country":"c' || (hash(i + 9) % 20) || '"},"url":{"path":"/p' || (hash(i + 10) % 50) || '"}}' AS source_properties
      FROM range(${events}) t(i)
    ) TO ${text(path)} (FORMAT parquet)`),
  )

const writeProject = (file: string): string => {
  const project = emptied('projects', 'iterate')
  mkdirSync(join(project, 'features'))
  writeFileSync(join(project, 'pintail.yaml'), 'project: bench\nallow: [../../data]\n')
  define(project, file, "event_type = 'click' AND page = '/p1'")
  return project
}

const define = (project: string, file: string, changing: string): void =>
  writeFileSync(
    join(project, 'features/behaviour.yaml'),
    `entities:
  visitor: { keys: { id: int64 } }
sources:
  events:
    type: parquet
    path: ${JSON.stringify(file)}
    timestamp: event_time
    columns:
      device: { json: source_properties, path: $.user_agent.device }
      country: { json: source_properties, path: $.location.country }
      page: { json: source_properties, path: $.url.path }
      text: { json: event_properties, path: $.target.text }
      dct: { json: event_properties, path: $.load.dom_content_time_millis, type: float64 }
      cls: { json: event_properties, path: $.cumulative_layout_shift, type: float64 }
views:
  behaviour:
    entity: visitor
    source: events
    features:
      clicks: { aggregate: count, where: "event_type = 'click'", windows: [1d, 7d, 30d, all] }
      purchases: { aggregate: count, where: "event_type = 'purchase'", windows: [7d, 30d, all] }
      loads: { aggregate: count, where: "event_type = 'load'", window: 30d }
      dct_mean: { aggregate: mean, of: dct, windows: [7d, 30d] }
      dct_max: { aggregate: max, of: dct, window: 30d }
      cls_sum: { aggregate: sum, of: cls, windows: [7d, 30d] }
      cls_stddev: { aggregate: stddev, of: cls, window: 30d }
      pages: { aggregate: countDistinct, of: page, window: 7d }
      last_device: { aggregate: last, of: device }
      last_country: { aggregate: last, of: country, window: 30d }
      since_purchase: { aggregate: since, where: "event_type = 'purchase'", scale: 86400 }
      session: { aggregate: span, window: 1d }
      changing: { aggregate: count, where: ${JSON.stringify(changing)}, window: 30d }
`,
  )
