// How is a composed plan run? Step by step, telling how far it is; between two steps it can always be stopped.
import type { Watched } from '../core/verbs.ts'
import type { Session } from '../offline/offline-store.ts'
import { watching } from '../offline/watching.ts'
import type { Statement } from './statement.ts'

export const runSteps = async (session: Session, steps: readonly Statement[], watched: Watched): Promise<void> => {
  for (const step of steps) {
    await watching(session, step.name, watched, () => session.run(step.sql, step.parameters))
  }
}
