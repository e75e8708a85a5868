// Of how many keys is each feature known, offline as of now and online as it was materialized?
import type { Coverage } from '../../core/watching.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const coverage: Verb = {
  words: [{ form: '[view...]', about: 'the views; all without', names: 'view' }],
  options: [],
  examples: [
    { line: 'pintail coverage', about: 'the share of keys with a value, of every feature' },
    { line: 'pintail coverage cardiac --format json', about: 'one view, for a program' },
  ],
  run: async (given, context) => {
    const rows = await context.withProject((pintail) =>
      context.watched((watched) => pintail.coverage(given.names, watched)),
    )
    const drawn = context.format === 'table' || context.format === 'md'
    await context.printSheet(drawn ? forPeople(rows) : sheetOf(rows.map((it) => ({ ...it }))))
    return undefined
  },
}

const share = (value: number | null): string => (value === null ? '–' : `${Number((100 * value).toPrecision(4))} %`)

const forPeople = (rows: readonly Coverage[]): Sheet =>
  sheetOf(
    rows.map((it) => ({
      feature: it.feature,
      keys: it.keys,
      offline: share(it.offline_share),
      online: it.online === null ? 'not served' : share(it.online_share),
    })),
    ['feature'],
  )
