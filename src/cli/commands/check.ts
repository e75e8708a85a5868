// Does what the definitions demand hold of all that answers today? Exit 5 when a check of severity fail does not.
import { stops } from '../../core/checks.ts'
import { exitStatus } from '../../core/errors.ts'
import { checkLines, checkSheet, checkSummary, suggestedYaml } from '../present/check.ts'
import { sheetOf } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const check: Verb = {
  words: [{ form: '[view...]', about: 'the views to check; all that have checks without', names: 'view' }],
  options: [{ flags: '--suggest', about: 'propose checks that the data speaks for, as YAML to paste' }],
  examples: [
    { line: 'pintail check', about: 'every check, over all that answers today' },
    { line: 'pintail check cardiac --format json', about: 'one view, with up to ten rows that do not pass' },
    { line: 'pintail check cardiac --suggest', about: 'ranges, null shares and values to begin with' },
  ],
  run: async (given, context) => {
    if (given.flag('suggest')) {
      const found = await context.withProject((pintail) =>
        context.watched((watched) => pintail.suggestChecks(given.names, watched)),
      )
      if (found.length === 0) await context.narrate('nothing is ingested that checks could be taken from')
      else if (context.wishes.format === null || context.format === 'table') await context.print(suggestedYaml(found))
      else await context.printSheet(sheetOf(found.map((it) => ({ ...it }))))
      return undefined
    }
    const { results, notes, run } = await context.withProject((pintail) =>
      context.watched((watched) => pintail.check({ views: given.names }, watched)),
    )
    await context.report(checkLines(results, context.paint), checkSheet(results))
    for (const note of notes) await context.narrate(`${context.tint('dim', 'note')}  ${note}`)
    const where = run === null ? '' : `   ${context.tint('dim', `run ${run}`)}`
    if (results.length > 0) await context.narrate(`${checkSummary(results)}${where}`)
    else if (notes.length === 0) await context.narrate('no definition has checks   pintail check --suggest')
    return results.some(stops) ? exitStatus.data : undefined
  },
}
