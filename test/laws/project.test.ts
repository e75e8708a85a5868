// The whole way, by law: whatever files arrive in whatever runs, and whatever changes between them, a training set and
// the online store answer as a slow, obvious reading of all rows does.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatInstant } from '../../src/core/instants.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { answering } from '../oracle/as-of.ts'
import { type StoredRow, storedRows } from '../support/history-files.ts'

const epoch = BigInt(Date.UTC(2026, 2, 1)) * 1000n
const ttl = 3n
const features = ['value', 'scored'] as const

interface Given {
  readonly a: number | null
  readonly b: number | null
  readonly at: number
  readonly created: number | null
  readonly value: number | null
}

/** One ingest: rows of a new file, or rows added to the first one; before it the weight may change. */
interface Step {
  readonly rows: readonly Given[]
  readonly appended: boolean
  readonly weight: number
}

interface World {
  readonly steps: readonly Step[]
  readonly spine: readonly Pick<Given, 'a' | 'b' | 'at'>[]
  readonly knownAt: boolean
  readonly until: number
}

const a = fc.constantFrom(1, 11)
const b = fc.constantFrom(12, 2)
const row: fc.Arbitrary<Given> = fc.record({
  a: fc.option(a, { freq: 9 }),
  b: fc.option(b, { freq: 9 }),
  at: fc.integer({ min: 0, max: 6 }),
  created: fc.option(fc.integer({ min: 0, max: 7 }), { freq: 4 }),
  value: fc.option(fc.integer({ min: 0, max: 9 }), { freq: 4 }),
})

const step: fc.Arbitrary<Step> = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 8 }),
  appended: fc.boolean(),
  weight: fc.constantFrom(2, 3),
})

const worlds: fc.Arbitrary<World> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  spine: fc.array(fc.record({ a: fc.option(a, { freq: 9 }), b, at: fc.integer({ min: 0, max: 9 }) }), { maxLength: 8 }),
  knownAt: fc.boolean(),
  until: fc.integer({ min: 0, max: 9 }),
})

const instant = (tick: number): string => formatInstant(epoch + BigInt(tick))

const definitions = (weight: number): string => `
entities:
  pair: { keys: { a: int64, b: int64 } }
sources:
  rows: { type: csv, path: data/*.csv, timestamp: at, created: created, options: { types: { value: int64 } } }
views:
  view:
    entity: pair
    source: rows
    ttl: ${ttl}us
    features:
      value: value
      scored: { sql: value * ${weight} + 1, type: float64, default: -1 }
services:
  model: { features: ['view:*'] }
`

const lineOf = (it: Given): string =>
  [it.a, it.b, instant(it.at), it.created === null ? '' : instant(it.created), it.value]
    .map((cell) => cell ?? '')
    .join(',')

const header = 'a,b,at,created,value'

/** Lands the steps one after the other; gives all rows, run by run, as they were landed. */
const live = async (folder: string, pintail: Pintail, steps: readonly Step[]): Promise<StoredRow[]> => {
  let grown: string[] = []
  const runs: Given[][] = []
  for (const [i, { rows, appended, weight }] of steps.entries()) {
    if (appended || i === 0) {
      grown = [...grown, ...rows.map(lineOf)]
      writeFileSync(join(folder, 'data/grown.csv'), `${[header, ...grown].join('\n')}\n`)
    } else {
      // Blank lines make the content new, even when its rows are not.
      writeFileSync(
        join(folder, `data/part-${i}.csv`),
        `${[header, ...rows.map(lineOf)].join('\n')}\n${'\n'.repeat(i)}`,
      )
    }
    writeFileSync(join(folder, 'features/view.yaml'), definitions(weight))
    await pintail.apply()
    const [report] = await pintail.ingest({ views: [], full: false })
    assert.equal(report?.rows.rejected, 0)
    assert.equal(report?.rows.landed, rows.length)
    assert.equal((await pintail.ingest({ views: [], full: true }))[0]?.rows.landed, 0, 'a second time adds nothing')
    runs.push([...rows])
  }
  return storedRows(
    runs.map((rows) =>
      rows.map((it) => ({
        keys: [it.a, it.b].map((key) => (key === null ? null : BigInt(key))),
        eventTime: epoch + BigInt(it.at),
        created: it.created === null ? null : epoch + BigInt(it.created),
        values: [it.value],
      })),
    ),
  )
}

