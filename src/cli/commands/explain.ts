// Why is an answer what it is? The SQL of a view, or the rows that were weighed for one cell.
import { systemClock } from '../../core/clock.ts'
import { PintailError } from '../../core/errors.ts'
import type { ExplainCell } from '../../core/verbs.ts'
import { readEntities } from '../entities.ts'
import type { Given } from '../given.ts'
import { explanationSheet } from '../present/explain.ts'
import { sheetOf, withoutEmpty } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const explain: Verb = {
  words: [{ form: '<ref>', about: 'a view, or view:feature', names: 'reference' }],
  options: [
    { flags: '--entity <key=value>', about: 'whose answer; several keys with commas or repeated', list: 'repeated' },
    { flags: '--at <instant>', about: 'the instant asked about; otherwise now' },
    { flags: '--known-at-timestamp', about: 'with only what was known at the instant' },
  ],
  examples: [
    { line: 'pintail explain cardiac', about: 'the SQL that answers for a view' },
    {
      line: 'pintail explain cardiac:vessel_score --entity patient_id=p042 --at 2025-01-01',
      about: 'the row chosen, the rows rejected and why',
    },
  ],
  run: async (given, context) => {
    const [reference = ''] = given.words
    const cell = cellOf(given)
    const explanation = await context.withProject((pintail) => pintail.explain(reference, cell))
    if (cell !== undefined) {
      const sheet = explanationSheet(explanation)
      if (explanation.rows.length === 0) await context.narrate('no row has this key')
      for (const note of explanation.notes) await context.narrate(note)
      await context.printSheet(context.format === 'table' ? withoutEmpty(sheet) : sheet)
    } else {
      const { view, sql } = explanation
      if (context.wishes.format === null || context.format === 'table') await context.print(`${sql.trimEnd()}\n`)
      else await context.printSheet(sheetOf([{ view, sql }]))
    }
    return undefined
  },
}

const cellOf = (given: Given): ExplainCell | undefined => {
  const entities = readEntities(given.list('entity'))
  const at = given.instant('at')
  if (entities.size === 0) {
    if (at === null && !given.flag('knownAtTimestamp')) return undefined
    throw new PintailError({
      code: 'missing_argument',
      message: 'say whose answer to explain: --entity',
      fix: 'pintail explain --help',
    })
  }
  const keys = new Map<string, string>()
  for (const [key, [value = '', ...others]] of entities) {
    if (others.length > 0) {
      throw new PintailError({
        code: 'bad_argument',
        message: `explain answers for one entity; --entity gave "${key}" twice`,
      })
    }
    keys.set(key, value)
  }
  return { keys, at: at ?? systemClock.now(), knownAt: given.flag('knownAtTimestamp') }
}
