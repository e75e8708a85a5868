// When does an ingest hold? All it wrote is named in one transaction, or none of it.
import type { Segment, SegmentFile } from '../core/history.ts'
import { canonicalJson, isObject, type Json, readJson } from '../core/json.ts'
import type { FeatureVersion, FittedCall } from '../core/versions.ts'
import { render } from '../sql/render.ts'
import type { KnownFile } from './files.ts'
import type { Registry } from './registry.ts'
import { endRun, type RunResult } from './runs.ts'

/** A segment written by a run; paths absolute or as the registry names them. */
export interface NewSegment extends Omit<Segment, 'id'> {
  readonly rowSet: number
}

export interface IngestCommit {
  readonly run: number
  readonly source: string
  /** Files read or looked at, to be known again. */
  readonly files: readonly KnownFile[]
  readonly landed: readonly { readonly path: string; readonly rows: number; readonly firstRowId: bigint }[]
  readonly segments: readonly NewSegment[]
  /** Columns of later feature versions for segments that stand already. */
  readonly groups: readonly (Pick<SegmentFile, 'path' | 'features'> & { readonly segment: number })[]
  readonly hidden: readonly { readonly rowSet: number; readonly path: string }[]
  /** Row sets that have now computed the whole source log, these landed files included. */
  readonly computed: readonly number[]
  /** Versions that gained numbers or a vocabulary. */
  readonly fitted: readonly FeatureVersion[]
  readonly result: RunResult
  /** What else holds with it. */
  readonly also?: () => void
}

/** Names everything an ingest wrote and ends its run. */
export const commitIngest = (registry: Registry, commit: IngestCommit): void =>
  registry.write(() => {
    const { database } = registry
    const { run, source } = commit
    const know = database.prepare(render('registry/know-file'))
    const land = database.prepare(render('registry/land-file'))
    const note = database.prepare(
      'INSERT OR IGNORE INTO source_contents (source, hash, size, origin) VALUES (?, ?, ?, ?)',
    )
    for (const file of commit.files) {
      know.run({ ...file, source, run })
      note.run(source, file.hash, file.size, file.origin)
    }
    for (const { path, rows, firstRowId } of commit.landed)
      land.run({ source, run, path: registry.relative(path), rows, firstRowId })
    for (const segment of commit.segments) insertSegment(registry, segment)
    for (const { segment, path, features } of commit.groups)
      insertFile(registry, segment, { path, features, identities: false })
    const hide = database.prepare('INSERT INTO hidden_files (path, row_set, run) VALUES (?, ?, ?)')
    for (const { path, rowSet } of commit.hidden) hide.run(registry.relative(path), rowSet, run)
    const compute = database.prepare(render('registry/compute-files'))
    for (const rowSet of commit.computed) compute.run({ row_set: rowSet, source })
    writeFitted(registry, commit.fitted)
    commit.also?.()
    endRun(registry, run, 'done', commit.result, null)
  })

export interface Compaction {
  readonly rowSet: number
  /** Ids of the segments whose rows the new ones hold. */
  readonly replaced: readonly number[]
  readonly segments: readonly NewSegment[]
  /** Hidden files that name rows of replaced segments only, or that `hidden` has in their place. */
  readonly settled: readonly string[]
  readonly hidden?: { readonly path: string; readonly run: number } | null
}

/** Puts merged segments in the place of others; the old files are kept for readers that began before. */
export const commitCompaction = (
  registry: Registry,
  { rowSet, replaced, segments, settled, hidden = null }: Compaction,
): void =>
  registry.write(() => {
    const { database, clock } = registry
    for (const segment of segments) insertSegment(registry, segment)
    const since = clock.now()
    const keep = database.prepare(render('registry/unname-segment'))
    const drop = [
      database.prepare('DELETE FROM segment_files WHERE segment = ?'),
      database.prepare('DELETE FROM segments WHERE id = ?'),
    ]
    for (const segment of replaced) {
      keep.run({ segment, since })
      for (const statement of drop) statement.run(segment)
    }
    const unname = database.prepare('INSERT OR REPLACE INTO unnamed_files (path, since) VALUES (?, ?)')
    const reveal = database.prepare('DELETE FROM hidden_files WHERE path = ? AND row_set = ?')
    for (const path of settled.map(registry.relative)) {
      unname.run(path, since)
      reveal.run(path, rowSet)
    }
    const hide = database.prepare('INSERT INTO hidden_files (path, row_set, run) VALUES (?, ?, ?)')
    if (hidden !== null) hide.run(registry.relative(hidden.path), rowSet, hidden.run)
  })

const insertSegment = (registry: Registry, { files, ...segment }: NewSegment): void => {
  const { lastInsertRowid } = registry.database.prepare(render('registry/add-segment')).run(segment)
  for (const file of files) insertFile(registry, Number(lastInsertRowid), file)
}

const insertFile = (registry: Registry, segment: number, { path, identities, features }: SegmentFile): void => {
  registry.database
    .prepare('INSERT INTO segment_files (path, segment, identities, features) VALUES (?, ?, ?, ?)')
    .run(registry.relative(path), segment, identities ? 1 : 0, canonicalJson([...features]))
}

/** Freezes fitted numbers and vocabularies with their versions; the only change a version ever sees. */
export const writeFitted = (registry: Registry, features: readonly FeatureVersion[]): void => {
  interface Row {
    readonly fits: string
    readonly definition: string
  }
  const read = registry.database.prepare<unknown[], Row>('SELECT fits, definition FROM feature_versions WHERE id = ?')
  const write = registry.database.prepare('UPDATE feature_versions SET fits = ?, definition = ? WHERE id = ?')
  for (const { id, fits, aggregate } of features) {
    const row = read.get(id)
    if (row === undefined) continue
    const frozen = registry.state().features.get(id)?.fits ?? []
    const numbers = fits.map((fit, i) => ({ ...fit, value: frozen[i]?.value ?? fit.value }))
    write.run(fitsText(numbers), withVocabulary(row.definition, aggregate?.categories?.vocabulary ?? null), id)
  }
}

/** The stored definition with the vocabulary, unless it has one. */
const withVocabulary = (definition: string, vocabulary: readonly string[] | null): string => {
  const json = readJson(definition)
  if (vocabulary === null || !isObject(json) || !isObject(json.aggregate)) return definition
  const { categories } = json.aggregate
  if (!isObject(categories) || categories.vocabulary !== null) return definition
  const aggregate = { ...json.aggregate, categories: { ...categories, vocabulary: [...vocabulary] } }
  return canonicalJson({ ...json, aggregate })
}

export const fitsText = (fits: readonly FittedCall[]): string =>
  canonicalJson(fits.map((fit): Json => ({ ...fit, identity: fit.identity ?? '' })))
