// What is shown? The recorded session key by key, and one picture of each screen.

export interface Press {
  /** What stands on the key, or the word that is typed. */
  readonly cap: string
  /** What the terminal gets; the cap itself unless said. */
  readonly keys?: string
}

export interface Scene {
  readonly presses: readonly Press[]
  readonly says: string
  /** What is on the screen when it worked. */
  readonly sees: RegExp
  /** How long it stays, in seconds. */
  readonly stays: number
  /** It moves by itself: shown so many times, a second each. */
  readonly again?: number
}

const enter: Press = { cap: '↵', keys: '\r' }

export const scenes: readonly Scene[] = [
  { presses: [], says: 'pintail ui', sees: /\[1 Registry\][\s\S]*cardiac:vessel_score.*%/, stays: 2.6 },
  {
    presses: [{ cap: '/' }, { cap: 'vessel' }, enter],
    says: 'filter while you type',
    sees: /vessel_score/,
    stays: 1.4,
  },
  { presses: [enter], says: 'a feature: what it is, where it comes from', sees: /computes/, stays: 2.4 },
  { presses: [{ cap: 'space', keys: ' ' }], says: 'its values, and how they went', sees: /vessel_score/, stays: 2.4 },
  { presses: [{ cap: 'd' }], says: 'two versions, side by side', sees: /v1 against v2[\s\S]*differ/, stays: 3.2 },
  { presses: [{ cap: '2' }], says: 'drift: a mark a run', sees: /\[2 Drift\][\s\S]*FAIL/, stays: 1.6 },
  { presses: [{ cap: 'j' }, { cap: 'j' }], says: 'since when, and by how much', sees: />.*FAIL/, stays: 2.6 },
  {
    presses: [{ cap: '6' }, { cap: 'p042' }, enter],
    says: 'what production sees for a key, beside what history says',
    sees: /patient_id = p042[\s\S]*DIFFERS/,
    stays: 3,
  },
  {
    presses: [{ cap: 't' }, { cap: '2025-06-01' }, enter],
    says: 'back in time: what was true then',
    sees: /history as of 2025-06-01/,
    stays: 3,
  },
  {
    presses: [{ cap: '4' }],
    says: 'promises, and who broke one',
    sees: /\[4 Freshness\][\s\S]*KEYS ONLINE/,
    stays: 2.4,
  },
  { presses: [{ cap: '5' }], says: 'the running server, live', sees: /\[5 Serving\][\s\S]*p99/i, stays: 1, again: 3 },
]

export interface Picture {
  /** docs/ui-NAME.svg */
  readonly name: string
  readonly about: string
  readonly args: readonly string[]
  readonly presses?: string
  readonly sees: RegExp
}

const vessel = ['--select', 'cardiac:vessel_score'] as const

export const pictures: readonly Picture[] = [
  {
    name: 'registry',
    about:
      'The registry: a table of views and features with version, owner, freshness and drift; below, the selected one',
    args: ['--screen', 'registry'],
    presses: 'jj',
    sees: /\[1 Registry\][\s\S]*vessel_score.*%/,
  },
  {
    name: 'feature',
    about: 'A feature: its expression, source, versions, values and lineage',
    args: ['--screen', 'feature', ...vessel],
    sees: /computes/,
  },
  {
    name: 'diff',
    about: 'Two versions of a feature side by side: the changed expression and how the values differ',
    args: ['--screen', 'diff', ...vessel],
    sees: /v1 against v2[\s\S]*differ/,
  },
  {
    name: 'drift',
    about: 'Drift: a row a feature and a mark a run; below, the score over the runs and the values now and before',
    args: ['--screen', 'drift'],
    presses: 'jj',
    sees: /\[2 Drift\][\s\S]*>.*FAIL/,
  },
  {
    name: 'runs',
    about: 'Runs: what was ingested, applied and materialized, how long it took, and what failed',
    args: ['--screen', 'runs'],
    sees: /\[3 Runs\][\s\S]*FAIL/,
  },
  {
    name: 'freshness',
    about: 'Freshness: the promise of each view and whether it is kept, and the share of keys with a value',
    args: ['--screen', 'freshness'],
    sees: /KEYS ONLINE/,
  },
  {
    name: 'serving',
    about: 'Serving: requests, errors and latencies of the running server, by route, service and view',
    args: ['--screen', 'serving'],
    sees: /\[5 Serving\][\s\S]*p99/i,
  },
  {
    name: 'lookup',
    about: 'Look up: every feature of one patient as it is online, beside what history says',
    args: ['--screen', 'lookup', '--select', 'patient_id=p042'],
    sees: /patient_id = p042[\s\S]*DIFFERS/,
  },
]
