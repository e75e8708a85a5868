// Are commands found by what is typed, whole keys at the foot, work stopped by esc, and frames of nothing refused?
import { deepEqual, equal, ok } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { entryKeys, keysOf } from '../../src/tui/keys.ts'
import { frame } from '../../src/tui/present/frame.ts'
import { painted } from '../../src/tui/present/lines.ts'
import { offers } from '../../src/tui/present/palette.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { tabScreens } from '../../src/tui/screens/screens.ts'
import { reduce } from '../../src/tui/state/reduce.ts'
import { placeOf, type ScreenName, type State, screenNames, stateAtFirst } from '../../src/tui/state/state.ts'
import { runInside } from '../cli/run-inside.ts'
import { makeHistory, removeHistory } from './clinic.ts'

const on = (screen: ScreenName, columns = 80): State =>
  stateAtFirst({
    project: 'p',
    now: 0n,
    size: { columns, rows: 24 },
    tabs: tabScreens,
    place: placeOf(screen, '1'),
    readonly: null,
  })
const press = (state: State, ...keys: readonly string[]): State =>
  keys.reduce((before, key) => reduce(before, { does: 'key', key }).state, state)

describe('the line of keys', () => {
  for (const screen of screenNames)
    for (const columns of [60, 80, 100, 160])
      it(`${screen} at ${columns}: whole keys, help and q among them`, () => {
        const foot =
          frame(on(screen, columns), themes.plain)
            .map((it) => painted(it, themes.plain))
            .at(-1) ?? ''
        ok(foot.length <= columns && !foot.includes('…'), foot)
        ok(foot.includes('? help') && foot.endsWith('q back, quit'), foot)
        for (const part of foot.split('   '))
          ok(
            keysOf(screen).some(({ word }) => part.endsWith(` ${word}`)),
            part,
          )
      })
})

describe('by their names', () => {
  it('the same first: Drift', () => {
    equal(offers(press(on('drift'), ':', ...'drift'))[0]?.does, 'tab drift')
  })
  it('a word that begins so before one that only holds it', () => {
    const words = offers(press(on('registry'), ':', ...'back')).map(({ word }) => word)
    equal(words[0], 'back')
    ok(words.indexOf('back') < words.indexOf('back, quit'), words.join('; '))
  })
  it('what nobody knows is said, and stays', () => {
    const state = press(on('registry'), ':', ...'zzzz', 'enter')
    equal(state.entry?.text, 'zzzz')
    ok(frame(state, themes.plain).some((it) => painted(it, themes.plain).includes('there is no command "zzzz"')))
  })
})

it('every key of a line that is typed does something there', () => {
  for (const { keys } of entryKeys)
    for (const key of keys) {
      const typing = press(on('registry'), '/', 'a', 'b')
      const { entry } = press(typing, key)
      ok(entry === null || entry.text !== `ab${key}`, key)
    }
})

it('a line takes ten thousand characters and says so', () => {
  let state = press(on('registry'), ':')
  for (let i = 0; i < 30; i++) state = reduce(state, { does: 'paste', text: 'x'.repeat(500) }).state
  const full = press(state, 'y')
  equal(full.entry?.text.length, 10_000)
  ok(full.notice?.text.includes('takes no more'))
  equal(press(full, 'z').entry?.text.length, 10_000)
  equal(press(full, 'backspace').entry?.text.length, 9999)
})

it('without a key Look up copies nothing, and says why', () => {
  const { state, effects } = reduce(on('lookup'), { does: 'key', key: 'Y' })
  deepEqual(effects, [])
  ok(state.notice !== null)
})

it('esc stops what is at work', () => {
  const working: State = { ...on('registry'), job: { name: 'materialize v', step: 'begins', done: 0, total: null } }
  deepEqual(reduce(working, { does: 'key', key: 'esc' }).effects, [{ does: 'cancel' }])
})

describe('a frame of what is not there', () => {
  let project = ''
  before(async () => {
    project = await makeHistory()
  })
  after(() => removeHistory(project))
  const cases: readonly (readonly [readonly string[], string])[] = [
    [['--screen', 'feature', '--select', 'cardiac:nothing'], 'unknown_feature'],
    [['--screen', 'run', '--select', 'abc'], 'bad_argument'],
    [['--screen', 'run', '--select', '999'], 'unknown_name'],
    [['--screen', 'diff', '--select', 'cardiac:vessel_score', '--select', '7', '--select', '9'], 'unknown_version'],
    [['--screen', 'diff', '--select', 'cardiac:vessel_score', '--select', 'x'], 'bad_argument'],
    [
      ['--screen', 'diff', ...['cardiac:vessel_score', '1', '2', '3'].flatMap((it) => ['--select', it])],
      'bad_argument',
    ],
    [['--screen', 'feature', '--select', 'cardiac:age', '--select', 'cardiac:chol'], 'bad_argument'],
    [['--screen', 'drift', '--at', '7d'], 'bad_argument'],
    [['--screen', 'lookup', '--select', 'foo=1'], 'missing_key'],
    [['--screen', 'lookup', '--select', 'patient_id=p042', '--select', 'foo=1'], 'missing_key'],
    [['--press', 'zz'], 'bad_argument'],
  ]
  for (const [args, code] of cases)
    it(`${args.join(' ')} → ${code}`, async () => {
      const { status, stdout, stderr } = await runInside(['ui', '--once', ...args], project)
      equal(status, 2)
      equal(stdout, '')
      ok(stderr.includes(`[${code}]`), stderr)
    })
})
