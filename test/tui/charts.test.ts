// What do bars, courses, trends and lineages become on a screen? Tables of small cases, looked at as text.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ProfilePoint } from '../../src/core/courses.ts'
import { barsOfBins, binLabel } from '../../src/tui/present/bins.ts'
import { diffHalf, markedLines } from '../../src/tui/present/changed.ts'
import { barWords, courseWords, fewerBars } from '../../src/tui/present/chart.ts'
import { course } from '../../src/tui/present/course.ts'
import { lineageTree } from '../../src/tui/present/lineage.ts'
import { painted, widthOfLine } from '../../src/tui/present/lines.ts'
import { wrapped } from '../../src/tui/present/text.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { trendLines, trendOf } from '../../src/tui/present/trend.ts'

const { plain, ascii } = themes
const limits = [
  { at: 0.1, name: 'warn 0.1', tone: 'warn' },
  { at: 0.25, name: 'fail 0.25', tone: 'bad' },
] as const

describe('a course', () => {
  const drawn = (values: readonly (number | null)[], height: number, more = {}) =>
    course(
      { values, marks: limits, scale: 'root', zero: true, ends: ['run 2', 'run 8'], ...more },
      { width: 40, height },
      ascii,
    ).map((it) => painted(it, ascii).trimEnd())
  it('has both thresholds by name, however far the highest is above them', () => {
    for (const highest of [0.01, 0.3, 3, 12, 1e6])
      for (const height of [4, 6, 12]) {
        const text = drawn([0.01, highest], height).join('\n')
        ok(/warn 0\.1/.test(text) && /fail 0\.25/.test(text), `${highest} in ${height}:\n${text}`)
        equal(text.split('\n').length, height)
      }
  })
  it('names the lowest and the highest, and its ends beneath', () => {
    const lines = drawn([0.01, 2.858], 8)
    ok(lines[0]?.startsWith('2.86 |'))
    ok(lines.at(-2)?.startsWith('   0 |'))
    equal(lines.at(-1), '      run 2                        run 8')
  })
  it('of one point, of none and of gaps', () => {
    equal(drawn([0.2], 6).length, 6)
    equal(drawn([null, Number.NaN], 6).filter((text) => text.includes('*')).length, 0)
    deepEqual(
      course({ values: [], marks: [], scale: 'even', zero: false, ends: null }, { width: 30, height: 5 }, plain),
      [],
    )
  })
  it('is never wider than it may be', () => {
    for (const width of [30, 33, 80])
      for (const theme of [plain, ascii])
        for (const it of course(
          { values: [1, null, 2e9], marks: limits, scale: 'even', zero: false, ends: ['first', 'last'] },
          { width, height: 6 },
          theme,
        ))
          ok(widthOfLine(it) <= width)
  })
  const said: readonly (readonly [readonly (number | null)[], string])[] = [
    [[], 'no points'],
    [[null], 'no points'],
    [[0.3], '1 point, 0.3'],
    [[2, 2, null], '2 points, all 2'],
    [[1, 3, 2], '3 points; lowest 1, highest 3, last 2'],
  ]
  for (const [values, words] of said) it(`is said: ${words}`, () => equal(courseWords(values), words))
})

describe('bars', () => {
  const labels = [
    ['< 0.3125', 'float64', 'under 0.3125'],
    ['0.31251234 … 0.4042', 'float64', '0.3125 to 0.4042'],
    ['>= -2.5', 'float64', 'from -2.5'],
    ['__other__', 'float64', 'others'],
    ['2', 'int64', '2'],
    ['1793491200', 'timestamp', '2026-11-01'],
    ['< 1793491260', 'timestamp', 'under 2026-11-01 00:01:00'],
    ['0.123456', 'string', '0.123456'],
    ['a … b', 'string', 'a … b'],
  ] as const
  for (const [label, type, wanted] of labels)
    it(`${label} of ${type} is ${wanted}`, () => equal(binLabel(label, type), wanted))
  it('are shares of either side, of nothing too', () => {
    const bins = [
      { label: '1', baseline: 3, current: 0 },
      { label: '2', baseline: 1, current: 0 },
      { label: '__other__', baseline: 0, current: 0 },
    ]
    deepEqual(barsOfBins(bins, 'int64'), [
      { label: '1', share: 0, before: 0.75 },
      { label: '2', share: 0, before: 0.25 },
    ])
  })
  it('are counted together where there is no room', () => {
    const bars = [0.1, 0.5, 0.1, 0.3].map((share, at) => ({ label: `b${at}`, share, before: null }))
    deepEqual(
      fewerBars(bars, 3).map(({ label, share }) => [label, Math.round(share * 10)]),
      [
        ['b1', 5],
        ['b3', 3],
        ['2 others', 2],
      ],
    )
    equal(fewerBars(bars, 4).length, 4)
  })
  const words: readonly (readonly [readonly (readonly [string, number, number | null])[], string])[] = [
    [[], 'no bars'],
    [[['1', 1, 0.5]], '1 bar; 1'],
    [
      [
        ['1', 0.3, null],
        ['2', 0.7, null],
      ],
      '2 bars; the longest is 2',
    ],
    [
      [
        ['1', 0.3, 0.3],
        ['2', 0.7, 0.695],
      ],
      '2 bars; the longest is 2',
    ],
    [
      [
        ['1', 0.3, 0.4],
        ['2', 0.7, 0.3],
        ['3', 0, 0.3],
      ],
      '3 bars; the longest is 2, which moved most',
    ],
    [
      [
        ['1', 0.2, 0.6],
        ['2', 0.5, 0.4],
        ['3', 0.3, 0],
      ],
      '3 bars; the longest is 2, 1 moved most',
    ],
  ]
  for (const [bars, wanted] of words)
    it(wanted, () => equal(barWords(bars.map(([label, share, before]) => ({ label, share, before }))), wanted))
})

