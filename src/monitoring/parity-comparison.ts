// What is compared? Reads of some keys, of features that one table of online.db answers, or that none does.
import type { ParityCause } from '../core/parity.ts'
import type { Value } from '../core/values.ts'
import type { Knowledge, OnlineStatus } from '../core/verbs.ts'
import type { HeldRow } from '../online/held.ts'
import { isAsOfInstant } from '../online/raw.ts'
import type { ReadKey, Subject } from './parity-ask.ts'

/** A read of one key, of the features of a comparison. */
export interface OnlineRead extends ReadKey {
  readonly values: readonly Value[]
  readonly statuses: readonly OnlineStatus[]
}

/** Why something differs. */
export interface Finding {
  readonly cause: ParityCause
  readonly why: string
}

export interface Comparison {
  readonly subject: Subject
  readonly reads: readonly OnlineRead[]
  /** Null where no group answers. */
  readonly known: Knowledge | null
  /** Of what no group answers: how much of the history there was to know. */
  readonly landed: number | null
  /** Of what no group answers: why. */
  readonly lacking: Finding
  readonly strict: boolean
  /** Logged: what JSON has no number for came as null. */
  readonly logged: boolean
  /** The rows by which online answers now; none of what was answered earlier. */
  held(keys: readonly (readonly Value[])[]): readonly (HeldRow | undefined)[]
}

export const isWindow = ({ subject }: Pick<Comparison, 'subject'>): boolean =>
  subject.selected.some(({ feature }) => isAsOfInstant(feature))

export const pick = <T>(items: readonly T[], places: readonly number[]): T[] =>
  places.flatMap((at) => {
    const it = items[at]
    return it === undefined ? [] : [it]
  })
