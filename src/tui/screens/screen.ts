// What does every screen have? What it asks, its table or its text, what `y` and `Y` copy.
import type { Micros } from '../../core/clock.ts'
import { cell, crop, empty, type Line, line, paragraph } from '../present/lines.ts'
import type { Listing } from '../present/listing.ts'
import { drawTable, topFor } from '../present/table.ts'
import type { Theme } from '../present/theme.ts'
import { age, counted } from '../present/words.ts'
import { type Answer, listAt, type Place, type Question, type State } from '../state/state.ts'

export interface Look {
  readonly width: number
  readonly height: number
  readonly theme: Theme
}

export interface Screen {
  readonly title: (place: Place) => string
  /** What a person reads first: one sentence for the help. */
  readonly about: string
  /** What a filter of its table may name. */
  readonly filters?: string
  asks(state: State, place: Place): readonly Question[]
  /** Null: the screen is a text that scrolls. */
  listing(state: State, place: Place): Listing | null
  /** Of a screen with a table, all it shows; of a text, all its lines, however many. */
  body(state: State, place: Place, look: Look): Line[]
  value(state: State, place: Place): string
  command(state: State, place: Place): string
  /** What ↵ opens; null: nothing. */
  opens?(state: State, place: Place): Place | null
}

/** Where one is in a table: which rows pass, which of them is selected. */
export interface Standing {
  readonly places: readonly number[]
  readonly at: number
  readonly id: string
}

export const standing = (state: State, place: Place, listing: Listing): Standing => {
  const { filter, sort, id, selected } = listAt(state, place)
  const places = listing.arranged(filter, sort)
  const last = Math.max(0, places.length - 1)
  const near = Math.min(selected, last)
  const found =
    id === null || listing.id(places[near] ?? -1) === id ? near : places.findIndex((at) => listing.id(at) === id)
  const at = found < 0 ? near : found
  return { places, at, id: places.length === 0 ? '' : listing.id(places[at] ?? -1) }
}

/** The table and, beneath it, how many rows there are of how many. */
export const tableBody = (state: State, place: Place, listing: Listing, look: Look): Line[] => {
  const { places, at } = standing(state, place, listing)
  const { top, filter, sort } = listAt(state, place)
  const room = Math.max(1, look.height - 2)
  const shownTop = topFor(at, top, room, places.length)
  const table = listing.table(places, state.now)
  const lines = drawTable(table, { width: look.width, height: room + 1, top: shownTop, selected: at, sort }, look.theme)
  if (places.length === 0)
    lines.push(
      line(cell(`  nothing ${filter === '' ? 'here yet' : `matches "${filter}"   esc clears the filter`}`, 'dim')),
    )
  while (lines.length < room + 1) lines.push(empty)
  return [...lines.slice(0, room + 1), countLine(places.length, listing.count, { at, filter })]
}

const countLine = (
  shown: number,
  all: number,
  { at, filter }: { readonly at: number; readonly filter: string },
): Line => {
  const of = shown === all ? counted(all) : `${counted(shown)} of ${counted(all)}`
  const filtered = filter === '' ? '' : `   filter: ${filter}`
  return line(cell(`  ${shown === 0 ? 0 : counted(at + 1)} / ${of}`, 'dim'), cell(filtered, 'accent'))
}

/** What stands where an answer is not there: that it is on its way, or why there is none. */
export const waiting = (answer: Answer<unknown>, look: Look): Line[] | null => {
  if (answer.value !== null) return null
  if (answer.error !== null) return crop(refusal(answer.error, answer.fix, look), look.height, look.theme)
  return [line(cell(`reading ${look.theme.glyphs.more}`, 'dim'))]
}

const refusal = (error: string, fix: string | undefined, { width, theme }: Look): Line[] => [
  ...paragraph(`FAIL ${error}`, width, theme, 'bad'),
  ...(fix === undefined ? [] : paragraph(`fix  ${fix}`, width, theme, 'accent')),
]

/** `read 3 seconds ago`, and that it could not be read again. */
export const ageOf = (answer: Answer<unknown>, now: Micros): string => {
  if (answer.at === null) return ''
  const failed = answer.error === null ? '' : `; not since: ${answer.error}`
  return `read ${age(answer.at, now)}${failed}`
}
