// What can be done here? Every key of this screen from the one table, and what the screen tells.
import { keysOf } from '../keys.ts'
import type { Look } from '../screens/screen.ts'
import { screenOf } from '../screens/screens.ts'
import { currentPlace, type State } from '../state/state.ts'
import { cell, type Line, paragraph, rule } from './lines.ts'

export const helpLines = (state: State, { width, theme }: Look): Line[] => {
  const place = currentPlace(state)
  const screen = screenOf(place.screen)
  const keys = keysOf(place.screen).map(({ keys: all, word, off }) => ({
    name: all.join('  '),
    word,
    why: off?.(state) ?? null,
  }))
  const names = Math.max(...keys.map(({ name }) => name.length)) + 2
  const columns = width >= 78 ? 2 : 1
  const perColumn = Math.ceil(keys.length / columns)
  const each = Math.floor(width / columns)
  const rows = Array.from({ length: perColumn }, (_, at) => {
    const cells = Array.from({ length: columns }, (__, column) => keys[at + column * perColumn]).flatMap((key) => {
      if (key === undefined) return []
      const text = key.why === null ? key.word : `${key.word}, off: ${key.why}`
      const room = Math.max(0, each - names)
      return [
        cell(key.name.padEnd(names), key.why === null ? 'accent' : 'dim'),
        cell(text.slice(0, room - 1).padEnd(room), key.why === null ? 'plain' : 'dim'),
      ]
    })
    return { cells }
  })
  return [rule(width, theme, `help: ${screen.title(place)}`), ...paragraph(screen.about, width, theme), ...rows]
}
