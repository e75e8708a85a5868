// What is kept computed of each view, and dropping it: the next ingest computes it again from what was landed.
import { confirm } from '../ask.ts'
import { cacheSheet, clearedLines, clearedSheet, clearQuestion } from '../present/cache.ts'
import { withoutEmpty } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const cache: Verb = {
  words: [
    { form: '[clear]', about: 'drop what is computed', choices: ['clear'] },
    { form: '[view...]', about: 'of these views; of all without', names: 'view' },
  ],
  options: [{ flags: '-y, --yes', about: 'clear without asking' }],
  examples: [
    { line: 'pintail cache', about: 'sizes, and what the next ingest will compute' },
    { line: 'pintail cache --format json', about: 'the same for a program' },
    { line: 'pintail cache clear cardiac --yes', about: 'drop one view; its next ingest computes it from landed rows' },
  ],
  run: async (given, context) => {
    await context.withProject(async (pintail) => {
      const caches = await pintail.cache()
      const [action, ...views] = given.words
      if (action === undefined) {
        const sheet = cacheSheet(caches.list([]), context.format === 'table')
        return context.printSheet(context.format === 'table' ? withoutEmpty(sheet) : sheet)
      }
      const listed = caches.list(views)
      const command = ['pintail cache clear', ...views].join(' ')
      if (!given.flag('yes')) await confirm(context.io, clearQuestion(listed), command, context.signal)
      const cleared = await caches.clear(views)
      await context.report(clearedLines(cleared), clearedSheet(cleared))
      await context.hint(['pintail ingest'])
    })
    return undefined
  },
}
