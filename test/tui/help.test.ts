// Is help a list one can act from, read to its end on the smallest terminal, and are prompts and tabs never cut?
import { equal, match, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { frame } from '../../src/tui/present/frame.ts'
import { meaningsOf } from '../../src/tui/present/glossary.ts'
import { painted } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { tabScreens } from '../../src/tui/screens/screens.ts'
import { reduce } from '../../src/tui/state/reduce.ts'
import {
  currentPlace,
  entryKinds,
  entryOf,
  placeOf,
  type ScreenName,
  type State,
  screenNames,
} from '../../src/tui/state/state.ts'
import { answered, registered, registryOf, stateOf } from './registered.ts'

const sizes = [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 },
]
const on = (screen: ScreenName, size = sizes[0] ?? { columns: 60, rows: 15 }): State => ({
  ...answered(
    stateOf(size),
    'registry',
    '',
    registryOf([registered('view_of_visits'), registered('view_of_visits:a')]),
  ),
  stack: [placeOf(screen, screen === 'registry' ? '' : 'view_of_visits:a')],
})
const press = (state: State, ...keys: readonly string[]): State =>
  keys.reduce((before, key) => reduce(before, { does: 'key', key }).state, state)
const linesOf = (state: State): string[] => frame(state, themes.plain).map((it) => painted(it, themes.plain))

describe('help', () => {
  it('a key that it shows works from there', () => {
    const state = press(on('registry'), '?', '2')
    equal(state.help, null)
    equal(currentPlace(state).screen, 'drift')
    equal(press(on('registry'), '?', '/').entry?.kind, 'filter')
  })
  for (const key of ['?', 'esc', 'q'])
    it(`${key} closes it and nothing else`, () => {
      const state = press(on('registry'), '?', key)
      helpIs(state, null)
      equal(state.stack.length, 1)
    })
  it('what is no key leaves it', () => helpIs(press(on('registry'), '?', 'Z'), 0))
  it('scrolls to its end and back', () => {
    const end = press(on('registry'), '?', 'G')
    ok(linesOf(end).some((it) => it.startsWith('the end')))
    equal(press(end, 'j').help, end.help)
    equal(press(end, 'k', 'g').help, 0)
    match(linesOf(press(on('registry'), '?')).join('\n'), /more lines {3}j goes on/)
  })
  it('begins with what is needed most, on the smallest terminal too', () => {
    const first = linesOf(press(on('registry'), '?'))
      .slice(3, 6)
      .join('\n')
    for (const word of ['open', 'filter', 'diff', 'look up']) match(first, new RegExp(`\\b${word}\\b`))
  })
  for (const screen of screenNames)
    it(`${screen}: says what its words mean, and cuts no line`, () => {
      ok(meaningsOf(screen).length > 0)
      for (const size of sizes) {
        let state = press(on(screen, size), '?')
        let seen = ''
        for (let page = 0; page < 30; page += 1) {
          const body = linesOf(state).slice(2, -2)
          ok(
            body.every((it) => !it.endsWith('…')),
            body.join('\n'),
          )
          seen += body.join('\n')
          state = press(state, 'space')
        }
        for (const [word] of meaningsOf(screen)) ok(seen.includes(word), word)
      }
    })
})

const helpIs = (state: State, help: number | null): void => equal(state.help, help)

describe('the tab one is on is whole', () => {
  const homes: Readonly<Partial<Record<ScreenName, ScreenName>>> = {
    feature: 'registry',
    diff: 'registry',
    run: 'runs',
  }
  for (const screen of screenNames)
    for (const size of sizes)
      it(`${screen} at ${size.columns}`, () => {
        const [, tabs = ''] = linesOf(on(screen, size))
        const at = tabScreens.indexOf(homes[screen] ?? screen) + 1
        match(tabs, new RegExp(`\\[${at} [A-Z][a-z ]+\\]`))
        ok(!tabs.endsWith('…') || tabs.includes('→'), tabs)
      })
  it('what is open stands behind it', () => {
    const state = { ...on('registry', sizes[1]), stack: [placeOf('registry'), placeOf('feature', 'v')] }
    match(linesOf(state)[1] ?? '', /^\[1 Registry\].* → v$/)
  })
})

describe('prompts', () => {
  for (const kind of entryKinds)
    for (const size of sizes)
      it(`${kind} at ${size.columns} is not cut`, () => {
        const prompt = linesOf(entryOf(on('registry', size), kind, '')).at(-2) ?? ''
        ok(prompt.length <= size.columns && !/[…,;]$/.test(prompt), prompt)
      })
  for (const key of ['m', 'b'])
    for (const size of sizes)
      it(`the question of ${key} at ${size.columns} says what may be answered`, () => {
        const screen = key === 'm' ? 'registry' : 'drift'
        const asked = linesOf(press(on(screen, size), key)).at(-2) ?? ''
        if (asked !== '') match(asked, / y yes/)
      })
})
