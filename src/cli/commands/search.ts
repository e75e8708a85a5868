// Which things are meant by these words?
import { filterOptions, filtersOf } from '../filters.ts'
import { sheetOf, withoutEmpty } from '../sheet.ts'
import type { Verb } from '../verb.ts'

const kinds = ['view', 'feature', 'service', 'entity', 'source', 'dataset'] as const

/** Nobody reads more. */
const most = 20

export const search: Verb = {
  words: [{ form: '<words...>', about: 'all of them are to be found, in any order; a typing error is forgiven' }],
  options: [
    { flags: '--kind <kind>', about: 'only of this kind', choices: kinds },
    { flags: '--limit <n>', about: `the best so many; otherwise ${most}` },
    ...filterOptions,
  ],
  examples: [
    { line: 'pintail search cholesterol', about: 'names before tags, owners, descriptions and expressions' },
    { line: 'pintail search heart risk --kind feature --tag score', about: 'features with both words and the tag' },
    { line: "pintail search 'chol >= 240'", about: 'what an expression holds' },
  ],
  run: async (given, context) => {
    const request = {
      words: given.words.join(' '),
      kind: kinds.find((kind) => kind === given.text('kind')),
      ...filtersOf(given),
    }
    const limit = given.count('limit', 1, 1_000_000) ?? most
    const found = await context.withProject(async (pintail) => pintail.search(request))
    if (found.length === 0) await context.narrate(`nothing has ${given.words.join(' ')}`)
    const sheet = sheetOf(found.slice(0, limit))
    await context.printSheet(context.format === 'table' ? withoutEmpty(sheet) : sheet)
    if (found.length > limit)
      await context.narrate(`… and ${found.length - limit} more; --limit ${found.length} shows all`)
    return undefined
  },
}
