// Who fetches what the screen wants to know? Questions are asked beside the keys, dropped when nobody looks any more,
// and asked again when the registry has changed.
import { elapsed, type Micros } from '../../core/clock.ts'
import { messageOf, PintailError } from '../../core/errors.ts'
import type { AnswerOf, Kind, Question } from '../state/state.ts'
import type { Patience } from './patience.ts'

export type Askers = { readonly [K in Kind]: (id: string, signal: AbortSignal) => Promise<AnswerOf[K]> }

export interface Told<K extends Kind = Kind> {
  readonly does: 'answered'
  readonly kind: K
  readonly id: string
  readonly value: AnswerOf[K] | null
  readonly error: string | null
  /** What mends it. */
  readonly fix?: string | undefined
  readonly at: Micros
}

export interface Asking {
  /** Asks what is wanted and not known; what is not wanted any more is cancelled. */
  want(questions: readonly Question[]): void
  /** All that is known may be old: what is wanted is asked again, and what is on its way once it has come. */
  renew(): void
  /** Asks again what is wanted and could not be answered: at first soon, then ever more seldom. */
  retry(): void
  /** Asks again what is wanted of one kind. */
  again(kind: Kind): void
  stop(): void
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>
}

export interface AskingRoom {
  readonly askers: Askers
  now(): Micros
  tell(told: Told): void
  /** Told of what was thrown, before the state is. */
  failed?(question: Question, thrown: unknown): void
  readonly patience: Pick<Patience, 'left'>
}

const keyOf = ({ kind, id }: Question): string => `${kind} ${id}`

/** How many calls of `retry` go by between two attempts, at most. */
const longestPause = 32

interface Failure {
  readonly pause: number
  left: number
}

/** How many answers are remembered as known. */
const mostKnown = 500

interface UnderWay {
  readonly abort: AbortController
  readonly done: Promise<void>
}

export const asking = (room: AskingRoom): Asking => {
  const underWay = new Map<string, UnderWay>()
  /** Of what is under way, what may have been read before a write. */
  const stale = new Set<UnderWay>()
  const failures = new Map<string, Failure>()
  let known = new Set<string>()
  let wanted: readonly Question[] = []

  const ask = async <K extends Kind>(kind: K, id: string, signal: AbortSignal): Promise<void> => {
    const since = elapsed()
    const left = (): number => room.patience.left({ kind, id }, since)
    try {
      for (let wait = left(); wait > 0; wait = left()) await pause(wait, signal)
      const value = await room.askers[kind](id, signal)
      if (signal.aborted) return
      failures.delete(keyOf({ kind, id }))
      room.tell({ does: 'answered', kind, id, value, error: null, at: room.now() })
    } catch (thrown) {
      if (signal.aborted) return
      const pause = Math.min(longestPause, 2 * (failures.get(keyOf({ kind, id }))?.pause ?? 0.5))
      failures.set(keyOf({ kind, id }), { pause, left: pause })
      room.failed?.({ kind, id }, thrown)
      const fix = thrown instanceof PintailError ? thrown.fix : undefined
      room.tell({ does: 'answered', kind, id, value: null, error: messageOf(thrown), fix, at: room.now() })
    }
  }
  const begin = (question: Question): void => {
    const key = keyOf(question)
    const abort = new AbortController()
    const done = ask(question.kind, question.id, abort.signal).finally(() => {
      const isStale = stale.delete(it)
      if (underWay.get(key) !== it) return
      underWay.delete(key)
      if (abort.signal.aborted) return
      // It is shown all the same: what is a little old is more than nothing.
      if (isStale) begin(question)
      else known.add(key)
    })
    const it: UnderWay = { abort, done }
    underWay.set(key, it)
  }
  const want = (questions: readonly Question[]): void => {
    const before = new Set(wanted.map(keyOf))
    wanted = questions
    // What failed while somebody looked before may not fail any more.
    for (const key of questions.map(keyOf)) if (failures.has(key) && !before.has(key)) known.delete(key)
    const keys = new Set(questions.map(keyOf))
    for (const [key, { abort }] of underWay) {
      if (keys.has(key)) continue
      abort.abort()
      underWay.delete(key)
    }
    if (known.size > mostKnown) known = new Set([...known].slice(-mostKnown / 2))
    for (const question of questions) {
      const key = keyOf(question)
      if (!known.has(key) && !underWay.has(key)) begin(question)
    }
  }
  return {
    want,
    renew: () => {
      known.clear()
      for (const it of underWay.values()) stale.add(it)
      want(wanted)
    },
    retry: () => {
      for (const key of wanted.map(keyOf)) {
        const failure = failures.get(key)
        if (failure === undefined || !known.has(key)) continue
        failure.left -= 1
        if (failure.left <= 0) known.delete(key)
      }
      want(wanted)
    },
    again: (kind) => {
      for (const question of wanted) if (question.kind === kind) known.delete(keyOf(question))
      want(wanted)
    },
    stop: () => {
      for (const { abort } of underWay.values()) abort.abort()
      underWay.clear()
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all([...underWay.values()].map(({ done }) => done))
    },
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', stop, { once: true })
  })
