// Which screens are there, and on which is one? The second line: the tab one is on is always whole.
import { keyTable } from '../keys.ts'
import { screenOf } from '../screens/screens.ts'
import { currentPlace, type ScreenName, type State } from '../state/state.ts'
import { type Cell, cell, type Line } from './lines.ts'
import { cut, safe, widthOf } from './text.ts'
import type { Theme } from './theme.ts'

/** Of what has no tab of its own, the one it belongs to. */
const homes: Readonly<Partial<Record<ScreenName, ScreenName>>> = { feature: 'registry', diff: 'registry', run: 'runs' }

/** Beneath so many columns a path says nothing. */
const leastPath = 12

export const tabLine = (state: State, { glyphs }: Theme): Line => {
  const place = currentPlace(state)
  const known = state.stack.findIndex(({ screen }) => state.tabs.includes(screen))
  const root = state.stack[known]?.screen ?? homes[place.screen]
  const behind = state.stack.slice(known + 1).map((it) => safe(screenOf(it.screen).title(it), glyphs.ascii))
  const path = behind.length === 0 ? '' : ` ${glyphs.to} ${behind.join(` ${glyphs.to} `)}`
  const all = keyTable.flatMap(({ keys: [key = ''], word, does }) => {
    const name = does.startsWith('tab ') ? (does.slice(4) as ScreenName) : null
    return name === null || !state.tabs.includes(name) ? [] : [{ key, word, isHere: name === root }]
  })
  const tabs = (isWide: boolean): Cell[] =>
    all.flatMap(({ key, word, isHere }, at) => [
      cell(isHere ? '[' : isWide ? ' ' : '', 'accent'),
      cell(`${key} `, 'dim'),
      cell(word, isHere ? 'accent' : 'plain'),
      cell(isHere ? ']' : isWide ? ' ' : '', 'accent'),
      cell(isWide || at < all.length - 1 ? ' ' : ''),
    ])
  const room = state.size.columns
  const wide = tabs(true)
  const cells = widthOfAll(wide) + Math.min(widthOf(path), room) <= room ? wide : tabs(false)
  const rest = room - widthOfAll(cells)
  return {
    cells: [
      ...cells,
      ...(rest < Math.min(leastPath, widthOf(path)) ? [] : [cell(cut(path, rest, glyphs.more), 'bold')]),
    ],
  }
}

const widthOfAll = (cells: readonly Cell[]): number => cells.reduce((sum, { text }) => sum + widthOf(text), 0)
