// Which keys are there? One table behind the handlers, the help, the key line and the palette.
import type { ScreenName, State } from './state/state.ts'
import { currentPlace } from './state/state.ts'

export type Command =
  | `tab ${ScreenName}`
  | 'down'
  | 'up'
  | 'page down'
  | 'page up'
  | 'first'
  | 'last'
  | 'open'
  | 'back'
  | 'quit'
  | 'leave'
  | 'filter'
  | 'palette'
  | 'help'
  | 'sort'
  | 'reverse'
  | 'refresh'
  | 'copy value'
  | 'copy command'
  | 'export'
  | 'suspend'
  | 'redraw'
  | 'diff'
  | 'older'
  | 'newer'
  | 'key'
  | 'instant'
  | 'now'
  | 'materialize'
  | 'set baseline'
  | 'pin baseline'
  | 'look up'
  | 'views only'

export interface KeyRow {
  /** As the input names them; the first is shown. */
  readonly keys: readonly string[]
  readonly word: string
  readonly does: Command
  /** Where it works; without, everywhere. */
  readonly on?: readonly ScreenName[]
  /** The line at the foot shows it: 0 always, the others as far as there is room, the least first; help and palette show all. */
  readonly foot?: number
  /** Why it does nothing now; null when it works. */
  off?(state: State): string | null
}

const tables: readonly ScreenName[] = ['registry', 'drift', 'runs', 'freshness', 'serving', 'lookup']

const tab = (key: string, screen: ScreenName, word: string): KeyRow => ({
  keys: [key],
  word,
  does: `tab ${screen}`,
  off: (state) => (state.tabs.includes(screen) ? null : `${word} is not part of this build yet`),
})

const writes = (state: State): string | null => state.readonly

export const keyTable: readonly KeyRow[] = [
  tab('1', 'registry', 'Registry'),
  tab('2', 'drift', 'Drift'),
  tab('3', 'runs', 'Runs'),
  tab('4', 'freshness', 'Freshness'),
  tab('5', 'serving', 'Serving'),
  tab('6', 'lookup', 'Look up'),
  { keys: ['enter'], word: 'open', does: 'open', on: ['registry', 'drift', 'runs', 'freshness', 'lookup'], foot: 1 },
  { keys: ['d'], word: 'diff', does: 'diff', on: ['registry', 'feature', 'drift'], foot: 3, off: diffOff },
  { keys: ['l'], word: 'look up', does: 'look up', on: ['registry', 'feature'], foot: 4 },
  { keys: ['v'], word: 'views only', does: 'views only', on: ['registry'] },
  { keys: ['e'], word: 'key', does: 'key', on: ['lookup'], foot: 1 },
  { keys: ['t'], word: 'instant', does: 'instant', on: ['lookup'], foot: 2 },
  {
    keys: ['n'],
    word: 'now',
    does: 'now',
    on: ['lookup'],
    foot: 3,
    off: (state) => (state.looked.at === null ? 'it is now' : null),
  },
  { keys: ['['], word: 'older', does: 'older', on: ['diff'], foot: 1 },
  { keys: [']'], word: 'newer', does: 'newer', on: ['diff'], foot: 2 },
  { keys: ['b'], word: 'set baseline', does: 'set baseline', on: ['drift'], foot: 4, off: writes },
  { keys: ['p'], word: 'pin baseline', does: 'pin baseline', on: ['drift'], off: writes },
  { keys: ['m'], word: 'materialize', does: 'materialize', on: ['registry', 'freshness'], foot: 5, off: writes },
  { keys: ['/'], word: 'filter', does: 'filter', on: tables, foot: 2 },
  { keys: ['s'], word: 'sort', does: 'sort', on: tables, foot: 6 },
  { keys: ['S'], word: 'other way round', does: 'reverse', on: tables },
  { keys: ['y'], word: 'copy value', does: 'copy value' },
  { keys: ['Y'], word: 'copy command', does: 'copy command' },
  { keys: ['x'], word: 'export', does: 'export', on: tables },
  { keys: ['r'], word: 'refresh', does: 'refresh' },
  { keys: [':'], word: 'commands', does: 'palette', foot: 7 },
  { keys: ['?'], word: 'help', does: 'help', foot: 0 },
  { keys: ['q'], word: 'back, quit', does: 'leave', foot: 0 },
  { keys: ['esc'], word: 'back', does: 'back' },
  { keys: ['j', 'down'], word: 'down', does: 'down' },
  { keys: ['k', 'up'], word: 'up', does: 'up' },
  { keys: ['g', 'home'], word: 'first', does: 'first' },
  { keys: ['G', 'end'], word: 'last', does: 'last' },
  { keys: ['ctrl-d', 'pgdn', 'space'], word: 'a page down', does: 'page down' },
  { keys: ['ctrl-u', 'pgup'], word: 'a page up', does: 'page up' },
  { keys: ['ctrl-l'], word: 'draw again', does: 'redraw' },
  { keys: ['ctrl-z'], word: 'to the shell (fg)', does: 'suspend' },
  { keys: ['ctrl-c'], word: 'quit', does: 'quit' },
]

/** While a line is typed; letters and signs go into it. */
export const entryKeys: readonly { readonly keys: readonly string[]; readonly word: string; readonly foot?: true }[] = [
  { keys: ['enter'], word: 'done', foot: true },
  { keys: ['esc'], word: 'as it was', foot: true },
  { keys: ['backspace'], word: 'a letter less' },
  { keys: ['ctrl-w'], word: 'a word' },
  { keys: ['ctrl-u'], word: 'empty it', foot: true },
  { keys: ['up', 'down'], word: 'choose' },
  { keys: ['tab'], word: 'take what is offered' },
]

function diffOff(state: State): string | null {
  const { screen, of } = currentPlace(state)
  if (screen !== 'feature') return null
  const thing = state.answers.thing[of]?.value
  const versions = thing?.versions
  if (thing && !Array.isArray(versions)) return 'it has no versions, so there is nothing to compare'
  return Array.isArray(versions) && versions.length < 2 ? 'it has one version, so there is nothing to compare' : null
}

export const keysOf = (screen: ScreenName): KeyRow[] =>
  keyTable.filter(({ on }) => on === undefined || on.includes(screen))

export const rowOfKey = (key: string, screen: ScreenName): KeyRow | undefined =>
  keysOf(screen).find(({ keys }) => keys.includes(key))
