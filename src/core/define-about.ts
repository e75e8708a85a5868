// What may be said about anything that is defined, whatever it is?
import type { Check } from './define-checks.ts'
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
  /** What is to hold of its values: `['not_null', { between: { min: 0 }, severity: 'fail' }]`. */
  readonly checks?: readonly Check[] | undefined
  /** From which psi or normalised wasserstein distance on it has drifted; 0.1 and 0.25 where nothing is said. */
  readonly drift?: { readonly warn?: number | undefined; readonly fail?: number | undefined } | undefined
}
