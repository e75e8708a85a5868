// How does one move in a list, in a long text, and from screen to screen?
import type { Command } from '../keys.ts'
import { helpLines } from '../present/help.ts'
import { topFor } from '../present/table.ts'
import { themes } from '../present/theme.ts'
import { type Look, standing } from '../screens/screen.ts'
import { screenOf } from '../screens/screens.ts'
import {
  bodyHeight,
  currentPlace,
  type ListState,
  listAt,
  type Place,
  placeId,
  type ScreenName,
  type State,
} from './state.ts'

export const withList = (state: State, place: Place, changed: Partial<ListState>): State => ({
  ...state,
  lists: { ...state.lists, [placeId(place)]: { ...listAt(state, place), ...changed } },
})

/** Onto the places behind this one; the same place twice is one. */
export const goTo = (state: State, place: Place): State => {
  const here = currentPlace(state)
  if (placeId(here) === placeId(place)) return state
  return { ...state, stack: [...state.stack.slice(-19), place] }
}

export const goToTab = (state: State, screen: ScreenName): State => ({
  ...state,
  stack: [{ screen, of: '', versions: null }],
})

const moves = ['down', 'up', 'page down', 'page up', 'first', 'last'] as const
export type Move = (typeof moves)[number]

export const isMove = (command: Command | undefined): command is Move => moves.some((it) => it === command)

const by = (move: Move, page: number, last: number): number =>
  ({ down: 1, up: -1, 'page down': page, 'page up': -page, first: -last, last })[move]

export const moved = (state: State, move: Move): State => {
  const place = currentPlace(state)
  const screen = screenOf(place.screen)
  const listing = screen.listing(state, place)
  const page = Math.max(1, Math.floor(bodyHeight(state) / 2))
  if (listing === null) return scrolled(state, place, move, page)
  const { places, at } = standing(state, place, listing)
  const last = Math.max(0, places.length - 1)
  const selected = Math.max(0, Math.min(last, at + by(move, page, places.length)))
  // As much as is sure to be in sight; drawing moves it on where there is less.
  const top = topFor(selected, listAt(state, place).top, Math.max(1, page), places.length)
  return withList(state, place, { selected, id: places.length === 0 ? null : listing.id(places[selected] ?? -1), top })
}

const scrolled = (state: State, place: Place, move: Move, page: number): State => {
  const count = screenOf(place.screen).body(state, place, lookOf(state)).length
  return withList(state, place, { top: topAfter(state, listAt(state, place).top, move, { page, count }) })
}

export const helpMoved = (state: State, top: number, move: Move): State => {
  const page = Math.max(1, Math.floor(bodyHeight(state) / 2))
  return { ...state, help: topAfter(state, top, move, { page, count: helpLines(state, lookOf(state)).length }) }
}

const lookOf = (state: State): Look => ({ width: state.size.columns, height: bodyHeight(state), theme: themes.plain })

/** The first line in sight of a text of so many. */
const topAfter = (
  state: State,
  top: number,
  move: Move,
  { page, count }: { readonly page: number; readonly count: number },
): number => {
  const height = bodyHeight(state)
  const last = Math.max(0, count - height + 1)
  return count <= height ? 0 : Math.max(0, Math.min(last, top + by(move, page, count)))
}
