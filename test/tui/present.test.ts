// Words, charts and tables: what numbers become on a screen.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { barChart, barWords, courseWords, sparkline } from '../../src/tui/present/chart.ts'
import { course } from '../../src/tui/present/course.ts'
import { cell, fitLine, line, painted, widthOfLine } from '../../src/tui/present/lines.ts'
import { listing, termsOf } from '../../src/tui/present/listing.ts'
import { columnWidths, drawTable, topFor } from '../../src/tui/present/table.ts'
import { themeFor, themes } from '../../src/tui/present/theme.ts'
import { age, figure, lasting, percent, shortAge, shortAgo } from '../../src/tui/present/words.ts'

const { plain, ascii, colour, none } = themes
const second = 1_000_000n

describe('words', () => {
  const ages: readonly (readonly [seconds: bigint, long: string, short: string])[] = [
    [0n, 'just now', 'now'],
    [5n, '5 seconds ago', '5 s'],
    [60n, '1 minute ago', '1 min'],
    [10_800n, '3 hours ago', '3 h'],
    [86_400n, '1 day ago', '1 d'],
    [-7200n, 'in 2 hours', 'in 2 h'],
    [-86_400n, 'in 1 day', 'in 1 d'],
  ]
  for (const [seconds, long, short] of ages)
    it(long, () => {
      deepEqual([age(-seconds * second, 0n), shortAge(-seconds * second, 0n)], [long, short])
      const ago = short === 'now' ? 'just now' : seconds < 0n ? short : `${short} ago`
      equal(shortAgo(-seconds * second, 0n), ago)
    })
  it('never', () => equal(age(null, 0n), 'never'))

  const figures: readonly (readonly [number | null, string])[] = [
    [0, '0'],
    [1234567, '1,234,567'],
    [0.29166666, '0.2917'],
    [12345.678, '12,345.7'],
    [1e-7, '1.00e-7'],
    [-2.5, '-2.5'],
    [Number.NaN, 'NaN'],
    [null, ''],
  ]
  for (const [value, wanted] of figures) it(`${value} is ${wanted || 'nothing'}`, () => equal(figure(value), wanted))

  it('a share is never rounded to all or nothing', () => {
    deepEqual([0, 1, 0.5, 0.0001, 0.99999].map(percent), ['0%', '100%', '50%', '<0.1%', '>99.9%'])
  })
  it('lengths have their unit', () =>
    deepEqual([0.00005, 0.0123, 0.24, 2.5, 90].map(lasting), ['50 µs', '12.3 ms', '240 ms', '2.5 s', '1 minute']))
})

describe('charts', () => {
  it('a sparkline has a sign a number', () => {
    equal(sparkline([0, 1, 2, null, 3], plain), '▁▃▆ █')
    equal(sparkline([0, 1, 2, null, 3], ascii), '_:+ #')
    equal(sparkline([], plain), '')
    equal(sparkline([5, 5], plain), '▅▅')
  })
  it('a course has its thresholds and its words', () => {
    const values = [0.01, 0.05, null, 0.3]
    const marks = [{ at: 0.25, name: 'fail', tone: 'bad' }] as const
    const lines = course({ values, marks, scale: 'even', zero: true, ends: null }, { width: 40, height: 6 }, ascii)
    equal(lines.length, 6)
    ok(lines.some((it) => painted(it, ascii).endsWith('fail')))
    ok(lines.every((it) => widthOfLine(it) <= 40))
    equal(courseWords(values), '3 points; lowest 0.01, highest 0.3, last 0.3')
    equal(courseWords([]), 'no points')
  })
  it('bars stand beside what they are compared with, and are said', () => {
    const bars = [
      { label: 'low', share: 0.75, before: 0.5 },
      { label: 'high', share: 0.25, before: 0.5 },
    ]
    const lines = barChart(bars, 40, plain).map((it) => painted(it, plain))
    equal(lines[0], ' low ████████████▓▓▓▓▓▓     75%     50%')
    equal(lines[1], 'high ██████░░░░░░           25%     50%')
    equal(barWords(bars), '2 bars; the longest is low, which moved most')
    equal(barWords([]), 'no bars')
  })
})

