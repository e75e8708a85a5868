// Behaviour in a project, through the front door: whatever is ingested and materialized, HTTP says what history says.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatInstant, parseInstant } from '../../src/core/instants.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { createApp } from '../../src/server/app.ts'
import { guardOf } from '../../src/server/security.ts'

const epoch = parseInstant('2026-03-01T00:00:00Z', 'the test')
const minute = 60_000_000n
const cart = 'Add "to, cart"'

/** A view of aggregations, and one of rows that have an id. */
const definitions = (id: boolean): string => `
entities:
  visitor: { keys: { visitor: int64 } }
sources:
  events: { type: csv, path: data/*.csv, timestamp: at, created: seen${id ? ', id: event' : ''}, columns: { gap: { since_previous: true } } }
views:
  behaviour:
    entity: visitor
    source: events
    where: kind <> 'noise'
    features:
      clicks: { aggregate: count, where: "kind = 'click'", windows: [1m, 3m, all], as: [count, binary] }
      before: { aggregate: count, window: 2m, closed: left, default: -1 }
      spend: { aggregate: sum, of: price, window: 4m, default: 0.5 }
      newest: { aggregate: last, of: text, window: 5m }
      clicked: { aggregate: count, of: text, by: text, values: ['${cart}', b], window: 3m, as: [count, binary] }
      dearest: { aggregate: max, of: price, by: kind, values: [click, buy], window: 2m }
      device: { oneHot: text, values: [b, '${cart}'] }
      quiet: { aggregate: since, where: "kind = 'click'", scale: 60 }
      pause: { aggregate: max, of: gap, window: 3m }
      share: { ratio: [clicks_1m, clicks_all] }
      more: { sql: clicks_3m + 1, default: 7 }
  latest:
    entity: visitor
    source: events
    ttl: 6m
    features:
      price: { sql: price, type: float64, default: 0.25 }
      text: text
`

interface Event {
  readonly event: string
  readonly visitor: string
  readonly at: number
  readonly seen: number
  readonly kind: string
  readonly price: string
  readonly text: string
}

const event: fc.Arbitrary<Event> = fc.record({
  event: fc.constantFrom('e1', 'e2', 'e3', ''),
  visitor: fc.constantFrom('1', '2', '3', ''),
  at: fc.nat(9),
  seen: fc.nat(5),
  kind: fc.constantFrom('click', 'click', 'buy', 'noise', ''),
  price: fc.constantFrom('1.5', '-2.25', '8', ''),
  text: fc.constantFrom('"Add ""to, cart"""', 'b', 'c', ''),
})

/** From which the types of the columns are told. */
const typed: Event = { event: 'e0', visitor: '3', at: 9, seen: 0, kind: 'buy', price: '1.5', text: 'c' }

const at = (ticks: number): string => formatInstant(epoch + BigInt(ticks) * minute)

const lines = (events: readonly Event[]): string => {
  const rows = events.map((it) => [it.event, it.visitor, at(it.at), at(it.seen), it.kind, it.price, it.text].join(','))
  return `event,visitor,at,seen,kind,price,text\n${rows.join('\n')}\n`
}

type Step =
  | { readonly kind: 'land'; readonly events: readonly Event[] }
  | { readonly kind: 'carry'; readonly full: boolean; readonly ticks: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('land' as const), events: fc.array(event, { minLength: 1, maxLength: 5 }) }),
  fc.record({
    kind: fc.constant('carry' as const),
    full: fc.constantFrom(false, false, false, true),
    ticks: fc.constantFrom(0, 1, 1, 2, 3),
  }),
)

const last: Step = { kind: 'carry', full: false, ticks: 1 }

const world = fc.record({
  id: fc.boolean(),
  first: fc.array(event, { maxLength: 6 }),
  steps: fc.array(step, { minLength: 3, maxLength: 8 }).map((steps): Step[] => [...steps, last]),
})

/** The last two are of no one. */
const visitors = [1n, 2n, 3n, 9n, null]
const references = ['behaviour:*', 'latest:*']

/** Numbers as their text. */
const exactly = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' ? context?.source : value

const onlineValues = async (pintail: Pintail): Promise<Map<string, unknown[]>> => {
  const report = (fault: unknown): void => assert.fail(String(fault))
  const guard = guardOf({ host: '127.0.0.1' })
  const app = createApp(pintail, { guard, limit: 10_000, readiness: { draining: false }, report })
  const response = await app.request('http://localhost/get-online-features', {
    method: 'POST',
    body: JSON.stringify({
      features: references,
      entities: { visitor: visitors.map((it) => it && Number(it)) },
      full_feature_names: true,
    }),
    headers: { 'content-type': 'application/json' },
  })
  const text = await response.text()
  assert.equal(response.status, 200, text)
  const answer = JSON.parse(text, exactly)
  return new Map(answer.metadata.feature_names.map((name: string, i: number) => [name, answer.results[i].values]))
}

const historicalValues = async (pintail: Pintail, folder: string, instant: bigint): Promise<Map<string, unknown[]>> => {
  const output = join(folder, 'answer.ndjson')
  const instants = { name: 'event_timestamp', type: 'timestamp', values: visitors.map(() => instant) } as const
  await pintail.historical({
    features: references,
    service: null,
    fullFeatureNames: true,
    spine: { columns: [{ name: 'visitor', type: 'int64', values: visitors }, instants] },
    timestamp: null,
    knownAt: false,
    output,
    format: 'ndjson',
  })
  const rows = readFileSync(output, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line, exactly))
  const names = Object.keys(rows[0]).filter((name) => name !== 'event_timestamp')
  return new Map(names.map((name) => [name, rows.map((row) => row[name])]))
}

const live = async ({ id, first, steps }: { id: boolean; first: readonly Event[]; steps: readonly Step[] }) => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-'))
  mkdirSync(join(folder, 'features'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: shop\n')
  writeFileSync(join(folder, 'features/shop.yaml'), definitions(id))
  writeFileSync(join(folder, 'data/0.csv'), lines([typed, ...first]))
  const clock = { now: epoch }
  const pintail = await open(folder, { clock: { now: () => clock.now } })
  try {
    await pintail.apply()
    await pintail.ingest({ views: [], full: false })
    for (const [i, it] of steps.entries()) {
      if (it.kind === 'land') {
        writeFileSync(join(folder, `data/${i + 1}.csv`), lines(it.events))
        await pintail.ingest({ views: [], full: false })
        continue
      }
      clock.now += BigInt(it.ticks) * minute
      await pintail.materialize({ views: [], features: [], mode: it.full ? 'full' : 'incremental', until: null })
      const expected = await historicalValues(pintail, folder, clock.now)
      assert.deepEqual(await onlineValues(pintail), expected)
    }
  } finally {
    await pintail.close()
    rmSync(folder, { recursive: true })
  }
}

test('online is history as of the instant, corrections and late rows included', async () => {
  await fc.assert(fc.asyncProperty(world, live), { numRuns: Number(process.env.LAW_RUNS ?? 4) })
})
