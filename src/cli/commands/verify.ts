// Is what is served what history says? Exit status 5 where it is not.
import { exitStatus, PintailError } from '../../core/errors.ts'
import { isDifferent, verifyLines, verifySheet } from '../present/verify.ts'
import { tellTimings } from '../timings.ts'
import type { Verb } from '../verb.ts'

const usualSample = 1_000
const mostSampled = 999_999_999

export const verify: Verb = {
  words: [{ form: '[view...]', about: 'the views to look at; every one that is served without', names: 'view' }],
  options: [
    { flags: '--sample <n>', about: `keys of each view, chosen by hash; ${usualSample} unless said, 0 is all of them` },
    { flags: '--strict', about: 'what is behind the history counts as different, not only what is wrong' },
    { flags: '--reads', about: 'in place of keys the reads that pintail serve --log-reads logged' },
    { flags: '--since <instant>', about: 'of logged reads those from here on' },
  ],
  examples: [
    { line: 'pintail verify', about: 'a thousand keys of every view that is served' },
    { line: 'pintail verify cardiac --sample 0', about: 'every key of one view' },
    { line: 'pintail verify --strict', about: 'and nothing may be newer in the history' },
    { line: 'pintail verify --reads --since 2026-03-01', about: 'what a server answered since' },
  ],
  run: async (given, context) => {
    const reads = given.flag('reads')
    const since = given.instant('since')
    if (since !== null && !reads) {
      throw new PintailError({
        code: 'bad_argument',
        message: '--since is of logged reads: keys are compared as they are now',
        fix: 'add --reads, or leave --since out',
      })
    }
    const sample = given.count('sample', 0, mostSampled) ?? usualSample
    const request = { views: given.names, sample, reads, since, strict: given.flag('strict') }
    const reports = await context.withProject((pintail) =>
      context.watched((watched) => pintail.verify(request, watched)),
    )
    await context.report(verifyLines(reports, context.paint, reads ? 'read' : 'key'), verifySheet(reports))
    await tellTimings(
      context,
      reports.map(({ view, phases }) => ({ name: view, phases })),
    )
    return reports.some(isDifferent) ? exitStatus.data : undefined
  },
}
