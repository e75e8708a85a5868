// What does the Drift screen say? Since when a feature moved, against what, why there is no verdict, and in which order.
import { deepEqual, equal } from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DriftStanding } from '../../src/core/courses.ts'
import type { BaselineName, DriftPoint, Verdict } from '../../src/core/drift.ts'
import { parseInstant } from '../../src/core/instants.ts'
import { type DriftDetail, readDrift } from '../../src/tui/data/drift.ts'
import { courseOfScores, holdsRun, originWords, scoresOf, sinceWords } from '../../src/tui/present/since.ts'
import { compared, reasons } from '../../src/tui/screens/drift-detail.ts'

const hour = 3_600_000_000n
const day = 24n * hour
const noon = parseInstant('2026-11-21T12:00:00Z', 'noon')

type Point = readonly [run: number, baseline: number | null, verdict: Verdict, score?: number | null]

/** A run an hour, run 9 at noon. */
const courseOf = (points: readonly Point[]): DriftPoint[] =>
  points.map(([run, baseline, verdict, score = 0.5]) => ({
    run,
    at: noon - BigInt(9 - run) * hour,
    baseline,
    verdict,
    psi: score,
    wasserstein_norm: null,
    null_share_current: 0,
  }))

describe('since when', () => {
  const told: readonly (readonly [readonly Point[], Verdict, string])[] = [
    [[], 'ok', ''],
    [[[9, 1, 'ok']], 'ok', 'ok since run 9 (2026-11-21 12:00, just now), the first compared'],
    [
      [
        [5, 1, 'fail'],
        [6, 1, 'fail'],
      ],
      'fail',
      'FAIL since run 5 (2026-11-21 08:00, 4 h ago), in all 2 runs',
    ],
    [
      [
        [5, 1, 'ok'],
        [6, 1, 'fail'],
        [7, 1, 'fail'],
      ],
      'fail',
      'FAIL since run 6 (2026-11-21 09:00, 3 h ago), 2 runs in a row, ok before',
    ],
    [
      [
        [5, 1, 'warn'],
        [6, 1, 'ok'],
        [7, 1, 'ok'],
      ],
      // By its nulls, of which the scores that an earlier Pintail recorded say nothing.
      'fail',
      'FAIL since run 7 (2026-11-21 10:00, 2 h ago), ok before',
    ],
    [
      [
        [6, 1, 'fail'],
        [7, 1, 'fail'],
        [7, 3, 'ok'],
      ],
      'ok',
      'ok since run 7 (2026-11-21 10:00, 2 h ago), the first against baseline 3',
    ],
    [
      // Pinned again.
      [
        [6, 1, 'fail'],
        [7, 3, 'ok'],
        [7, 1, 'fail'],
      ],
      'fail',
      'FAIL since run 6 (2026-11-21 09:00, 3 h ago), in all 2 runs against baseline 1',
    ],
    [
      [
        [6, 1, 'fail'],
        [7, 3, 'ok'],
        [8, 3, 'ok'],
      ],
      'ok',
      'ok since run 7 (2026-11-21 10:00, 2 h ago), in all 2 runs against baseline 3',
    ],
  ]
  for (const [points, verdict, wanted] of told)
    it(wanted || 'no run', () => equal(sinceWords(courseOf(points), verdict, noon), wanted))
})

describe('scores over the runs', () => {
  const course = courseOf([
    [5, 1, 'ok', 0.1],
    [6, 1, 'fail', 0.6],
    [6, 3, 'ok', 0.05],
  ])
  it('are no line where the baseline became another, and words say so', () => {
    deepEqual(scoresOf(course), [0.1, 0.6, null, 0.05])
    equal(
      courseOfScores(course),
      'score: 3 points, 0.05 to 0.6; the larger of psi and moved; a gap where the baseline changed: 1, 3',
    )
  })
  it('against one baseline are one line', () => {
    deepEqual(scoresOf(course.slice(0, 2)), [0.1, 0.6])
    equal(courseOfScores(course.slice(0, 2)), 'score: 2 points, 0.1 to 0.6; the larger of psi and moved')
  })
})

