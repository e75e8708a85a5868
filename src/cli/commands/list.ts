// What is in the registry?
import { listable } from '../../core/verbs.ts'
import { filterOptions, filtersOf } from '../filters.ts'
import { sheetOf, withoutEmpty } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const list: Verb = {
  words: [{ form: '[what]', about: 'what to list, views without', choices: listable }],
  options: filterOptions,
  examples: [
    { line: 'pintail list', about: 'the views' },
    { line: 'pintail list features --view cardiac', about: 'the features of one view' },
    { line: 'pintail list features --tag score --format md', about: 'for a page of documentation' },
    { line: 'pintail list runs', about: 'what was done' },
  ],
  run: async (given, context) => {
    const what = listable.find((kind) => kind === given.words[0]) ?? 'views'
    const request = { what, ...filtersOf(given) }
    const rows = await context.withProject(async (pintail) => pintail.list(request))
    if (rows.length === 0) await context.narrate(`no ${what}`)
    const sheet = sheetOf(rows)
    await context.printSheet(context.format === 'table' ? withoutEmpty(sheet) : sheet)
    return undefined
  },
}
