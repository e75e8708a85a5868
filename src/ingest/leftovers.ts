// What did a crash or a merge leave behind? Swept before the next run of the same source.
import type { RowSet } from '../core/versions.ts'
import { type OfflineFolder, rowSetFolder, sourceFolder } from '../offline/files.ts'
import { forgetFiles, namedFiles, unnamedFiles } from '../registry/files.ts'
import type { Registry } from '../registry/registry.ts'
import { runById } from '../registry/runs.ts'

/** How long a reader that began before a merge may still need the merged files: an hour. */
const grace = 3_600_000_000n

/** The caller holds the source's lock: no other process writes into these folders. */
export const sweepLeftovers = (
  { registry, folder }: { readonly registry: Registry; readonly folder: OfflineFolder },
  source: string,
  rowSets: readonly RowSet[],
): void => {
  const folders = [sourceFolder(source), ...rowSets.map((rowSet) => rowSetFolder(rowSet.view, rowSet.id))]
  const old = unnamedFiles(registry, registry.clock.now() - grace)
  const named = namedFiles(registry)
  for (const path of old) named.delete(path)
  const gone = new Set(folder.sweep(folders, named))
  const forgotten = old.filter((path) => gone.has(path))
  if (forgotten.length > 0) forgetFiles(registry, forgotten)
  for (const { folder: staging, run } of folder.staged()) {
    if (runById(registry, run)?.status !== 'running') folder.discard(staging)
  }
}
