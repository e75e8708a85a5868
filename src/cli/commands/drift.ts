// Have features drifted from their baseline? The last ingest, or any range; exit 5 where they have.
import { driftProfiles, isAlarming } from '../../core/drift.ts'
import { exitStatus } from '../../core/errors.ts'
import { driftHead, driftRows, driftSheet, driftText } from '../present/drift.ts'
import { withoutEmpty } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const drift: Verb = {
  words: [
    { form: '[view...]', about: 'feature views, perhaps a version: cardiac@2; all of them without', names: 'view' },
  ],
  options: [
    { flags: '--since <instant>', about: 'rows with event times from here on, instead of the last ingest' },
    { flags: '--until <instant>', about: 'rows with event times up to here' },
    { flags: '--segment <column>', about: 'for each value of a key or feature of the view' },
    { flags: '--profile <profile>', about: 'whose tests and thresholds decide', choices: driftProfiles },
    {
      flags: '--fail-on <verdict>',
      about: 'from which verdict on to exit with 5; fail without',
      choices: ['warn', 'fail', 'never'],
    },
  ],
  examples: [
    { line: 'pintail drift', about: 'what the last ingest of each view brought, against its baseline' },
    { line: 'pintail drift cardiac --since 2025-03-01 --until 2025-03-31', about: 'a month' },
    { line: 'pintail drift cardiac --segment sex', about: 'each group by itself' },
    { line: 'pintail drift cardiac --fail-on warn --format json', about: 'every figure, and a status for a script' },
  ],
  run: async (given, context) => {
    const profile = driftProfiles.find((it) => it === given.text('profile')) ?? 'pintail'
    const segment = given.text('segment') ?? null
    const request = {
      views: given.names,
      since: given.instant('since'),
      until: given.instant('until'),
      segment,
      profile,
    }
    const reports = await context.withProject((pintail) =>
      context.watched((watched) => pintail.drift(request, watched)),
    )
    switch (context.format) {
      case 'json':
        await context.print(driftText(reports, given.names.length === 1 && segment === null ? 'object' : 'list'))
        break
      case 'ndjson':
        await context.print(driftText(reports, 'lines'))
        break
      case 'table':
        for (const [i, report] of reports.entries()) {
          if (i > 0) await context.print('\n')
          await context.print(`${driftHead(report, context.paint)}\n`)
          await context.printSheet(withoutEmpty(driftSheet(report)))
          for (const note of report.notes) await context.narrate(note)
        }
        if (reports.length === 0) await context.narrate('no feature views')
        break
      default:
        await context.printSheet(driftRows(reports))
    }
    const severity = given.text('failOn') ?? 'fail'
    if (severity !== 'warn' && severity !== 'fail') return undefined
    return reports.some((report) => isAlarming(report, severity)) ? exitStatus.data : undefined
  },
}
