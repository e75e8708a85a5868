// What can be asked for by its name? Every key's command, and everything in the registry that what is typed may mean.
import { type Command, keysOf } from '../keys.ts'
import type { Look } from '../screens/screen.ts'
import { answerTo, currentPlace, type Place, placeOf, type State } from '../state/state.ts'
import { cell, type Line, line } from './lines.ts'

export interface Offer {
  readonly word: string
  readonly key: string
  readonly does: Command | Place
  readonly why: string | null
}

const mostThings = 12

/** Those whose words hold every word that is typed. */
export const offers = (state: State): Offer[] => {
  const words = (state.entry?.text ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((it) => it !== '')
  const holds = (text: string): boolean => words.every((it) => text.toLowerCase().includes(it))
  const { screen } = currentPlace(state)
  const commands = keysOf(screen)
    .filter(({ does }) => does !== 'palette' && does !== 'redraw')
    .filter(({ word }) => holds(word))
    .map(({ word, keys, does, off }): Offer => ({ word, key: keys[0] ?? '', does, why: off?.(state) ?? null }))
  if (words.length === 0) return commands
  const things: Offer[] = []
  for (const { reference } of answerTo(state, 'registry', '').value?.all ?? []) {
    if (things.length >= mostThings) break
    if (holds(reference)) things.push({ word: reference, key: '', does: placeOf('feature', reference), why: null })
  }
  return [...commands, ...things]
}

export const paletteLines = (state: State, { height }: Look): Line[] => {
  const all = offers(state)
  const selected = Math.min(state.entry?.selected ?? 0, Math.max(0, all.length - 1))
  const top = Math.max(0, Math.min(selected - Math.floor(height / 2), all.length - height))
  if (all.length === 0) return [line(cell('  nothing has these words', 'dim'))]
  return all.slice(top, top + height).map(({ word, key, does, why }, at) => ({
    cells: [
      cell(top + at === selected ? '> ' : '  ', 'accent'),
      cell(typeof does === 'string' ? word.padEnd(40) : `open ${word}`, why === null ? 'plain' : 'dim'),
      cell(`  ${key}`, 'accent'),
      cell(why === null ? '' : `   off: ${why}`, 'dim'),
    ],
    selected: top + at === selected,
  }))
}
