// Does a view keep its promise, in words and with what mends it? Tables over plain data.
import { equal } from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Coverage, FeatureFreshness, Freshness } from '../../src/core/watching.ts'
import { freshAt } from '../../src/tui/data/health.ts'
import { painted } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { coverageLines, coverageWords, freshLines, length } from '../../src/tui/screens/freshness-parts.ts'

const day = 86_400
const now = 1_795_262_400_000_000n

const featureOf = (name: string, online: string | null): FeatureFreshness => ({
  feature: `v:${name}`,
  version: 1,
  online,
  online_age: null,
  as_of: online === null ? null : '2026-11-21T06:00:00Z',
  behind: online === null,
})

const yesterday = '2026-11-20T12:00:00Z'
const longAgo = '2026-11-10T12:00:00Z'

const kept: Freshness = {
  view: 'v',
  version: 1,
  sla: '7d',
  online: yesterday,
  online_age: day,
  offline: yesterday,
  offline_age: day,
  kept: true,
  note: null,
  written: '2026-11-21T06:00:00Z',
  features: [featureOf('a', yesterday), featureOf('b', yesterday)],
}

const behind = 'history has rows that are not online yet   pintail materialize v'
const missing = '1 of 2 features is not materialized   pintail materialize v'

const cases: readonly (readonly [string, Partial<Freshness>, string])[] = [
  [
    'kept',
    {},
    `is       ok
online   newest event 2026-11-20 12:00:00 UTC, 1 day ago
written  2026-11-21 06:00:00 UTC, 6 hours ago
offline  newest event 2026-11-20 12:00:00 UTC, 1 day ago`,
  ],
  [
    'kept, and history has more',
    { note: behind },
    `is       ok
note     history has rows that are not online yet
mend it  pintail materialize v   or m, here
online   newest event 2026-11-20 12:00:00 UTC, 1 day ago
written  2026-11-21 06:00:00 UTC, 6 hours ago
offline  newest event 2026-11-20 12:00:00 UTC, 1 day ago`,
  ],
  [
    'online is behind',
    { online: longAgo, online_age: 11 * day, kept: false, note: behind },
    `is       LATE: online is older than history
note     history has rows that are not online yet
mend it  pintail materialize v   or m, here
online   newest event 2026-11-10 12:00:00 UTC, 11 days ago
written  2026-11-21 06:00:00 UTC, 6 hours ago
offline  newest event 2026-11-20 12:00:00 UTC, 1 day ago`,
  ],
  [
    'both are behind',
    { online: longAgo, online_age: 11 * day, offline: longAgo, offline_age: 11 * day, kept: false },
    `is       LATE: history itself has nothing newer
mend it  pintail ingest v
online   newest event 2026-11-10 12:00:00 UTC, 11 days ago
written  2026-11-21 06:00:00 UTC, 6 hours ago
offline  newest event 2026-11-10 12:00:00 UTC, 11 days ago`,
  ],
  [
    'late, and a part of it is not there',
    {
      online: longAgo,
      online_age: 11 * day,
      kept: false,
      note: missing,
      features: [featureOf('a', longAgo), featureOf('b', null)],
    },
    `is       LATE: online is older than history; 1 of 2 features is not materialized
mend it  pintail materialize v   or m, here
online   newest event 2026-11-10 12:00:00 UTC, 11 days ago (1 of 2 features)
written  2026-11-21 06:00:00 UTC, 6 hours ago
offline  newest event 2026-11-20 12:00:00 UTC, 1 day ago`,
  ],
  [
    'a part of it is not there, and the rest is young enough',
    { kept: false, note: missing, features: [featureOf('a', yesterday), featureOf('b', null)] },
    `is       MISSING: 1 of 2 features is not materialized
mend it  pintail materialize v   or m, here
online   newest event 2026-11-20 12:00:00 UTC, 1 day ago (1 of 2 features)
written  2026-11-21 06:00:00 UTC, 6 hours ago
offline  newest event 2026-11-20 12:00:00 UTC, 1 day ago`,
  ],
  [
    'nothing is promised, nothing materialized',
    {
      sla: null,
      kept: null,
      online: null,
      online_age: null,
      written: null,
      note: 'not materialized   pintail materialize v',
      features: [featureOf('a', null), featureOf('b', null)],
    },
    `is       MISSING: not materialized
mend it  pintail materialize v   or m, here
online   nothing to answer with: none of its features is materialized
offline  newest event 2026-11-20 12:00:00 UTC, 1 day ago`,
  ],
  [
    'nothing is ingested',
    {
      kept: false,
      online: null,
      online_age: null,
      offline: null,
      offline_age: null,
      written: null,
      note: 'nothing is ingested   pintail ingest v',
      features: [featureOf('a', null)],
    },
    `is       LATE: nothing is ingested
mend it  pintail ingest v
online   nothing to answer with
offline  nothing is ingested`,
  ],
  [
    'not served online',
    {
      online: null,
      online_age: null,
      written: null,
      note: 'not served online: its promise is held against the history',
      features: [],
    },
    `is       ok
online   not served: its promise is held against the history
offline  newest event 2026-11-20 12:00:00 UTC, 1 day ago`,
  ],
]

