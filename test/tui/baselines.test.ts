// Does a chosen baseline count at once? Setting one and pinning one compare the last ingest with it; what stops in between.
import { deepEqual, equal, match } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { frameText } from '../../src/tui/app.ts'
import { baselineSet } from '../../src/tui/effects.ts'
import type { Job } from '../../src/tui/state/state.ts'
import { makeHistory, noon, removeHistory } from './clinic.ts'

describe('a baseline chosen in the interface', () => {
  let project = ''
  let pintail: Pintail
  before(async () => {
    project = await makeHistory()
    pintail = await open(project, { clock: fixedClock(noon) })
  })
  after(async () => {
    await pintail.close()
    removeHistory(project)
  })
  const frameOf = (press: string, columns = 100): Promise<string> =>
    frameText(pintail, {
      project: 'clinic',
      directory: project,
      wishes: { environment: {}, color: false, ascii: false },
      screen: 'drift',
      select: [],
      readonly: null,
      clock: fixedClock(noon),
      size: { columns, rows: 30 },
      press: press.split(' ').filter((it) => it !== ''),
      at: null,
      coloured: false,
    })
  const steps: string[] = []
  const work = (signal = new AbortController().signal) => ({ signal, show: ({ step }: Job) => void steps.push(step) })

  it('p shows those there are', async () => {
    const frame = await frameOf('p')
    match(frame, /ID {2}TAKEN +ROWS +WHEN +IN USE/)
    match(frame, /> +2 {2}first computed at run \d+, of runs \d+ to \d+ +[\d,]+ .* by 2 features/)
    match(frame, / 1 {2}first ingest 9 hours ago +1,808 /)
    match(await frameOf('p down', 60), /> +1 {2}first ingest/)
    match(await frameOf('p 1 enter'), /compare cardiac with baseline 1 from now on\?/)
    match(await frameOf('p down enter'), /compare cardiac with baseline 1 from now on\?/)
    match(await frameOf('p x enter'), /"x" is no number of a baseline/)
  })
  it('set, it is what the screen shows; the runs before keep what they found', async () => {
    const notice = await baselineSet(pintail, { does: 'set baseline', view: 'cardiac' }, work())
    deepEqual(notice.tone, 'good')
    match(notice.text, /^cardiac is compared with baseline 3 from now on: \w+ at run 9$/)
    match(steps.join('\n'), /baseline of [\s\S]*drift of /)
    const frame = await frameOf('')
    match(frame, /against baseline 3, set just now/)
    match(frame, /the rows of run 9 are among those of baseline 3/)
    match(frame, /FFFF\|/)
  })
  it('pinned, the one before stands again', async () => {
    const notice = await baselineSet(pintail, { does: 'pin baseline', view: 'cardiac', id: 1 }, work())
    match(notice.text, /^cardiac is compared with baseline 1 from now on: FAIL at run 9$/)
    match(
      await frameOf(''),
      /FAIL since run 5 .*, in all 4 runs against baseline 1\n.*against baseline 1, first ingest/,
    )
  })
  it('stopped before it is taken, nothing is changed; after, that is said', async () => {
    const before = (await pintail.baselines()).list('cardiac').length
    const stop = new AbortController()
    stop.abort()
    const notice = await baselineSet(pintail, { does: 'set baseline', view: 'cardiac' }, work(stop.signal))
    deepEqual(notice, { tone: 'warn', text: 'baseline of cardiac: stopped; what was there before stays' })
    equal((await pintail.baselines()).list('cardiac').length, before)

    const later = new AbortController()
    const show = ({ step }: Job): void => {
      if (step.includes('drift of')) later.abort()
    }
    const stopped = await baselineSet(
      pintail,
      { does: 'set baseline', view: 'cardiac' },
      { signal: later.signal, show },
    )
    equal(stopped.tone, 'warn')
    match(
      stopped.text,
      /compared with baseline \d+ from now on; what the last ingest brought is not yet: pintail drift/,
    )
    match(await frameOf(''), /baseline 4 is in use by now: pintail drift cardiac compares run 9 with it/)
  })
})
