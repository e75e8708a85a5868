// How did a figure go from run to run? Points joined by a line, each with the shape of its verdict, over the thresholds.
import { nouns } from '../../core/counted.ts'
import type { Verdict } from '../../core/drift.ts'
import { figure } from './figures.ts'
import { html, joined, type Markup } from './markup.ts'

export interface CoursePoint {
  readonly run: number
  readonly value: number | null
  readonly verdict: Verdict
}

export interface Threshold {
  readonly at: number
  readonly name: string
}

/** More points are not to be told apart. */
const mostPoints = 60

const [left, right, top, bottom] = [40, 360, 10, 108]
const round = (value: number): number => Number(value.toFixed(1))

export const course = (
  what: string,
  all: readonly CoursePoint[],
  thresholds: readonly Threshold[],
  said: (value: number) => string = (value) => figure(Number(value.toPrecision(2))),
): Markup => {
  const points = all.slice(-mostPoints)
  const values = points.flatMap((it) => it.value ?? [])
  const highest = Math.max(...values, ...thresholds.map((it) => it.at * 1.15), 0.01)
  const x = (i: number): number =>
    points.length === 1 ? (left + right) / 2 : round(left + 8 + (i * (right - left - 16)) / (points.length - 1))
  const y = (value: number): number => round(bottom - (value / highest) * (bottom - top))
  const known = points.flatMap((it, i) => (it.value === null ? [] : [{ ...it, x: x(i), y: y(it.value) }]))
  const line = known.map((it, i) => `${i === 0 ? 'M' : 'L'}${it.x} ${it.y}`).join('')
  const [first, last] = [points[0], points.at(-1)]
  const ends = [
    first &&
      html`<text x="${x(0)}" y="124" text-anchor="${points.length === 1 ? 'middle' : 'start'}">run ${first.run}</text>`,
    last && points.length > 1 ? html`<text x="${right}" y="124" text-anchor="end">run ${last.run}</text>` : undefined,
  ].flatMap((it) => it ?? [])
  const limits = thresholds.map(
    (it) =>
      html`<path class="limit" d="M${left} ${y(it.at)}H${right}"/><text x="${right + 3}" y="${y(it.at) + 4}">${it.name}</text>`,
  )
  const newest = known.at(-1)
  const told = newest ? `newest, of run ${newest.run}: ${said(newest.value ?? 0)}, ${newest.verdict}` : 'no figures'
  const bounds = thresholds.map((it) => `${it.name} from ${said(it.at)}`).join(', ')
  const label = `${what} over ${points.length} ${nouns(points.length, 'run')}; ${told}${bounds === '' ? '' : `; ${bounds}`}.`
  return html`<svg class="plot" viewBox="0 0 400 130" role="img" aria-label="${label}"><path class="axis" d="M${left} ${top}V${bottom}H${right}"/>${joined(limits)}<path class="line" d="${line}"/>${joined(known.map((it) => mark(it.x, it.y, it.verdict)))}<text x="36" y="${top + 6}" text-anchor="end">${said(highest)}</text><text x="36" y="${bottom}" text-anchor="end">0</text>${joined(ends)}</svg>`
}

const mark = (x: number, y: number, verdict: Verdict): Markup => {
  if (verdict === 'fail') return html`<path class="mark fail" d="M${x - 4} ${y - 4}h8v8h-8z"/>`
  if (verdict === 'warn') return html`<path class="mark warn" d="M${x - 5} ${y + 4}h10l-5 -9z"/>`
  return html`<circle class="mark ${verdict === 'ok' ? 'ok' : 'quiet'}" cx="${x}" cy="${y}" r="${verdict === 'ok' ? 3.5 : 2.5}"/>`
}
