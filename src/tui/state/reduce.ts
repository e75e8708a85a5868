// What does a key, an answer or a tick make of the state? Pure: the state after it, and what is asked of the world.
import type { Micros } from '../../core/clock.ts'
import type { Told } from '../data/asking.ts'
import { rowOfKey } from '../keys.ts'
import { perform } from './act.ts'
import { typed } from './entry.ts'
import { helpMoved, isMove } from './moving.ts'
import {
  type Answer,
  type AnswerOf,
  currentPlace,
  type Job,
  type Kind,
  type Notice,
  type State,
  unanswered,
} from './state.ts'
import { type Step, still } from './step.ts'

export type Event =
  | { readonly does: 'key'; readonly key: string }
  /** Pasted: never taken for keys. */
  | { readonly does: 'paste'; readonly text: string }
  | { readonly does: 'size'; readonly columns: number; readonly rows: number }
  | { readonly does: 'tick'; readonly now: Micros }
  | { readonly does: 'notice'; readonly notice: Notice | null }
  | { readonly does: 'job'; readonly job: Job | null }
  | Told

export const reduce = (state: State, event: Event): Step => {
  switch (event.does) {
    case 'key':
      return pressed(state, event.key)
    case 'paste':
      return state.entry === null ? still(state) : typed(state, state.entry, { text: event.text })
    case 'size':
      return still({ ...state, size: { columns: event.columns, rows: event.rows } })
    case 'tick':
      return still({ ...state, now: event.now })
    case 'notice':
      return still({ ...state, notice: event.notice })
    case 'job':
      return still({ ...state, job: event.job })
    case 'answered':
      return still(answered(state, event))
  }
}

const pressed = (state: State, key: string): Step => {
  if (key === 'ctrl-c') return { state, effects: [{ does: 'quit' }] }
  if (state.confirm) {
    const { effect } = state.confirm
    const agreed = key === 'y' || key === 'Y'
    if (agreed && state.job !== null)
      return still({ ...state, confirm: null, notice: { tone: 'warn', text: `${state.job.name} is still at work` } })
    const notice: Notice | null = agreed ? null : { tone: 'dim', text: 'nothing was done' }
    return { state: { ...state, confirm: null, notice }, effects: agreed ? [effect] : [] }
  }
  if (state.entry) return typed(state, state.entry, { key })
  const { screen } = currentPlace(state)
  const row = rowOfKey(key, screen)
  if (state.help !== null) {
    const closed = { ...state, help: null }
    if (row?.does === 'help' || row?.does === 'back' || row?.does === 'leave') return still(closed)
    if (isMove(row?.does)) return still(helpMoved(state, state.help, row.does))
    return row === undefined ? still(state) : pressed(closed, key)
  }
  if (key === 'esc' && state.job !== null) return { state, effects: [{ does: 'cancel' }] }
  if (row === undefined)
    return still({ ...state, notice: { tone: 'dim', text: `${key} does nothing here; ? shows the keys` } })
  const why = row.off?.(state) ?? null
  if (why !== null) return still({ ...state, notice: { tone: 'warn', text: `${row.word} is off: ${why}` } })
  return perform(state, row.does)
}

const answered = <K extends Kind>(state: State, told: Told<K>): State => {
  const known: Readonly<Record<string, Answer<AnswerOf[K]>>> = state.answers[told.kind]
  const before = known[told.id] ?? unanswered
  const answer: Answer<AnswerOf[K]> = {
    value: told.value ?? before.value,
    at: told.error === null ? told.at : before.at,
    error: told.error,
    fix: told.fix,
    pending: false,
  }
  return { ...state, answers: { ...state.answers, [told.kind]: { ...recent(known), [told.id]: answer } } }
}

const mostKept = 60

/** The last ones, so that a day of looking around does not fill the memory. */
const recent = <T>(answers: Readonly<Record<string, T>>): Readonly<Record<string, T>> => {
  const all = Object.entries(answers)
  return all.length < mostKept ? answers : Object.fromEntries(all.slice(-mostKept / 2))
}
