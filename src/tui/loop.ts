// Who brings keys, answers and ticks to the state, and the state to the screen? One loop, whatever draws it.
import type { Clock } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import { askersOf } from './data/askers.ts'
import { type Asking, asking } from './data/asking.ts'
import type { Front } from './data/front.ts'
import type { Patience } from './data/patience.ts'
import { lookUpId } from './screens/look-up.ts'
import { screenOf } from './screens/screens.ts'
import { type Event, reduce } from './state/reduce.ts'
import { answerTo, currentPlace, type Effect, type Question, type State } from './state/state.ts'

export interface Loop {
  state(): State
  send(event: Event): void
  /** Reads anew what may be old: asked when the registry has another moment. */
  look(): void
  /** Asks again what is on the screen. */
  renew(): void
  settled(): Promise<void>
  /** Resolves when the registry has been read, or could not be. */
  begun(): Promise<void>
  stop(): void
}

export interface LoopRoom {
  readonly front: Front
  readonly clock: Clock
  readonly patience: Pick<Patience, 'left'>
  changed(state: State): void
  effect(effect: Effect): void
  failed?(question: Question, thrown: unknown): void
}

/** What the header tells on every screen. */
const always: readonly Question[] = [
  { kind: 'health', id: '' },
  { kind: 'freshness', id: '' },
]

export const loopFrom = (first: State, room: LoopRoom): Loop => {
  let state = first
  let beats = 0
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  /** That the registry cannot be read is a moment of its own: what is asked then is told why, and what is shown stays. */
  const momentNow = (): string => {
    try {
      return room.front.moment()
    } catch (thrown) {
      return messageOf(thrown)
    }
  }
  let moment = momentNow()
  const questions: Asking = asking({
    askers: askersOf(room.front, room.clock),
    now: () => room.clock.now(),
    tell: (told) => send(told),
    patience: room.patience,
    failed: (question, thrown) => room.failed?.(question, thrown),
  })
  const wanted = (): void => {
    const place = currentPlace(state)
    const registry = { kind: 'registry', id: '' } as const
    // The first frame waits for nothing but the registry.
    const rest = state.answers.registry[''] === undefined ? [] : always
    questions.want([registry, ...rest, ...screenOf(place.screen).asks(state, place)])
  }
  const send = (event: Event): void => {
    if (event.does === 'answered' && event.kind === 'registry') begin()
    const step = reduce(state, event)
    const isNew = step.state !== state
    state = step.state
    for (const effect of step.effects) room.effect(effect)
    if (!isNew) return
    if (event.does !== 'tick') wanted()
    room.changed(state)
  }
  wanted()
  return {
    state: () => state,
    send,
    look: () => {
      beats += 1
      if (beats % 2 === 0 && currentPlace(state).screen === 'serving') questions.again('serving')
      // A part of it that failed is told in its notes.
      const id = beats % 3 === 0 && currentPlace(state).screen === 'lookup' ? lookUpId(state) : null
      if (id !== null && (answerTo(state, 'lookup', id).value?.notes.length ?? 0) > 0) questions.again('lookup')
      questions.retry()
      const now = momentNow()
      if (now === moment) return
      moment = now
      questions.renew()
    },
    renew: () => questions.renew(),
    begun: () => begun,
    settled: async () => questions.settled(),
    stop: () => questions.stop(),
  }
}
