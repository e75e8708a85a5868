// What does watching work with? The registry, the engine and the folder of baselines.
import type { Micros } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import type { History } from '../core/history.ts'
import { formatInstant } from '../core/instants.ts'
import { lacksVocabulary } from '../core/state.ts'
import type { FeatureVersion, ViewVersion } from '../core/versions.ts'
import type { OfflineStore } from '../offline/offline-store.ts'
import type { Registry } from '../registry/registry.ts'

export interface DriftRoom {
  readonly registry: Registry
  readonly store: OfflineStore
  /** `.pintail/baselines`. */
  readonly folder: string
  historyOf(view: Pick<ViewVersion, 'rowSet'>): History
}

/** What of a view is watched: features of one row set, rows' columns and answers apart. */
export const byKind = (features: readonly FeatureVersion[]): readonly FeatureVersion[][] => {
  const fitted = features.filter((it) => !lacksVocabulary(it))
  const rows = fitted.filter((it) => it.kind === 'row')
  const answers = fitted.filter((it) => it.kind === 'aggregate' || it.kind === 'formula')
  return [rows, answers].filter((it) => it.length > 0)
}

/** The runs that brought rows, first and last; null where none did. */
export const runsIn = ({ segments }: History): readonly [number, number] | null => {
  const filled = segments.filter((it) => it.rows > 0)
  if (filled.length === 0) return null
  return [Math.min(...filled.map((it) => it.firstRun)), Math.max(...filled.map((it) => it.lastRun))]
}

/** A range that ends before it begins holds nothing, which nobody means. */
export const refuseBackwards = (since: Micros | null, until: Micros | null): void => {
  if (since === null || until === null || since <= until) return
  throw new PintailError({
    code: 'bad_argument',
    message: `--since ${formatInstant(since)} is after --until ${formatInstant(until)}`,
    fix: 'let the range begin before it ends',
  })
}
