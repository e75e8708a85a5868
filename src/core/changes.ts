// What would `apply` record? The analysed definitions held against the registry's state: what is new, and its version.
import type { Analysed, AnalysedFeature, AnalysedView } from './analysed.ts'
import { nextServices } from './next-services.ts'
import type { NextFeature, NextView, Outcome } from './outcome.ts'
import type { State } from './state.ts'
import type { ViewVersion } from './versions.ts'

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
