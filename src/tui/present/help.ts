// What can be done here? Every key of this screen from the one table, why one is off, and what the screen tells.
import { entryKeys, type KeyRow, keysOf } from '../keys.ts'
import type { Look } from '../screens/screen.ts'
import { screenOf } from '../screens/screens.ts'
import { currentPlace, type State } from '../state/state.ts'
import { cell, type Line, line, paragraph, rule } from './lines.ts'

export const helpLines = (state: State, { width, theme }: Look): Line[] => {
  const place = currentPlace(state)
  const screen = screenOf(place.screen)
  const keys = keysOf(place.screen)
  const isTab = ({ does }: KeyRow): boolean => does.startsWith('tab ')
  const tabs = keys.filter(isTab)
  return [
    rule(width, theme, `help: ${screen.title(place)}`),
    ...paragraph(screen.about, width, theme),
    line(
      cell(tabs.map(({ keys: [key = ''] }) => key).join(' '), 'accent'),
      cell(`  ${tabs.map(({ word }) => word).join(', ')}`),
    ),
    ...inColumns(
      keys.filter((row) => !isTab(row)),
      state,
      width,
    ),
    ...reasons(keys, state).flatMap((it) => paragraph(it, width, theme, 'warn')),
    ...paragraph(whileTyping, width, theme, 'dim'),
  ]
}

const inColumns = (rows: readonly KeyRow[], state: State, width: number): Line[] => {
  const keys = rows.map(({ keys: all, word, off }) => ({
    name: all.join('  '),
    word,
    isOff: (off?.(state) ?? null) !== null,
  }))
  const names = Math.max(...keys.map(({ name }) => name.length)) + 2
  const columns = width >= 78 ? 2 : 1
  const perColumn = Math.ceil(keys.length / columns)
  const each = Math.floor(width / columns)
  return Array.from({ length: perColumn }, (_, at) => {
    const cells = Array.from({ length: columns }, (__, column) => keys[at + column * perColumn]).flatMap((key) => {
      if (key === undefined) return []
      const room = Math.max(0, each - names)
      return [
        cell(key.name.padEnd(names), key.isOff ? 'dim' : 'accent'),
        cell((key.isOff ? `${key.word}, off` : key.word).slice(0, room - 1).padEnd(room), key.isOff ? 'dim' : 'plain'),
      ]
    })
    return { cells }
  })
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
