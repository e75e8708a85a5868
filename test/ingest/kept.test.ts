// Is an input that comes later what it had been from the beginning, though no landed row is read for it?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { History, Segment } from '../../src/core/history.ts'
import type { Column } from '../../src/core/values.ts'
import type { DerivedRead, FeatureVersion } from '../../src/core/versions.ts'
import { mergeSegments, segmentRows } from '../../src/offline/compact.ts'
import { readParquet } from '../../src/offline/offline-store.ts'
import { quoteText } from '../../src/sql/quote.ts'
import { openEngine } from '../support/engine.ts'
import {
  computeStep,
  emptyWorld,
  eventRows,
  type Fields,
  input,
  landFile,
  type Step,
  type World,
} from './event-world.ts'

const { folder, session } = await openEngine()

const columns: Column[] = [
  { name: 'id', type: 'string' },
  { name: 'k', type: 'string' },
  { name: 't', type: 'timestamp' },
  { name: 'c', type: 'timestamp' },
  { name: 'Kind É', type: 'string' },
  { name: 'x', type: 'float64' },
  { name: 'j', type: 'string' },
]
const derived: DerivedRead[] = [
  { name: 'page', type: 'string', json: 'j', path: '$.page' },
  { name: 'n', type: 'int64', json: 'j', path: '$.n' },
  { name: 'short', type: 'string', sql: 'left(page, 2)', reads: ['page'] },
]
const of = (id: number, expression: string, type: FeatureVersion['type'] = 'bool'): FeatureVersion => ({
  ...input(id, expression, type),
  reads: { raw: columns, derived },
})

const first = [
  of(1, '"page"', 'string'),
  of(2, '"n"', 'int64'),
  of(3, `CASE WHEN "Kind É" = 'click' AND x > 0 THEN true END`),
  of(4, `CASE WHEN short = '/a' THEN x END`, 'float64'),
]
const later = [
  of(11, `CASE WHEN "Kind É" <> 'click' OR page LIKE '/a%' THEN true END`),
  of(12, `CASE WHEN isnan(x) THEN n ELSE x END`, 'float64'),
  of(13, 'page || short', 'string'),
  of(14, '7', 'int64'),
  of(15, `list_transform([n, 1], x -> x + 1)`, 'int64[]'),
]
const ofTheSource = [of(21, `length(j)`, 'int64'), of(22, `CASE WHEN id > 'a' THEN page END`, 'string')]
const all = [...first, ...later, ...ofTheSource]

const text = (value: string | null): string | null => (value === null ? null : quoteText(value))
interface Given {
  readonly id: string | null
  readonly k: string | null
  readonly t: number | null
  readonly c: number | null
  readonly kind: string | null
  readonly x: string | null
  readonly j: string | null
}

const given: fc.Arbitrary<Given> = fc.record({
  id: fc.option(fc.constantFrom('a', 'b', 'c'), { freq: 5 }),
  k: fc.option(fc.constantFrom('p', 'q'), { freq: 6 }),
  t: fc.option(fc.constantFrom(0, 1, 2), { freq: 8 }),
  c: fc.option(fc.constantFrom(0, 1, 2), { freq: 5 }),
  kind: fc.option(fc.constantFrom('click', '', 'Click'), { freq: 4 }),
  x: fc.option(fc.constantFrom('-1', '0', '1e300', "'NaN'", "'Infinity'"), { freq: 4 }),
  j: fc.option(fc.constantFrom('{"page":"/a/b","n":1}', '{"page":null,"n":"x"}', '{"page":7}', '{"page', '[]', '{}'), {
    freq: 4,
  }),
})
const worlds = fc.array(fc.array(given, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 })

const fields = ({ id, k, t, c, kind, x, j }: Given): Fields => ({
  id: text(id),
  k: text(k),
  t: t === null ? null : `make_timestamp(${t})`,
  c: c === null ? null : `make_timestamp(${c})`,
  'Kind É': text(kind),
  x,
  j: text(j),
})

const land = async (runs: readonly (readonly Given[])[], features: readonly FeatureVersion[]): Promise<World> => {
  let world = emptyWorld(eventRows({ filter: 'x IS NULL OR x >= 0' }), features)
  for (const [i, rows] of runs.entries()) {
    const file = await landFile(session, folder, columns, i + 1, rows.map(fields))
    world = (await computeStep(session, folder, columns, world, [file])).world
  }
  return world
}

const laterIn = (world: World, features: readonly FeatureVersion[]): Promise<Step> => {
  const more = new Map([...world.features, ...features.map((it): [number, FeatureVersion] => [it.id, it])])
  return computeStep(session, folder, columns, { ...world, features: more }, [])
}

const valuesIn = async ({ history }: World, features: readonly FeatureVersion[]): Promise<string[]> => {
  if (history.segments.length === 0) return []
  const rows = history.segments.map((it) => segmentRows(it, ['k'], features)).join(' UNION ALL ')
  const found = await session.rows(
    `SELECT to_json(r)::VARCHAR AS r FROM (SELECT * EXCLUDE (segment, row) FROM (${rows})) r ORDER BY row_id`,
  )
  return found.map((row) => String(row.r))
}

const isOfHistory = ({ computed }: Step): boolean => computed.groups.every((it) => it.fromHistory === true)

test('late, superseded, keyless and malformed rows: a later input has the values it had had from the beginning', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (runs) => {
      const whole = await land(runs, all)
      const step = await laterIn(await land(runs, first), later)
      assert.deepEqual(await valuesIn(step.world, [...first, ...later]), await valuesIn(whole, [...first, ...later]))
      const again = await laterIn(step.world, ofTheSource)
      assert.deepEqual(await valuesIn(again.world, all), await valuesIn(whole, all))
    }),
    { numRuns: 25 },
  )
})

