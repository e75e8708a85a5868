// Which features are read online, of which versions of their views? What a comparison goes through.
import { categoryNames } from '../core/categories.ts'
import { isComputed } from '../core/computed.ts'
import { PintailError } from '../core/errors.ts'
import type { History } from '../core/history.ts'
import { formatPart } from '../core/references.ts'
import type { State } from '../core/state.ts'
import { columnOf, type FeatureVersion, type Selected, type ViewVersion } from '../core/versions.ts'
import type { Group } from '../online/groups.ts'
import { identityOf } from '../online/identity.ts'
import { resolveView } from '../registry/resolve.ts'
import type { Finding } from './parity-comparison.ts'

/** A version of a view, with those of its features that no version before it answers alike. */
export interface ServedView {
  readonly view: ViewVersion
  readonly features: readonly FeatureVersion[]
}

/** The current version of a view first, then those that services pin. */
export const servedViews = (state: State, names: readonly string[]): ServedView[] => {
  for (const name of names) refuseUnserved(resolveView(state, name, null))
  const live = [...state.views.values()].filter((it) => it.status !== 'retired' && it.online)
  const asked = live.filter((it) => names.length === 0 || names.includes(it.view))
  const rank = (it: ViewVersion): number => (it.status === 'current' ? 0 : 1)
  const seen = new Set<string>()
  return asked
    .toSorted((a, b) => rank(a) - rank(b) || b.version - a.version)
    .flatMap((view) => {
      const features = view.features.filter((it) => it.status !== 'retired' && !seen.has(`${it.id} ${view.ttl}`))
      for (const it of features) seen.add(`${it.id} ${view.ttl}`)
      return features.length === 0 ? [] : [{ view, features }]
    })
}

const refuseUnserved = (view: ViewVersion): void => {
  if (view.online) return
  throw new PintailError({
    code: 'bad_argument',
    message: `feature view "${view.view}" is not served online: its definition says online: false`,
    fix: 'take online: false out of its definition, then   pintail apply',
  })
}

/** What can be compared of them, a value a category; and what cannot, in words. */
export const comparable = (
  { view, features }: ServedView,
  history: History,
  all: ReadonlyMap<number, FeatureVersion>,
): { readonly selected: readonly Selected[]; readonly notes: readonly string[] } => {
  const computed = features.filter((it) => isComputed(history, it, all))
  const missing = features.filter((it) => !computed.includes(it)).map((it) => `${view.view}:${columnOf(it)}`)
  const notes = missing.length === 0 ? [] : [`not computed yet: ${missing.join(', ')}   pintail ingest ${view.view}`]
  return { selected: computed.flatMap((feature) => valuesOf(view, feature)), notes }
}

const valuesOf = (view: ViewVersion, feature: FeatureVersion): Selected[] => {
  const categories = feature.aggregate?.categories ?? null
  const names = categories && categoryNames(categories)
  if (names === null) return [{ view, feature, category: null, column: feature.name }]
  return names.map((category, index) => ({
    view,
    feature,
    category: index,
    column: formatPart({ feature: feature.name, category }),
  }))
}

/** Why no group answers a feature: online holds another version of it, or none. */
export const lackingOf = (state: State, groups: readonly Group[], feature: FeatureVersion): Finding => {
  const fix = `pintail materialize ${feature.view}`
  const standing = groups.flatMap((it) => (it.state === 'live' ? it.features : []))
  const same = standing.find(({ id }) => id === feature.id)
  if (same !== undefined && same.identity !== identityOf(feature)) {
    return { cause: 'version', why: `online holds ${columnOf(feature)} as it was fitted before   ${fix}` }
  }
  const other = standing
    .flatMap(({ id }) => state.features.get(id) ?? [])
    .find((it) => it.view === feature.view && it.name === feature.name && it.id !== feature.id)
  if (other === undefined) return { cause: 'not materialized', why: `${columnOf(feature)} never was   ${fix}` }
  return { cause: 'version', why: `online holds ${columnOf(other)}, not ${columnOf(feature)}   ${fix}` }
}
