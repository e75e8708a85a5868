// Training sets that are kept: made with a manifest, made again byte for byte, listed, shown and compared.

import { resolve } from 'node:path'
import { exitStatus, PintailError } from '../../core/errors.ts'
import type { Destination, HistoricalReport } from '../../core/verbs.ts'
import type { Context } from '../context.ts'
import { deliver, outputOption } from '../deliver.ts'
import { formatOfFile } from '../format.ts'
import type { Given } from '../given.ts'
import { datasetTold, reproduceTold } from '../present/datasets.ts'
import { detailLines } from '../present/show.ts'
import { sheetOf, withoutEmpty } from '../sheet.ts'
import { tellTimings } from '../timings.ts'
import type { Verb } from '../verb.ts'
import { wantedOf, wantedOptions } from '../wanted.ts'

const actions = ['create', 'list', 'show', 'reproduce', 'diff'] as const
type Action = (typeof actions)[number]

export const dataset: Verb = {
  words: [
    { form: '<action>', about: 'what to do', choices: actions },
    { form: '[name...]', about: 'the dataset; of diff two', names: 'dataset' },
  ],
  options: [
    {
      flags: '--spine <file>',
      about: 'create: the rows asked about, keys and an instant each; a copy is kept',
      names: 'file',
    },
    ...wantedOptions,
    { flags: '--timestamp <column>', about: "the spine's instant; otherwise event_timestamp, or its only timestamp" },
    { flags: '--known-at-timestamp', about: 'use only what was known at the instant: created then or before' },
    { flags: '--target <column>', about: "the spine's column that a model is to learn" },
    {
      flags: '--split <share>',
      about: 'a column "split": train for this share of the rows, the earliest; test for the rest',
    },
    outputOption,
  ],
  examples: [
    {
      line: 'pintail dataset create heart-2025 --spine data/labels.csv --service heart_risk --target diagnosis',
      about: 'kept in .pintail/datasets/heart-2025',
    },
    {
      line: 'pintail dataset create heart-split --spine data/labels.csv --service heart_risk --split 0.8 -o training.parquet',
      about: 'the earliest 80 % train, and a file for the model',
    },
    { line: 'pintail dataset reproduce heart-2025 -o again.parquet', about: 'the same bytes, whatever came since' },
    { line: 'pintail dataset diff heart-2025 heart-split', about: 'what they do not share' },
    { line: 'pintail dataset show heart-2025 --format json', about: 'its manifest, for a program' },
  ],
  run: async (given, context) => {
    const [action, ...names] = given.words
    const known = actions.find((it) => it === action) ?? 'list'
    const wanted = wantedNames[known]
    if (names.length !== wanted) throw wrongNames(known, names, wanted)
    const [name = '', other = ''] = names
    switch (known) {
      case 'create':
        return create(name, given, context)
      case 'list':
        return list(context)
      case 'show':
        return show(name, context)
      case 'reproduce':
        return reproduce(name, given, context)
      case 'diff':
        return diff(name, other, context)
    }
  },
}

const wantedNames: Readonly<Record<Action, number>> = { create: 1, list: 0, show: 1, reproduce: 1, diff: 2 }

const wrongNames = (action: Action, names: readonly string[], wanted: number): PintailError =>
  new PintailError({
    code: names.length < wanted ? 'missing_argument' : 'bad_argument',
    message:
      names.length < wanted
        ? `pintail dataset ${action} needs ${wanted === 1 ? 'the name of a dataset' : 'the names of two datasets'}`
        : `pintail dataset ${action} does not take "${names[wanted]}"`,
    fix: 'pintail dataset --help',
  })

const create = async (name: string, given: Given, context: Context): Promise<undefined> => {
  const spine = given.text('spine')
  if (spine === undefined || spine === '-') {
    throw new PintailError({
      code: 'missing_argument',
      message:
        spine === '-' ? 'a dataset remembers the file it was made of' : 'say which rows are asked about: --spine',
      fix: 'name a file: --spine labels.csv',
    })
  }
  const request = {
    ...wantedOf(given),
    name,
    spine: { path: resolve(context.io.directory, spine), format: formatOfFile(spine) },
    timestamp: given.text('timestamp') ?? null,
    knownAt: given.flag('knownAtTimestamp'),
    target: given.text('target') ?? null,
    split: shareOf(given),
  }
  const make = (copy: Destination | null) =>
    context.withProject((pintail) =>
      context.watched(async (watched) => (await pintail.datasets(watched)).create({ ...request, copy })),
    )
  const report = given.text('output') === undefined ? await make(null) : await delivered(given, context, make)
  for (const line of datasetTold(report, given.text('output'), context.tint)) await context.narrate(line)
  await tellTimings(context, [{ name: 'dataset', phases: report.phases }])
  return undefined
}

/** Delivers what is made, and gives the report with all that its verb says. */
const delivered = async <Report extends HistoricalReport>(
  given: Given,
  context: Context,
  make: (target: Destination) => Promise<Report>,
): Promise<Report> => {
  const made: Report[] = []
  await deliver(given, context, async (target) => {
    const report = await make(target)
    made.push(report)
    return report
  })
  const [report] = made
  if (report === undefined) throw new Error('nothing was made')
  return report
}

const shareOf = (given: Given): number | null => {
  const text = given.text('split')
  if (text === undefined) return null
  const share = /^0?\.\d{1,9}$/.test(text) ? Number(text) : 0
  if (share > 0) return share
  throw new PintailError({
    code: 'bad_argument',
    message: `--split is not a share between 0 and 1: "${text}"`,
    fix: 'write the share that trains as --split 0.8',
  })
}

const list = async (context: Context): Promise<undefined> => {
  const rows = await context.withProject(async (pintail) => pintail.list({ what: 'datasets' }))
  if (rows.length === 0) await context.narrate('no datasets')
  const sheet = sheetOf(rows)
  await context.printSheet(context.format === 'table' ? withoutEmpty(sheet) : sheet)
  return undefined
}

const show = async (name: string, context: Context): Promise<undefined> => {
  const shown = await context.withProject(async (pintail) => pintail.show(`dataset:${name}`))
  await context.report(detailLines(shown, context.paint), sheetOf([shown]))
  return undefined
}

/** Gives the status of a data problem where the values are others. */
const reproduce = async (name: string, given: Given, context: Context): Promise<number | undefined> => {
  const report = await context.withProject((pintail) =>
    delivered(given, context, (target) =>
      context.watched(async (watched) => (await pintail.datasets(watched)).reproduce(name, target)),
    ),
  )
  const tell = report.same === 'bytes' ? context.narrate : context.warn
  for (const line of reproduceTold(name, report, given.text('output'), context.tint)) await tell(line)
  await tellTimings(context, [{ name: 'dataset', phases: report.phases }])
  return report.same === 'different' ? exitStatus.data : undefined
}

const diff = async (a: string, b: string, context: Context): Promise<undefined> => {
  const differences = await context.withProject(async (pintail) => (await pintail.datasets()).diff(a, b))
  if (differences.length === 0) await context.narrate(`${a} and ${b} are the same`)
  const sheet = sheetOf(
    differences.map(({ what, a: was, b: is, rows }) => ({ what, [a]: was, [b]: is, rows_that_differ: rows })),
    ['what'],
  )
  await context.printSheet(context.format === 'table' ? withoutEmpty(sheet) : sheet)
  return undefined
}