describe('freshness in words', () => {
  for (const [name, more, wanted] of cases)
    it(name, () => {
      const fresh = { ...kept, ...more }
      const read = freshAt({ views: [fresh] }, now)
      const lines = freshLines(fresh, { now, width: 100, theme: themes.plain, read })
      equal(
        lines
          .slice(1)
          .map((line) => painted(line, themes.plain))
          .join('\n'),
        wanted,
      )
    })
  const lengths: readonly (readonly [number, string])[] = [
    [30, '30 seconds'],
    [3600, '1 hour'],
    [3900, '1 hour 5 min'],
    [7 * day, '7 days'],
    [7 * day + 4 * 3600, '7 days 4 h'],
    [400 * day, '1 year'],
  ]
  for (const [seconds, wanted] of lengths) it(wanted, () => equal(length(seconds), wanted))
})

const covered = (feature: string, offline: number, online: number | null, more: Partial<Coverage> = {}): Coverage => ({
  feature: `v:${feature}`,
  version: 1,
  keys: 200,
  offline,
  offline_share: offline / 200,
  online,
  online_share: online === null ? null : online / 200,
  offline_as_of: '2026-11-21T12:00:00Z',
  online_as_of: '2026-11-21T06:00:00Z',
  behind: false,
  ...more,
})

const unwritten: Partial<Coverage> = { online_as_of: null, behind: true }
const asOf = 'offline as of now, online as of 6 hours ago'

describe('coverage', () => {
  const tables: readonly (readonly [readonly Coverage[], string])[] = [
    [[], 'history knows no key yet; none of the features is served online'],
    [[covered('a', 0, 0, { keys: 0 })], 'history knows no key yet'],
    [[covered('a', 200, null)], 'history knows 200 keys; none of the features is served online'],
    [[covered('a', 100, 100)], `history knows 200 keys; online has every value that history has; ${asOf}`],
    [
      [covered('a', 100, 100, { behind: true })],
      `history knows 200 keys; history has rows that are not online yet; ${asOf}`,
    ],
    [
      [covered('a', 100, 99)],
      `history knows 200 keys; 1 of 1 feature is known of fewer keys online than in history; ${asOf}`,
    ],
    [
      [covered('a', 100, 0, unwritten), covered('b', 200, 50, { behind: true })],
      `history knows 200 keys; 1 of 2 features is not materialized; 1 of 1 feature is known of fewer keys online than in history; history has rows that are not online yet; ${asOf}`,
    ],
    [
      [covered('a:Cart', 0, 9), covered('a:Home', 9, 9), covered('b', 9, 0, unwritten)],
      `history knows 200 keys; 1 of 2 features is not materialized; 1 of 2 values by category is known of more keys online than in history; ${asOf}`,
    ],
    [[covered('a', 100, 0, unwritten)], 'history knows 200 keys; 1 of 1 feature is not materialized'],
    [
      [covered('a', 9, 9), covered('b', 9, 9, { online_as_of: '2026-11-21T12:00:00Z' })],
      'history knows 200 keys; online has every value that history has; offline as of now, online as of 6 hours ago to just now',
    ],
  ]
  for (const [features, wanted] of tables) it(wanted, () => equal(coverageWords(features, now), wanted))
  it('each feature with its word, a bar and a count, in ASCII too', () => {
    const read = freshAt({ views: [{ ...kept, features: [featureOf('a', longAgo), featureOf('b', null)] }] }, now)
    const around = { now, width: 100, theme: themes.ascii, read }
    const lines = coverageLines([covered('a', 200, 50), covered('b', 200, 0, unwritten)], around)
    equal(
      lines
        .slice(-3)
        .map((line) => painted(line, themes.ascii))
        .join('\n'),
      `  FEATURE  FRESH?   OFFLINE  ONLINE                        KEYS ONLINE  NEWEST EVENT
  a        LATE        100%     25%  #####...............           50          11 d
  b        MISSING     100%      0%  ....................            0`,
    )
  })
})
