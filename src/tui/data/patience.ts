// How long must a question be wanted before it is asked? Who holds a key down asks nothing, and what loads an engine
// waits until nobody types: key presses come first.
import { elapsed } from '../../core/clock.ts'
import { isArray, readJson } from '../../core/json.ts'
import type { Question } from '../state/state.ts'

export interface Patience {
  /** A key was pressed, or all begins. */
  pressed(): void
  /** Milliseconds still to wait with a question that is wanted since then; 0: it is asked now. */
  left(question: Question, since: number): number
}

const light = 25

/** After the last key. */
const heavy = 300

/** What loads an engine and reads much, which nobody waits for as for the rest of the screen. */
export const isHeavy = ({ kind, id }: Question): boolean => kind === 'coverage' || (kind === 'diff' && withFigures(id))

const withFigures = (id: string): boolean => {
  const asked = readJson(id)
  return isArray(asked) && asked[3] === true
}

/** For a frame that is taken when all has come. */
export const noPatience: Patience = { pressed: () => {}, left: () => 0 }

export const patient = (isBegun: () => boolean, now = elapsed): Patience => {
  let rested = now()
  return {
    pressed: () => {
      rested = now()
    },
    left: (question, since) => {
      if (isHeavy(question)) return Math.max(0, Math.ceil(rested + heavy - now()))
      return isBegun() ? Math.max(0, Math.ceil(since + light - now())) : 0
    },
  }
}
