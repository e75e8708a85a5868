// From which distance on has a feature drifted? As its definition says, else as is usual.
import { isArray, isObject, type Json } from '../core/json.ts'
import type { Registry } from '../registry/registry.ts'
import { type Thresholds, usualThresholds } from './statistics/verdict.ts'

export type ThresholdsOf = (feature: string) => Thresholds

/** What the files said last of a view's features, by name. */
export const thresholdsOf = ({ state }: Registry, view: string): ThresholdsOf => {
  const said = state().declared.view.get(view)?.features
  const own = new Map(
    (isArray(said) ? said.filter(isObject) : []).flatMap(({ name, drift }): [string, Thresholds][] =>
      isObject(drift) ? [[String(name), completed(drift.warn, drift.fail)]] : [],
    ),
  )
  return (feature) => own.get(feature) ?? usualThresholds
}

/** What is said of one bounds the other: a warning comes before a failure. */
const completed = (warn: Json | undefined, fail: Json | undefined): Thresholds => {
  const [least, most] = [typeof warn === 'number' ? warn : null, typeof fail === 'number' ? fail : null]
  return {
    warn: least ?? Math.min(usualThresholds.warn, most ?? usualThresholds.warn),
    fail: most ?? Math.max(usualThresholds.fail, least ?? usualThresholds.fail),
  }
}
