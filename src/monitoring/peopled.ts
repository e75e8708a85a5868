// Who is looked at? The rows of a history in a range, and the features that are wanted of them.
import type { DriftRange } from '../core/drift.ts'
import type { History } from '../core/history.ts'
import type { FeatureVersion } from '../core/versions.ts'

export interface Peopled {
  readonly history: History
  /** Live features of one kind: all of them rows' columns, or all of them answers. */
  readonly features: readonly FeatureVersion[]
  readonly all: ReadonlyMap<number, FeatureVersion>
  readonly range: DriftRange
  /** Tells the temporary tables of two populations of a session apart. */
  readonly name: string
}
