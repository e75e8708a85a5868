// However rows arrive, in however many runs, one row a key and event time answers and none is lost.
import assert from 'node:assert/strict'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { firstRowId, type History, type Segment } from '../../src/core/history.ts'
import type { FeatureVersion, RowSet } from '../../src/core/versions.ts'
import { mergeSegments, segmentsToMerge } from '../../src/offline/compact.ts'
import { type Written, writeColumnGroup, writeSegments } from '../../src/offline/feature-log.ts'
import { readParquet } from '../../src/offline/offline-store.ts'

const rowSet: RowSet = {
  id: 1,
  view: 'v',
  source: 's',
  keys: [
    { name: 'a', type: 'int64' },
    { name: 'b', type: 'string' },
  ],
  filter: null,
  timestamp: 't',
  created: 'c',
  timezone: 'UTC',
  events: false,
  eventId: null,
}

interface Row {
  readonly a: number | null
  readonly b: string | null
  readonly t: number
  readonly c: number | null
  readonly id: bigint
}

import { openEngine } from '../support/engine.ts'

const { folder, session } = await openEngine()

const sqlOf = (value: number | string | bigint | null): string =>
  value === null ? 'NULL' : typeof value === 'string' ? `'${value}'` : String(value)

const relation = (rows: readonly Row[]): string =>
  `SELECT a::BIGINT AS a, b::VARCHAR AS b, make_timestamp(t) AS event_time, make_timestamp(c) AS created,
     row_id::BIGINT AS row_id, row_id::BIGINT * 2 AS "f@1"
   FROM (VALUES ${[...rows, { a: null, b: null, t: 0, c: null, id: 0n }]
     .map((row) => `(${[row.a, row.b, row.t, row.c, row.id].map(sqlOf).join(', ')})`)
     .join(', ')}) r(a, b, t, c, row_id)`

const extend = (history: History, written: Written, run: number, folderOf: string): History => ({
  ...history,
  segments: [
    ...history.segments,
    ...written.segments.map(
      (segment, i): Segment => ({
        ...segment,
        id: run * 10 + i,
        firstRun: run,
        lastRun: run,
        files: [{ path: join(folderOf, `${segment.file.split('/').at(-1)}`), identities: true, features: [1] }],
      }),
    ),
  ],
  hidden: [...history.hidden, ...(written.hidden === null ? [] : [written.hidden])],
  lastRun: run,
})

let world = 0
const landRuns = async (runs: readonly (readonly Row[])[]): Promise<History> => {
  let history: History = { rowSet, segments: [], hidden: [], lastRun: 0 }
  world += 1
  for (const [i, rows] of runs.entries()) {
    const staging = join(folder, `world-${world}-${i}`)
    rmSync(staging, { recursive: true, force: true })
    mkdirSync(staging, { recursive: true })
    history = extend(history, await writeSegments(session, relation(rows), ['f@1'], history, staging), i + 1, staging)
  }
  return history
}

const idsIn = async (history: History): Promise<{ answering: bigint[]; lost: bigint[] }> => {
  const answering: bigint[] = []
  const lost: bigint[] = []
  const hidden = new Set<string>()
  if (history.hidden.length > 0) {
    for (const row of await session.rows(`SELECT * FROM ${readParquet(history.hidden)}`))
      hidden.add(`${row.segment} ${row.row}`)
  }
  for (const segment of history.segments) {
    const rows = await session.rows(`SELECT row_id FROM ${readParquet([segment.files[0]?.path ?? ''])}`)
    for (const [i, row] of rows.entries()) {
      const loses = segment.kind === 'superseded' || hidden.has(`${segment.id} ${i}`)
      ;(loses ? lost : answering).push(BigInt(String(row.row_id)))
    }
  }
  const ascending = (x: bigint, y: bigint): number => (x < y ? -1 : 1)
  return { answering: answering.sort(ascending), lost: lost.sort(ascending) }
}

