// Is every key in the one table, and does it do one thing on each screen?
import { deepEqual, equal, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { keysOf, keyTable } from '../../src/tui/keys.ts'
import { helpLines } from '../../src/tui/present/help.ts'
import { painted } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { keysPressed } from '../../src/tui/pressed.ts'
import { namedScreens, tabScreens } from '../../src/tui/screens/screens.ts'
import { placeOf, screenNames, stateAtFirst } from '../../src/tui/state/state.ts'

const stateOn = (screen: (typeof screenNames)[number]) =>
  stateAtFirst({
    project: 'p',
    now: 0n,
    size: { columns: 100, rows: 60 },
    tabs: tabScreens,
    place: placeOf(screen, 'a:b'),
    readonly: null,
  })

describe('on each screen', () => {
  for (const screen of screenNames) {
    it(`${screen}: no key is bound twice`, () => {
      const keys = keysOf(screen).flatMap(({ keys: all }) => all)
      deepEqual(keys, [...new Set(keys)])
    })
    it(`${screen}: the help tells every key`, () => {
      const help = helpLines(stateOn(screen), { width: 100, height: 60, theme: themes.plain })
        .map((it) => painted(it, themes.plain))
        .join('\n')
      for (const { keys, word } of keysOf(screen)) for (const text of [...keys, word]) ok(help.includes(text), text)
    })
  }
})

it('every screen of the design is there, six of them with a tab', () => {
  deepEqual(new Set(namedScreens), new Set(screenNames))
  deepEqual(tabScreens, ['registry', 'drift', 'runs', 'freshness', 'serving', 'lookup'])
})

it('every key has a word', () => ok(keyTable.every(({ word, keys }) => word !== '' && keys.length > 0)))

it('what writes is off with --readonly, and says why', () => {
  const state = { ...stateOn('drift'), readonly: 'it is so' }
  const off = keysOf('drift').flatMap(({ does, off: why }) => (why?.(state) === 'it is so' ? [does] : []))
  deepEqual(off, ['set baseline', 'pin baseline'])
})

describe('keys have one name, however a terminal sends them', () => {
  const none = {
    upArrow: false,
    downArrow: false,
    leftArrow: false,
    rightArrow: false,
    pageDown: false,
    pageUp: false,
    home: false,
    end: false,
    return: false,
    escape: false,
    tab: false,
    backspace: false,
    delete: false,
    ctrl: false,
    meta: false,
  }
  const cases: readonly (readonly [string, Partial<typeof none>, string])[] = [
    ['j', {}, 'j'],
    ['jjk', {}, 'j j k'],
    [' ', {}, 'space'],
    ['', { upArrow: true }, 'up'],
    ['', { return: true }, 'enter'],
    ['d', { ctrl: true }, 'ctrl-d'],
    ['', { delete: true }, 'backspace'],
    ['6', { meta: true }, 'esc 6'],
    ['a\rb', {}, 'a enter b'],
    ['\x07', {}, 'ctrl-g'],
    ['ab\x15c\td', {}, 'a b ctrl-u c tab d'],
    ['\x00\x9b', {}, ''],
  ]
  for (const [input, key, wanted] of cases)
    it(`${JSON.stringify(input)} ${JSON.stringify(key)}`, () =>
      equal(keysPressed(input, { ...none, ...key }).join(' '), wanted))
})