describe('a baseline', () => {
  const named = (more: Partial<BaselineName>): BaselineName => ({
    id: 2,
    origin: 'set',
    taken: noon - day,
    range: { runs: null, since: null, until: null },
    ...more,
  })
  const runs = (first: number, last: number) => ({ runs: [first, last] as const, since: null, until: null })
  const origins: readonly (readonly [Partial<BaselineName>, string])[] = [
    [{}, 'set 1 day ago'],
    [{ origin: 'first ingest', range: runs(2, 2) }, 'first ingest 1 day ago'],
    [{ origin: 'first computed', range: runs(2, 8) }, 'first computed at run 8, of runs 2 to 8'],
  ]
  for (const [more, wanted] of origins) it(wanted, () => equal(originWords(named(more), noon), wanted))
  it('may hold the rows of the run that is compared with it', () => {
    const of = (more: Partial<BaselineName>): boolean => holdsRun(named(more), 8, noon - 2n * day)
    deepEqual(
      [of({}), of({ taken: noon - 3n * day }), of({ range: runs(2, 8) }), of({ range: runs(2, 7) })],
      [true, false, true, false],
    )
    equal(of({ range: { runs: null, since: 1n, until: null } }), false)
  })
})

describe('the table', () => {
  it('has the worst first, and what cannot move last', async () => {
    const standing = (feature: string, verdict: Verdict, psi: number | null): DriftStanding => ({
      view: 'v',
      feature,
      run: 9,
      kind: 'numeric',
      verdict,
      nulls: 'ok',
      psi,
      wasserstein_norm: null,
      null_share_baseline: 0,
      null_share_current: 0,
      baseline_rows: 100,
      current_rows: 100,
      letters: `o|${verdict.at(0)}`,
    })
    const { features } = await readDrift(
      {
        driftStandings: async () => [
          standing('same', 'constant', null),
          standing('none', 'empty', null),
          standing('calm', 'ok', 0.2),
          standing('near', 'fail', 0.3),
          standing('calmer', 'ok', 0.3),
          standing('far', 'fail', 3),
          standing('few', 'insufficient', 9),
          standing('some', 'warn', 0.2),
        ],
      },
      AbortSignal.abort(),
    )
    deepEqual(
      features.map(({ reference }) => reference.slice(2)),
      ['far', 'near', 'some', 'few', 'calm', 'calmer', 'same', 'none'],
    )
    deepEqual(features[0]?.course, ['ok', null, 'fail'])
  })
})

describe('what is said of drift', () => {
  const detail = (more: Partial<DriftDetail>): DriftDetail => ({
    reference: 'v:x',
    verdict: 'ok',
    type: 'float64',
    psi: 0.01,
    moved: 0.02,
    pValue: 0.5,
    nullsBefore: 0,
    nullsNow: 0,
    nulls: 'ok',
    rowsBefore: 1000,
    rowsNow: 1,
    nonFiniteBefore: 0,
    nonFiniteNow: 0,
    newValues: [],
    lostValues: [],
    bins: [],
    note: '',
    baseline: null,
    inUse: null,
    course: [],
    ...more,
  })
  const told: readonly (readonly [Partial<DriftDetail>, readonly string[]])[] = [
    [{}, []],
    [
      { verdict: 'insufficient', note: 'there are 12 values; a verdict takes 50' },
      ['there are 12 values; a verdict takes 50'],
    ],
    [{ verdict: 'constant', note: 'x' }, ['one and the same value before and now']],
    [{ psi: 0.3, pValue: 0.04 }, ['may be chance: p 0.04, of a run that tested all its features']],
    [{ verdict: 'fail', nulls: 'fail', nullsNow: 0.5 }, ['nulls FAIL: 50% now, 0% before']],
    [{ nonFiniteNow: 3 }, ['NaN or infinite, in no figure: 3 now, 0 before']],
    [{ newValues: ['a', 'b'], lostValues: ['c'] }, ['new values: a, b', 'gone: c']],
    [{ newValues: [...'abcdefgh'] }, ['new values: a, b, c, d, e, f and 2 more']],
  ]
  for (const [more, wanted] of told) it(wanted.join('; ') || 'nothing', () => deepEqual(reasons(detail(more)), wanted))
  it('names what was compared with what', () => {
    const range = { runs: null, since: null, until: null }
    equal(compared(detail({}), { run: 9 }, { now: day }), 'run 9 (1 row) against no baseline')
    equal(
      compared(detail({ baseline: { id: 3, origin: 'set', taken: 0n, range, rows: 1000 } }), { run: 9 }, { now: day }),
      'run 9 (1 row) against baseline 3, set 1 day ago (1,000 rows)',
    )
  })
})
