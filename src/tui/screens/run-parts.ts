// What is in a run, part by part: rejected rows with their places, checks with rows that fail, phases as bars.
import type { CheckResult } from '../../core/checks.ts'
import type { JsonObject } from '../../core/json.ts'
import type { RunShown } from '../../core/watching.ts'
import type { QuarantinedRow, RunRead } from '../data/run.ts'
import { checkedRows } from '../present/checked.ts'
import { cell, type Line, line, paragraph, widthOfLine } from '../present/lines.ts'
import { fit, widthOf } from '../present/text.ts'
import { textTable } from '../present/text-table.ts'
import type { Theme } from '../present/theme.ts'
import { figure, lasting, several } from '../present/words.ts'
import { checkKey, filesNamed } from './run-words.ts'

const rowsShown = 20

export const rejectedLines = (
  run: RunShown,
  quarantine: RunRead['quarantine'],
  width: number,
  theme: Theme,
): Line[] => {
  const rows = quarantine?.rows.slice(0, rowsShown) ?? []
  if (quarantine === null || rows.length === 0)
    return [
      ...run.reasons.flatMap((it) => paragraph(reasonText(it), width, theme, 'warn')),
      line(cell('the file of its rows is not there any more', 'dim')),
    ]
  const more = run.rejected - rows.length
  // Where all are new, no column says so.
  const isOld = run.rejected_before > 0
  return [
    ...textTable(
      [
        ['LINE', 'right'],
        ['COLUMN', 'left'],
        ['REASON', 'left'],
        ...(isOld ? [['SINCE', 'left'] as const] : []),
        ['FILE', 'left'],
      ],
      rows.map((it) => [
        it.line === null ? '' : String(it.line),
        it.column ?? '',
        reasonOf(it),
        ...(isOld ? [it.since === null ? 'new' : `run ${it.since}`] : []),
        it.file,
      ]),
      width,
      theme,
    ),
    ...paragraph(
      `${more > 0 ? `and ${several(more, 'more row')}; ` : ''}all of them: ${quarantine.path}`,
      width,
      theme,
      'dim',
    ),
  ]
}

/** The column is named beside it. */
const reasonOf = ({ column, reason }: QuarantinedRow): string =>
  column !== null && reason.startsWith(`${column}: `) ? reason.slice(column.length + 2) : reason

const reasonText = ({ rows, reason }: JsonObject): string =>
  `${several(Number(rows ?? 1), 'row')}: ${String(reason ?? '')}`

const outcomeWord = ({ outcome, severity }: CheckResult) => {
  if (outcome === 'passed') return cell('ok    ', 'good')
  return severity === 'warn' && outcome === 'failed' ? cell('WARN  ', 'warn') : cell('FAIL  ', 'bad')
}

const rank = ({ outcome, severity }: CheckResult): number =>
  outcome === 'passed' ? 2 : severity === 'warn' && outcome === 'failed' ? 1 : 0

const examplesShown = 5

/** Where the checks of a run looked at the same rows, these; else nothing, and each says its own. */
export const rowsOfAll = (checks: readonly CheckResult[], run: number): string => {
  const rows = new Set(checks.map((it) => scopeOf(it, run)))
  return rows.size === 1 ? ([...rows][0] ?? '') : ''
}

const scopeOf = (it: CheckResult, run: number): string => (it.runs === undefined ? '' : checkedRows(it, run))

/** What does not pass comes first, with rows that do not; what passes on one set of rows and on another is told once. */
export const checksLines = (checks: readonly CheckResult[], run: number, width: number, theme: Theme): Line[] => {
  const same = rowsOfAll(checks, run)
  const told = new Map<string, { readonly it: CheckResult; readonly on: string[] }>()
  for (const it of checks) {
    const key = it.outcome === 'passed' ? `ok ${checkKey(it)}` : `${told.size}`
    const known = told.get(key)
    const on = same === '' ? scopeOf(it, run) : ''
    if (known === undefined) told.set(key, { it, on: on === '' ? [] : [on] })
    else if (on !== '' && !known.on.includes(on)) known.on.push(on)
  }
  return [...told.values()]
    .toSorted((a, b) => rank(a.it) - rank(b.it))
    .flatMap(({ it, on }) => [
      ...headLines(it, on.length === 0 ? '' : `on ${on.join(' and on ')}`, width),
      ...examples(it, width - 6, theme).map((one): Line => line('      ', ...one.cells)),
    ])
}

