// What if something breaks, is stopped, or says what a terminal would obey?
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { open } from '../../src/pintail.ts'
import { materialized } from '../../src/tui/effects.ts'
import { frame } from '../../src/tui/present/frame.ts'
import { painted, widthOfLine } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { tabScreens } from '../../src/tui/screens/screens.ts'
import { reduce } from '../../src/tui/state/reduce.ts'
import { type Job, placeOf, type State, stateAtFirst } from '../../src/tui/state/state.ts'
import { inTerminal } from '../support/terminal.ts'
import { makeHistory, removeHistory } from './clinic.ts'

describe('what breaks', () => {
  let project = ''
  before(async () => {
    project = await makeHistory()
  })
  after(() => removeHistory(project))

  it('while it draws gives the terminal back, then says what it was', async (t) => {
    const program = join(import.meta.dirname, 'crashing.ts')
    const session = inTerminal(
      [process.execPath, program, project],
      { columns: 100, rows: 30 },
      { directory: project, environment: { TERM: 'xterm-256color' } },
    )
    t.after(() => session.kill())
    await session.sees(/vessel_score/)
    session.type('j\r')
    await session.sees(/told: nobody can be named/)
    deepEqual(await session.ended(), { status: 1, modes: 'restored' })
    ok(!session.screen.isAlternate && session.screen.isCursorShown)
  })

  it('a materialize that is stopped says so and leaves what was there', async (t) => {
    const pintail = await open(project)
    t.after(() => pintail.close())
    const online = () => pintail.online({ features: ['cardiac:*'], service: null, fullFeatureNames: false, entities })
    const entities = new Map([['patient_id', ['p042']]])
    const before = online()
    const jobs: Job[] = []
    const stop = new AbortController()
    const notice = await materialized(pintail, 'cardiac', {
      signal: stop.signal,
      show: (job) => {
        jobs.push(job)
        stop.abort()
      },
    })
    deepEqual(notice, { tone: 'warn', text: 'materialize cardiac: stopped; what was there before stays' })
    equal(jobs[0]?.name, 'materialize cardiac')
    deepEqual(online(), before)
  })
})

describe('what is told or typed', () => {
  const hostile =
    '\x1b]0;owned\x07\x1b[2J\u202Etxt.exe\u202C \u{1F469}\u200D\u{1F467} \u6F22\u5B57 e\u0301\t\nnext\u0000'
  const state = stateAtFirst({
    project: hostile,
    now: 0n,
    size: { columns: 80, rows: 24 },
    tabs: tabScreens,
    place: placeOf('registry'),
    readonly: null,
  })
  const cases: Readonly<Record<string, State>> = {
    'a notice': { ...state, notice: { tone: 'bad', text: hostile.repeat(9) } },
    'a question': { ...state, confirm: { question: hostile, effect: { does: 'redraw' } } },
    'work under way': { ...state, job: { name: hostile, step: hostile, done: 1, total: 2 } },
    'a prompt': reduce(reduce(state, { does: 'key', key: '/' }).state, { does: 'paste', text: hostile }).state,
  }
  for (const [name, shown] of Object.entries(cases))
    for (const theme of [themes.plain, themes.ascii, themes.colour])
      it(`${name} is letters alone, and no wider than the screen`, () => {
        const lines = frame(shown, theme)
        equal(lines.length, 24)
        for (const it of lines) ok(widthOfLine(it) <= 80, painted(it, theme))
        const bare = lines.map((it) => painted(it, themes.plain)).join('')
        doesNotMatch(bare, /\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u)
        match(bare, /owned/)
      })
})
