// How is a comparison of online with history shown? A view with its counts, what is behind, and what differs and why.
import { formatInstant } from '../../core/instants.ts'
import type { Difference, ParityCause, VerifyReport } from '../../core/parity.ts'
import { plainOf, Typed } from '../cells.ts'
import { counted, lasting, several } from '../quantities.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { Paint } from '../style.ts'
import { aligned } from './columns.ts'

/** Differences a view. */
const mostShown = 20
/** Of what is behind, and no parity error. */
const mostMovedShown = 5

export const isDifferent = ({ different, missing, extra }: VerifyReport): boolean => different + missing + extra > 0

/** `noun`: what is compared, a key or a read. */
export const verifyLines = (reports: readonly VerifyReport[], paint: Paint, noun: 'key' | 'read'): string[] => {
  if (reports.length === 0)
    return [`nothing to verify: ${noun === 'key' ? 'no view is online' : 'no read was logged in that time'}`]
  const rows = aligned(reports.map((report) => summary(report, paint, noun)))
  return reports.flatMap((report, at) => [rows[at] ?? '', ...details(report, paint)])
}

const summary = (report: VerifyReport, paint: Paint, noun: string): string[] => {
  const { view, version, keys, compared, run, until, lastRun, phases } = report
  const known = until === null ? '' : `as of ${formatInstant(until)}, run ${lastRun}`
  return [
    paint('bold', `${view}@${version}`),
    several(keys, noun),
    `${counted(compared)} compared`,
    verdict(report, paint),
    known,
    paint('dim', lasting(phases.compare ?? 0)),
    run === null ? '' : paint('dim', `run ${run}`),
  ]
}

const verdict = (report: VerifyReport, paint: Paint): string => {
  if (!isDifferent(report)) return paint('green', 'all equal')
  const counts = (['different', 'missing', 'extra'] as const).flatMap((kind) =>
    report[kind] === 0 ? [] : [`${counted(report[kind])} ${kind}`],
  )
  return paint('red', [`${counted(report.equal)} equal`, ...counts].join(', '))
}

const details = (report: VerifyReport, paint: Paint): string[] => {
  const notes = [...report.notes, ...behindNotes(report)].map((note) => `  ${paint('dim', 'note')}  ${note}`)
  const right = report.differences.filter((it) => !isWrong(it)).slice(0, mostMovedShown)
  const shown = report.differences.filter(isWrong).slice(0, mostShown)
  const lines = [...shown, ...right].map((it) => [
    `  ${paint(isWrong(it) ? 'red' : 'dim', it.kind)}`,
    `${report.view}:${it.feature}`,
    keysText(it),
    `online ${shownValue(it, it.online)} ${paint('dim', it.status)}`,
    `offline ${shownValue(it, it.offline)}`,
    `${paint('bold', it.cause)}: ${it.why}`,
  ])
  const total = report.different + report.missing + report.extra
  const more = total > shown.length ? [`  … of ${several(total, 'difference')}; ${causesText(report)}`] : []
  return [...notes, ...aligned(lines), ...more]
}

const isWrong = ({ kind }: Pick<Difference, 'kind'>): boolean => kind !== 'behind' && kind !== 'aged'

const behindNotes = (report: VerifyReport): string[] => {
  const of = (kind: 'behind' | 'aged'): string =>
    report.causes
      .filter((it) => it.kind === kind)
      .map(({ cause, values }) => `${cause} ${counted(values)}`)
      .join(', ')
  const behind = of('behind')
  const aged = of('aged')
  return [
    ...(behind === ''
      ? []
      : [`${several(report.behind, 'value')} behind the history: ${behind}   pintail materialize ${report.view}`]),
    ...(aged === '' ? [] : [`older than ttl since the materialize, which is right: ${aged}`]),
  ]
}

const causesText = ({ causes }: VerifyReport): string => {
  const sums = new Map<ParityCause, number>()
  for (const { kind, cause, values } of causes) if (isWrong({ kind })) sums.set(cause, (sums.get(cause) ?? 0) + values)
  return [...sums].map(([cause, values]) => `${cause} ${counted(values)}`).join(', ')
}

const keysText = ({ keys, read }: Difference): string => {
  const named = Object.entries(keys).map(([name, value]) => `${name}=${plainOf(value) ?? 'null'}`)
  return [...named, ...(read === null ? [] : [`at ${formatInstant(read)}`])].join(' ')
}

const shownValue = ({ type }: Difference, value: unknown): string => {
  const text = plainOf(value, type) ?? 'null'
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

/** An object a view, with its differences. */
export const verifySheet = (reports: readonly VerifyReport[]): Sheet =>
  sheetOf(
    reports.map(({ view, version, run, at, until, lastRun, differences, notes, phases, ...counts }) => ({
      view,
      version,
      run,
      at: formatInstant(at),
      until: until === null ? null : formatInstant(until),
      last_run: lastRun,
      ...counts,
      differences: differences.map((it) => differenceOf(view, it)),
      notes,
      phases,
    })),
  )

const differenceOf = (view: string, { online, offline, type, read, ...it }: Difference) => ({
  view,
  ...it,
  online: new Typed(online, type),
  offline: new Typed(offline, type),
  read: read === null ? null : formatInstant(read),
})
