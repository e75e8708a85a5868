// What do both reports have? Checks with their rows, runs, and a page that stays below its size.
import type { CheckResult } from '../../core/checks.ts'
import { stops } from '../../core/checks.ts'
import type { JsonObject } from '../../core/json.ts'
import { jsonOf } from '../../core/json-text.ts'
import { badge, figure, shortened, type Word } from './figures.ts'
import type { RunTold } from './gathered.ts'
import { bytesOf, html, type Markup } from './markup.ts'
import { table } from './page.ts'

/** Of a whole page. */
export const mostBytes = 960_000

const mostChecks = 200
const mostExamples = 3

/** failed with `warn` is a warning, all else that does not pass is a failure. */
export const checkWord = (it: CheckResult): Word =>
  it.outcome === 'passed' ? 'ok' : stops(it) ? 'fail' : it.outcome === 'broken' ? 'broken' : 'warn'

const weight = (it: CheckResult): number => ['ok', 'warn', 'broken', 'fail'].indexOf(checkWord(it))

export const worstCheck = (all: readonly CheckResult[]): Word =>
  [...all].sort((a, b) => weight(b) - weight(a)).map(checkWord)[0] ?? 'none'

export const checkTable = (results: readonly CheckResult[]): Markup => {
  const sorted = [...results].sort((a, b) => weight(b) - weight(a))
  const shown = sorted.slice(0, mostChecks)
  const rows = shown.map(
    (it) =>
      html`<tr><td>${badge(checkWord(it), it.outcome === 'passed' ? 'passed' : `${it.outcome} (${it.severity})`)}</td><td class="name">${it.feature ?? 'the view'}</td><td>${shortened(it.wanted, 200)}</td><td>${shortened(it.found, 300)}</td></tr>${examplesOf(it)}`,
  )
  const left = sorted.length - shown.length
  return html`<div class="scroll"><table><thead><tr><th scope="col">result</th><th scope="col">of</th><th scope="col">wanted</th><th scope="col">found</th></tr></thead><tbody>${rows}</tbody></table></div>${leftNote(left, 'more checks are left out')}`
}

const exampleText = (row: JsonObject): string =>
  Object.entries(row)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : jsonOf(value)}`)
    .join(' ')

const examplesOf = ({ examples, outcome }: CheckResult): Markup | null => {
  if (outcome === 'passed' || examples.length === 0) return null
  const shown = examples
    .slice(0, mostExamples)
    .map((it, i) => html`${i === 0 ? null : html`<br>`}<code>${shortened(exampleText(it), 160)}</code>`)
  const more = examples.length > mostExamples ? html`<br>…` : null
  return html`<tr class="of"><td colspan="4"><small>${shown}${more}</small></td></tr>`
}

export const runTable = (runs: readonly RunTold[]): Markup =>
  table(
    [
      { name: 'run', as: 'number' },
      { name: 'kind' },
      { name: 'of', as: 'name' },
      { name: 'result' },
      { name: 'written', as: 'number' },
      { name: 'rejected', as: 'wide number' },
      { name: 'began', as: 'wide' },
    ],
    runs.map((it) => [
      String(it.run),
      it.kind,
      it.subject === '' ? 'the project' : it.subject,
      badge(it.status === 'done' ? 'ok' : it.status === 'failed' ? 'fail' : 'none', it.status),
      figure(it.written),
      figure(it.rejected),
      it.started,
    ]),
  )

export interface Fitted {
  readonly parts: readonly Markup[]
  /** Those for which there was no room. */
  readonly left: number
}

/** As many of the parts, each made when its turn comes, as have room. */
export const fitted = (makers: readonly (() => Markup)[], room: number): Fitted => {
  const parts: Markup[] = []
  let size = 0
  for (const make of makers) {
    const part = make()
    size += bytesOf(part)
    if (size > room) break
    parts.push(part)
  }
  return { parts, left: makers.length - parts.length }
}

export const leftNote = (left: number, what: string): Markup | null =>
  left <= 0 ? null : html`<p class="note">${figure(left)} ${what}.</p>`
