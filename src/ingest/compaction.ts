// After an ingest: are there so many segments that questions would suffer? Then the newest become one.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Segment } from '../core/history.ts'
import type { FeatureVersion, RowSet } from '../core/versions.ts'
import { mergeSegments, segmentsToMerge } from '../offline/compact.ts'
import { type OfflineFolder, rowSetFolder } from '../offline/files.ts'
import type { Session } from '../offline/offline-store.ts'
import { mergeSuperseded } from '../offline/superseded.ts'
import { commitCompaction } from '../registry/commit.ts'
import { pinnedByDatasets } from '../registry/datasets.ts'
import { history } from '../registry/files.ts'
import type { Registry } from '../registry/registry.ts'

/** Merges what is worth merging; the caller holds the source's lock. */
export const compactHistory = async (
  { registry, folder }: { readonly registry: Registry; readonly folder: OfflineFolder },
  session: Session,
  rowSets: readonly RowSet[],
  run: number,
  staging: string,
): Promise<void> => {
  const pinned = pinnedByDatasets(registry)
  for (const rowSet of rowSets) {
    const standing = history(registry, rowSet.id)
    const features = [...registry.state().features.values()].filter((feature) => feature.rowSet === rowSet.id)
    const held = features.filter((feature) => feature.status === 'retired' && pinned.has(feature.id))
    const replaced = segmentsToMerge(withSame(held, standing.segments))
    const into = folderFor(staging, rowSet)
    // Of rows with an id, what superseded what is not a matter of segments: those files become one by themselves.
    const hidden = rowSet.events ? await mergeSuperseded(session, standing.hidden, into) : null
    if (replaced.length === 0 && hidden === null) continue
    const none = { segments: [], features: [] }
    const merged = replaced.length === 0 ? none : await mergeSegments(session, standing, replaced, features, into)
    const runs = {
      firstRun: Math.min(...replaced.map((segment) => segment.firstRun)),
      lastRun: Math.max(...replaced.map((segment) => segment.lastRun)),
    }
    const place = (name: string): string => join(rowSetFolder(rowSet.view, rowSet.id), `${run}-merged-${name}.parquet`)
    const moves = merged.segments.map(({ file, kind }) => ({
      staged: file,
      path: place(`${runs.firstRun}-${runs.lastRun}-${kind}`),
    }))
    const hiding = hidden === null ? [] : [{ staged: hidden, path: place('hidden') }]
    folder.settle([...moves, ...hiding])
    commitCompaction(registry, {
      rowSet: rowSet.id,
      replaced: replaced.map((segment) => segment.id),
      segments: merged.segments.map(({ file: _, ...segment }, i) => ({
        ...segment,
        ...runs,
        rowSet: rowSet.id,
        files: [
          { path: moves[i]?.path ?? '', identities: true, features: merged.features.map((feature) => feature.id) },
        ],
      })),
      settled: hidden !== null || settles(rowSet, replaced, standing.segments) ? standing.hidden : [],
      hidden: hiding.map(({ path }) => ({ path, run }))[0] ?? null,
    })
  }
}

/** Where ties are resolved, what is hidden is gone once every segment is written anew. */
const settles = (rowSet: RowSet, replaced: readonly Segment[], segments: readonly Segment[]): boolean =>
  !rowSet.events && replaced.length === segments.length

/**
 * The segments that have the same of these columns as the newest one: a merged segment keeps what all its parts have,
 * and what a dataset pins must be kept, though it is retired and later segments are without it.
 */
const withSame = (held: readonly FeatureVersion[], segments: readonly Segment[]): Segment[] => {
  const of = ({ files }: Segment): string =>
    held.map(({ id }) => files.some((file) => file.features.includes(id))).join()
  const newest = segments.toSorted((a, b) => b.lastRun - a.lastRun)[0]
  return segments.filter((segment) => newest !== undefined && of(segment) === of(newest))
}

const folderFor = (staging: string, rowSet: RowSet): string => {
  const folder = join(staging, `merged-${rowSet.id}`)
  mkdirSync(folder, { recursive: true })
  return folder
}
