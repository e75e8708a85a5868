// What comes of an event? The state after it, and what is asked of the world.
import type { Effect, State } from './state.ts'

export interface Step {
  readonly state: State
  readonly effects: readonly Effect[]
}

export const still = (state: State): Step => ({ state, effects: [] })
