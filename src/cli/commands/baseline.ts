// With what are features compared? Baselines: taken of a range, listed, or an earlier one chosen again.
import { PintailError } from '../../core/errors.ts'
import type { Given } from '../given.ts'
import { baselineLine, baselineSheet } from '../present/drift.ts'
import { withoutEmpty } from '../sheet.ts'
import type { Verb } from '../verb.ts'

const actions = ['set', 'list', 'pin'] as const
type Action = (typeof actions)[number]

export const baseline: Verb = {
  words: [
    { form: '<action>', about: 'what to do', choices: actions },
    { form: '[view]', about: 'the feature view; of list all without', names: 'view' },
    { form: '[id]', about: 'pin: the number of a baseline, as list tells it' },
  ],
  options: [
    { flags: '--since <instant>', about: 'set: rows with event times from here on; all rows without a range' },
    { flags: '--until <instant>', about: 'set: rows with event times up to here' },
    { flags: '--run <n>', about: 'set: the rows that an ingest brought' },
  ],
  examples: [
    { line: 'pintail baseline list', about: 'which there are, and which are in use' },
    {
      line: 'pintail baseline set cardiac --since 2025-01-01 --until 2025-03-31',
      about: 'a quarter as the measure from now on',
    },
    { line: 'pintail baseline set cardiac --run 12', about: 'what one ingest brought' },
    { line: 'pintail baseline pin cardiac 1', about: 'back to an earlier one' },
  ],
  run: async (given, context) => {
    const [action, view, id, ...others] = given.words
    const known = actions.find((it) => it === action) ?? 'list'
    check(known, view, id, others)
    await context.withProject(async (pintail) => {
      if (known === 'list') {
        const all = (await pintail.baselines()).list(view ?? null)
        if (all.length === 0) await context.narrate('no baselines: the first ingest of a version takes one')
        const sheet = baselineSheet(all, context.format === 'table')
        return context.printSheet(context.format === 'table' ? withoutEmpty(sheet) : sheet)
      }
      const made = await context.watched(async (watched) => {
        const baselines = await pintail.baselines(watched)
        return known === 'set' ? baselines.set(requestOf(view ?? '', given)) : baselines.pin(view ?? '', Number(id))
      })
      await context.report([baselineLine(made)], baselineSheet([made], false))
    })
    return undefined
  },
}

const requestOf = (view: string, given: Given) => ({
  view,
  since: given.instant('since'),
  until: given.instant('until'),
  run: given.count('run', 1, 999_999_999) ?? null,
})

const check = (action: Action, view: string | undefined, id: string | undefined, others: readonly string[]): void => {
  const extra = action === 'pin' ? others[0] : (id ?? others[0])
  if (action !== 'list' && view === undefined) throw lacking(action, 'the name of a feature view')
  if (action === 'pin' && id === undefined) throw lacking(action, 'the number of a baseline')
  if (action === 'pin' && !/^[1-9]\d{0,8}$/.test(id ?? '')) {
    throw new PintailError({
      code: 'bad_argument',
      message: `"${id}" is not the number of a baseline`,
      fix: `pintail baseline list ${view}`,
    })
  }
  if (extra !== undefined) {
    throw new PintailError({
      code: 'bad_argument',
      message: `pintail baseline ${action} does not take "${extra}"`,
      fix: 'pintail baseline --help',
    })
  }
}

const lacking = (action: Action, what: string): PintailError =>
  new PintailError({
    code: 'missing_argument',
    message: `pintail baseline ${action} needs ${what}`,
    fix: 'pintail baseline --help',
  })
