// What would `apply` record? The analysed definitions held against the registry's state: what is new, and its version.
import type { Analysed, AnalysedFeature, AnalysedView } from './analysed.ts'
import { type NextService, nextServices } from './next-services.ts'
import type { State, StoredRowSet } from './state.ts'
import type { FeatureVersion, ViewVersion } from './versions.ts'

/** A version that will be current: one that is known, or a new one with its number. */
export interface Next<Known, Analysed> {
  readonly known: Known | null
  readonly version: number
  readonly analysed: Analysed
}

export interface NextFeature extends Next<FeatureVersion, AnalysedFeature> {
  /** Numbers fitted before, which a new version keeps. */
  readonly numbers: ReadonlyMap<string, number>
}

export interface NextView extends Next<ViewVersion, AnalysedView> {
  readonly rowSet: StoredRowSet | null
  readonly features: readonly NextFeature[]
}

/** What the registry will say once this is applied. */
export interface Outcome {
  readonly views: ReadonlyMap<string, NextView>
  readonly services: ReadonlyMap<string, NextService>
}

export const outcomeOf = (analysed: Analysed, state: State): Outcome => {
  const views = new Map([...analysed.views].map(([name, view]) => [name, nextView(view, state)]))
  return { views, services: nextServices(analysed, views, state) }
}

const nextView = (analysed: AnalysedView, state: State): NextView => {
  const before = [...state.views.values()].filter((it) => it.view === analysed.name)
  const known = before.find((it) => it.fingerprint === analysed.fingerprint) ?? null
  const numbers = fittedNumbers(state.current.views.get(analysed.name))
  return {
    known,
    version: known?.version ?? nextNumber(before),
    analysed,
    rowSet:
      [...state.rowSets.values()].find(
        (it) => it.view === analysed.name && it.fingerprint === analysed.rows.fingerprint,
      ) ?? null,
    features: analysed.features.map((feature) => nextFeature(analysed.name, feature, state, numbers)),
  }
}

const nextFeature = (
  view: string,
  analysed: AnalysedFeature,
  state: State,
  numbers: ReadonlyMap<string, number>,
): NextFeature => {
  const before = [...state.features.values()].filter((it) => it.view === view && it.name === analysed.name)
  const known = before.find((it) => it.fingerprint === analysed.fingerprint) ?? null
  return { known, version: known?.version ?? nextNumber(before), analysed, numbers }
}

export const nextNumber = (before: readonly { readonly version: number }[]): number =>
  before.reduce((most, it) => Math.max(most, it.version), 0) + 1

/** Numbers of a view by identity: what did not change is not fitted again. */
const fittedNumbers = (view: ViewVersion | undefined): Map<string, number> => {
  const fits = view?.features.flatMap((feature) => feature.fits) ?? []
  return new Map(
    fits.flatMap(({ identity, value }): [string, number][] =>
      identity === undefined || value === null ? [] : [[identity, value]],
    ),
  )
}
