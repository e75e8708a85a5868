// What does each command do?
import type { Command } from '../keys.ts'
import { diffShown } from '../screens/diff.ts'
import { screenOf } from '../screens/screens.ts'
import { goTo, goToTab, moved, withList } from './moving.ts'
import {
  answerTo,
  currentPlace,
  entryOf,
  listAt,
  type Place,
  placeOf,
  type ScreenName,
  type State,
  unanswered,
} from './state.ts'
import { type Step, still } from './step.ts'

/** A command, wherever it came from. */
export const perform = (state: State, command: Command): Step => act({ ...state, notice: null }, command)

const act = (state: State, command: Command): Step => {
  const place = currentPlace(state)
  const screen = screenOf(place.screen)
  if (command.startsWith('tab ')) return toTab(state, command.slice(4) as ScreenName)
  switch (command) {
    case 'down':
    case 'up':
    case 'page down':
    case 'page up':
    case 'first':
    case 'last':
      return still(moved(state, command))
    case 'open': {
      const to = screen.opens?.(state, place) ?? null
      return still(to === null ? state : goTo(state, to))
    }
    case 'back':
      return still(back(state))
    case 'leave':
      return state.stack.length > 1 ? still(back(state)) : { state, effects: [{ does: 'quit' }] }
    case 'quit':
      return { state, effects: [{ does: 'quit' }] }
    case 'suspend':
      return { state, effects: [{ does: 'suspend' }] }
    case 'redraw':
      return { state, effects: [{ does: 'redraw' }] }
    case 'refresh':
      return { state: noticed(state, 'reading again'), effects: [{ does: 'refresh' }] }
    case 'help':
      return still({ ...state, help: 0 })
    case 'palette':
      return still(entryOf(state, 'palette', ''))
    case 'filter':
      return still(
        screen.listing(state, place) === null ? state : entryOf(state, 'filter', listAt(state, place).filter),
      )
    case 'sort':
      return still(sorted(state, place))
    case 'reverse':
      return still(reversed(state, place))
    case 'export':
      return still(entryOf(state, 'export', `${place.screen}.csv`))
    case 'copy value':
      return copied(state, place, screen.value(state, place), 'value')
    case 'copy command':
      return copied(state, place, screen.command(state, place), 'command')
    case 'key':
      return still(entryOf(state, 'key', state.looked.key))
    case 'instant':
      return still(entryOf(state, 'instant', ''))
    case 'now':
      return still({ ...state, looked: { ...state.looked, at: null } })
    case 'look up':
      return still(lookedUp(state, place))
    case 'views only':
      return still({ ...state, stack: [placeOf('registry', place.of === 'views' ? '' : 'views')] })
    case 'diff':
      return diff(state, place)
    case 'older':
      return still(paired(state, place, -1))
    case 'newer':
      return still(paired(state, place, 1))
    case 'set baseline':
      return baseline(state, place)
    case 'pin baseline':
      return still(entryOf(state, 'baseline', ''))
    case 'materialize':
      return materialize(state, place)
    default:
      return still(state)
  }
}

const noticed = (state: State, text: string): State => ({ ...state, notice: { tone: 'dim', text } })

const toTab = (state: State, screen: ScreenName): Step => {
  const next = goToTab(state, screen)
  return still(screen === 'lookup' && state.looked.key === '' ? entryOf(next, 'key', '') : next)
}

/** The feature that one comes from is the one that is looked at. */
const lookedUp = (state: State, place: Place): State => {
  const to = placeOf('lookup')
  const id = place.screen === 'feature' ? place.of : screenOf(place.screen).value(state, place)
  return goTo(id.includes(':') ? withList(state, to, { id, filter: '' }) : state, to)
}

/** First what was filtered, then the screen. */
const back = (state: State): State => {
  const place = currentPlace(state)
  if (listAt(state, place).filter !== '') return withList(state, place, { filter: '', top: 0 })
  return state.stack.length > 1 ? { ...state, stack: state.stack.slice(0, -1) } : state
}

const copied = (state: State, place: Place, text: string, what: string): Step => {
  if (text !== '') return { state, effects: [{ does: 'copy', text, what }] }
  const isRead = screenOf(place.screen)
    .asks(state, place)
    .every(({ kind, id }) => answerTo(state, kind, id) !== unanswered)
  const none =
    place.screen === 'lookup' ? 'there is nothing to copy: no key was found; e types one' : 'there is nothing to copy'
  return still(noticed(state, isRead ? none : `the ${what} is still being read`))
}

/** By the next column; after the last as it came. */
const sorted = (state: State, place: Place): State => {
  const listing = screenOf(place.screen).listing(state, place)
  if (listing === null) return state
  const { sort } = listAt(state, place)
  const next = sort === null ? 0 : sort.column + 1
  const isNumber = listing.heads[next]?.align === 'right'
  return withList(state, place, {
    sort: next >= listing.heads.length ? null : { column: next, descending: isNumber },
    top: 0,
  })
}

const reversed = (state: State, place: Place): State => {
  const { sort } = listAt(state, place)
  const next = sort === null ? { column: 0, descending: true } : { ...sort, descending: !sort.descending }
  return withList(state, place, { sort: next, top: 0 })
}

const diff = (state: State, place: Place): Step => {
  const reference = place.screen === 'feature' ? place.of : screenOf(place.screen).value(state, place)
  const thing = answerTo(state, 'thing', reference).value
  const count = Array.isArray(thing?.versions) ? thing.versions.length : null
  if (reference === '') return still(state)
  if (count !== null && count < 2)
    return still(noticed(state, `${reference} has one version, so there is nothing to compare`))
  return still(goTo(state, placeOf('diff', reference)))
}

/** The pair one version on. */
const paired = (state: State, place: Place, by: 1 | -1): State => {
  const report = diffShown(state, place)
  if (report === null) return state
  const thing = answerTo(state, 'thing', place.of).value
  const most = Array.isArray(thing?.versions) ? thing.versions.length : report.b.version
  const [a, b] = [report.a.version + by, report.b.version + by]
  if (a < 1) return noticed(state, 'there is none older')
  if (b > most) return noticed(state, 'there is none newer')
  return { ...state, stack: [...state.stack.slice(0, -1), { ...place, versions: [a, b] }] }
}

const baseline = (state: State, place: Place): Step => {
  const [view = ''] = screenOf(place.screen).value(state, place).split(':')
  if (view === '') return still(state)
  const question = `compare ${view} from now on with all it has brought?`
  return still({ ...state, confirm: { question, effect: { does: 'set baseline', view } } })
}

const materialize = (state: State, place: Place): Step => {
  const [view = ''] = screenOf(place.screen).value(state, place).split(':')
  if (view === '') return still(state)
  if (state.job !== null) return still(noticed(state, `${state.job.name} is still at work`))
  return still({
    ...state,
    confirm: {
      question: `materialize ${view}: write its newest values online?`,
      effect: { does: 'materialize', view },
    },
  })
}
