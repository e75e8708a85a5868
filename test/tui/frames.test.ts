// What does every screen look like? Golden frames of the clinic at two sizes, with colour and without.
import { doesNotMatch, equal, match, ok, rejects } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { fixedClock } from '../../src/core/clock.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { type FrameOptions, frameText, namedScreens } from '../../src/tui/app.ts'
import { runInside } from '../cli/run-inside.ts'
import { assertGolden } from '../support/golden.ts'
import { makeHistory, noon, removeHistory } from './clinic.ts'

interface Seen {
  readonly name: string
  readonly screen: string
  readonly select?: readonly string[]
  readonly press?: string
  readonly at?: string
}

const seen: readonly Seen[] = [
  { name: 'registry', screen: 'registry', press: 'j j' },
  { name: 'registry-filtered', screen: 'registry', press: '/ s c o r e enter s' },
  { name: 'feature', screen: 'feature', select: ['cardiac:vessel_score'] },
  { name: 'view', screen: 'feature', select: ['cardiac'] },
  { name: 'diff', screen: 'diff', select: ['cardiac:vessel_score'] },
  { name: 'drift', screen: 'drift' },
  { name: 'runs', screen: 'runs' },
  { name: 'runs-failed', screen: 'runs', press: 'j' },
  { name: 'run', screen: 'run', select: ['9'] },
  { name: 'run-failed', screen: 'run', select: ['8'] },
  { name: 'freshness', screen: 'freshness' },
  { name: 'serving', screen: 'serving' },
  { name: 'lookup', screen: 'lookup', select: ['p042'], press: 'j' },
  { name: 'lookup-then', screen: 'lookup', select: ['patient_id=p170'], at: '2025-06-01', press: 'G' },
  { name: 'lookup-nobody', screen: 'lookup', select: ['nobody'] },
  { name: 'lookup-empty', screen: 'lookup' },
  { name: 'lookup-typing', screen: 'registry', press: '6 p 0 4 down' },
  { name: 'help', screen: 'registry', press: '?' },
  { name: 'palette', screen: 'registry', press: ': a g e' },
]

/** Those that have more to show where there is more room. */
const wide = ['registry', 'feature', 'view', 'drift', 'lookup', 'run']

describe('frames', () => {
  let project = ''
  let pintail: Pintail
  before(async () => {
    project = await makeHistory()
    pintail = await open(project, { clock: fixedClock(noon) })
  })
  after(async () => {
    await pintail.close()
    removeHistory(project)
  })
  const frameOf = (
    { screen, select = [], press = '', at }: Omit<Seen, 'name'>,
    more: Partial<FrameOptions> = {},
  ): Promise<string> =>
    frameText(pintail, {
      project: 'clinic',
      directory: project,
      wishes: { environment: { TERM: 'xterm-256color' }, color: true, ascii: false },
      screen,
      select,
      readonly: null,
      clock: fixedClock(noon),
      size: { columns: 100, rows: 30 },
      press: press.split(' ').filter((it) => it !== ''),
      at: at ?? null,
      coloured: false,
      ...more,
    })

  for (const it_ of seen) {
    for (const size of [
      { columns: 80, rows: 24 },
      { columns: 100, rows: 30 },
      ...(wide.includes(it_.name) ? [{ columns: 160, rows: 50 }] : []),
    ]) {
      const where = `tui/${it_.name}-${size.columns}x${size.rows}`
      it(`${where}`, async () => assertGolden(`${where}.txt`, await frameOf(it_, { size })))
      it(`${where}, in colour`, async () => assertGolden(`${where}.ansi`, await frameOf(it_, { size, coloured: true })))
    }
  }

  it('every screen has one', () => {
    for (const screen of namedScreens)
      ok(
        seen.some((it) => it.screen === screen),
        screen,
      )
  })
  it('in ASCII alone', async () => {
    const wishes = { environment: {}, color: true, ascii: true }
    for (const it of seen) {
      const frame = await frameOf(it, { wishes })
      match(frame, /^[\x20-\x7e\n]*$/)
      doesNotMatch(frame, /\\u[0-9a-f]|\\(~|$)/)
    }
  })
  it('colour adds nothing but colour', async () => {
    for (const it of seen) {
      const bare = stripVTControlCharacters(await frameOf(it, { coloured: true }))
      equal(
        bare
          .split('\n')
          .map((row) => row.trimEnd())
          .join('\n'),
        await frameOf(it),
      )
    }
  })
  it('every chart is said in words too', async () => {
    // A plot in braille, bars with shares, signs of a course: each with its sentence.
    const charts = [
      [/[\u2801-\u28ff]/, /\d points?[;,]/],
      [/[█░]+ +(\d|[<>])[\d.]*%/, /\d bars?; /],
      [/[▁▂▃▄▅▆▇█]{2,} {2}\d+ points/, /points(; lowest .*, highest .*, last |, all )/],
    ] as const
    const drawn = [
      { screen: 'drift' },
      { screen: 'drift', press: 'j' },
      { screen: 'feature', select: ['cardiac:vessel_score'] },
      { screen: 'feature', select: ['cardiac:age_normalized'] },
      { screen: 'feature', select: ['cardiac:max_heart_rate_ratio'] },
      { screen: 'feature', select: ['cardiac'] },
    ]
    let found = 0
    for (const it of drawn)
      for (const columns of [80, 100, 160]) {
        const frame = await frameOf(it, { size: { columns, rows: 100 } })
        for (const [chart, words] of charts) {
          if (!chart.test(frame)) continue
          found += 1
          match(frame.replaceAll(/\s+/g, ' '), words)
        }
      }
    ok(found > 20)
  })
  it('a larger terminal shows more', async () => {
    const wide = await frameOf({ screen: 'registry', press: 'j' }, { size: { columns: 160, rows: 50 } })
    match(wide, / │ .*Age between the youngest/)
  })
  it('what is not there says so', async () => {
    await rejects(frameOf({ screen: 'feature', select: ['cardiac:nothing'] }), /no feature "nothing"/)
    await rejects(frameOf({ screen: 'nowhere' }), /there is no screen "nowhere"/)
    await rejects(frameOf({ screen: 'feature' }), /shows one thing/)
  })
  it('from the command line', async () => {
    const { status, stdout } = await runInside(['ui', '--once', '--screen', 'runs', '--size', '80x20'], project)
    equal(status, 0)
    equal(stdout.split('\n').length, 21)
    match(stdout, /RUN {2}RESULT {2}KIND/)
  })
  it('without a terminal it says what there is instead', async () => {
    const { status, stderr } = await runInside(['ui'], project)
    equal(status, 2)
    match(stderr, /no_terminal[\s\S]*ui --once --screen/)
  })
})
