// What has to be done for a view's row set: which tables are built anew, and which are brought up to date?
import type { Micros } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import type { History } from '../core/history.ts'
import { formatInstant } from '../core/instants.ts'
import type { FeatureVersion } from '../core/versions.ts'
import { type Group, mostFeatures } from '../online/groups.ts'
import { identityOf } from '../online/identity.ts'

export type Work =
  | { readonly kind: 'build'; readonly features: readonly FeatureVersion[] }
  | { readonly kind: 'update'; readonly features: readonly FeatureVersion[]; readonly group: Group }

export interface Question {
  readonly history: History
  /** Of the row set, computed, and asked for. */
  readonly features: readonly FeatureVersion[]
  readonly alone: boolean
  readonly full: boolean
  readonly groups: readonly Group[]
}

/** Features that stand in a live table follow it; the others get a table of their own. */
export const planWork = ({ history, features, alone, full, groups }: Question): Work[] => {
  const updates = full ? [] : groups.flatMap((group) => updateOf(group, history, features, alone) ?? [])
  const covered = new Set(updates.flatMap((it) => it.features.map((feature) => feature.id)))
  const rest = features.filter((it) => !covered.has(it.id))
  const builds: Work[] = []
  for (let i = 0; i < rest.length; i += mostFeatures) {
    builds.push({ kind: 'build', features: rest.slice(i, i + mostFeatures) })
  }
  return [...updates, ...builds]
}

const updateOf = (
  group: Group,
  history: History,
  features: readonly FeatureVersion[],
  alone: boolean,
): Extract<Work, { kind: 'update' }> | null => {
  if (group.state !== 'live' || group.rowSet !== history.rowSet.id) return null
  // Of a history that ends before what was read, no one can tell what is new.
  if (group.lastRun > history.lastRun) return null
  const own = group.features.flatMap(
    (it) => features.find((feature) => feature.id === it.id && identityOf(feature) === it.identity) ?? [],
  )
  if (own.length === 0 || (alone && own.length < group.features.length)) return null
  return { kind: 'update', features: own, group }
}

/** Answers as of an earlier instant cannot be told apart from newer ones in a live table. */
export const refuseGoingBack = (view: string, works: readonly Work[], until: Micros): void => {
  for (const work of works) {
    if (work.kind !== 'update' || until >= work.group.reaching) continue
    throw new PintailError({
      code: 'bad_argument',
      message: `"${view}" answers as of ${formatInstant(work.group.reaching)} already, which is later than ${formatInstant(until)}`,
      fix: `pintail materialize ${view} --full --until ${formatInstant(until)}`,
    })
  }
}
