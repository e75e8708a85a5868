// Reads what is new; rows that were not let in make the status 5 after the good ones are in.
import { exitStatus } from '../../core/errors.ts'
import { ingestLines, ingestSheet } from '../present/ingest.ts'
import { several } from '../quantities.ts'
import { tellTimings } from '../timings.ts'
import type { Verb } from '../verb.ts'

export const ingest: Verb = {
  words: [{ form: '[view...]', about: 'the views to bring up to date; all without' }],
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
    await context.report(ingestLines(reports, context.paint), ingestSheet(reports))
    await tellTimings(
      context,
      reports.map(({ source, phases }) => ({ name: source, phases })),
    )
    const rejected = reports.reduce((sum, { rows }) => sum + rows.rejected, 0)
    if (rejected === 0) return undefined
    const kept = reports.flatMap(({ quarantine }) => (quarantine === null ? [] : [quarantine]))
    await context.warn(`warning: ${several(rejected, 'row')} rejected, the others are in; see ${kept.join(', ')}`)
    return exitStatus.data
  },
}
