// What is in the registry?
import { listable } from '../../core/verbs.ts'
import { sheetOf, withoutEmpty } from '../sheet.ts'
import type { Verb } from '../verb.ts'

const statuses = ['current', 'pinned', 'retired'] as const

export const list: Verb = {
  words: [{ form: '[what]', about: 'what to list, views without', choices: listable }],
  options: [
    { flags: '--view <name>', about: 'of this view', names: 'view' },
    { flags: '--entity <name>', about: 'of this entity', names: 'entity' },
    { flags: '--owner <name>', about: 'of this owner' },
    { flags: '--tag <tag>', about: 'with this tag' },
    { flags: '--status <status>', about: 'of this status', choices: statuses },
  ],
  examples: [
    { line: 'pintail list', about: 'the views' },
    { line: 'pintail list features --view cardiac', about: 'the features of one view' },
    { line: 'pintail list features --tag score --format md', about: 'for a page of documentation' },
    { line: 'pintail list runs', about: 'what was done' },
  ],
  run: async (given, context) => {
    const what = listable.find((kind) => kind === given.words[0]) ?? 'views'
    const status = statuses.find((known) => known === given.text('status'))
    const request = {
      what,
      view: given.text('view'),
      entity: given.text('entity'),
      owner: given.text('owner'),
      tag: given.text('tag'),
      status,
    }
    const rows = await context.withProject(async (pintail) => pintail.list(request))
    if (rows.length === 0) await context.narrate(`no ${what}`)
    const sheet = sheetOf(rows)
    await context.printSheet(context.format === 'table' ? withoutEmpty(sheet) : sheet)
    return undefined
  },
}
