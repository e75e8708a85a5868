// Which files count, after an ingest, a column for a later version, a compaction?
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { firstRowId } from '../../src/core/history.ts'
import { commitCompaction, commitIngest, type IngestCommit } from '../../src/registry/commit.ts'
import {
  forgetFiles,
  freshFiles,
  history,
  type KnownFile,
  landedFiles,
  namedFiles,
  sourceMemory,
  unnamedFiles,
} from '../../src/registry/files.ts'
import { beginRun, runById } from '../../src/registry/runs.ts'
import { definitionsOf, heart, heartColumns } from '../support/heart.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
let rowSet: number
beforeEach(async () => {
  workshop = await openWorkshop()
  await workshop.apply(definitionsOf(heart()), heartColumns)
  rowSet = workshop.registry.state().current.views.get('cardiac')?.rowSet.id ?? assert.fail()
})
afterEach(() => workshop.close())

const inside = (path: string): string => join(workshop.folder, 'offline', path)

const file = (path: string, hash: string, origin: number): KnownFile => ({
  path,
  hash,
  origin,
  size: 10n,
  modified: 1_790_000_000_123_456_789n,
  changed: 2n,
  inode: 2n ** 60n,
})

const segment = (run: number, name: string, features: readonly number[]) => ({
  rowSet,
  kind: 'newest' as const,
  firstRun: run,
  lastRun: run,
  rows: 3,
  earliest: -5n,
  latest: 9n,
  files: [{ path: inside(name), identities: true, features }],
})

const ingest = (name: string, over: Partial<IngestCommit> = {}): number => {
  const run = beginRun(workshop.registry, 'ingest', 'visits')
  commitIngest(workshop.registry, {
    run,
    source: 'visits',
    files: [file(`data/${name}.csv`, `hash ${name}`, run)],
    landed: [{ path: inside(`sources/visits/${name}.parquet`), rows: 3, firstRowId: firstRowId(run) }],
    segments: [segment(run, `views/cardiac/${rowSet}/${name}.parquet`, [1, 2])],
    groups: [],
    hidden: [],
    computed: [rowSet],
    fitted: [],
    result: { rows: { read: 3, written: 3, rejected: 0, skipped: 0 } },
    ...over,
  })
  return run
}

test('an ingest names all it wrote and ends its run', () => {
  const { registry } = workshop
  assert.deepEqual(history(registry, rowSet), {
    rowSet: registry.state().rowSets.get(rowSet),
    segments: [],
    hidden: [],
    lastRun: 0,
  })
  const run = ingest('a')
  assert.equal(runById(registry, run)?.status, 'done')
  assert.deepEqual(sourceMemory(registry, 'visits'), {
    files: [file('data/a.csv', 'hash a', run)],
    contents: [{ hash: 'hash a', size: 10n, origin: run }],
    nextOrigin: run + 1,
  })
  const [landed] = landedFiles(registry, 'visits')
  assert.deepEqual(
    [landed?.path, landed?.rows, landed?.firstRowId, landed?.run],
    [inside('sources/visits/a.parquet'), 3, firstRowId(run), run],
  )
  const found = history(registry, rowSet)
  assert.equal(found.lastRun, run)
  assert.deepEqual(
    found.segments.map(({ id: _, ...rest }) => ({ ...rest, rowSet })),
    [segment(run, `views/cardiac/${rowSet}/a.parquet`, [1, 2])],
  )
  assert.deepEqual(freshFiles(registry, rowSet), [])
  assert.deepEqual([...namedFiles(registry)].sort(), ['sources/visits/a.parquet', `views/cardiac/${rowSet}/a.parquet`])
})

test('a file is known by its last state, its contents for ever', () => {
  const { registry } = workshop
  const run = ingest('a')
  ingest('b', { files: [file('data/a.csv', 'grown', run)] })
  const memory = sourceMemory(registry, 'visits')
  assert.deepEqual(
    memory.files.map((it) => it.hash),
    ['grown'],
  )
  assert.deepEqual(memory.contents.map((it) => it.hash).sort(), ['grown', 'hash a'])
})

test('what landed but was not computed is fresh, for each row set', () => {
  const { registry } = workshop
  ingest('a')
  const run = ingest('b', { computed: [], segments: [] })
  assert.deepEqual(
    freshFiles(registry, rowSet).map((it) => it.path),
    [inside('sources/visits/b.parquet')],
  )
  assert.ok(history(registry, rowSet).lastRun < run)
})

test('a later version brings its columns to segments that stand', () => {
  const { registry } = workshop
  ingest('a')
  const [standing] = history(registry, rowSet).segments
  const path = inside(`views/cardiac/${rowSet}/a-more.parquet`)
  ingest('b', {
    groups: [{ segment: standing?.id ?? 0, path, features: [7] }],
    hidden: [{ rowSet, path: inside('hidden.parquet') }],
  })
  const found = history(registry, rowSet)
  assert.deepEqual(
    found.segments[0]?.files.map((it) => [it.identities, it.features]),
    [
      [true, [1, 2]],
      [false, [7]],
    ],
  )
  assert.deepEqual(found.hidden, [inside('hidden.parquet')])
})

test('a commit that fails names nothing, and its run goes on', () => {
  const { registry } = workshop
  const run = ingest('a')
  const again = beginRun(registry, 'ingest', 'visits')
  const before = namedFiles(registry)
  assert.throws(() =>
    commitIngest(registry, {
      run: again,
      source: 'visits',
      files: [],
      landed: [
        { path: 'sources/visits/new.parquet', rows: 1, firstRowId: firstRowId(again) },
        { path: 'sources/visits/a.parquet', rows: 1, firstRowId: firstRowId(run) },
      ],
      segments: [],
      groups: [],
      hidden: [],
      computed: [],
      fitted: [],
      result: {},
    }),
  )
  assert.deepEqual(namedFiles(registry), before)
  assert.equal(runById(registry, again)?.status, 'running')
})

test('merged segments take the place of others, whose files stay a while; ids are never used again', () => {
  const { registry } = workshop
  ingest('a')
  ingest('b', { hidden: [{ rowSet, path: inside('hidden.parquet') }] })
  const before = history(registry, rowSet).segments
  const merged = { ...segment(3, 'merged.parquet', [1, 2]), firstRun: 2, rows: 6 }
  commitCompaction(registry, {
    rowSet,
    replaced: before.map((it) => it.id),
    segments: [merged],
    settled: [inside('hidden.parquet')],
  })
  const found = history(registry, rowSet)
  assert.deepEqual(
    found.segments.map((it) => [it.rows, it.firstRun, it.lastRun]),
    [[6, 2, 3]],
  )
  assert.deepEqual(found.hidden, [])
  assert.equal(
    found.segments.some((it) => before.some((old) => old.id === it.id)),
    false,
  )
  const old = ['hidden.parquet', `views/cardiac/${rowSet}/a.parquet`, `views/cardiac/${rowSet}/b.parquet`]
  assert.deepEqual(unnamedFiles(registry, 1_000_001n).sort(), old)
  assert.deepEqual(unnamedFiles(registry, 1_000_000n), [])
  assert.ok(old.every((path) => namedFiles(registry).has(path)))
  forgetFiles(registry, old)
  assert.deepEqual(unnamedFiles(registry, 1_000_001n), [])

  commitCompaction(registry, { rowSet, replaced: found.segments.map((it) => it.id), segments: [], settled: [] })
  ingest('c')
  const [last] = history(registry, rowSet).segments
  assert.ok((last?.id ?? 0) > Math.max(...found.segments.map((it) => it.id)))
})
