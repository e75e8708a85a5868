// What can be done here? Every key of this screen from the one table, those needed most first, why one is off, what the
// screen tells and what its words mean.
import { entryKeys, type KeyRow, keysOf } from '../keys.ts'
import type { Look } from '../screens/screen.ts'
import { screenOf } from '../screens/screens.ts'
import { currentPlace, type State } from '../state/state.ts'
import { facts } from './facts.ts'
import { meaningsOf } from './glossary.ts'
import { cell, empty, type Line, paragraph, rule } from './lines.ts'
import { cut } from './text.ts'

export const helpLines = (state: State, { width, theme }: Look): Line[] => {
  const place = currentPlace(state)
  const screen = screenOf(place.screen)
  const keys = keysOf(place.screen)
  const isTab = ({ does }: KeyRow): boolean => does.startsWith('tab ')
  const tabs = keys.filter(isTab)
  const title = cut(`help: ${screen.title(place)}`, Math.max(8, width - 6), theme.glyphs.more)
  return [
    rule(width, theme, title),
    ...inColumns(
      keys.filter((row) => !isTab(row) && !movesBy(row)).toSorted((a, b) => rankOf(a) - rankOf(b)),
      state,
      width,
    ),
    ...paragraph(tabs.map(({ keys: [key = ''], word }) => `${key} ${word}`).join(', '), width, theme, 'accent'),
    ...paragraph(
      keys
        .filter(movesBy)
        .map(({ keys: all, word }) => `${all.join(' ')} ${word}`)
        .join(', '),
      width,
      theme,
    ),
    ...reasons(keys, state).flatMap((it) => paragraph(it, width, theme, 'warn')),
    ...paragraph(whileTyping, width, theme, 'dim'),
    empty,
    rule(width, theme, 'what this screen tells'),
    ...paragraph(screen.about, width, theme),
    empty,
    rule(width, theme, 'its words'),
    ...facts(
      meaningsOf(place.screen).map(([name, value]) => ({ name, value })),
      width,
      theme,
    ),
  ]
}

const moves: ReadonlySet<string> = new Set(['down', 'up', 'first', 'last', 'page down', 'page up'])
const movesBy = ({ does }: KeyRow): boolean => moves.has(does)

/** As they stand at the foot, then the others as in the table; how one closes it is said beneath. */
const rankOf = ({ foot }: KeyRow): number => foot || 100

/** As many columns as there is room for; read from left to right, so that what is seen first is needed most. */
const inColumns = (rows: readonly KeyRow[], state: State, width: number): Line[] => {
  const keys = rows.map(({ keys: all, word, off }) => {
    const isOff = (off?.(state) ?? null) !== null
    return { name: all.join('  '), word: isOff ? `${word}, off` : word, isOff }
  })
  const names = Math.max(...keys.map(({ name }) => name.length)) + 2
  const words = Math.max(...keys.map(({ word }) => word.length)) + 2
  const columns = Math.max(1, Math.floor((width + 2) / (names + words)))
  return Array.from({ length: Math.ceil(keys.length / columns) }, (_, row) => ({
    cells: keys
      .slice(row * columns, (row + 1) * columns)
      .flatMap(({ name, word, isOff }, column) => [
        cell(name.padEnd(names), isOff ? 'dim' : 'accent'),
        cell(column === columns - 1 ? word : word.padEnd(words), isOff ? 'dim' : 'plain'),
      ]),
  }))
}

const whileTyping = `while typing: ${entryKeys.map(({ keys, word }) => `${keys.join(' ')} ${word}`).join(', ')}`

/** Why keys are off, those with one reason together. */
const reasons = (keys: readonly KeyRow[], state: State): string[] => {
  const off = new Map<string, string[]>()
  for (const { word, off: offNow } of keys) {
    const why = offNow?.(state) ?? null
    if (why !== null) off.set(why, [...(off.get(why) ?? []), word])
  }
  return [...off].map(([why, words]) => `off: ${words.join(', ')}: ${why}`)
}
