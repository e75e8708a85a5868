// Reads what is new; rows that were not let in make the status 5 after the good ones are in.
import { type Problem, throwProblems } from '../../core/errors.ts'
import type { IngestReport } from '../../core/verbs.ts'
import { nearPath } from '../near-path.ts'
import { ingestLines, ingestSheet } from '../present/ingest.ts'
import { several } from '../quantities.ts'
import { tellTimings } from '../timings.ts'
import type { Verb } from '../verb.ts'

export const ingest: Verb = {
  words: [{ form: '[view...]', about: 'the views to bring up to date; all without', names: 'view' }],
  options: [{ flags: '--full', about: 'hash every file, whatever its size and times say' }],
  examples: [
    { line: 'pintail ingest', about: 'everything that is new, into every view' },
    { line: 'pintail ingest cardiac', about: 'one view' },
    { line: 'pintail ingest --full --timings', about: 'look into every file again, and say where the time went' },
  ],
  run: async (given, context) => {
    const request = { views: given.names, full: given.flag('full') }
    const reports = await context.withProject((pintail) =>
      context.watched((watched) => pintail.ingest(request, watched)),
    )
    await context.report(ingestLines(reports, context.paint, context.io.directory), ingestSheet(reports))
    await tellTimings(
      context,
      reports.map(({ source, phases }) => ({ name: source, phases })),
    )
    refuseRejected(reports, context.io.directory)
    return undefined
  },
}

/** The good rows are in by now; the bad ones are an error all the same, so that a script notices. */
const refuseRejected = (reports: readonly IngestReport[], directory: string): void => {
  const problems = reports.flatMap(({ source, rows, rejected: [first], quarantine }): Problem[] => {
    if (rows.rejected === 0) return []
    const at =
      first === undefined ? undefined : { file: first.file, ...(first.line === null ? {} : { line: first.line }) }
    return [
      {
        code: 'rows_rejected',
        message: `source "${source}": ${several(rows.rejected, 'row')} rejected, ${several(rows.landed, 'row')} landed`,
        at,
        fix: `mend the file and ingest again${quarantine === null ? '' : `; every rejected row is in ${nearPath(directory, quarantine)}`}`,
      },
    ]
  })
  throwProblems(problems)
}
