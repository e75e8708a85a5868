// How old is the newest event that each view answers with? Exit 5 when a promise is broken, so a cron line is an alert.
import { exitStatus } from '../../core/errors.ts'
import type { Freshness } from '../../core/watching.ts'
import { lasting } from '../quantities.ts'
import { type Sheet, sheetOf, withoutEmpty } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const freshness: Verb = {
  words: [{ form: '[view...]', about: 'the views; all without', names: 'view' }],
  options: [],
  examples: [
    { line: 'pintail freshness', about: 'every view: what online and offline can answer with, and its promise (sla)' },
    { line: 'pintail freshness cardiac --quiet || mail -s stale me', about: 'a line for cron' },
  ],
  run: async (given, context) => {
    const rows = await context.withProject((pintail) => pintail.freshness(given.names))
    const drawn = context.format === 'table' || context.format === 'md'
    // A line of values has no room for what holds for each feature.
    const told = context.format === 'csv' ? rows.map(({ features: _, ...it }) => it) : rows.map((it) => ({ ...it }))
    await context.printSheet(drawn ? withoutEmpty(forPeople(rows)) : sheetOf(told))
    const broken = rows.filter(({ kept }) => kept === false)
    for (const { view, sla } of broken)
      await context.narrate(`${context.tint('red', 'stale')}  ${view}: promised ${sla}`)
    return broken.length > 0 ? exitStatus.data : undefined
  },
}

const forPeople = (rows: readonly Freshness[]): Sheet =>
  sheetOf(
    rows.map((it) => ({
      view: it.view,
      sla: it.sla,
      kept: it.kept === null ? null : it.kept ? 'yes' : 'NO',
      'online age': ageText(it.online_age),
      'offline age': ageText(it.offline_age),
      online: it.online,
      offline: it.offline,
      written: it.written,
      note: it.note,
    })),
    ['view'],
  )

const day = 86_400

const ageText = (seconds: number | null): string | null => {
  if (seconds === null) return null
  if (seconds < 0) return 'in the future'
  return seconds < 2 * day ? lasting(seconds * 1000) : `${Math.floor(seconds / day)}d`
}
