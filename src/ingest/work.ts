// Which sources are to be read for the views asked for, and is there anything to do?
import { PintailError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { askedThrough, isInput, isStored, lacksVocabulary, type State } from '../core/state.ts'
import type { FeatureVersion, Reads, RowSet } from '../core/versions.ts'
import { freshFiles, history } from '../registry/files.ts'
import type { Registry } from '../registry/registry.ts'

/** Row sets of one source that something live reads. */
export interface Work {
  readonly source: string
  readonly rowSets: readonly RowSet[]
  readonly views: readonly string[]
}

/** Versions of a row set that are current or pinned, and the inputs these are computed from. */
export const liveIn = (state: State, rowSet: number): FeatureVersion[] => {
  const live = [...state.features.values()].filter((it) => it.rowSet === rowSet && it.status !== 'retired')
  return [...new Set(live.flatMap((feature) => askedThrough(feature, state.features)))]
}

export const workOf = (state: State, views: readonly string[]): Work[] => {
  for (const view of views) refuseUnknown(state, view)
  const live = [...state.rowSets.values()].filter((it) => liveIn(state, it.id).length > 0)
  const wanted = live.filter((it) => views.length === 0 || views.includes(it.view))
  if (wanted.length === 0) {
    throw new PintailError({ code: 'not_applied', message: 'no feature view is applied', fix: 'pintail apply' })
  }
  return [...Map.groupBy(wanted, (it) => it.source)].map(([source, rowSets]) => ({
    source,
    rowSets,
    views: [...new Set(rowSets.map((it) => it.view))],
  }))
}

/** What live versions read of a source: by raw column, who. Of versions that do not say, every column. */
export const needsOf = (state: State, source: string): Map<string, string[]> => {
  const needs = new Map<string, string[]>()
  const columns = state.columns.get(source) ?? []
  const add = (reads: Reads | undefined, who: string): void => {
    for (const { name } of reads?.raw ?? columns)
      if (!needs.get(name)?.includes(who)) needs.set(name, [...(needs.get(name) ?? []), who])
  }
  for (const rowSet of state.rowSets.values()) {
    const live = rowSet.source === source ? liveIn(state, rowSet.id) : []
    for (const it of live) add(it.reads, isInput(it) ? `an aggregation of ${it.view}` : `${it.view}:${it.name}`)
    if (live.length > 0) add(rowSet.reads, `the keys, times or where of ${rowSet.view}`)
  }
  return needs
}

const refuseUnknown = (state: State, view: string): void => {
  if (state.current.views.has(view)) return
  throw new PintailError({
    code: 'unknown_view',
    message: `there is no feature view "${view}"`,
    fix: didYouMean(view, state.current.views.keys(), 'pintail list views'),
  })
}

/** Whether landed rows, later versions or their vocabularies are still to be computed. */
export const hasWork = (registry: Registry, work: Work): boolean =>
  work.rowSets.some((rowSet) => {
    if (freshFiles(registry, rowSet.id).length > 0) return true
    const live = liveIn(registry.state(), rowSet.id)
    const stored = live.filter(isStored)
    const has = (feature: FeatureVersion) => (file: { readonly features: readonly number[] }) =>
      file.features.includes(feature.id)
    const { segments } = history(registry, rowSet.id)
    return (
      segments.some((it) => stored.some((feature) => !it.files.some(has(feature)))) ||
      (segments.length > 0 && live.some(lacksVocabulary))
    )
  })
