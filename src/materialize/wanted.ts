// Which feature versions belong online, and which of them does a request mean?
import { PintailError } from '../core/errors.ts'
import type { State } from '../core/state.ts'
import type { MaterializeRequest } from '../core/verbs.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { membersOf, resolveView } from '../registry/resolve.ts'

/** Live versions of views that are served, by view. */
export const onlineFeatures = (state: State): Map<string, FeatureVersion[]> => {
  const served = new Map<number, FeatureVersion>()
  for (const view of state.views.values()) {
    if (view.status === 'retired' || !view.online) continue
    for (const feature of view.features) {
      if (feature.status !== 'retired') served.set(feature.id, feature)
    }
  }
  return Map.groupBy(served.values(), (feature) => feature.view)
}

export interface Wanted {
  readonly view: string
  readonly features: readonly FeatureVersion[]
  /** Features named one by one, which move into a group of their own. */
  readonly alone: boolean
}

/** What a request asks for, view by view; naming nothing means every view that is served. */
export const wantedOf = (
  state: State,
  { views, features }: Pick<MaterializeRequest, 'views' | 'features'>,
): Wanted[] => {
  const online = onlineFeatures(state)
  const whole = views.length === 0 && features.length === 0 ? [...online.keys()] : [...new Set(views)]
  const named = features.flatMap((text) => membersOf(state, text).map(({ feature }) => servedOnly(feature, online)))
  const once = [...new Map(named.map((it) => [it.id, it])).values()].filter((it) => !whole.includes(it.view))
  return [
    ...whole.map((view) => ({ view, features: viewFeatures(state, online, view), alone: false })),
    ...[...Map.groupBy(once, (it) => it.view)].map(([view, own]) => ({ view, features: own, alone: true })),
  ]
}

const viewFeatures = (
  state: State,
  online: ReadonlyMap<string, readonly FeatureVersion[]>,
  view: string,
): readonly FeatureVersion[] => {
  const features = online.get(view)
  if (features) return features
  resolveView(state, view, null)
  throw notServed(`feature view "${view}"`)
}

const servedOnly = (
  feature: FeatureVersion,
  online: ReadonlyMap<string, readonly FeatureVersion[]>,
): FeatureVersion => {
  if (online.get(feature.view)?.some((it) => it.id === feature.id)) return feature
  if (feature.status !== 'retired') throw notServed(`feature view "${feature.view}"`)
  throw new PintailError({
    code: 'bad_argument',
    message: `${feature.view}:${columnOf(feature)} is retired: no definition and no service has it any more`,
    fix: `define it again, or name a live feature   pintail list features --view ${feature.view}`,
  })
}

const notServed = (what: string): PintailError =>
  new PintailError({
    code: 'bad_argument',
    message: `${what} is not served online: its definition says online: false`,
    fix: 'take online: false out of its definition, then   pintail apply',
  })
