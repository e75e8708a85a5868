// What may be said about anything that is defined, whatever it is?
import type { FeatureType } from './values.ts'

export interface Described {
  /** What it is, for people. */
  readonly description?: string | undefined
  /** Who answers for it. */
  readonly owner?: string | undefined
  /** Words to find it by. */
  readonly tags?: readonly string[] | undefined
}

export interface About extends Described {
  /** Inferred unless given. */
  readonly type?: FeatureType | undefined
  /** Stands in for null as the very last step. */
  readonly default?: string | number | bigint | boolean | undefined
}
