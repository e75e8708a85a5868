// What did the tests say? A line for each file, failures in full, skipped tests with their reason, and the counts.
import { relative } from 'node:path'
import type { EventData } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { inspect, stripVTControlCharacters, styleText } from 'node:util'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** `3 passed, 0 failed, 1 skipped`: the last line of every run. */
export const countsLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/** What is known of one test file so far. */
interface FileReport extends Counts {
  /** Names of the tests around the one that runs. */
  readonly names: string[]
  readonly details: string[]
  readonly output: string[]
}

/** Adds to `counts` and writes a paragraph whenever a file is done. */
export class Reporter {
  readonly counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  readonly #files = new Map<string, FileReport>()
  readonly #root: string
  readonly #write: (text: string) => void

  constructor(root: string, write: (text: string) => void) {
    this.#root = root
    this.#write = write
  }

  hear({ type, data }: TestEvent): void {
    const file = fileOf(data)
    if (file === undefined) return // totals of the whole run
    const report = this.#of(file)
    switch (type) {
      case 'test:start':
        report.names.splice(data.nesting, Number.POSITIVE_INFINITY, data.name)
        return
      case 'test:stdout':
      case 'test:stderr':
      case 'test:diagnostic':
        report.output.push(`${data.message.replace(/\n$/, '')}\n`)
        return
      case 'test:pass':
        if (data.name === file) this.#crash(file, report, data.details.duration_ms)
        else if (data.details.type !== 'suite' && !isSkipped(report, data)) report.passed += 1
        return
      case 'test:fail':
        if (data.name === file) this.#crash(file, report, data.details.duration_ms)
        else if (data.details.type !== 'suite' && !isSkipped(report, data)) fail(report, data)
        return
      case 'test:summary':
        // A file that failed though its tests passed has more to say.
        if (data.success || report.failed > 0) this.#finish(file, data.duration_ms)
    }
  }

  #of(file: string): FileReport {
    const known = this.#files.get(file)
    if (known) return known
    const fresh: FileReport = { passed: 0, failed: 0, skipped: 0, names: [], details: [], output: [] }
    this.#files.set(file, fresh)
    return fresh
  }

  /** A file is itself reported as a test when its process ended otherwise than by its tests; news, unless one failed. */
  #crash(file: string, report: FileReport, duration: number): void {
    if (report.failed > 0) return
    report.failed = 1
    report.details.push(`  ${styleText('red', '✗')} its process ended outside of a test, or it holds none`)
    this.#finish(file, duration)
  }

  #finish(file: string, duration: number): void {
    const report = this.#of(file)
    this.counts.passed += report.passed
    this.counts.failed += report.failed
    this.counts.skipped += report.skipped
    const mark = report.failed > 0 ? styleText('red', '✗') : styleText('green', '✓')
    const lines = [`${mark} ${relative(this.#root, file)}  ${countsLine(report)}  ${(duration / 1000).toFixed(1)} s`]
    lines.push(...report.details)
    if (report.failed > 0 && report.output.length > 0) lines.push('  its output:', indented(report.output.join('')))
    this.#write(`${lines.join('\n')}\n`)
  }
}

/** The test file that runs; `file` alone is where `test` was called, which may be a support module. */
const fileOf = (data: TestEvent['data']): string | undefined => {
  if (data === undefined) return undefined
  return ('entryFile' in data ? data.entryFile : undefined) ?? ('file' in data ? data.file : undefined)
}

/** Whether a test was left out, or is marked as not done yet; then it says why. */
const isSkipped = (report: FileReport, data: EventData.TestPass | EventData.TestFail): boolean => {
  const why = data.skip || (data.todo && 'todo')
  if (!why) return false
  report.skipped += 1
  const reason = why === true ? 'no reason given' : why
  report.details.push(`  ${styleText('yellow', '-')} ${path(report, data.name, data.nesting)}: skipped, ${reason}`)
  return true
}

const fail = (report: FileReport, { name, nesting, details }: EventData.TestFail): void => {
  const { error } = details
  // A test whose subtests failed has nothing to add to what they say.
  if ('failureType' in error && error.failureType === 'subtestsFailed') return
  report.failed += 1
  report.details.push(`  ${styleText('red', '✗')} ${path(report, name, nesting)}`, indented(reasonOf(error)))
}

const path = ({ names }: FileReport, name: string, nesting: number): string =>
  [...names.slice(0, nesting), name].join(' › ')

const indented = (text: string): string => text.trimEnd().replaceAll(/^/gm, '      ')

/** The assertion's own words and place, without the runner's frames. */
const reasonOf = (error: Error): string => {
  const { cause } = error
  const stack = cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause ?? error.message)
  const lines = stack.split('\n').filter((line) => !/^\s+at .*\(?node:internal\/|^\s+at .*node:async_hooks/.test(line))
  return stripVTControlCharacters(lines.join('\n'))
}
