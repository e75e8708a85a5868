// Features as they were at the instants of a spine.
import { PintailError } from '../../core/errors.ts'
import type { HistoricalReport } from '../../core/verbs.ts'
import type { Context } from '../context.ts'
import { deliver, outputOption } from '../deliver.ts'
import type { Given } from '../given.ts'
import { total } from '../present/ingest.ts'
import { lasting, several } from '../quantities.ts'
import { withSpine } from '../spine.ts'
import { tellTimings } from '../timings.ts'
import type { Verb } from '../verb.ts'
import { wantedOf, wantedOptions } from '../wanted.ts'

export const historical: Verb = {
  words: [],
  options: [
    {
      flags: '--spine <file>',
      about: 'the rows asked about: keys and an instant each; CSV, Parquet, JSON; - is stdin',
      names: 'file',
    },
    ...wantedOptions,
    { flags: '--timestamp <column>', about: "the spine's instant; otherwise event_timestamp, or its only timestamp" },
    { flags: '--known-at-timestamp', about: 'use only what was known at the instant: created then or before' },
    outputOption,
  ],
  examples: [
    {
      line: 'pintail historical --spine data/labels.csv --service heart_risk -o training.parquet',
      about: 'a training set for one model',
    },
    {
      line: 'pintail historical --spine data/labels.csv --features cardiac:age_normalized,cardiac:vessel_score',
      about: 'two features, to the terminal',
    },
    {
      line: 'cat data/labels.csv | pintail historical --spine - --service heart_risk --known-at-timestamp -o - > rows.ndjson',
      about: 'in a pipe, with what was known then',
    },
  ],
  run: async (given, context) => {
    const spine = given.text('spine')
    if (spine === undefined) {
      throw new PintailError({
        code: 'missing_argument',
        message: 'say which rows are asked about: --spine',
        fix: 'pintail historical --help',
      })
    }
    const wanted = wantedOf(given)
    const questions = { timestamp: given.text('timestamp') ?? null, knownAt: given.flag('knownAtTimestamp') }
    const report = await context.withProject((pintail) =>
      withSpine(spine, context, (rows) =>
        deliver(given, context, (target) =>
          context.watched((watched) =>
            pintail.historical({ ...wanted, ...questions, ...target, spine: rows }, watched),
          ),
        ),
      ),
    )
    await tellDelivery(report, given, context)
    return undefined
  },
}

export const tellDelivery = async (report: HistoricalReport, given: Given, context: Context): Promise<void> => {
  const { tint } = context
  for (const note of report.notes) await context.narrate(`${tint('dim', 'note')}  ${note}`)
  const output = given.text('output') ?? '-'
  const where = output === '-' ? '' : ` → ${output}`
  const size = `${several(report.rows, 'row')}, ${several(report.columns.length, 'column')}`
  await context.narrate(`${size}${where}   ${tint('dim', lasting(total(report.phases)))}`)
  await tellTimings(context, [{ name: 'historical', phases: report.phases }])
}
