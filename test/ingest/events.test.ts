// What does a run keep of events? Every row in order; of rows with one id, what superseded what, as it was known when.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { History } from '../../src/core/history.ts'
import type { Column } from '../../src/core/values.ts'
import { mergeSegments } from '../../src/offline/compact.ts'
import { readParquet } from '../../src/offline/offline-store.ts'
import { openEngine } from '../support/engine.ts'
import { computeStep, emptyWorld, eventRows, type Fields, family, input, landFile, type World } from './event-world.ts'

const { folder, session } = await openEngine()

const columns: Column[] = [
  { name: 'id', type: 'string' },
  { name: 'k', type: 'string' },
  { name: 't', type: 'timestamp' },
  { name: 'c', type: 'timestamp' },
  { name: 'x', type: 'int64' },
  { name: 'page', type: 'string' },
]

const instant = (n: number | null): string | null => (n === null ? null : `make_timestamp(${n})`)
const text = (value: string | null): string | null => (value === null ? null : `'${value}'`)

interface Given {
  readonly id: string | null
  readonly k: string | null
  readonly t: number
  readonly c: number | null
  readonly x: number
}

const fields = ({ id, k, t, c, x }: Given): Fields => ({
  id: text(id),
  k: text(k),
  t: instant(t),
  c: instant(c),
  x: String(x),
})

const land = async (runs: readonly (readonly Given[])[], world: World): Promise<World> => {
  let grown = world
  for (const [i, rows] of runs.entries()) {
    if (rows.length === 0) continue
    const file = await landFile(session, folder, columns, i + 1, rows.map(fields))
    grown = (await computeStep(session, folder, columns, grown, [file])).world
  }
  return grown
}

const given = fc.record({
  id: fc.option(fc.constantFrom('a', 'b', 'c'), { freq: 5 }),
  k: fc.option(fc.constantFrom('p', 'q'), { freq: 6 }),
  t: fc.constantFrom(0, 1, 2),
  c: fc.option(fc.constantFrom(0, 1, 2), { freq: 5 }),
  x: fc.constantFrom(-1, 0, 1, 2),
})
const worlds = fc.array(fc.array(given, { maxLength: 8 }), { minLength: 1, maxLength: 4 })

interface Landed extends Given {
  readonly run: number
  readonly rowId: string
}

const landedOf = (runs: readonly (readonly Given[])[]): Landed[] =>
  runs.flatMap((rows, run) =>
    rows.map((row, i) => ({ ...row, run: run + 1, rowId: String((BigInt(run + 1) << 40n) + BigInt(i)) })),
  )

/** The slow, obvious way: the row known last of those that were landed up to a run and known at an instant. */
const counting = (rows: readonly Landed[], lastRun: number, at: number | null): string[] => {
  const present = rows.filter((row) => row.run <= lastRun && (at === null || (row.c !== null && row.c <= at)))
  const later = (a: Landed, b: Landed): boolean =>
    (a.c ?? -1) > (b.c ?? -1) || ((a.c ?? -1) === (b.c ?? -1) && BigInt(a.rowId) > BigInt(b.rowId))
  return present
    .filter((row) => row.k !== null && row.x >= 0)
    .filter((row) => row.id === null || !present.some((other) => other.id === row.id && later(other, row)))
    .map((row) => row.rowId)
    .sort()
}

/** As a reader tells them from the files (`history.ts`). */
const readBack = async (history: History, lastRun: number, at: number | null): Promise<string[]> => {
  if (history.segments.length === 0) return []
  const rows = readParquet(history.segments.map((it) => it.files[0]?.path ?? ''))
  const hidden =
    history.hidden.length === 0
      ? 'SELECT 0::BIGINT AS row_id, NULL::TIMESTAMP AS until, 0::BIGINT AS "by" WHERE false'
      : `SELECT * FROM ${readParquet(history.hidden)}`
  const end = (BigInt(lastRun) + 1n) << 40n
  const known = at === null ? '' : `AND created <= make_timestamp(${at})`
  const gone = at === null ? '' : `AND (until IS NULL OR until <= make_timestamp(${at}))`
  const found = await session.rows(
    `SELECT CAST(row_id AS VARCHAR) AS row_id FROM ${rows} WHERE row_id < ${end} ${known}
       AND row_id NOT IN (SELECT row_id FROM (${hidden}) WHERE "by" < ${end} ${gone})`,
  )
  return found.map((row) => String(row.row_id)).sort()
}

test('of rows with one id the one known last counts, as of every run and instant', async () => {
  const rowSet = eventRows({ filter: 'x >= 0' })
  await fc.assert(
    fc.asyncProperty(worlds, async (runs) => {
      const rows = landedOf(runs)
      const { history } = await land(runs, emptyWorld(rowSet, []))
      const last = runs.length
      for (const lastRun of [last, Math.max(1, last - 1)])
        for (const at of [null, 0, 1, 2])
          assert.deepEqual(
            await readBack(history, lastRun, at),
            counting(rows, lastRun, at),
            `run ${lastRun}, at ${at}`,
          )
    }),
    { numRuns: 60 },
  )
})