describe('a trend', () => {
  const point = (run: number, day: number, more: Partial<ProfilePoint> = {}): ProfilePoint => ({
    run,
    at: BigInt(day) * 86_400_000_000n + BigInt(run),
    of: 'rows',
    runs: [run, run],
    rows: 10,
    nulls: 0,
    non_finite: 0,
    distinct: 3,
    mean: run,
    median: run,
    top: null,
    ...more,
  })
  it('is by run where days are few, and by day where runs share them', () => {
    equal(trendOf({ points: [point(1, 1), point(2, 1)] }).by, 'run')
    equal(trendOf({ points: [point(1, 1), point(2, 2), point(3, 3)] }).by, 'run')
    const { by, points } = trendOf({
      points: [point(1, 1), point(3, 1, { rows: 30, nulls: 0 }), point(4, 2), point(5, 3, { mean: null, nulls: 10 })],
    })
    equal(by, 'day')
    deepEqual(
      points.map(({ rows, nulls, mean }) => [rows, nulls, mean]),
      [
        [40, 0, 2.5],
        [10, 0, 4],
        [10, 10, null],
      ],
    )
  })
  it('of answers takes the last of a day', () => {
    const points = [point(1, 1), point(2, 1), point(3, 2), point(4, 3)].map((it) => ({ ...it, of: 'answers' }) as const)
    deepEqual(
      trendOf({ points }).points.map(({ run }) => run),
      [2, 3, 4],
    )
  })
  it('has a sentence for every figure', () => {
    const points = [point(1, 1), point(2, 1)]
    const lines = trendLines(
      { feature: 'v:x', version: 1, kind: 'numeric', points },
      { width: 60, theme: ascii, now: 2n * 86_400_000_000n, tall: false },
    ).map((it) => painted(it, ascii).trimEnd())
    deepEqual(lines, [
      'mean    _#  2 points; lowest 1, highest 2, last 2',
      'median  _#  2 points; lowest 1, highest 2, last 2',
      'nulls   __  2 points, all 0%',
      'rows    ##  2 points, all 10',
      'from run 1, 23 h ago, to run 2, 23 h ago',
    ])
  })
})

it('a lineage is a tree down to files, more than a few of one kind together', () => {
  const files = [1, 2, 3, 4].map((n) => ({ id: `file:${n}`, kind: 'file', name: `f${n}`, note: null }) as const)
  const lineage = {
    of: 'feature:v:x@1',
    direction: 'both',
    nodes: [
      ...files,
      { id: 'file:more', kind: 'file', name: '47 more files of s', note: null },
      { id: 'source:s', kind: 'source', name: 's', note: null },
      { id: 'feature:v:x@1', kind: 'feature', name: 'v:x@1', note: 'float64' },
      { id: 'view:v@1', kind: 'view', name: 'v@1', note: null },
    ],
    edges: [
      ...[...files, { id: 'file:more' }].map(({ id }) => ({ from: id, to: 'source:s' })),
      { from: 'source:s', to: 'feature:v:x@1' },
      { from: 'feature:v:x@1', to: 'view:v@1' },
    ],
  } as const
  const text = (way: 'up' | 'down') => lineageTree(lineage, way, 60, ascii).map((it) => painted(it, ascii).trimEnd())
  deepEqual(text('up'), ['source s', '  51 files f1, f2, f3, f4, 47 more files of s'])
  deepEqual(text('down'), ['view v@1'])
})

describe('what changed', () => {
  it('keeps its marks where a text is broken into lines', () => {
    const text = 'one two three four'
    deepEqual(markedLines(text, wrapped(text, 8), [[4, 13]]), [
      { text: 'one two', marks: [[4, 7]] },
      { text: 'three', marks: [[0, 5]] },
      { text: 'four', marks: [] },
    ])
  })
  it('is underlined, so that it is seen without colour', () => {
    const half = (text: string | null, marks: readonly (readonly [number, number])[]) =>
      diffHalf({ part: 'sql' }, { text, marks, tone: 'bad', width: 30 }, ascii).map((it) =>
        painted(it, ascii).trimEnd(),
      )
    deepEqual(half('ca / 3', [[5, 6]]), ['! sql  ca / 3', '            ^'])
    deepEqual(half('whole', [[0, 5]]), ['! sql  whole'])
    deepEqual(half(null, []), ['! sql  is not there'])
    deepEqual(half('a\x1b[31m b', [[0, 1]]), ['! sql  a\\u001b[31m b'])
  })
})
