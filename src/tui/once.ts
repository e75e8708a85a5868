// One frame as text: for scripts, documentation and tests, where there is no terminal.
import type { Clock } from '../core/clock.ts'
import type { Front } from './data/front.ts'
import { loopFrom } from './loop.ts'
import { frame } from './present/frame.ts'
import { painted } from './present/lines.ts'
import type { Theme } from './present/theme.ts'
import type { Event } from './state/reduce.ts'
import type { Beginning } from './state/state.ts'
import { stateAtFirst } from './state/state.ts'

export interface OnceOptions extends Omit<Beginning, 'now'> {
  readonly theme: Theme
  readonly clock: Clock
  /** What happens before the frame is taken; each after what was asked before has come. */
  readonly events: readonly Event[]
}

export const once = async (front: Front, { theme, clock, events, ...given }: OnceOptions): Promise<string> => {
  const loop = loopFrom(stateAtFirst({ ...given, now: clock.now() }), {
    front,
    clock,
    patience: () => 0,
    changed: () => {},
    effect: () => {},
  })
  await loop.settled()
  for (const event of events) {
    loop.send(event)
    await loop.settled()
  }
  loop.stop()
  return frame(loop.state(), theme)
    .map((it) => `${painted(it, theme)}\n`)
    .join('')
}