/** The slow, obvious way: of each key and event time, the greatest created, then the last row. */
const winners = (rows: readonly Row[]): bigint[] => {
  const best = new Map<string, Row>()
  for (const row of rows.filter((it) => it.a !== null && it.b !== null)) {
    const key = JSON.stringify([row.a, row.b, row.t])
    const other = best.get(key)
    const created = (it: Row): number => it.c ?? -1
    const wins = !other || created(row) > created(other) || (created(row) === created(other) && row.id > other.id)
    if (wins) best.set(key, row)
  }
  return [...best.values()].map((row) => row.id).sort((x, y) => (x < y ? -1 : 1))
}

const row = fc.record({
  a: fc.option(fc.constantFrom(1, 11), { freq: 8 }),
  b: fc.option(fc.constantFrom('12', '2'), { freq: 8 }),
  t: fc.constantFrom(0, 1, 2, 3),
  c: fc.option(fc.constantFrom(0, 1, 2), { freq: 3 }),
})

const worlds = fc
  .array(fc.array(row, { maxLength: 12 }), { minLength: 1, maxLength: 5 })
  .map((runs) => runs.map((rows, run) => rows.map((it, i): Row => ({ ...it, id: firstRowId(run + 1) + BigInt(i) }))))

test('one row a key and event time answers, whichever run brought it', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (runs) => {
      const rows = runs.flat()
      const { answering, lost } = await idsIn(await landRuns(runs))
      assert.deepEqual(answering, winners(rows))
      const keyed = rows.filter((it) => it.a !== null && it.b !== null).length
      assert.equal(answering.length + lost.length, keyed)
    }),
    { numRuns: 60 },
  )
})

test('merging segments changes no answer and loses no row', async () => {
  const feature = { id: 1, name: 'f', version: 1 } as FeatureVersion
  await fc.assert(
    fc.asyncProperty(worlds, async (runs) => {
      const history = await landRuns(runs)
      if (history.segments.length === 0) return
      const before = await idsIn(history)
      const staging = join(folder, `merged-${world}`)
      rmSync(staging, { recursive: true, force: true })
      mkdirSync(staging, { recursive: true })
      const { segments } = await mergeSegments(session, history, history.segments, [feature], staging)
      const merged = { ...history, segments: [], hidden: [] }
      const written = { segments, hidden: null }
      const after = extend(merged, written, 9, staging)
      assert.deepEqual(await idsIn(after), before)
      for (const segment of after.segments) {
        const [wrong] = await session.rows(
          `SELECT count(*) AS n FROM ${readParquet([segment.files[0]?.path ?? ''])} WHERE "f@1" <> row_id * 2`,
        )
        assert.equal(wrong?.n, 0n)
      }
    }),
    { numRuns: 30 },
  )
})

test('a column group follows the rows of its segment', async () => {
  const rows = [5, 3, 9, 1].map((a, i): Row => ({ a, b: 'x', t: 10 - a, c: null, id: firstRowId(1) + BigInt(i) }))
  const history = await landRuns([rows])
  const [segment] = history.segments
  assert.ok(segment)
  const staging = join(folder, 'groups')
  mkdirSync(staging, { recursive: true })
  const computed = `SELECT row_id, row_id * 3 AS "g@2" FROM (${relation(rows)})`
  const file = await writeColumnGroup(session, computed, ['g@2'], segment, staging)
  const [counted] = await session.rows(
    `SELECT count(*) AS rows, count(*) FILTER ("g@2" = row_id * 3) AS right
     FROM ${readParquet([segment.files[0]?.path ?? ''])} POSITIONAL JOIN ${readParquet([file])}`,
  )
  assert.deepEqual(counted, { rows: 4n, right: 4n })
})

test('segments are merged when many, and a large old one only when as much came after it', () => {
  const segment = (run: number, rows: number): Segment => ({
    id: run,
    kind: 'newest',
    firstRun: run,
    lastRun: run,
    rows,
    earliest: 0n,
    latest: 0n,
    files: [],
  })
  const small = Array.from({ length: 19 }, (_, i) => segment(i + 2, 10))
  assert.deepEqual(segmentsToMerge(small), [])
  assert.equal(segmentsToMerge([segment(1, 10), ...small]).length, 20)
  assert.equal(segmentsToMerge([segment(1, 380), ...small, segment(30, 10)]).length, 21)
  assert.equal(segmentsToMerge([segment(1, 1_000_000), ...small, segment(30, 10)]).length, 20)
})
