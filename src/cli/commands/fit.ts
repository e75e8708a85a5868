// Fits numbers and categories anew; what was fitted before stays with the versions that have it.
import { fitLines, fitSheet } from '../present/fit.ts'
import { tellTimings } from '../timings.ts'
import type { Verb } from '../verb.ts'

export const fit: Verb = {
  words: [{ form: '<view>', about: 'the view whose numbers and categories are fitted', names: 'view' }],
  options: [{ flags: '--until <instant>', about: 'read only what had happened and was known by then' }],
  examples: [
    { line: 'pintail fit cardiac', about: 'to all rows that landed: a new version of what comes out otherwise' },
    { line: 'pintail fit cardiac --until 2025-06-30T00:00:00Z', about: 'to the rows before a training cut-off' },
  ],
  run: async (given, context) => {
    const [view = ''] = given.names
    const request = { view, until: given.instant('until') }
    const report = await context.withProject((pintail) => context.watched((watched) => pintail.fit(request, watched)))
    const lines = fitLines(report, context.paint)
    if (report.run === null && context.format !== 'table') for (const line of lines) await context.narrate(line)
    await context.report(lines, fitSheet(report))
    await tellTimings(context, [{ name: view, phases: report.phases }])
    if (report.run !== null) await context.hint([`pintail show ${view}`, `pintail materialize ${view}`])
    return undefined
  },
}
