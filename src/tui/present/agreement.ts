// Why do the online answer and the history's differ? The cause in a few words, and in full with what mends it.
import type { Micros } from '../../core/clock.ts'
import type { LookedUpFeature } from '../data/look-up.ts'
import { age, instant } from './words.ts'

export const causes = [
  'not materialized',
  'another instant',
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

/** Null: there is no difference to explain. `moved`: history was asked of another instant than now. */
export const causeOf = (it: Compared, moved: boolean): Cause | null => {
  if (it.agreement !== 'differs') return null
  if (it.known === null) return 'not materialized'
  if (it.isAggregated) return moved ? 'another instant' : 'late rows'
  if (moved && it.time !== null && it.time !== it.row?.eventTime) return 'another instant'
  if (it.row === null) return it.status === 'OUTSIDE_MAX_AGE' || it.newest !== null ? 'too old' : 'not in history'
  if (it.row.run > it.known.lastRun || it.row.eventTime > it.known.until) return 'newer in history'
  if (it.status === 'OUTSIDE_MAX_AGE') return moved ? 'another instant' : 'too old'
  if (it.status === 'NOT_FOUND') return 'not online'
  return 'unexplained'
}

export interface Explained {
  readonly why: string
  /** A command; null: there is nothing to mend. */
  readonly fix: string | null
}

interface Around {
  readonly now: Micros
  /** Null: now. */
  readonly moved: Micros | null
}

/** In full, for a person who wants to mend it. */
export const explained = (it: LookedUpFeature, { now, moved }: Around): Explained | null => {
  const cause = causeOf(it, moved !== null)
  const view = it.reference.slice(0, it.reference.indexOf(':'))
  const materialize = `pintail materialize ${view}`
  const verify = `pintail verify ${view}`
  const since = it.known === null ? '' : age(it.known.until, now)
  const time = (at: Micros | null | undefined): string => (at === null || at === undefined ? '' : `${instant(at)} UTC`)
  switch (cause) {
    case null:
      return null
    case 'not materialized':
      return {
        why:
          it.version > 1
            ? `Version ${it.version} was applied ${age(it.applied, now)} and is not materialized yet: production has no value of it.`
            : 'It was never materialized: production has no value of it.',
        fix: materialize,
      }
    case 'another instant':
      return {
        why: it.isAggregated
          ? `Online answers as of ${time(it.time)}, history as of the instant you asked about. n goes back to now.`
          : it.row === null
            ? `History had no row that could answer then; online answers as of now, with the row of ${time(it.time)}. n goes back to now.`
            : `Then the row of ${time(it.row.eventTime)} answered; online answers as of now, with the row of ${time(it.time)}. n goes back to now.`,
        fix: null,
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

const inWords: Readonly<Record<Cause, string>> = {
  'not materialized': 'not materialized yet',
  'another instant': 'had another value then',
  'newer in history': 'newer in history',
  'late rows': 'changed by late rows',
  'too old': 'older than ttl on one side',
  'not online': 'missing online',
  'not in history': 'not in history',
  unexplained: 'unexplained',
}
