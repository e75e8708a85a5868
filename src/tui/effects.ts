// What is done when the interface asks something of the world? Copying, exporting, materializing.
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { messageOf } from '../core/errors.ts'
import type { Front } from './data/front.ts'
import type { Loop } from './loop.ts'
import type { Effect, Job, Notice } from './state/state.ts'

export type BaselineEffect = Extract<Effect, { readonly does: 'set baseline' | 'pin baseline' }>

export interface Effects {
  quit(): void
  suspend(): void
  redraw(): void
  refresh(): void
  copy(text: string, what: string): void
  write(file: string, text: string): void
  materialize(view: string): void
  baseline(effect: BaselineEffect): void
}

export const done = (effects: Effects, effect: Effect): void => {
  if (effect.does === 'copy') effects.copy(effect.text, effect.what)
  else if (effect.does === 'export') effects.write(effect.file, effect.text)
  else if (effect.does === 'materialize') effects.materialize(effect.view)
  else if (effect.does === 'set baseline' || effect.does === 'pin baseline') effects.baseline(effect)
  else effects[effect.does]()
}

export const exported = async (file: string, text: string): Promise<Notice> => {
  if (existsSync(file)) return { tone: 'warn', text: `${file} is there already; x again with another name` }
  try {
    await writeFile(file, text, { flag: 'wx' })
    return { tone: 'good', text: `wrote ${file}` }
  } catch (thrown) {
    return { tone: 'bad', text: messageOf(thrown) }
  }
}

export const materialized = async (front: Front, loop: Loop, view: string, signal: AbortSignal): Promise<Notice> => {
  const job: Job = { name: `materialize ${view}`, step: 'begins', done: 0, total: null }
  const show = (more: Partial<Job>): void => {
    const now = loop.state().job ?? job
    loop.send({ does: 'job', job: { ...now, ...more } })
  }
  show(job)
  try {
    const progress = {
      step: (step: string) => show({ step, done: 0 }),
      advance: (count: number, total: number | null) => show({ done: count, total }),
    }
    const request = { views: [view], features: [], mode: 'incremental' as const, until: null }
    const [report] = await front.materialize(request, { progress, signal })
    return { tone: 'good', text: `materialized ${view}: ${report?.keys ?? 0} keys` }
  } catch (thrown) {
    return { tone: 'bad', text: `materialize ${view}: ${messageOf(thrown)}` }
  } finally {
    loop.send({ does: 'job', job: null })
  }
}

export const baselineSet = async (front: Front, effect: BaselineEffect, signal: AbortSignal): Promise<Notice> => {
  const { view } = effect
  try {
    const baselines = await front.baselines({ signal })
    const { id } =
      effect.does === 'pin baseline'
        ? baselines.pin(view, effect.id)
        : await baselines.set({ view, since: null, until: null, run: null })
    return { tone: 'good', text: `${view} is compared with baseline ${id} from now on` }
  } catch (thrown) {
    return { tone: 'bad', text: `baseline of ${view}: ${messageOf(thrown)}` }
  }
}
