// What is explained? Features of one view version, with its history.
import type { History } from '../core/history.ts'
import type { FeatureVersion, Selected, ViewVersion } from '../core/versions.ts'

export interface Explained {
  readonly view: ViewVersion
  readonly history: History
  readonly selected: readonly Selected[]
  /** Feature versions by id, those that the selected ones use among them. */
  readonly all?: ReadonlyMap<number, FeatureVersion>
}
