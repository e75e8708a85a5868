// Offline to online: once, or again and again.
import { constants, setPriority } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { PintailError } from '../../core/errors.ts'
import type { MaterializeRequest } from '../../core/verbs.ts'
import type { Pintail } from '../../pintail.ts'
import type { Context } from '../context.ts'
import type { Given } from '../given.ts'
import { materializeLines, materializeSheet } from '../present/materialize.ts'
import { tellTimings } from '../timings.ts'
import type { Verb } from '../verb.ts'

export const materialize: Verb = {
  words: [{ form: '[view...]', about: 'the views to bring up to date; all without', names: 'view' }],
  options: [
    { flags: '--feature <refs>', about: 'only these features; commas or repeated', list: 'names', names: 'feature' },
    { flags: '--full', about: 'look at every key' },
    { flags: '--incremental', about: 'look at the keys that got rows since the last run (the default)' },
    { flags: '--until <instant>', about: 'answers as of here; otherwise now' },
    { flags: '--every <duration>', about: 'again and again, until stopped' },
  ],
  examples: [
    { line: 'pintail materialize', about: 'what is new since the last run' },
    { line: 'pintail materialize cardiac --full', about: 'every key of one view' },
    { line: 'pintail materialize --until 2025-06-30T00:00:00Z', about: 'as of an instant' },
    { line: 'pintail materialize --every 5m', about: 'keep the online store fresh' },
  ],
  run: async (given, context) => {
    const request = requestOf(given)
    const every = given.duration('every')
    // A server that reads the same store beside it goes first; on an idle machine this costs nothing.
    setPriority(constants.priority.PRIORITY_LOW)
    await context.withProject(async (pintail) => {
      await once(pintail, request, context)
      if (every !== null) await forever(pintail, request, context, Number(every / 1000n))
    })
    return undefined
  },
}

const requestOf = (given: Given): MaterializeRequest => {
  if (given.flag('full') && given.flag('incremental')) {
    throw new PintailError({ code: 'bad_argument', message: '--full and --incremental exclude each other' })
  }
  if (given.text('until') !== undefined && given.text('every') !== undefined) {
    throw new PintailError({
      code: 'bad_argument',
      message: '--until and --every exclude each other: a run that comes again asks for now',
    })
  }
  return {
    views: given.names,
    features: given.list('feature'),
    mode: given.flag('full') ? 'full' : 'incremental',
    until: given.instant('until'),
  }
}

const once = async (pintail: Pintail, request: MaterializeRequest, context: Context): Promise<void> => {
  const reports = await context.watched((watched) => pintail.materialize(request, watched))
  await context.report(materializeLines(reports, context.paint), materializeSheet(reports))
  await tellTimings(
    context,
    reports.map(({ view, phases }) => ({ name: view, phases })),
  )
}

/** A run that fails is told; the next one may mend it. SIGTERM ends it well, Ctrl-C by throwing. */
const forever = async (
  pintail: Pintail,
  request: MaterializeRequest,
  context: Context,
  pause: number,
): Promise<void> => {
  for (;;) {
    try {
      await setTimeout(pause, undefined, { signal: context.signal })
      await once(pintail, request, context)
    } catch (thrown) {
      if (context.stoppedBy() === 'SIGTERM') return
      if (context.signal.aborted || !(thrown instanceof PintailError)) throw thrown
      await context.tellError(thrown)
    }
  }
}
