// Which files count? Landed files of a source, segments of a row set, and what of the source was read already.

import { PintailError } from '../core/errors.ts'
import type { History, Segment, SegmentFile } from '../core/history.ts'
import { readJson } from '../core/json.ts'
import type { RowSet } from '../core/versions.ts'
import { render } from '../sql/render.ts'
import type { Registry } from './registry.ts'

export interface LandedFile {
  readonly id: number
  readonly run: number
  /** Absolute. */
  readonly path: string
  readonly rows: number
  readonly firstRowId: bigint
}

/** A file of a source that was read, as it was then. */
export interface KnownFile {
  /** Relative to the project. */
  readonly path: string
  readonly hash: string
  readonly origin: number
  readonly size: bigint
  readonly modified: bigint
  readonly changed: bigint
  readonly inode: bigint
}

/** A content ever landed from a source, under whatever path. */
export interface KnownContent {
  readonly hash: string
  readonly size: bigint
  readonly origin: number
}

/** What of a source was read before. */
export interface SourceMemory {
  readonly files: readonly KnownFile[]
  readonly contents: readonly KnownContent[]
  /** The first origin not yet used. */
  readonly nextOrigin: number
}

const rowsOf = <Row>({ database }: Registry, sql: string, ...values: unknown[]): Row[] =>
  database.prepare<unknown[], Row>(sql).all(...values)

type WithBigOrigin<T> = Omit<T, 'origin'> & { readonly origin: bigint }

export const sourceMemory = (registry: Registry, source: string): SourceMemory => {
  const files = rowsOf<WithBigOrigin<KnownFile>>(registry, render('registry/source-files'), { source })
  const contents = rowsOf<WithBigOrigin<KnownContent>>(
    registry,
    'SELECT hash, size, origin FROM source_contents WHERE source = ?',
    source,
  )
  const origins = [...files, ...contents].map((it) => Number(it.origin))
  return {
    files: files.map((file) => ({ ...file, origin: Number(file.origin) })),
    contents: contents.map((content) => ({ ...content, origin: Number(content.origin) })),
    nextOrigin: origins.reduce((most, origin) => Math.max(most, origin), 0) + 1,
  }
}

interface LandedRow {
  readonly id: bigint
  readonly run: bigint
  readonly path: string
  readonly rows: bigint
  readonly first_row_id: bigint
}

/** The source log, oldest first. */
export const landedFiles = (registry: Registry, source: string): LandedFile[] =>
  rowsOf<LandedRow>(registry, 'SELECT * FROM landed_files WHERE source = ? ORDER BY first_row_id', source).map((row) =>
    landedOf(registry, row),
  )

/** Of the source log, what the row set has not computed yet. */
export const freshFiles = (registry: Registry, rowSet: number): LandedFile[] =>
  rowsOf<LandedRow>(registry, render('registry/fresh-files'), { row_set: rowSet }).map((row) => landedOf(registry, row))

const landedOf = (registry: Registry, row: LandedRow): LandedFile => ({
  id: Number(row.id),
  run: Number(row.run),
  path: registry.absolute(row.path),
  rows: Number(row.rows),
  firstRowId: row.first_row_id,
})

/** The files of a row set as they stand now. */
export const history = (registry: Registry, rowSet: number): History =>
  registry.database.transaction(() => {
    const known = registry.state().rowSets.get(rowSet)
    if (!known) throw new PintailError({ code: 'registry_damaged', message: `there is no row set ${rowSet}` })
    return historyOf(registry, known)
  })()

/** As {@link history}, where nothing but these rows is to be read of the registry. */
export const historyOfRows = (registry: Registry, rowSet: RowSet): History =>
  registry.database.transaction(() => historyOf(registry, rowSet))()

const historyOf = (registry: Registry, rowSet: RowSet): History => {
  const { id } = rowSet
  const hidden = rowsOf<{ path: string }>(registry, 'SELECT path FROM hidden_files WHERE row_set = ? ORDER BY run', id)
  const [last] = rowsOf<{ run: bigint | null }>(registry, render('registry/last-read'), { row_set: id })
  return {
    rowSet,
    segments: segmentsOf(registry, id),
    hidden: hidden.map(({ path }) => registry.absolute(path)),
    lastRun: Number(last?.run ?? 0n),
  }
}

const segmentsOf = (registry: Registry, rowSet: number): Segment[] => {
  interface Row {
    readonly id: bigint
    readonly kind: Segment['kind']
    readonly first_run: bigint
    readonly last_run: bigint
    readonly rows: bigint
    readonly earliest: bigint
    readonly latest: bigint
  }
  const files = Map.groupBy(
    rowsOf<{ segment: bigint; path: string; identities: bigint; features: string }>(
      registry,
      render('registry/segment-files'),
      { row_set: rowSet },
    ),
    (file) => file.segment,
  )
  return rowsOf<Row>(registry, 'SELECT * FROM segments WHERE row_set = ? ORDER BY id', rowSet).map((row) => ({
    id: Number(row.id),
    kind: row.kind,
    firstRun: Number(row.first_run),
    lastRun: Number(row.last_run),
    rows: Number(row.rows),
    earliest: row.earliest,
    latest: row.latest,
    files: (files.get(row.id) ?? []).map(
      (file): SegmentFile => ({
        path: registry.absolute(file.path),
        identities: file.identities === 1n,
        features: idsOf(file.features),
      }),
    ),
  }))
}

const idsOf = (text: string): number[] => {
  const json = readJson(text)
  return Array.isArray(json) ? json.map(Number) : []
}

/** Every offline file the registry knows, as it names them: whatever else lies there is a leftover. */
export const namedFiles = (registry: Registry): Set<string> =>
  new Set(rowsOf<{ path: string }>(registry, render('registry/named-files')).map(({ path }) => path))

/** Files that stopped counting before an instant; no reader that began since can need them. */
export const unnamedFiles = (registry: Registry, before: bigint): string[] =>
  rowsOf<{ path: string }>(registry, 'SELECT path FROM unnamed_files WHERE since < ?', before).map(({ path }) => path)

/** To be called once the files are gone. */
export const forgetFiles = (registry: Registry, paths: readonly string[]): void =>
  registry.write(() => {
    const forget = registry.database.prepare('DELETE FROM unnamed_files WHERE path = ?')
    for (const path of paths) forget.run(path)
  })
