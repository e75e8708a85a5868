// What does a key do while a line is being typed, and what becomes of the line when it is done?
import type { ListedBaseline } from '../../core/drift.ts'
import { readDuration } from '../../core/durations.ts'
import { readInstant } from '../../core/instants.ts'
import { type Offer, offers } from '../present/palette.ts'
import { baselineChosen } from '../screens/drift-baselines.ts'
import { keyOffers } from '../screens/look-up-keys.ts'
import { standing } from '../screens/screen.ts'
import { screenOf } from '../screens/screens.ts'
import { perform } from './act.ts'
import { goTo, withList } from './moving.ts'
import { currentPlace, type Entry, type State } from './state.ts'
import { type Step, still } from './step.ts'

export const typed = (
  state: State,
  entry: Entry,
  input: { readonly key: string } | { readonly text: string },
): Step => {
  if ('text' in input)
    return still(withText(state, entry, entry.text + input.text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 500)))
  const { key } = input
  switch (key) {
    case 'esc':
      return still({ ...withText(state, entry, entry.before), entry: null })
    case 'enter':
      return done(state, entry)
    case 'backspace':
      return still(withText(state, entry, [...entry.text].slice(0, -1).join('')))
    case 'ctrl-u':
      return still(withText(state, entry, ''))
    case 'ctrl-w':
      return still(withText(state, entry, entry.text.replace(/\s*\S+\s*$/, '')))
    case 'tab':
      return still(entry.kind === 'key' ? withText(state, entry, completed(state, entry)) : state)
    case 'down':
    case 'up':
      return still({ ...state, entry: { ...entry, selected: Math.max(0, entry.selected + (key === 'down' ? 1 : -1)) } })
    default: {
      const text = key === 'space' ? ' ' : key
      return [...text].length === 1 ? still(withText(state, entry, entry.text + text)) : still(state)
    }
  }
}

/** Characters of one line; whatever is longer was not meant for it. */
const mostTyped = 10_000
const tooLong = 'a line of 10 000 characters takes no more'

/** A filter holds while it is typed. */
const withText = (state: State, entry: Entry, text: string): State => {
  if (text.length > mostTyped && text.length > entry.text.length)
    return state.notice?.text === tooLong ? state : { ...state, notice: { tone: 'warn', text: tooLong } }
  const next = { ...state, entry: { ...entry, text, selected: 0 } }
  return entry.kind === 'filter'
    ? withList(next, currentPlace(state), { filter: text, top: 0, selected: 0, id: null })
    : next
}

const done = (state: State, entry: Entry): Step => {
  const closed = { ...state, entry: null }
  const text = entry.text.trim()
  switch (entry.kind) {
    case 'filter':
      return still(closed)
    case 'palette':
      // What is typed stays: a letter of it was wrong.
      if (offers(state).length === 0) return still(state)
      return chosen(closed, offers(state)[Math.min(entry.selected, Math.max(0, offers(state).length - 1))])
    case 'key':
      return still({ ...closed, looked: { ...state.looked, key: chosenKey(state, entry) ?? text } })
    case 'instant':
      return instantDone(closed, text)
    case 'baseline':
      return pinDone(closed, text, baselineChosen(state, viewSelected(state)))
    case 'export':
      return exportDone(closed, text)
  }
}

const chosen = (state: State, offer: Offer | undefined): Step => {
  if (offer === undefined) return still(state)
  if (typeof offer.does !== 'string') return still(goTo(state, offer.does))
  if (offer.why !== null)
    return still({ ...state, notice: { tone: 'warn', text: `${offer.word} is off: ${offer.why}` } })
  return perform(state, offer.does)
}

/** The one that the arrows are on; null: none, what is typed counts. */
const chosenKey = (state: State, { selected }: Entry): string | null =>
  selected === 0 ? null : (keyOffers(state).at(Math.min(selected, keyOffers(state).length) - 1) ?? null)

const completed = (state: State, entry: Entry): string =>
  keyOffers(state)[Math.max(0, entry.selected - 1)] ?? entry.text

const instantDone = (state: State, text: string): Step => {
  if (text === '' || text === 'now') return still({ ...state, looked: { ...state.looked, at: null } })
  const length = readDuration(text.replace(/^-/, ''))
  const at = length === null ? readInstant(text) : state.now - length
  if (at === null)
    return still({
      ...state,
      notice: { tone: 'warn', text: `"${text}" is no instant: 2026-03-01T12:00:00Z, or 7d for a week ago` },
    })
  return still({ ...state, looked: { ...state.looked, at } })
}

const viewSelected = (state: State): string => {
  const place = currentPlace(state)
  return screenOf(place.screen).value(state, place).split(':')[0] ?? ''
}

const pinDone = (state: State, text: string, chosen: ListedBaseline | null): Step => {
  const view = viewSelected(state)
  const id = chosen?.id ?? Number(text)
  if (view === '' || !Number.isInteger(id) || id < 1)
    return still({
      ...state,
      notice: { tone: 'warn', text: text === '' ? 'no baseline was chosen' : `"${text}" is no number of a baseline` },
    })
  const question = `compare ${view} with baseline ${id} from now on?`
  return still({ ...state, confirm: { question, effect: { does: 'pin baseline', view, id } } })
}

const exportDone = (state: State, file: string): Step => {
  const place = currentPlace(state)
  const listing = screenOf(place.screen).listing(state, place)
  if (listing === null || file === '') return still({ ...state, notice: { tone: 'dim', text: 'nothing was written' } })
  const { places } = standing(state, place, listing)
  return { state, effects: [{ does: 'export', file, text: listing.csv(places, state.now) }] }
}
