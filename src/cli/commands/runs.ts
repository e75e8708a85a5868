// What did the runs do? The newest first; one of them with all there is to know.
import { PintailError } from '../../core/errors.ts'
import { runLines, runsSheet } from '../present/runs.ts'
import { sheetOf, withoutEmpty } from '../sheet.ts'
import type { Verb } from '../verb.ts'

const most = 100_000
const usual = 20

const statuses = ['running', 'done', 'failed', 'interrupted'] as const
const kinds = ['apply', 'ingest', 'fit', 'materialize', 'historical', 'export', 'verify', 'check'] as const

export const runs: Verb = {
  words: [
    { form: '[show]', about: 'one run, by its number', choices: ['show'] },
    { form: '[number]', about: 'the number of the run' },
  ],
  options: [
    { flags: '--view <name>', about: 'that concern this view', names: 'view' },
    { flags: '--kind <kind>', about: 'of this kind', choices: kinds },
    { flags: '--status <status>', about: 'of this status', choices: statuses },
    { flags: '--limit <n>', about: `so many, the newest; ${usual} without` },
  ],
  examples: [
    { line: 'pintail runs', about: 'what was done last' },
    { line: 'pintail runs --view cardiac --kind ingest --status failed', about: 'what went wrong' },
    { line: 'pintail runs show 12', about: 'inputs, rows, reasons of rejection, checks, drift, time by phase' },
  ],
  run: async (given, context) => {
    const [action, number] = given.words
    if (action === 'show') {
      const id = /^[1-9]\d{0,8}$/.test(number ?? '') ? Number(number) : null
      if (id === null) {
        throw new PintailError({
          code: number === undefined ? 'missing_argument' : 'bad_argument',
          message:
            number === undefined ? 'pintail runs show needs the number of a run' : `"${number}" is no run's number`,
          fix: 'pintail runs',
        })
      }
      const shown = await context.withProject((pintail) => pintail.run(id))
      await context.report(runLines(shown, context.paint), sheetOf([{ ...shown }]))
      return undefined
    }
    const request = {
      view: given.text('view') ?? null,
      kind: given.text('kind') ?? null,
      status: given.text('status') ?? null,
      limit: given.count('limit', 1, most) ?? usual,
    }
    const rows = await context.withProject((pintail) => pintail.runs(request))
    if (rows.length === 0) await context.narrate('no runs')
    const drawn = context.format === 'table' || context.format === 'md'
    const sheet = runsSheet(rows, drawn)
    await context.printSheet(drawn ? withoutEmpty(sheet) : sheet)
    return undefined
  },
}
