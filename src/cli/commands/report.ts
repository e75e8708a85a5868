// A page to hand on: how features drifted, or how good their data is.
import { resolve } from 'node:path'
import { driftProfiles } from '../../core/drift.ts'
import { PintailError } from '../../core/errors.ts'
import { type ReportPage, reportKinds } from '../../core/reports.ts'
import type { Given } from '../given.ts'
import { several } from '../quantities.ts'
import { sheetOf } from '../sheet.ts'
import { isTerminal } from '../streams.ts'
import type { Verb } from '../verb.ts'

export const report: Verb = {
  words: [
    { form: '<about>', about: 'what of', choices: reportKinds },
    { form: '[view...]', about: 'feature views; all of them without', names: 'view' },
  ],
  options: [
    { flags: '-o, --output <file>', about: 'the page, as drift.html; - is stdout', names: 'file' },
    { flags: '--since <instant>', about: 'drift: rows with event times from here on, instead of the last ingest' },
    { flags: '--until <instant>', about: 'drift: rows with event times up to here' },
    { flags: '--segment <column>', about: 'drift: for each value of a key or feature of the view' },
    { flags: '--profile <profile>', about: 'drift: whose tests and thresholds decide', choices: driftProfiles },
  ],
  examples: [
    { line: 'pintail report drift -o drift.html', about: 'every view: verdicts, histograms, scores over time' },
    { line: 'pintail report quality cardiac -o cardiac.html', about: 'one view: checks, nulls over time, profiles' },
    { line: 'pintail report drift cardiac --segment sex -o sex.html', about: 'each group by itself' },
  ],
  run: async (given, context) => {
    const [word, ...views] = given.names
    const about = reportKinds.find((it) => it === word) ?? 'drift'
    const output = given.text('output') ?? (isTerminal(context.io.stdout) ? undefined : '-')
    if (output === undefined) {
      const fix = about === 'quality' ? 'pintail report quality -o quality.html' : 'pintail report drift -o drift.html'
      throw new PintailError({ code: 'missing_argument', message: 'a page is not for a terminal to show', fix })
    }
    if (about === 'quality') refuseDriftOnly(given)
    const request = {
      about,
      views,
      since: given.instant('since'),
      until: given.instant('until'),
      segment: given.text('segment') ?? null,
      profile: driftProfiles.find((it) => it === given.text('profile')) ?? 'pintail',
    }
    const made = await context.withProject((pintail) => context.watched((watched) => pintail.report(request, watched)))
    if (output === '-') {
      await context.print(made.html)
      return undefined
    }
    const { writeWhole } = await import('../../pintail.ts')
    const path = resolve(context.io.directory, output)
    await writeWhole(path, made.html)
    const { html, ...rest } = made
    const bytes = Buffer.byteLength(html)
    await context.report([lineOf(output, made, bytes)], sheetOf([{ file: path, bytes, ...rest }]))
    return undefined
  },
}

const refuseDriftOnly = (given: Given): void => {
  const flag = ['since', 'until', 'segment', 'profile'].find((it) => given.text(it) !== undefined)
  if (flag === undefined) return
  throw new PintailError({
    code: 'bad_argument',
    message: `--${flag} is of drift: quality is told as runs recorded it`,
    fix: 'leave it out   pintail report --help',
  })
}

/** `drift.html  12 features of 2 views: 1 fail, 11 ok (84 kB)`. */
const lineOf = (file: string, { views, features, verdicts }: ReportPage, bytes: number): string => {
  const words = Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict}`)
  const found = words.length === 0 ? '' : `: ${words.join(', ')}`
  return `${file}  ${several(features, 'feature')} of ${several(views, 'view')}${found} (${Math.ceil(bytes / 1000)} kB)`
}