const headLines = (it: CheckResult, on: string, width: number): Line[] => {
  const head = [
    outcomeWord(it),
    cell(`${it.view}${it.feature === null ? '' : `:${it.feature}`}`, 'bold'),
    cell(`  ${it.wanted}`),
  ]
  const found = [it.outcome === 'passed' ? '' : `found: ${it.found}`, on].filter((text) => text !== '').join(', ')
  if (found === '') return [line(...head)]
  const isOne = widthOfLine({ cells: head }) + widthOf(found) + 3 <= width
  return isOne ? [line(...head, '   ', cell(found, 'dim'))] : [line(...head), line('      ', cell(found, 'dim'))]
}

/** Key and event time first, then the value. */
const examples = ({ examples: all, feature, failing }: CheckResult, width: number, theme: Theme): Line[] => {
  const shown = all.slice(0, examplesShown)
  if (shown.length === 0) return []
  const order = (name: string): number => (name === feature ? 2 : name === 'event_time' ? 1 : 0)
  const names = [...new Set(shown.flatMap(Object.keys))].toSorted((a, b) => order(a) - order(b))
  const more = (failing ?? shown.length) - shown.length
  return [
    ...textTable(
      names.map((name) => [name, shown.some((row) => typeof row[name] === 'number') ? 'right' : 'left']),
      shown.map((row) => names.map((name) => memberText(row[name]))),
      width,
      theme,
    ),
    ...(more > 0 ? [line(cell(`  and ${several(more, 'more row')}`, 'dim'))] : []),
  ]
}

const memberText = (value: unknown): string => {
  if (typeof value === 'number') return figure(value)
  if (value === null || value === undefined) return 'null'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Wider, a bar tells no more. */
const longestBar = 60

/** A bar a phase, as long as its share of the time, the longest first; and the same in words. */
export const phaseLines = (
  { phases, seconds }: Pick<RunShown, 'phases' | 'seconds'>,
  width: number,
  theme: Theme,
): Line[] => {
  const named = Object.entries(phases).flatMap(([name, ms]): [string, number][] =>
    typeof ms === 'number' && ms >= 1 ? [[name, ms]] : [],
  )
  const together = named.reduce((sum, [, ms]) => sum + ms, 0)
  const rest = Math.round((seconds ?? 0) * 1000 - together)
  const all = together + Math.max(0, rest)
  const spent = [...named, ...(rest > all / 100 ? [['the rest', rest] as [string, number]] : [])].toSorted(
    (a, b) => b[1] - a[1],
  )
  const [longest] = spent
  if (longest === undefined || named.length === 0) return []
  const label = Math.max(...spent.map(([name]) => widthOf(name)))
  const figures = Math.max(...spent.map(([, ms]) => lasting(ms / 1000).length))
  const room = Math.min(longestBar, Math.max(1, width - label - figures - 12))
  return [
    ...spent.map(([name, ms]) => {
      const long = Math.max(1, Math.round((ms / longest[1]) * room))
      return line(
        cell(`${fit(name, label, 'left', theme.glyphs.more)} `, 'dim'),
        cell(theme.glyphs.full.repeat(long), 'accent'),
        ' '.repeat(room - long + 1),
        cell(lasting(ms / 1000).padStart(figures)),
        cell(`${Math.round((ms / all) * 100)}%`.padStart(6), 'dim'),
      )
    }),
    ...paragraph(
      `${several(spent.length, 'phase')}; the longest is ${longest[0]} with ${lasting(longest[1] / 1000)} of ${lasting(all / 1000)}`,
      width,
      theme,
      'dim',
    ),
  ]
}

const filesShown = 10

/** Of many the first: which they are is seldom what one wants to know. */
export const filesLines = ({ files_read: files, inputs }: RunShown): Line[] => {
  if (files <= filesNamed) return []
  const shown = inputs.slice(0, filesShown)
  const more = files - shown.length
  return [
    ...shown.map((path) => line(path)),
    ...(more > 0 ? [line(cell(`and ${several(more, 'more file')}`, 'dim'))] : []),
  ]
}
