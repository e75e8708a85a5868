// How are checks shown? What does not hold first, with its rows; and proposals as YAML to paste.
import type { CheckResult, Suggested } from '../../core/checks.ts'
import { canonicalJson, isArray, isObject, type Json, type JsonObject } from '../../core/json.ts'
import { visible } from '../../core/visible.ts'
import { several } from '../quantities.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { Paint } from '../style.ts'
import { aligned } from './columns.ts'

const word = ({ outcome, severity }: CheckResult): string =>
  outcome === 'passed' ? 'passed' : outcome === 'broken' ? 'broken' : severity

const toneOf = (result: CheckResult) =>
  result.outcome === 'passed' ? 'green' : result.severity === 'warn' ? 'yellow' : 'red'

/** `fail  cardiac:age  between 0 and 120   2 of 1808 rows, 0.1 %`, and below it the rows. */
export const checkLines = (results: readonly CheckResult[], paint: Paint): string[] => {
  const rows = aligned(
    results.map((it) => [
      paint(toneOf(it), word(it)),
      visible(it.feature === null ? it.view : `${it.view}:${it.feature}`),
      it.check,
      visible(it.wanted),
      paint('dim', it.outcome === 'passed' && it.failing !== null ? '' : visible(it.found)),
    ]),
  )
  return results.flatMap(({ examples }, i) => [rows[i] ?? '', ...examples.map((row) => `        ${rowText(row)}`)])
}

/** Those that do not hold, as an ingest tells them. */
export const failedLines = (results: readonly CheckResult[], paint: Paint): string[] =>
  checkLines(
    results.filter(({ outcome }) => outcome !== 'passed'),
    paint,
  )

const rowText = (row: JsonObject): string =>
  visible(
    Object.entries(row)
      .map(([name, value]) => `${name} ${typeof value === 'string' ? value : canonicalJson(value)}`)
      .join(', '),
  )

export const checkSheet = (results: readonly CheckResult[]): Sheet => sheetOf(results.map((it) => ({ ...it })))

export const checkSummary = (results: readonly CheckResult[]): string => {
  const count = (of: string): number => results.filter((it) => word(it) === of).length
  const parts = ['fail', 'warn', 'broken', 'passed'].flatMap((of) => (count(of) === 0 ? [] : [`${count(of)} ${of}`]))
  return `${several(results.length, 'check')}: ${parts.join(', ')}`
}

/** A part of a definition file, to be put beside what stands there. */
export const suggestedYaml = (all: readonly Suggested[]): string =>
  [
    'views:',
    ...all.flatMap(({ view, checks, features }) => [
      `  ${view}:`,
      ...(checks.length === 0 ? [] : ['    checks:', ...checks.map((check) => `      - ${itemText(check)}`)]),
      '    features:',
      ...features.flatMap(({ feature, checks: own }) => [
        `      ${feature}:`,
        '        checks:',
        ...own.map((check) => `          - ${itemText(check)}`),
      ]),
    ]),
    '',
  ].join('\n')

const itemText = (check: Json): string =>
  isObject(check)
    ? Object.entries(check)
        .map(([name, value]) => `${name}: ${flow(value)}`)
        .join('\n            ')
    : String(check)

/** YAML on one line: texts as JSON writes them, which is YAML too. */
const flow = (value: Json): string => {
  if (isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (!isObject(value)) return canonicalJson(value)
  const entries = Object.entries(value).map(([name, part]) => `${name}: ${flow(part)}`)
  return `{ ${entries.join(', ')} }`
}
