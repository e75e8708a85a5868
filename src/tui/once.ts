// One frame as text: for scripts, documentation and tests, where there is no terminal. What it is of must be there.
import type { Clock } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import type { Front } from './data/front.ts'
import { readKey } from './data/look-up.ts'
import { noPatience } from './data/patience.ts'
import { loopFrom } from './loop.ts'
import { frame } from './present/frame.ts'
import { painted } from './present/lines.ts'
import type { Theme } from './present/theme.ts'
import { keyNames, lookUpId } from './screens/look-up.ts'
import { screenOf } from './screens/screens.ts'
import type { Event } from './state/reduce.ts'
import { answerTo, type Beginning, currentPlace, type Question, type State, stateAtFirst } from './state/state.ts'

export interface OnceOptions extends Omit<Beginning, 'now'> {
  readonly theme: Theme
  readonly clock: Clock
  /** What happens before the frame is taken; each after what was asked before has come. */
  readonly events: readonly Event[]
}

const idOf = ({ kind, id }: Question): string => `${kind} ${id}`

export const once = async (front: Front, { theme, clock, events, ...given }: OnceOptions): Promise<string> => {
  const failures = new Map<string, unknown>()
  const loop = loopFrom(stateAtFirst({ ...given, now: clock.now() }), {
    front,
    clock,
    patience: noPatience,
    changed: () => {},
    effect: () => {},
    failed: (question, thrown) => failures.set(idOf(question), thrown),
  })
  await loop.settled()
  for (const event of events) {
    loop.send(event)
    await loop.settled()
  }
  loop.stop()
  const state = loop.state()
  for (const question of needed(state)) {
    const thrown = failures.get(idOf(question))
    if (thrown !== undefined && answerTo(state, question.kind, question.id).value === null) throw thrown
  }
  refuseNoKey(state)
  return frame(state, theme)
    .map((it) => `${painted(it, theme)}\n`)
    .join('')
}

/** What the screen has nothing to show without: the registry, and what it asks first. */
const needed = (state: State): Question[] => {
  const place = currentPlace(state)
  const [first] = screenOf(place.screen).asks(state, place)
  const id = place.screen === 'lookup' ? lookUpId(state) : null
  return [
    { kind: 'registry', id: '' },
    ...(first ? [first] : []),
    ...(id === null ? [] : [{ kind: 'lookup', id } as const]),
  ]
}

/** A key that is none of any entity. */
const refuseNoKey = (state: State): void => {
  const read = answerTo(state, 'registry', '').value
  if (currentPlace(state).screen !== 'lookup' || state.looked.key === '' || read === null) return
  const names = keyNames(read)
  const found = readKey(state.looked.key, names)
  if (typeof found === 'string')
    throw new PintailError({
      code: 'missing_key',
      message: `"${state.looked.key}" is no key: ${found}`,
      fix: `name it with its value: --select ${names.map((it) => `${it}=…`).join('   --select ') || 'key=…'}`,
    })
}
