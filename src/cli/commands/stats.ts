// What do the values of a feature look like? As the last ingest, or a run by its number, saw them.
import { ascii, blocks } from '../present/shape.ts'
import { statsLines, statsRows, statsSheet } from '../present/stats.ts'
import { withoutEmpty } from '../sheet.ts'
import type { Verb } from '../verb.ts'

const mostRuns = 1_000_000_000 - 1

export const stats: Verb = {
  words: [{ form: '<ref>', about: 'view:feature, view:feature:category, or view:*', names: 'feature' }],
  options: [
    { flags: '--run <number>', about: 'as this run saw it; the newest that did without' },
    { flags: '--ascii', about: 'draw with plain signs, for terminals without block characters' },
  ],
  examples: [
    { line: 'pintail stats cardiac:age', about: 'one feature: figures, quantiles and a histogram' },
    { line: "pintail stats 'cardiac:*'", about: 'every feature of a view, a line each' },
    { line: 'pintail stats cardiac:age --run 2 --format json', about: 'what an earlier run saw, for a program' },
  ],
  run: async (given, context) => {
    const [reference = ''] = given.words
    const run = given.count('run', 1, mostRuns) ?? null
    const found = await context.withProject((pintail) => pintail.stats({ reference, run }))
    const signs = given.flag('ascii') ? ascii : blocks
    const [only, another] = found
    if (context.format === 'table' && only !== undefined && another === undefined) {
      await context.print(
        statsLines(only, context.paint, signs)
          .map((line) => `${line}\n`)
          .join(''),
      )
      return undefined
    }
    const drawn = context.format === 'table' || context.format === 'md'
    await context.printSheet(drawn ? withoutEmpty(statsSheet(found, signs)) : statsRows(found))
    return undefined
  },
}
