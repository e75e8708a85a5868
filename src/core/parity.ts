// Does production see what training sees? The shapes of a comparison of online answers with the history's.
import type { Micros } from './clock.ts'
import type { FeatureType, Value } from './values.ts'
import type { OnlineStatus } from './verbs.ts'

/**
 * late row: rows landed after the materialize · tie: another row of the same event time · ttl edge: young enough then,
 * too old at the read · version: online holds another version or fit · not materialized: never, or events since ·
 * unexplained: none of these was found to be so.
 */
export const parityCauses = ['late row', 'tie', 'ttl edge', 'version', 'not materialized', 'unexplained'] as const
export type ParityCause = (typeof parityCauses)[number]

/**
 * different, missing and extra are parity errors · behind: right as of the materialize, and history has moved on since ·
 * aged: right then and now, and too old in between.
 */
export const differenceKinds = ['different', 'missing', 'extra', 'behind', 'aged'] as const
export type DifferenceKind = (typeof differenceKinds)[number]

export interface Difference {
  readonly kind: DifferenceKind
  readonly cause: ParityCause
  /** How the cause was found, or what it means here, in words. */
  readonly why: string
  /** As the answer names it, category included. */
  readonly feature: string
  readonly type: FeatureType
  readonly keys: Readonly<Record<string, Value>>
  readonly online: Value
  readonly status: OnlineStatus
  readonly offline: Value
  /** Of a logged read: when it was answered. */
  readonly read: Micros | null
}

export interface VerifyRequest {
  /** Empty: every view that is served. */
  readonly views: readonly string[]
  /** Keys of each view, or reads of the log, chosen by hash; 0 is all of them. */
  readonly sample: number
  /** Logged reads in place of keys. */
  readonly reads: boolean
  /** Of logged reads: those answered at or after it. */
  readonly since: Micros | null
  /** What is behind counts as different. */
  readonly strict: boolean
}

export interface ParityCounts {
  /** Values: the sum of the four below. */
  readonly compared: number
  readonly equal: number
  readonly different: number
  readonly missing: number
  readonly extra: number
}

export interface VerifyReport extends ParityCounts {
  readonly view: string
  readonly version: number
  readonly run: number | null
  /** What the online store answers as of, where all of it is as of one instant and run. */
  readonly until: Micros | null
  readonly lastRun: number | null
  /** When it was compared. */
  readonly at: Micros
  /** Keys compared, or logged reads of a key. */
  readonly keys: number
  /** Values that are behind: equal among those above, unless `strict`, which counts them as different. */
  readonly behind: number
  /** Values by kind and cause. */
  readonly causes: readonly { readonly kind: DifferenceKind; readonly cause: ParityCause; readonly values: number }[]
  /** The first twenty of each kind and cause. */
  readonly differences: readonly Difference[]
  readonly notes: readonly string[]
  readonly phases: Readonly<Record<string, number>>
}