describe('tables', () => {
  const heads = [
    { title: 'NAME', align: 'left', rank: 0, least: 6 },
    { title: 'ROWS', align: 'right', rank: 1 },
    { title: 'OWNER', align: 'left', rank: 2 },
  ] as const
  const rows = [
    ['alpha', '1', 'ml'],
    ['a long name of a view', '1,000', 'growth-team'],
  ]
  const table = {
    heads,
    natural: [21, 5, 11],
    count: 2,
    row: (at: number) => (rows[at] ?? []).map((text) => cell(text)),
  }
  const drawn = (width: number) =>
    drawTable(table, { width, height: 3, top: 0, selected: 1, sort: null }, plain).map((it) => painted(it, plain))
  it('numbers are at the right, the selected row has its sign', () => {
    deepEqual(drawn(50), [
      '  NAME                    ROWS  OWNER',
      '  alpha                      1  ml',
      '> a long name of a view  1,000  growth-team',
    ])
  })
  it('the last columns give way, then the longest text', () => {
    deepEqual(drawn(20), ['  NAME          ROWS', '  alpha            1', '> a long nam…  1,000'])
    ok(columnWidths(table, 10).every((width) => width >= 0))
  })
  it('what every row says the same goes first, wherever a text would be cut for it', () => {
    const owned = { ...table, heads: [heads[0], heads[1], { ...heads[2], rank: 0.5, goesWhereSame: true }] }
    const widths = (same: boolean, width: number): number[] =>
      columnWidths({ ...owned, same: [false, false, same] }, width)
    deepEqual(widths(true, 43), [21, 5, 11])
    deepEqual(widths(true, 42), [21, 5, 0])
    deepEqual(widths(false, 42), [20, 5, 11])
  })
  it('the sign of the order has room beside every head', () => {
    for (const column of [0, 1, 2])
      for (const descending of [true, false])
        for (const width of [30, 36, 43, 60]) {
          const sort = { column, descending }
          const [first = ''] = drawTable(table, { width, height: 3, top: 0, selected: 1, sort }, plain).map((it) =>
            painted(it, plain),
          )
          ok(first.includes(`${heads[column]?.title}${descending ? '▼' : '▲'}`), `${width}: ${first}`)
        }
  })
  it('the selected row stays in sight', () => {
    deepEqual(
      [
        topFor(0, 0, 10, 100),
        topFor(15, 0, 10, 100),
        topFor(3, 10, 10, 100),
        topFor(99, 0, 10, 100),
        topFor(2, 9, 10, 5),
      ],
      [0, 6, 3, 90, 0],
    )
  })
})

describe('a list', () => {
  const items = [
    { name: 'age', owner: 'ml', rows: 3 },
    { name: 'clicks', owner: 'shop', rows: null },
    { name: 'spent', owner: 'shop', rows: 1 },
  ]
  const list = listing(items, {
    id: ({ name }) => name,
    fields: ({ name, owner }) => ({ what: [name], owner: [owner] }),
    columns: [
      { title: 'NAME', align: 'left', rank: 0, cell: ({ name }) => cell(name) },
      {
        title: 'ROWS',
        align: 'right',
        rank: 1,
        cell: ({ rows }) => cell(String(rows ?? '')),
        value: ({ rows }) => rows,
      },
    ],
  })
  const filters: readonly (readonly [string, string])[] = [
    ['', 'age clicks spent'],
    ['owner:shop', 'clicks spent'],
    ['owner:SHOP -clicks', 'spent'],
    ['g', 'age'],
    ['nothing', ''],
    ['-owner:shop', 'age'],
    ['-', 'age clicks spent'],
  ]
  for (const [filter, wanted] of filters)
    it(`filtered by "${filter}"`, () =>
      equal(
        list
          .arranged(filter, null)
          .map((at) => list.id(at))
          .join(' '),
        wanted,
      ))
  it('what has no value comes last, whichever way it is sorted', () => {
    const by = (descending: boolean) => list.arranged('', { column: 1, descending }).map((at) => list.id(at))
    deepEqual(
      [by(false), by(true)],
      [
        ['spent', 'age', 'clicks'],
        ['age', 'spent', 'clicks'],
      ],
    )
  })
  it('instants are exported as such, under a name that says so', () => {
    const age = { title: 'AGE', exported: 'STARTED', align: 'right', rank: 0 } as const
    const ages = listing([{ at: 1_767_225_600_000_000n }, { at: null }], {
      id: () => '',
      fields: () => ({}),
      columns: [{ ...age, cell: () => cell('3 d'), value: (it) => it.at }],
    })
    equal(ages.csv([0, 1], 0n), 'STARTED\n2026-01-01T00:00:00Z\n\n')
  })
  it('is written as CSV', () => equal(list.csv([0, 1], 0n), 'NAME,ROWS\nage,3\nclicks,\n'))
  it('a colon of a name is no field', () =>
    deepEqual(termsOf('cardiac:age'), [{ field: null, text: 'cardiac:age', without: false }]))
})

describe('a theme', () => {
  const of = (environment: Record<string, string>, more = {}) =>
    themeFor({ environment, color: true, ascii: false, terminal: true, ...more })
  it('has many colours where they are known', () => equal(of({ TERM: 'xterm-256color' }).colours, 'many'))
  it('has sixteen elsewhere', () => equal(of({ TERM: 'linux' }).colours, 'sixteen'))
  it('has none with NO_COLOR', () => equal(of({ TERM: 'xterm-256color', NO_COLOR: '1' }).colours, 'none'))
  it('writes no escapes to a dumb terminal, and ASCII', () => {
    const theme = of({ TERM: 'dumb' })
    deepEqual([theme.colours, theme.glyphs.ascii], ['plain', true])
  })
  it('is ASCII where the locale is not UTF-8', () => {
    deepEqual(
      [of({ LANG: 'C' }).glyphs.ascii, of({ LANG: 'de_DE.UTF-8' }).glyphs.ascii, of({}).glyphs.ascii],
      [true, false, false],
    )
  })
  it('selects in reverse, with and without colour', () => {
    const row = { ...line(cell('a', 'good')), selected: true }
    deepEqual(
      [painted(row, colour), painted(row, none), painted(row, plain)],
      ['\x1b[7ma\x1b[0m', '\x1b[7ma\x1b[0m', 'a'],
    )
  })
})

it('a line is exactly as wide as the screen, whatever is in it', () => {
  for (const text of ['', 'short', 'x'.repeat(50), '中'.repeat(20), 'a\x1b[2Jb', 'שלום'.repeat(5)])
    equal(widthOfLine(fitLine(line('ab', text, cell('cd')), 17, plain)), 17)
})
