// How do two versions differ, in definition and in values?
import { diffLines } from '../present/diff.ts'
import { sheetOf } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const diff: Verb = {
  words: [
    { form: '<ref>', about: 'a view:feature, a view or a service', names: 'reference' },
    { form: '[a]', about: 'a version by its number, or another reference; otherwise the one before' },
    { form: '[b]', about: 'a version by its number; otherwise the current one' },
  ],
  options: [{ flags: '--definitions-only', about: 'leave out the values; answers at once' }],
  examples: [
    { line: 'pintail diff cardiac:composite 1 2', about: 'definitions, and values for the same rows' },
    { line: 'pintail diff cardiac', about: 'what the last version of a view changed' },
    { line: 'pintail diff heart_risk 1 2 --format json', about: 'a service, for a program' },
  ],
  run: async (given, context) => {
    const [reference = '', a = null, b = null] = given.words
    const request = { reference, a, b, statistics: !given.flag('definitionsOnly') }
    const report = await context.withProject((pintail) => context.watched((watched) => pintail.diff(request, watched)))
    await context.report(diffLines(report, context.paint), sheetOf([{ ...report }]))
    return undefined
  },
}
