// Features ranked by what they tell of a target.
import { PintailError } from '../../core/errors.ts'
import { selectSheet } from '../present/select.ts'
import { several } from '../quantities.ts'
import { withoutEmpty } from '../sheet.ts'
import { withSpine } from '../spine.ts'
import { tellTimings } from '../timings.ts'
import type { Verb } from '../verb.ts'
import { namedBy } from '../wanted.ts'

const mostShown = 1_000_000

export const select: Verb = {
  words: [],
  options: [
    {
      flags: '--spine <file>',
      about: 'the rows asked about, with the target among their columns; CSV, Parquet, JSON; - is stdin',
      names: 'file',
    },
    { flags: '--target <column>', about: 'the column of the spine that is to be told' },
    {
      flags: '--features <refs>',
      about: 'view:feature, view:*; otherwise every feature whose join keys the spine has',
      list: 'names',
      names: 'feature',
    },
    { flags: '--service <name>', about: 'the features of a service instead', names: 'service' },
    { flags: '--timestamp <column>', about: "the spine's instant; otherwise event_timestamp, or its only timestamp" },
    { flags: '--known-at-timestamp', about: 'use only what was known at the instant: created then or before' },
    { flags: '--top <n>', about: 'show this many, the most telling' },
  ],
  examples: [
    {
      line: 'pintail select --spine data/labels.csv --target diagnosis',
      about: 'every feature, the most telling first',
    },
    {
      line: 'pintail select --spine data/labels.csv --target diagnosis --service heart_risk --top 3 --format md',
      about: 'the best three of a service',
    },
    {
      line: "pintail select --spine data/labels.csv --target diagnosis --features 'cardiac:*' --format csv",
      about: 'of one view, for a spreadsheet',
    },
  ],
  run: async (given, context) => {
    const [spine, target] = [given.text('spine'), given.text('target')]
    if (spine === undefined || target === undefined) {
      throw new PintailError({
        code: 'missing_argument',
        message: spine === undefined ? 'say which rows are asked about: --spine' : 'say what is to be told: --target',
        fix: 'pintail select --help',
      })
    }
    const named = namedBy(given)
    const top = given.count('top', 1, mostShown) ?? mostShown
    const question = { timestamp: given.text('timestamp') ?? null, knownAt: given.flag('knownAtTimestamp') }
    const report = await context.withProject((pintail) =>
      withSpine(spine, context, (rows) =>
        context.watched((watched) => pintail.select({ spine: rows, target, ...named, ...question }, watched)),
      ),
    )
    const isDrawn = context.format === 'table' || context.format === 'md'
    const sheet = selectSheet(report.features.slice(0, top), context.format)
    await context.printSheet(isDrawn ? withoutEmpty(sheet) : sheet)
    for (const note of report.notes) await context.narrate(`${context.tint('dim', 'note')}  ${note}`)
    const { classes, binned, entropy } = report.target
    const parts = binned ? `in ${classes} tenths` : several(classes, 'class', 'classes')
    await context.narrate(
      `${several(report.rows, 'row')}; ${target}: ${parts}, ${entropy.toFixed(4)} nats to be told   ${context.tint('dim', `${report.features.length} features`)}`,
    )
    await tellTimings(context, [{ name: 'select', phases: report.phases }])
    return undefined
  },
}
