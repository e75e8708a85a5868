// What would `apply` record? The analysed definitions held against the registry's state: what is new, and its version.
import type { Analysed, AnalysedFeature, AnalysedView } from './analysed.ts'
import { layersOf } from './layers.ts'
import { nextServices } from './next-services.ts'
import type { Kept, NextFeature, NextView, Outcome } from './outcome.ts'
import { isInput, type State } from './state.ts'
import type { FeatureVersion, ViewVersion } from './versions.ts'

export const outcomeOf = (analysed: Analysed, state: State): Outcome => {
  const versions = Map.groupBy(state.features.values(), (it) => it.view)
  const views = new Map(
    [...analysed.views].map(([name, view]) => [name, nextView(view, state, versions.get(name) ?? [])]),
  )
  return { views, services: nextServices(analysed, views, state) }
}

const nextView = (analysed: AnalysedView, state: State, versions: readonly FeatureVersion[]): NextView => {
  const before = [...state.views.values()].filter((it) => it.view === analysed.name)
  const next = nextFeatures(analysed, versions, keptOf(state.current.views.get(analysed.name)))
  const features = analysed.features.flatMap(({ name }) => next.get(name) ?? [])
  const known = before.findLast((it) => it.fingerprint === analysed.fingerprint && holds(it, features)) ?? null
  return {
    known,
    version: known?.version ?? nextNumber(before),
    analysed,
    rowSet:
      [...state.rowSets.values()].find(
        (it) => it.view === analysed.name && it.fingerprint === analysed.rows.fingerprint,
      ) ?? null,
    features,
    inOrder: [...next.values()],
  }
}

/** Of one fingerprint the latest fits count, those of what it is made of included. */
const holds = (view: ViewVersion, features: readonly NextFeature[]): boolean =>
  sameIds(
    view.features.map((it) => it.id),
    features.map((it) => it.known?.id),
  )

const sameIds = (a: readonly number[], b: readonly (number | undefined)[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id))

/** By name, each after those it uses. */
const nextFeatures = (
  view: AnalysedView,
  versions: readonly FeatureVersion[],
  kept: Kept,
): ReadonlyMap<string, NextFeature> => {
  const next = new Map<string, NextFeature>()
  for (const analysed of inOrderOfUse([...view.inputs, ...view.features])) {
    // Inputs are named by their fingerprint, as the DuckDB of their time made it.
    const before = versions.filter((it) => (isInput(analysed) ? isInput(it) : it.name === analysed.name))
    const uses = analysed.uses.map((name) => next.get(name)?.known?.id)
    const same = (it: FeatureVersion): boolean =>
      it.fingerprint === analysed.fingerprint &&
      sameIds(
        it.uses.map((use) => use.id),
        uses,
      )
    const known = before.findLast(same) ?? null
    const version = known?.version ?? nextNumber(before.filter((it) => it.name === analysed.name))
    next.set(analysed.name, { known, version, analysed, kept })
  }
  return next
}

const inOrderOfUse = (features: readonly AnalysedFeature[]): AnalysedFeature[] => {
  const { layers } = layersOf(features.map((it) => ({ name: it.name, reads: it.uses, it })))
  return layers.flat().map(({ it }) => it)
}

export const nextNumber = (before: readonly { readonly version: number }[]): number =>
  before.reduce((most, it) => Math.max(most, it.version), 0) + 1

/** What was fitted for a view: where the identity did not change, it is not fitted again. */
const keptOf = (view: ViewVersion | undefined): Kept => {
  const numbers = new Map<string, number>()
  const vocabularies = new Map<string, readonly string[]>()
  for (const { fits, aggregate } of view?.features ?? []) {
    for (const { identity, value } of fits) if (identity !== undefined && value !== null) numbers.set(identity, value)
    const categories = aggregate?.categories ?? null
    if (categories?.vocabulary) vocabularies.set(categories.identity, categories.vocabulary)
  }
  return { numbers, vocabularies }
}
