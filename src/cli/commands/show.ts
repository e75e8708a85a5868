// Everything about one thing.
import { detailLines } from '../present/show.ts'
import { sheetOf } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const show: Verb = {
  words: [
    { form: '<ref>', about: 'a view, view:feature, service, entity, source, or the number of a run', names: 'thing' },
  ],
  options: [],
  examples: [
    { line: 'pintail show cardiac', about: 'a view' },
    { line: 'pintail show cardiac:age_normalized', about: 'a feature, with its fitted numbers' },
    { line: 'pintail show heart_risk@1 --format json', about: 'a version of a service, for a program' },
  ],
  run: async (given, context) => {
    const [reference = ''] = given.words
    const shown = await context.withProject(async (pintail) => pintail.show(reference))
    await context.report(detailLines(shown, context.paint), sheetOf([shown]))
    return undefined
  },
}
