// Feature history, or every key's answer as of an instant, as a file.
import { deliver, outputOption } from '../deliver.ts'
import type { Verb } from '../verb.ts'
import { tellDelivery } from './historical.ts'

export const exportVerb: Verb = {
  words: [{ form: '<ref...>', about: 'a view, or references to features of one view', names: 'reference' }],
  options: [
    { flags: '--since <instant>', about: 'event times from here on' },
    { flags: '--until <instant>', about: 'event times up to here' },
    { flags: '--latest', about: "every key's answer as of --until (or now) instead of all rows" },
    outputOption,
  ],
  examples: [
    { line: 'pintail export cardiac -o cardiac.parquet', about: 'the whole history of a view' },
    { line: 'pintail export cardiac --latest --until 2025-06-30 -o june.csv', about: 'every key as of an instant' },
    { line: 'pintail export cardiac:vessel_score --since 2025-01-01', about: 'one feature, to the terminal' },
  ],
  run: async (given, context) => {
    const request = {
      what: given.names,
      since: given.instant('since'),
      until: given.instant('until'),
      latest: given.flag('latest'),
    }
    const report = await context.withProject((pintail) =>
      deliver(given, context, (target) =>
        context.watched((watched) => pintail.export({ ...request, ...target }, watched)),
      ),
    )
    await tellDelivery(report, given, context)
    return undefined
  },
}
