// How far is it? A bar on a terminal, a line every ten seconds elsewhere; both on stderr.
import { SingleBar } from 'cli-progress'
import { elapsed } from '../core/clock.ts'
import type { Progress, ProgressUnit } from '../core/verbs.ts'
import { counted, lasting, rounded } from './quantities.ts'
import type { Sink } from './streams.ts'

export interface Reporting extends Progress {
  /** Takes the bar away; what was shown is no data. */
  stop(): void
}

export const silent: Reporting = { step: () => {}, advance: () => {}, stop: () => {} }

/** What is being done, and how far it is. */
export interface Stand {
  readonly step: string
  readonly done: number
  readonly total: number | null
  readonly unit: ProgressUnit
  /** Since the step began. */
  readonly milliseconds: number
}

/** `1,200,000 of 3,000,000 rows, 800k/s, 2.3 s left`; `40 %, 2.3 s left`. */
export const standText = ({ done, total, unit, milliseconds }: Stand): string => {
  const rate = milliseconds > 0 ? (done * 1000) / milliseconds : 0
  const parts = [
    unit === 'percent' ? `${done} %` : `${counted(done)}${total === null ? '' : ` of ${counted(total)}`} ${unit}`,
  ]
  if (rate > 0 && unit !== 'percent') parts.push(`${rounded(rate)}/s`)
  if (rate > 0 && total !== null && total > done) parts.push(`${lasting(((total - done) * 1000) / rate)} left`)
  return parts.join(', ')
}

/** Lines for a log: nothing in the first ten seconds, then one every ten. */
export const progressLines = (sink: Sink, every = 10_000): Reporting => {
  const told = standing()
  const timer = setInterval(() => {
    const stand = told.now()
    sink.write(`${stand.step}: ${stand.done === 0 ? `${lasting(stand.milliseconds)} so far` : standText(stand)}\n`)
  }, every)
  timer.unref()
  return { ...told, stop: () => clearInterval(timer) }
}

/** A bar that shows itself once the work has taken a moment. */
export const progressBar = (sink: Sink, patience = 300): Reporting => {
  const told = standing()
  const began = elapsed()
  const bar = new SingleBar({
    stream: sink,
    fps: 10,
    clearOnComplete: true,
    forceRedraw: true,
    hideCursor: true,
    linewrap: false,
    format: (_options, { progress }) => barLine(told.now(), progress),
  })
  let shown = false
  const show = (): void => {
    const { done, total } = told.now()
    if (!shown && elapsed() - began < patience) return
    if (!shown) bar.start(total ?? 0, done)
    shown = true
    bar.setTotal(total ?? 0)
    bar.update(done)
  }
  const timer = setInterval(show, 200)
  timer.unref()
  return {
    step: (name) => {
      told.step(name)
      show()
    },
    advance: (done, total, unit) => {
      told.advance(done, total, unit)
      show()
    },
    stop: () => {
      clearInterval(timer)
      if (shown) bar.stop()
      shown = false
    },
  }
}

const width = 24

const barLine = (stand: Stand, progress: number): string => {
  if (stand.total === null || stand.total === 0) {
    return `${stand.step}  ${stand.done === 0 ? lasting(stand.milliseconds) : standText(stand)}`
  }
  const filled = Math.round(Math.min(1, Math.max(0, progress)) * width)
  return `${stand.step}  ${'█'.repeat(filled)}${'░'.repeat(width - filled)}  ${standText(stand)}`
}

const standing = (): Progress & { now(): Stand } => {
  let stand: Omit<Stand, 'milliseconds'> = { step: '', done: 0, total: null, unit: 'rows' }
  let began = elapsed()
  return {
    step: (step) => {
      stand = { step, done: 0, total: null, unit: 'rows' }
      began = elapsed()
    },
    advance: (done, total, unit = 'rows') => {
      stand = { ...stand, done, total, unit }
    },
    now: () => ({ ...stand, milliseconds: elapsed() - began }),
  }
}
