// Does a view keep its promise, in words and with what mends it? Tables over plain data.
import { equal } from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Coverage, Freshness } from '../../src/core/watching.ts'
import { painted } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { coverageLines, coverageWords, freshLines, length } from '../../src/tui/screens/freshness.ts'

const day = 86_400
const now = 1_795_262_400_000_000n

const kept: Freshness = {
  view: 'v',
  version: 1,
  sla: '7d',
  online: '2026-11-20T12:00:00Z',
  online_age: day,
  offline: '2026-11-20T12:00:00Z',
  offline_age: day,
  kept: true,
  note: null,
  written: '2026-11-21T06:00:00Z',
  features: [],
}

const cases: readonly (readonly [string, Partial<Freshness>, string])[] = [
  [
    'kept',
    {},
    `promise  the newest event is at most 7 days old
kept     ok
online   the newest event it answers with is of 2026-11-20 12:00:00 UTC, 1 day ago
offline  the newest event is of 2026-11-20 12:00:00 UTC, 1 day ago`,
  ],
  [
    'online is behind',
    { online: '2026-11-10T12:00:00Z', online_age: 11 * day, kept: false },
    `promise  the newest event is at most 7 days old
kept     LATE: history is newer than the online store
online   the newest event it answers with is of 2026-11-10 12:00:00 UTC, 11 days ago
offline  the newest event is of 2026-11-20 12:00:00 UTC, 1 day ago
mend it  pintail materialize v   or m, here`,
  ],
  [
    'both are behind',
    {
      online: '2026-11-10T12:00:00Z',
      online_age: 11 * day,
      offline: '2026-11-10T12:00:00Z',
      offline_age: 11 * day,
      kept: false,
    },
    `promise  the newest event is at most 7 days old
kept     LATE: history itself has nothing newer; its source brought nothing
online   the newest event it answers with is of 2026-11-10 12:00:00 UTC, 11 days ago
offline  the newest event is of 2026-11-10 12:00:00 UTC, 11 days ago
mend it  pintail ingest v`,
  ],
  [
    'nothing is promised, nothing materialized',
    { sla: null, kept: null, online: null, online_age: null, note: 'not materialized   pintail materialize v' },
    `promise  none: its definition has no sla
online   not materialized
offline  the newest event is of 2026-11-20 12:00:00 UTC, 1 day ago
mend it  pintail materialize v   or m, here`,
  ],
]

describe('freshness in words', () => {
  for (const [name, more, wanted] of cases)
    it(name, () => {
      const lines = freshLines({ ...kept, ...more }, now, { width: 100, theme: themes.plain })
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

const covered = (feature: string, offline: number, online: number | null): Coverage => ({
  feature: `v:${feature}`,
  version: 1,
  keys: 200,
  offline,
  offline_share: offline / 200,
  online,
  online_share: online === null ? null : online / 200,
  offline_as_of: '2026-11-21T12:00:00Z',
  online_as_of: online === null ? null : '2026-11-21T12:00:00Z',
  behind: false,
})

describe('coverage', () => {
  const tables: readonly (readonly [readonly Coverage[], string])[] = [
    [[], 'history knows 0 keys; none of the features is served online'],
    [[covered('a', 200, null)], 'history knows 200 keys; none of the features is served online'],
    [[covered('a', 100, 100)], 'history knows 200 keys; online has every value that history has'],
    [
      [covered('a', 100, 0), covered('b', 200, 50)],
      'history knows 200 keys; 1 feature of 2 has no value online; 1 feature of 2 has fewer values online than in history',
    ],
  ]
  for (const [features, wanted] of tables) it(wanted, () => equal(coverageWords(features), wanted))
  it('a bar and a count each, in ASCII too', () => {
    const lines = coverageLines([covered('a', 200, 50)], { width: 80, theme: themes.ascii })
    equal(
      lines.map((line) => painted(line, themes.ascii)).join('\n'),
      `history knows 200 keys; 1 feature of 1 has fewer values online than in history
  FEATURE  OFFLINE  ONLINE                        KEYS ONLINE
  a           100%     25%  #####...............           50`,
    )
  })
})
