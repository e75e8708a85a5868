// Where does each staged file of a run go, and what does the registry say of it?
import { join } from 'node:path'
import type { RowSet } from '../core/versions.ts'
import { type OfflineFolder, rowSetFolder, sourceFolder } from '../offline/files.ts'
import type { LandedFile } from '../offline/source-log.ts'
import { commitIngest, type IngestCommit } from '../registry/commit.ts'
import { freshFiles, type KnownFile } from '../registry/files.ts'
import type { Registry } from '../registry/registry.ts'
import type { Computed } from './compute.ts'

/** What a run wrote, all of it still staged. */
export interface Written {
  readonly run: number
  readonly source: string
  readonly files: readonly KnownFile[]
  readonly landed: readonly LandedFile[]
  readonly computed: ReadonlyMap<RowSet, Computed>
  readonly result: IngestCommit['result']
  readonly also?: () => void
}

/** Moves every staged file to its place, then names them all in one transaction. */
export const commitRun = (registry: Registry, folder: OfflineFolder, written: Written): void => {
  const { run, source, computed } = written
  const moves: { staged: string; path: string }[] = []
  const place = (under: string, staged: string, name: string): string => {
    const path = join(under, `${run}-${moves.length}-${name}.parquet`)
    moves.push({ staged, path })
    return path
  }
  const each = [...computed].map(([rowSet, result]) => {
    const under = rowSetFolder(rowSet.view, rowSet.id)
    const runs = runsOf(registry, rowSet, written.landed)
    return {
      segments: result.segments.map(({ files, ...segment }) => ({
        ...segment,
        ...runs,
        rowSet: rowSet.id,
        files: files.map((file) => ({ ...file, path: place(under, file.staged, segment.kind) })),
      })),
      groups: result.groups.map((group) => ({ ...group, path: place(under, group.staged, `of-${group.segment}`) })),
      hidden: result.hidden === null ? [] : [{ rowSet: rowSet.id, path: place(under, result.hidden, 'hidden') }],
      fitted: result.fitted,
    }
  })
  const landed = written.landed.map((file) => ({ ...file, path: place(sourceFolder(source), file.path, 'rows') }))
  folder.settle(moves)
  commitIngest(registry, {
    run,
    source,
    files: written.files,
    landed,
    segments: each.flatMap((it) => it.segments),
    groups: each.flatMap((it) => it.groups),
    hidden: each.flatMap((it) => it.hidden),
    computed: [...computed.keys()].map((rowSet) => rowSet.id),
    fitted: each.flatMap((it) => it.fitted),
    result: written.result,
    ...(written.also && { also: written.also }),
  })
}

/** The runs whose rows a new segment holds: what was landed earlier and not yet computed comes with it. */
const runsOf = (
  registry: Registry,
  rowSet: RowSet,
  fresh: readonly LandedFile[],
): { firstRun: number; lastRun: number } => {
  const runs = [...freshFiles(registry, rowSet.id), ...fresh].map((file) => file.run)
  return { firstRun: Math.min(...runs), lastRun: Math.max(...runs) }
}