test('a row set that comes later finds the same in all that was landed', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (runs) => {
      const files = []
      for (const [i, rows] of runs.entries())
        if (rows.length > 0) files.push(await landFile(session, folder, columns, i + 1, rows.map(fields)))
      if (files.length === 0) return
      const { world } = await computeStep(session, folder, columns, emptyWorld(eventRows(), []), files)
      const rows = landedOf(runs).map((row) => ({ ...row, x: 0 }))
      for (const lastRun of runs.keys())
        for (const at of [null, 1])
          assert.deepEqual(await readBack(world.history, lastRun + 1, at), counting(rows, lastRun + 1, at))
    }),
    { numRuns: 30 },
  )
})

test('every row is kept, in order, before and after a merge, with the inputs that came later', async () => {
  const rows = landedOf([
    [
      { id: 'a', k: 'q', t: 1, c: 1, x: 1 },
      { id: 'b', k: 'p', t: 1, c: null, x: 2 },
      { id: 'c', k: 'p', t: 1, c: 0, x: 3 },
    ],
    [
      { id: 'd', k: 'p', t: 1, c: 0, x: 4 },
      { id: 'a', k: 'p', t: 0, c: 2, x: 5 },
      { id: 'e', k: null, t: 0, c: 2, x: 6 },
    ],
  ])
  const runs = [rows.filter((it) => it.run === 1), rows.filter((it) => it.run === 2)]
  const before = await land(runs, emptyWorld(eventRows(), [input(1, 'x', 'int64')]))
  const features = new Map([...before.features, [2, input(2, 'x * 10', 'int64')] as const])
  const { world, computed } = await computeStep(session, folder, columns, { ...before, features }, [])
  assert.deepEqual(
    computed.groups.map((it) => it.features),
    [[2], [2]],
  )
  const { history } = world
  const merged = await mergeSegments(session, history, history.segments, [...features.values()], folder)
  assert.deepEqual(
    merged.segments.map((it) => [it.kind, it.rows]),
    [['events', 5]],
  )
  const found = await session.rows(
    `SELECT k, "#000000000001@1" AS x, "#000000000002@1" AS y FROM ${readParquet([merged.segments[0]?.file ?? ''])}`,
  )
  assert.deepEqual(
    found.map((row) => [row.k, row.x, row.y]),
    [
      ['p', 5n, 50n],
      ['p', 2n, 20n],
      ['p', 3n, 30n],
      ['p', 4n, 40n],
      ['q', 1n, 10n],
    ],
  )
})

test('categories are the most frequent values of the events that count, then frozen', async () => {
  const page = input(1, 'CASE WHEN x > 0 THEN page END')
  const features = [
    page,
    family(2, page, 2, 2),
    family(3, page, 2, 2),
    family(4, page, 9, 1, 'other'),
    family(5, page, 9, 99, 'rare'),
  ]
  const row = (page: string | null, over: Fields = {}): Fields => ({
    k: "'p'",
    t: instant(1),
    x: '1',
    page: text(page),
    ...over,
  })
  const first = await landFile(session, folder, columns, 1, [row('/a', { k: null }), row(null, { k: null })])
  const empty = await computeStep(session, folder, columns, emptyWorld(eventRows(), features), [first])
  assert.deepEqual(empty.computed.fitted, [])
  const second = await landFile(session, folder, columns, 2, [
    ...['/b', '/b', '/é', '/é', '/z', '__other__', '__other__', '__other__'].map((it) => row(it)),
    row('/z', { k: null }),
    row('/z', { id: "'one'", c: instant(1) }),
    row('/B', { id: "'one'", c: instant(2) }),
  ])
  const { world, computed } = await computeStep(session, folder, columns, empty.world, [second])
  const vocabularies = computed.fitted.map((it) => [it.id, it.aggregate?.categories?.vocabulary])
  assert.deepEqual(vocabularies, [
    [2, ['/b', '/é']],
    [3, ['/b', '/é']],
    [4, ['/b', '/é', '/B', '/z']],
    [5, []],
  ])
  const third = await landFile(
    session,
    folder,
    columns,
    3,
    Array.from({ length: 9 }, () => row('/new')),
  )
  assert.deepEqual((await computeStep(session, folder, columns, world, [third])).computed.fitted, [])
})

test('categories may depend on the event before: the gap is to the previous event that counts', async () => {
  const page = input(1, 'page')
  const late = {
    ...input(2, "CASE WHEN gap > 5e-6 THEN 'late ' || page WHEN gap IS NULL THEN 'first' END"),
    kind: 'late' as const,
    uses: [{ name: 'page', id: 1 }],
    reads: { raw: [], derived: [{ name: 'gap', type: 'float64' as const, sincePrevious: true as const }] },
  }
  const row = (k: string, t: number, over: Fields = {}): Fields => ({
    k: text(k),
    t: instant(t),
    page: "'/a'",
    ...over,
  })
  const file = await landFile(session, folder, columns, 1, [
    row('p', 0),
    row('p', 10),
    row('p', 4, { id: "'one'", c: instant(1) }),
    row('p', 20, { id: "'one'", c: instant(2) }),
    row('q', 3),
    row('q', 4),
  ])
  const world = emptyWorld(eventRows(), [page, late, family(3, late, 5)])
  const { computed } = await computeStep(session, folder, columns, world, [file])
  assert.deepEqual(computed.segments[0]?.files[0]?.features, [1])
  assert.deepEqual(computed.fitted[0]?.aggregate?.categories?.vocabulary, ['first', 'late /a'])
})
