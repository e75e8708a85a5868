// How do values lie now, and how did they lie? Two histograms over one another: filled is now, outlined is the measure.
import { share, shortened } from './figures.ts'
import { html, joined, type Markup } from './markup.ts'

export interface SharedBin {
  readonly label: string
  /** Shares of all values that count. */
  readonly baseline: number
  readonly current: number
}

/** Counts as shares; a side without values has none. */
export const sharesOf = (
  bins: readonly { readonly label: string; readonly baseline: number; readonly current: number }[],
): SharedBin[] => {
  const [before, now] = [total(bins.map((it) => it.baseline)), total(bins.map((it) => it.current))]
  return bins.map(({ label, baseline, current }) => ({ label, baseline: baseline / before, current: current / now }))
}

const total = (counts: readonly number[]): number => counts.reduce((sum, it) => sum + it, 0) || 1

/** More are not to be told apart; the rest is drawn as one. */
export const mostBins = 24

export const gathered = (bins: readonly SharedBin[]): SharedBin[] => {
  if (bins.length <= mostBins) return [...bins]
  const kept = new Set(
    bins
      .map((bin, at) => ({ at, weight: Math.max(bin.baseline, bin.current) }))
      .sort((a, b) => b.weight - a.weight)
      .slice(0, mostBins - 1)
      .map(({ at }) => at),
  )
  const rest = bins.filter((_, at) => !kept.has(at))
  const sum = (side: 'baseline' | 'current'): number => rest.reduce((all, it) => all + it[side], 0)
  const other = { label: `${rest.length} more`, baseline: sum('baseline'), current: sum('current') }
  return [...bins.filter((_, at) => kept.has(at)), other]
}

/** What the drawing shows, for those who do not see it: where the two differ most. */
export const alternative = (bins: readonly SharedBin[], names: readonly [string, string]): string => {
  const most = [...bins].sort((a, b) => Math.abs(b.current - b.baseline) - Math.abs(a.current - a.baseline)).slice(0, 3)
  const said = most.map(
    (it) => `${shortened(it.label, 40)}: ${names[0]} ${share(it.baseline)}, ${names[1]} ${share(it.current)}`,
  )
  return `Histogram of ${bins.length} bins, ${names[0]} and ${names[1]}. Largest differences: ${said.join('; ')}.`
}

const at = (value: number): string => String(Number(value.toFixed(1)))

const [left, right, top, bottom] = [40, 396, 10, 118]

/** Columns side by side, for what has an order. */
export const columns = (bins: readonly SharedBin[], names: readonly [string, string]): Markup => {
  const highest = Math.max(...bins.map((it) => Math.max(it.baseline, it.current)), 1e-9)
  const wide = (right - left) / Math.max(bins.length, 1)
  const x = (i: number): number => left + i * wide
  const y = (value: number): number => bottom - (value / highest) * (bottom - top)
  const gap = Math.min(2, wide / 6)
  const filled = bins
    .map((it, i) => `M${at(x(i) + gap)} ${bottom}V${at(y(it.current))}H${at(x(i + 1) - gap)}V${bottom}Z`)
    .join('')
  const outline = bins.map((it, i) => `${i === 0 ? `M${left} ${bottom}` : ''}V${at(y(it.baseline))}H${at(x(i + 1))}`)
  const shown = [...new Set([0, Math.floor(bins.length / 2), bins.length - 1])].filter((i) => bins[i] !== undefined)
  const labels = shown.map((i, place) => {
    const anchor = bins.length === 1 || (place === 1 && shown.length === 3) ? 'middle' : i === 0 ? 'start' : 'end'
    const where = anchor === 'start' ? left : anchor === 'end' ? right : x(i) + wide / 2
    return html`<text x="${at(where)}" y="134" text-anchor="${anchor}">${shortened(bins[i]?.label ?? '', 20)}</text>`
  })
  return html`<svg class="plot" viewBox="0 0 400 142" role="img" aria-label="${alternative(bins, names)}"><path class="axis" d="M${left} ${top}V${bottom}H${right}"/><path class="now" d="${filled}"/><path class="then" d="${outline.join('')}V${bottom}"/><text x="36" y="${top + 6}" text-anchor="end">${share(highest)}</text><text x="36" y="${bottom}" text-anchor="end">0</text>${joined(labels)}</svg>`
}

/** Bars below one another, for names. */
export const bars = (bins: readonly SharedBin[], names: readonly [string, string]): Markup => {
  const highest = Math.max(...bins.map((it) => Math.max(it.baseline, it.current)), 1e-9)
  const long = (value: number): string => at((value / highest) * 190)
  const rows = bins.map((it, i) => {
    const y = 4 + i * 18
    return html`<text x="136" y="${y + 11}" text-anchor="end">${shortened(it.label, 22)}</text><path class="now" d="M142 ${y + 2}h${long(it.current)}v10h-${long(it.current)}z"/><path class="then" d="M142 ${y}h${long(it.baseline)}v14h-${long(it.baseline)}z"/><text x="338" y="${y + 11}">${share(it.current)}</text>`
  })
  const high = bins.length * 18 + 8
  return html`<svg class="plot" viewBox="0 0 400 ${high}" role="img" aria-label="${alternative(bins, names)}">${joined(rows)}</svg>`
}
