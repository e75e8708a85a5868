// Why do the online answer and the history's differ? The cause in a few words, and in full with what mends it.
import type { Micros } from '../../core/clock.ts'
import type { LookedUpFeature } from '../data/look-up.ts'
import { age, instant } from './words.ts'

export const causes = [
  'not materialized',
  'newer in history',
  'late rows',
  'too old',
  'not online',
  'not in history',
  'unexplained',
] as const
export type Cause = (typeof causes)[number]

type Compared = Pick<
  LookedUpFeature,
  'agreement' | 'status' | 'time' | 'known' | 'row' | 'newest' | 'isAggregated' | 'online'
>

/** Null: there is no difference to explain. */
export const causeOf = (it: Compared): Cause | null => {
  if (it.agreement !== 'differs') return null
  if (it.known === null) return 'not materialized'
  if (it.isAggregated) return 'late rows'
  if (it.row === null) return it.status === 'OUTSIDE_MAX_AGE' || it.newest !== null ? 'too old' : 'not in history'
  if (it.row.run > it.known.lastRun || it.row.eventTime > it.known.until) return 'newer in history'
  if (it.status === 'OUTSIDE_MAX_AGE') return 'too old'
  if (it.status === 'NOT_FOUND') return 'not online'
  return 'unexplained'
}

/** The values are equal, and history answers by another event, or nothing is materialized: equal by chance. */
export const isChance = (it: Compared): boolean => {
  if (it.agreement !== 'same') return false
  if (it.known === null) return true
  return !it.isAggregated && it.row !== null && it.time !== null && it.row.eventTime !== it.time
}

export interface Explained {
  readonly why: string
  /** A command; null: there is nothing to mend. */
  readonly fix: string | null
}

/** Another version of the same feature that a service reads, and what it answers. */
export type Others = readonly Pick<LookedUpFeature, 'version' | 'readBy' | 'online'>[]

/** In full, for a person who wants to mend it. */
export const explained = (it: LookedUpFeature, now: Micros, others: Others = []): Explained | null => {
  const cause = causeOf(it)
  const materialize = `pintail materialize ${it.view}`
  const verify = `pintail verify ${it.view}`
  const since = it.known === null ? '' : age(it.known.until, now)
  const time = (at: Micros | null | undefined): string => (at === null || at === undefined ? '' : `${instant(at)} UTC`)
  switch (cause) {
    case null:
      if (!isChance(it)) return null
      return it.known === null
        ? {
            why: 'The values are the same by chance: this version is not materialized yet, and production answers as for a key that it does not know.',
            fix: materialize,
          }
        : {
            why: `The values are the same by chance: history answers by another row, of ${time(it.row?.eventTime)}; online still has that of ${time(it.time)}.`,
            fix: materialize,
          }
    case 'not materialized':
      return {
        why:
          it.version > 1
            ? `Version ${it.version} was applied ${age(it.applied, now)} and is not materialized yet: ${stillRead(others)}.`
            : 'It was never materialized: production has no value of it.',
        fix: materialize,
      }
    case 'newer in history':
      return {
        why: `History has a newer row, of ${time(it.row?.eventTime)}, that came in after the last materialize ${since}.`,
        fix: materialize,
      }
    case 'late rows':
      return {
        why: `Online answers as of ${time(it.time)}; rows of before then came in after the last materialize ${since}.`,
        fix: materialize,
      }
    case 'too old':
      return {
        why: `The newest row, of ${time(it.newest ?? it.time)}, is older than the view's ttl for one of the two.`,
        fix: materialize,
      }
    case 'not online':
      return {
        why: `History knows this key, and the online store does not, though it was materialized ${since}.`,
        fix: verify,
      }
    case 'not in history':
      return { why: 'The online store knows this key, and history has no row of it.', fix: verify }
    case 'unexplained':
      return { why: 'Both answer with the same row, and the values are not the same.', fix: verify }
  }
}

/** `2 not materialized, 4 newer in history`: the most frequent first. */
export const tallied = (found: readonly Cause[]): string =>
  causes
    .map((cause) => [cause, found.filter((it) => it === cause).length] as const)
    .filter(([, count]) => count > 0)
    .toSorted((a, b) => b[1] - a[1])
    .map(([cause, count]) => `${count} ${inWords[cause]}`)
    .join(', ')

/** What production answers instead. */
const stillRead = (others: Others): string =>
  others.length === 0
    ? 'production has no value of it'
    : others
        .map((it) => `${it.readBy.join(', ')} still reads version ${it.version}, which answers ${it.online ?? 'null'}`)
        .join('; ')

/** Of history alone: what it said then, beside what it says now. Null: it was asked of no other instant. */
export const pastWords = ({ past, row, isAggregated }: LookedUpFeature): string | null => {
  if (past === null) return null
  const then = past.value ?? 'null'
  if (isAggregated) return past.isSame ? `${then}, as now` : `${then}, over the windows that ended then`
  if (past.row === null) return `${then}: no row could answer then`
  if (past.row.eventTime === row?.eventTime) return `${then}, by the same row as now`
  return `${then}, by the row of ${instant(past.row.eventTime)} UTC${past.isSame ? ', which says the same' : ''}`
}

const inWords: Readonly<Record<Cause, string>> = {
  'not materialized': 'not materialized yet',
  'newer in history': 'newer in history',
  'late rows': 'changed by late rows',
  'too old': 'older than ttl on one side',
  'not online': 'missing online',
  'not in history': 'not in history',
  unexplained: 'unexplained',
}