const scored = (value: unknown, weight: number): number => (typeof value === 'number' ? value * weight + 1 : -1)

/** What every version of a weight answers: the newest is current, the others are read by their service version. */
const expected = (found: StoredRow | null, weight: number): unknown[] => [
  found?.values[0] ?? null,
  scored(found?.values[0] ?? null, weight),
]

const readSpine = async (folder: string, pintail: Pintail, world: World, service: string): Promise<unknown[][]> => {
  const spine = join(folder, 'spine.csv')
  const output = join(folder, 'answer.json')
  const lines = world.spine.map((it) => `${it.a ?? ''},${it.b ?? ''},${instant(it.at)}`)
  writeFileSync(spine, `${['a,b,event_timestamp', ...lines].join('\n')}\n`)
  await pintail.historical({
    features: [],
    service,
    fullFeatureNames: false,
    spine: { path: spine, format: null },
    timestamp: null,
    knownAt: world.knownAt,
    output,
    format: 'json',
  })
  const rows: Record<string, unknown>[] = JSON.parse(readFileSync(output, 'utf8'))
  return rows.map((it) => features.map((name) => it[name]))
}

test('files, runs and changed definitions come to one answer, offline and online', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const folder = mkdtempSync(join(tmpdir(), 'pintail-law-'))
      mkdirSync(join(folder, 'features'))
      mkdirSync(join(folder, 'data'))
      writeFileSync(join(folder, 'pintail.yaml'), 'project: law\nengine: { threads: 2 }\n')
      let now = epoch + 100n
      const pintail = await open(folder, { clock: { now: () => now } })
      try {
        const rows = await live(folder, pintail, world.steps)
        const weights = [...new Set(world.steps.map((it) => it.weight))]
        const current = world.steps.at(-1)?.weight ?? 2
        for (const [i, weight] of weights.entries()) {
          const answers = await readSpine(folder, pintail, world, `model@${i + 1}`)
          const wanted = world.spine.map(({ a, b, at }) => {
            const keys = [a, b].map((key) => (key === null ? null : BigInt(key)))
            const question = { keys, instant: epoch + BigInt(at), ttl, knownAt: world.knownAt, lastRun: null }
            return expected(answering(rows, question), weight)
          })
          assert.deepEqual(answers, wanted, `model@${i + 1}`)
        }
        assert.deepEqual(
          await readSpine(folder, pintail, world, 'model'),
          await readSpine(folder, pintail, world, `model@${weights.indexOf(current) + 1}`),
        )

        now = epoch + BigInt(world.until)
        await pintail.materialize({ views: [], features: [], mode: 'full', until: null })
        const pairs = [1, 11].flatMap((a) => [12, 2].map((b) => [a, b] as const))
        for (const [i, weight] of weights.entries()) {
          const answer = pintail.online({
            features: [],
            service: `model@${i + 1}`,
            fullFeatureNames: false,
            entities: new Map([
              ['a', pairs.map(([a]) => a)],
              ['b', pairs.map(([, b]) => b)],
            ]),
          })
          const read = pairs.map((_, row) =>
            answer.features.map((column) =>
              typeof column.values[row] === 'bigint' ? Number(column.values[row]) : column.values[row],
            ),
          )
          const wanted = pairs.map(([a, b]) =>
            expected(
              answering(rows, { keys: [BigInt(a), BigInt(b)], instant: now, ttl, knownAt: false, lastRun: null }),
              weight,
            ),
          )
          assert.deepEqual(read, wanted, `model@${i + 1} online`)
        }
      } finally {
        await pintail.close()
        rmSync(folder, { recursive: true })
      }
    }),
    { numRuns: 25 },
  )
})
