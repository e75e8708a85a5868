// What versions would a view have? The analysed definition as if it were applied, known to nobody but this question.
import type { AnalysedFeature, AnalysedView } from '../core/analysed.ts'
import { layersOf } from '../core/layers.ts'
import type { FeatureVersion, ViewVersion } from '../core/versions.ts'

export interface Trial {
  readonly view: ViewVersion
  /** The features, and the inputs below them. */
  readonly all: ReadonlyMap<number, FeatureVersion>
}

const unapplied = { version: 1, applied: 0n, status: 'current' } as const

export const trialOf = (analysed: AnalysedView): Trial => {
  const rowSet = { ...analysed.rows, id: 1 }
  const byName = new Map<string, FeatureVersion>()
  for (const feature of inOrderOfUse([...analysed.inputs, ...analysed.features])) {
    const uses = feature.uses.flatMap((name) => {
      const used = byName.get(name)
      return used === undefined ? [] : [{ name, id: used.id }]
    })
    byName.set(feature.name, {
      ...feature,
      ...unapplied,
      id: byName.size + 1,
      view: analysed.name,
      rowSet: rowSet.id,
      uses,
    })
  }
  const { name, entities, ttl, online, description, owner, tags, fingerprint } = analysed
  const features = analysed.features.flatMap((it) => byName.get(it.name) ?? [])
  const about = { entities, ttl, online, description, owner, tags, fingerprint }
  return {
    view: { ...about, ...unapplied, id: 1, view: name, rowSet, features },
    all: new Map([...byName.values()].map((it) => [it.id, it])),
  }
}

const inOrderOfUse = (features: readonly AnalysedFeature[]): AnalysedFeature[] => {
  const { layers } = layersOf(features.map((it) => ({ name: it.name, reads: it.uses, it })))
  return layers.flat().map(({ it }) => it)
}
