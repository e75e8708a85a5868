// What would this view answer? Tried on a sample, nothing written; with --watch again whenever a definition is saved.
import { watch } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { PintailError } from '../../core/errors.ts'
import type { PreviewRequest } from '../../core/preview.ts'
import type { Context } from '../context.ts'
import { answersSheet, profileSheet, sampleLine } from '../present/preview.ts'
import { tellTimings } from '../timings.ts'
import type { Verb } from '../verb.ts'

const usualRows = 10

export const preview: Verb = {
  words: [{ form: '<view>', about: 'a feature view, as the definition files say it now', names: 'view' }],
  options: [
    { flags: '--limit <rows>', about: `rows to show; ${usualRows} unless given` },
    { flags: '--watch', about: 'again whenever a definition file is saved, until stopped' },
  ],
  examples: [
    { line: 'pintail preview cardiac', about: 'the first rows and a profile of each feature; nothing is written' },
    { line: 'pintail preview cardiac --watch', about: 'while its definition is edited' },
    { line: 'pintail preview cardiac --limit 100 --format csv', about: 'rows for a program' },
  ],
  run: async (given, context) => {
    const [view = ''] = given.words
    const request = { view, limit: given.count('limit', 1, 100_000) ?? usualRows }
    if (!given.flag('watch')) {
      await once(request, context)
      return undefined
    }
    for await (const _ of savings(context)) {
      try {
        await once(request, context)
      } catch (thrown) {
        if (context.signal.aborted || !(thrown instanceof PintailError)) throw thrown
        await context.tellError(thrown)
      }
      await context.narrate(`${context.tint('dim', 'waiting for a definition file to be saved; Ctrl-C ends')}\n`)
    }
    return undefined
  },
}

const once = async (request: PreviewRequest, context: Context): Promise<void> => {
  const report = await context.withProject((pintail) => context.watched((watched) => pintail.preview(request, watched)))
  await context.printSheet(answersSheet(report))
  if (context.format === 'table') {
    await context.print('\n')
    await context.printSheet(profileSheet(report))
  }
  await context.narrate(sampleLine(report))
  await tellTimings(context, [{ name: report.view, phases: report.phases }])
}

/** Once at the start, then each time that files below the definitions folders have come to rest; Ctrl-C throws. */
async function* savings(context: Context): AsyncGenerator<void> {
  const project = await context.project()
  let saved = Promise.withResolvers<void>()
  const watchers = project.definitions.map((folder) =>
    watch(resolve(project.root, folder), { recursive: true }, () => saved.resolve()),
  )
  const stop = (): void => saved.resolve()
  context.signal.addEventListener('abort', stop)
  try {
    for (;;) {
      yield
      await saved.promise
      if (context.stoppedBy() === 'SIGTERM') return
      await setTimeout(atRest, undefined, { signal: context.signal })
      saved = Promise.withResolvers<void>()
    }
  } finally {
    context.signal.removeEventListener('abort', stop)
    for (const watcher of watchers) watcher.close()
  }
}

/** Editors write a file in several steps; milliseconds. */
const atRest = 100
