// What is kept computed, what is still to be computed and why; and how is it dropped, to be computed again?
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { CachedView, ClearedView, Pending } from '../core/caches.ts'
import { PintailError } from '../core/errors.ts'
import type { History } from '../core/history.ts'
import { didYouMean } from '../core/nearest.ts'
import { askedThrough, isStored, lacksVocabulary } from '../core/state.ts'
import { columnOf, type FeatureVersion, type RowSet } from '../core/versions.ts'
import { clearRowSets } from '../registry/clear.ts'
import { pinnedByDatasets } from '../registry/datasets.ts'
import { freshFiles, history, landedFiles } from '../registry/files.ts'
import type { Registry } from '../registry/registry.ts'
import { withLock } from '../sqlite.ts'

export interface CacheRoom {
  readonly registry: Registry
  readonly locks: string
  /** Of answers kept, a folder a view. */
  readonly answers: string
  readonly patience: number
}

/** Every view that has row sets, by name; `views` chooses some. */
export const cached = (
  { registry, answers }: Pick<CacheRoom, 'registry' | 'answers'>,
  views: readonly string[] = [],
): CachedView[] =>
  rowSetsOf(registry, views).map(({ view, source, rowSets }) => {
    const histories = rowSets.map((rowSet) => history(registry, rowSet.id))
    const segments = histories.flatMap((it) => it.segments)
    const kept = new Set(segments.flatMap((it) => it.files.flatMap((file) => file.features)))
    const known = [...registry.state().features.values()].filter((feature) => kept.has(feature.id))
    const inputs = known.filter((feature) => feature.kind === 'input').length
    const landed = landedFiles(registry, source)
    return {
      view,
      source,
      rows: segments.reduce((sum, it) => sum + it.rows, 0),
      segments: segments.length,
      features: known.length - inputs,
      inputs,
      bytes: sizeOf(histories.flatMap(filesOf)),
      answers: sizeOf(answersOf(answers, view)),
      landed: { rows: landed.reduce((sum, file) => sum + file.rows, 0), bytes: sizeOf(landed.map((it) => it.path)) },
      pending: histories.flatMap((it) => pendingOf(registry, it)),
    }
  })

/**
 * Drops what is computed of views, all without a name; the next ingest computes it again from what was landed. What a
 * dataset needs and no ingest would compute again stays.
 */
export const clearCache = async (room: CacheRoom, views: readonly string[]): Promise<ClearedView[]> => {
  const { registry, locks, patience, answers } = room
  registry.mustWrite()
  const cleared: ClearedView[] = []
  for (const { view, source, rowSets } of rowSetsOf(registry, views)) {
    const lock = join(locks, `source-${source}.lock`)
    await withLock(lock, `an ingest of source "${source}"`, patience, async () => {
      const held = heldByDatasets(registry)
      const dropped = rowSets.filter((rowSet) => !held.has(rowSet.id))
      const histories = dropped.map((rowSet) => history(registry, rowSet.id))
      const rows = histories.flatMap((it) => it.segments).reduce((sum, it) => sum + it.rows, 0)
      const bytes = sizeOf(histories.flatMap(filesOf))
      const stays = dropped.length < rowSets.length ? 'a dataset holds retired versions of it' : null
      clearRowSets(
        registry,
        dropped.map((rowSet) => rowSet.id),
      )
      rmSync(join(answers, view), { recursive: true, force: true })
      cleared.push({ view, rows, bytes, kept: stays })
    })
  }
  return cleared
}

const answersOf = (folder: string, view: string): string[] => {
  const home = join(folder, view)
  if (!existsSync(home)) return []
  return readdirSync(home, { recursive: true, withFileTypes: true }).flatMap((it) =>
    it.isFile() ? [join(it.parentPath, it.name)] : [],
  )
}

interface ViewRows {
  readonly view: string
  readonly source: string
  readonly rowSets: readonly RowSet[]
}

const rowSetsOf = (registry: Registry, views: readonly string[]): ViewRows[] => {
  const all = [...registry.state().rowSets.values()]
  for (const view of views) {
    if (all.some((rowSet) => rowSet.view === view)) continue
    throw new PintailError({
      code: 'unknown_view',
      message: `there is no feature view "${view}"`,
      fix: didYouMean(view, new Set(all.map((rowSet) => rowSet.view)), 'pintail list views'),
    })
  }
  const wanted = all.filter((rowSet) => views.length === 0 || views.includes(rowSet.view))
  // A view that changed its source has row sets of both.
  const groups = Map.groupBy(wanted, ({ view, source }) => JSON.stringify([view, source]))
  return [...groups.values()]
    .flatMap(([first, ...others]) =>
      first ? [{ view: first.view, source: first.source, rowSets: [first, ...others] }] : [],
    )
    .sort((a, b) => (a.view < b.view ? -1 : 1))
}

const filesOf = ({ segments, hidden }: History): string[] => [
  ...segments.flatMap((segment) => segment.files.map((file) => file.path)),
  ...hidden,
]

const sizeOf = (paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0)

/** What the next ingest computes of a row set that something live reads, and why. */
const pendingOf = (registry: Registry, { rowSet, segments }: History): Pending[] => {
  const { features } = registry.state()
  const live = [...features.values()].filter((it) => it.rowSet === rowSet.id && it.status !== 'retired')
  if (live.length === 0) return []
  const rows = freshFiles(registry, rowSet.id).reduce((sum, file) => sum + file.rows, 0)
  const fresh =
    rows === 0 ? [] : [{ what: `${rows} landed rows`, why: segments.length === 0 ? 'never computed' : 'landed since' }]
  const asked = live.filter((feature) => feature.kind !== 'input' && feature.kind !== 'late')
  const lacking = asked.flatMap((feature): Pending[] => {
    const why = whyPending(feature, segments, features)
    return why === null ? [] : [{ what: columnOf(feature), why }]
  })
  return [...fresh, ...lacking]
}

const whyPending = (
  feature: FeatureVersion,
  segments: History['segments'],
  all: ReadonlyMap<number, FeatureVersion>,
): string | null => {
  const through = askedThrough(feature, all)
  const has = ({ id }: FeatureVersion): boolean =>
    segments.every((segment) => segment.files.some((file) => file.features.includes(id)))
  if (!through.filter(isStored).every(has)) return 'new version'
  return through.some(lacksVocabulary) ? 'no categories yet' : null
}

/** Row sets with columns that a dataset reads and that no ingest would compute again. */
const heldByDatasets = (registry: Registry): ReadonlySet<number> => {
  const pinned = pinnedByDatasets(registry)
  const versions = [...registry.state().features.values()]
  return new Set(versions.filter((it) => it.status === 'retired' && pinned.has(it.id)).map((it) => it.rowSet))
}
