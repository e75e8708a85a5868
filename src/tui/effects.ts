// What is done when the interface asks something of the world? Copying, exporting, materializing.
import { existsSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { messageOf, PintailError } from '../core/errors.ts'
import { refusalOf } from '../core/system-words.ts'
import type { Progress } from '../core/verbs.ts'
import type { Front } from './data/front.ts'
import { verdictWords } from './present/verdicts.ts'
import { several } from './present/words.ts'
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
  /** Stops what is at work. */
  cancel(): void
}

/** What long work is given: how it goes is shown, and it may be stopped. */
export interface Work {
  readonly signal: AbortSignal
  show(job: Job): void
}

export const done = (effects: Effects, effect: Effect): void => {
  if (effect.does === 'copy') effects.copy(effect.text, effect.what)
  else if (effect.does === 'export') effects.write(effect.file, effect.text)
  else if (effect.does === 'materialize') effects.materialize(effect.view)
  else if (effect.does === 'set baseline' || effect.does === 'pin baseline') effects.baseline(effect)
  else effects[effect.does]()
}

/** Where a person means it to be: `~` is what a shell makes of it. */
export const placeOfExport = (directory: string, file: string): string =>
  /^~(?:\/|$)/.test(file) ? join(homedir(), file.slice(1)) : resolve(directory, file)

/** Whole or not at all. */
export const exported = async (file: string, text: string): Promise<Notice> => {
  if (existsSync(file)) return { tone: 'warn', text: `${file} is there already; x again with another name` }
  let isBegun = false
  try {
    const place = await open(file, 'wx')
    isBegun = true
    await place.writeFile(text).finally(() => place.close())
    return { tone: 'good', text: `wrote ${file}` }
  } catch (thrown) {
    if (isBegun) await rm(file, { force: true }).catch(() => {})
    return { tone: 'bad', text: `"${file}" cannot be written: ${refusalOf(thrown)}; x again with another place` }
  }
}

export const materialized = (front: Front, view: string, work: Work): Promise<Notice> =>
  worked(`materialize ${view}`, work, async (progress) => {
    const request = { views: [view], features: [], mode: 'incremental' as const, until: null }
    const [report] = await front.materialize(request, { progress, signal: work.signal })
    return `materialized ${view}: ${several(report?.keys ?? 0, 'key')} written into the online store`
  })

export const baselineSet = (front: Front, effect: BaselineEffect, work: Work): Promise<Notice> =>
  worked(`baseline of ${effect.view}`, work, async (progress, so) => {
    const { view } = effect
    const baselines = await front.baselines({ progress, signal: work.signal })
    const { id } =
      effect.does === 'pin baseline'
        ? baselines.pin(view, effect.id)
        : await baselines.set({ view, since: null, until: null, run: null })
    const set = `${view} is compared with baseline ${id} from now on`
    so(`${set}; what the last ingest brought is not yet: pintail drift ${view}`)
    const request = { views: [view], since: null, until: null, segment: null, profile: 'pintail' } as const
    const [report] = await front.drift(request, { progress, signal: work.signal })
    const run = report?.range.runs?.[1]
    return run === undefined ? set : `${set}: ${verdictWords[report?.verdict ?? 'empty'][0]} at run ${run}`
  })

/** `so` tells what is done for good, however the rest ends. */
type Act = (progress: Progress, so: (text: string) => void) => Promise<string>

const worked = async (name: string, work: Work, act: Act): Promise<Notice> => {
  let soFar: string | null = null
  let job: Job = { name, step: 'begins', done: 0, total: null }
  const show = (more: Partial<Job>): void => {
    job = { ...job, ...more }
    work.show(job)
  }
  show({})
  try {
    const progress: Progress = {
      step: (step) => show({ step, done: 0, total: null }),
      advance: (count, total) => show({ done: count, total }),
    }
    const text = await act(progress, (done) => {
      soFar = done
    })
    return { tone: 'good', text }
  } catch (thrown) {
    if (work.signal.aborted) return { tone: 'warn', text: soFar ?? `${name}: stopped; what was there before stays` }
    const fix = thrown instanceof PintailError && thrown.fix !== undefined ? `   ${thrown.fix}` : ''
    return { tone: 'bad', text: `${soFar ?? name}: ${messageOf(thrown)}${fix}` }
  }
}
