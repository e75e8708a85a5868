// A front door for the server's tests: real online store, references resolved over a few views, no registry.
import { categoryNames } from '../../src/core/categories.ts'
import { PintailError } from '../../src/core/errors.ts'
import { didYouMean } from '../../src/core/nearest.ts'
import { parseReference, readPart } from '../../src/core/references.ts'
import type { HistoricalRequest } from '../../src/core/verbs.ts'
import type { Selected, ViewVersion } from '../../src/core/versions.ts'
import type { OnlineStore } from '../../src/online/online-store.ts'
import type { Served } from '../../src/server/options.ts'
import type { Browsed } from '../../src/server/routes/registry.ts'

const absent = (): never => {
  throw new Error('no registry here')
}

/** For routes that do not ask the registry. */
export const unregistered: Browsed = {
  list: () => [],
  show: absent,
  search: absent,
  lineage: absent,
  diff: absent,
  recordedDrift: absent,
  recordedChecks: absent,
  stats: absent,
  runs: absent,
  run: absent,
  freshness: absent,
}

export const servedBy = (
  store: OnlineStore,
  views: readonly ViewVersion[],
  historical: Served['historical'] = (_: HistoricalRequest) => Promise.reject(new Error('no history here')),
): Served => ({
  ...unregistered,
  historical,
  ready: () => {},
  reader: ({ features, service, fullFeatureNames }) => {
    const references = service === null ? features : members(service, views)
    const selected = references.flatMap((text) => resolve(text, views, fullFeatureNames))
    refuseTwins(selected)
    return store.reader(selected)
  },
})

/** The one service there is holds every feature. */
const members = (service: string, views: readonly ViewVersion[]): string[] => {
  if (service === 'everything') return views.map((it) => `${it.view}:*`)
  throw new PintailError({
    code: 'unknown_service',
    message: `there is no feature service "${service}"`,
    fix: didYouMean(service, ['everything'], 'pintail list services'),
  })
}

const resolve = (text: string, views: readonly ViewVersion[], full: boolean): Selected[] => {
  const { view: name, feature } = parseReference(text)
  const view = views.find((it) => it.view === name)
  const names = views.map((it) => it.view)
  if (!view) {
    throw new PintailError({
      code: 'unknown_view',
      message: `there is no feature view "${name}"`,
      fix: didYouMean(name, names, 'pintail list views'),
    })
  }
  const { feature: wanted, category } = readPart(feature)
  const found = wanted === '*' ? view.features : view.features.filter((it) => it.name === wanted)
  if (found.length === 0) {
    const known = view.features.map((it) => it.name)
    throw new PintailError({
      code: 'unknown_feature',
      message: `feature view "${name}" has no feature "${feature}"`,
      fix: didYouMean(feature, known, `pintail list features --view ${name}`),
    })
  }
  return found.flatMap((it): Selected[] => {
    const column = full ? `${name}__${it.name}` : it.name
    const categories = it.aggregate?.categories ? categoryNames(it.aggregate.categories) : null
    if (categories === null) return [{ view, feature: it, category: null, column }]
    return categories.flatMap((text, at) =>
      category === null || category === text ? [{ view, feature: it, category: at, column: `${column}:${text}` }] : [],
    )
  })
}

const refuseTwins = (selected: readonly Selected[]): void => {
  const columns = selected.map((it) => it.column)
  const twin = columns.find((it, i) => columns.indexOf(it) !== i)
  if (twin === undefined) return
  throw new PintailError({
    code: 'duplicate_column',
    message: `two features would be named "${twin}"`,
    fix: 'ask for full_feature_names',
  })
}