const click: Given = { id: 'a', k: 'p', t: 1, c: 1, kind: 'click', x: '1', j: '{"page":"/a/b","n":1}' }
const runs = [[click, { ...click, kind: 'load' }], [{ ...click, t: 0, j: null }], [{ ...click, id: null, x: '2' }]]

test('over columns that are there no landed row is read; over others it is, and these are there from then on', async () => {
  const world = await land(runs, first)
  const step = await laterIn(world, later)
  assert.equal(step.computed.groups.length, 3)
  assert.ok(isOfHistory(step))
  // `x` is read beside `id`, which nothing named before, and `j` is JSON under other columns.
  const other = of(31, `CASE WHEN id = 'a' THEN x END`, 'float64')
  const read = await laterIn(step.world, [other])
  assert.ok(read.computed.groups.every((it) => it.fromHistory === undefined))
  const another = await laterIn(read.world, [of(32, `CASE WHEN id <> 'a' THEN n END`, 'int64')])
  assert.ok(isOfHistory(another))
})

const merged = async ({ history, ...world }: World, features: readonly FeatureVersion[]): Promise<World> => {
  const { segments, features: kept } = await mergeSegments(session, history, history.segments, features, folder)
  const one = segments.map(
    ({ file, ...it }): Segment => ({
      ...it,
      id: 1,
      firstRun: 1,
      lastRun: history.lastRun,
      files: [{ path: file, identities: true, features: kept.map(({ id }) => id) }],
    }),
  )
  return { ...world, history: { ...history, segments: one } }
}

test('a merged segment has what all its parts had', async () => {
  const whole = await land(runs, all)
  const step = await laterIn(await merged(await land(runs, first), first), later)
  assert.equal(step.computed.groups.length, 1)
  assert.ok(isOfHistory(step))
  assert.deepEqual(await valuesIn(step.world, later), await valuesIn(await merged(whole, all), later))
})

/** As a version that kept nothing would have written it. */
const withoutKept = async (history: History): Promise<History> => {
  const segments: Segment[] = []
  for (const segment of history.segments) {
    const [file] = segment.files
    assert.ok(file && segment.files.length === 1)
    const path = file.path.replace('.parquet', '-old.parquet')
    await session.run(
      `COPY (SELECT COLUMNS(c -> NOT starts_with(c, '~')) FROM ${readParquet([file.path])}) TO ${quoteText(path)} (FORMAT parquet)`,
    )
    segments.push({ ...segment, files: [{ ...file, path }] })
  }
  return { ...history, segments }
}

test('a history that nothing was kept in: it is read from what landed, together with what is there', async () => {
  const whole = await land(runs, all)
  const { history, ...world } = await land(runs, first)
  const old = { ...world, history: await withoutKept(history) }
  const step = await laterIn(old, later)
  assert.ok(!isOfHistory(step) && step.computed.groups.some((it) => it.fromHistory))
  assert.deepEqual(await valuesIn(step.world, later), await valuesIn(whole, later))
  // Some segments of the one kind, some of the other.
  const mixed = {
    ...old,
    history: { ...history, segments: [...old.history.segments.slice(0, 1), ...history.segments.slice(1)] },
  }
  const both = await laterIn(mixed, later)
  assert.deepEqual(await valuesIn(both.world, later), await valuesIn(whole, later))
})

test('a column whose type changed: of each row what it landed as', async () => {
  const typed = (type: Column['type']): Column[] => columns.map((it) => (it.name === 'x' ? { ...it, type } : it))
  const reading = (id: number, sql: string): FeatureVersion => ({
    ...input(id, sql, 'string'),
    reads: { raw: columns, derived: [] },
  })
  const grow = async (features: readonly FeatureVersion[]): Promise<World> => {
    let world = emptyWorld(eventRows(), features)
    for (const [i, type] of (['int64', 'string', 'float64'] as const).entries()) {
      const file = await landFile(session, folder, typed(type), i + 1, [fields({ ...click, x: "'7'" })])
      world = (await computeStep(session, folder, typed(type), world, [file])).world
    }
    return world
  }
  const before = [reading(1, 'CASE WHEN x IS NOT NULL THEN k END')]
  const now = [
    reading(2, 'typeof(x) || CAST(x AS VARCHAR)'),
    { ...reading(3, '"x"'), type: 'float64' as const },
    reading(4, 'typeof(x)'),
  ]
  const step = await laterIn(await grow(before), now.slice(0, 2))
  const again = await laterIn(step.world, now.slice(2))
  const found = await valuesIn(again.world, now)
  assert.deepEqual(found, await valuesIn(await grow([...before, ...now]), now))
  assert.match(found.join(), /BIGINT7.*VARCHAR7.*DOUBLE7\.0/)
})

test('a text that costs more than a number is not kept, nor are lists and JSON', async () => {
  const wide = (i: number): Given => ({ ...click, kind: 'x'.repeat(20) + i, j: `{"page":"/a","n":${i}}` })
  const named = of(41, `CASE WHEN "Kind É" > 'a' AND j IS NOT NULL AND page > '' THEN x END`, 'float64')
  const { history } = await land([Array.from({ length: 50 }, (_, i) => wide(i))], [named])
  const [file] = history.segments[0]?.files ?? []
  const found = await session.rows(
    `SELECT name FROM parquet_schema(${quoteText(file?.path ?? '')}) WHERE starts_with(name, '~')`,
  )
  assert.deepEqual(found.map((row) => String(row.name).split('~')[1]).sort(), ['page', 'x'])
})
