// What do the words of each screen mean? A line a word, for its help.
import type { ScreenName } from '../state/state.ts'

export type Meaning = readonly [word: string, meaning: string]

const fresh: readonly Meaning[] = [
  ['LATE', 'the newest event is older than what is promised (sla)'],
  ['MISSING', 'never materialized, so production has no value of it: m, or pintail materialize'],
  ['never', 'it has not happened yet'],
]

const verdicts: readonly Meaning[] = [
  ['ok, WARN, FAIL', 'how far values moved from the baseline: WARN from 0.1, FAIL from 0.25 of score'],
  ['constant', 'one and the same value before and now, so there is nothing to compare'],
  ['too few', 'too few rows for a verdict'],
]

const versions: readonly Meaning[] = [
  ['current', 'what the definitions say now'],
  ['pinned', 'an older version that is kept live, as a service version reads it'],
  ['retired', 'an older version that nothing reads and no ingest computes'],
]

const scores: readonly Meaning[] = [
  ['psi', 'how differently values are spread over their range: 0 not at all, 0.25 much'],
  ['moved (SD)', 'how far the mean moved, in standard deviations of the baseline'],
  ['score', 'the larger of psi and moved'],
  [
    'baseline',
    'the rows that runs are compared with: the first ingest, until b takes other ones or p goes back to some',
  ],
]

const meanings: Readonly<Record<ScreenName, readonly Meaning[]>> = {
  registry: [
    ['COVERAGE', 'share of keys with a value: online where it is served, else in the history'],
    ['FRESH', 'age of the newest event; blank on a feature, where it is as its view'],
    ...fresh.slice(0, 2),
    ...verdicts,
    ['CHECKS', 'what the newest checks of rows found: ok, or how many did not pass'],
  ],
  drift: [...scores, ...verdicts],
  runs: [
    ['READ', 'rows of the source that the run looked at'],
    ['WRITTEN', 'new rows, or values, that it left'],
    ['REJECTED', 'rows that could not be read; each is kept with its reason'],
    ['SKIPPED', 'rows without a key, or that a view leaves out'],
  ],
  run: [
    ['REJECTED', 'rows that could not be read; each is kept with its reason'],
    ['SKIPPED', 'rows without a key, or that a view leaves out'],
    ['phases', 'the steps of the run, each with how long it took'],
  ],
  freshness: [
    ...fresh,
    ['materialize', 'to write the newest values of the history into the online store, where production reads'],
    ['cover', 'share of keys that have a value'],
  ],
  serving: [
    ['p50, p95, p99', 'of a hundred requests 50, 95, 99 are answered within so long'],
    ['errors', 'requests that were not answered with values'],
  ],
  lookup: [
    ['online', 'what production reads now'],
    ['offline', 'the history of all values, which trainings are made of'],
    ['null', 'there is no value, and no default'],
    ['default', 'there is no value, and the definition says what is answered instead'],
  ],
  feature: [...versions, ...scores.slice(0, 2), ...verdicts],
  diff: [...versions, scores[0] ?? ['psi', '']],
}

export const meaningsOf = (screen: ScreenName): readonly Meaning[] => meanings[screen]
