// How do numbers become pictures of characters? Sparklines and bars; each also as a sentence, for those who do not see it.
import { cell, type Line, line } from './lines.ts'
import { fit, safe, widthOf } from './text.ts'
import type { Theme } from './theme.ts'
import { figure, percent } from './words.ts'

/** One sign a number, from the lowest to the highest; a space where there is none. */
export const sparkline = (values: readonly (number | null)[], { glyphs }: Theme, zero = false): string => {
  const known = values.filter((it): it is number => it !== null && Number.isFinite(it))
  const [least, most] = [zero ? 0 : Math.min(...known), Math.max(...known)]
  return values
    .map((value) => {
      if (value === null || !Number.isFinite(value)) return ' '
      const share = most > least ? (value - least) / (most - least) : zero && most === 0 ? 0 : 0.5
      return glyphs.spark[Math.min(glyphs.spark.length - 1, Math.floor(share * glyphs.spark.length))] ?? ' '
    })
    .join('')
}

export interface Bar {
  readonly label: string
  /** Of all that is counted. */
  readonly share: number
  /** What it is compared with. */
  readonly before: number | null
}

/** A line a bar: label, bar, share; with two shares what is more than before, or less, ends it in a shade of its own. */
export const barChart = (bars: readonly Bar[], width: number, theme: Theme): Line[] => {
  const label = Math.min(Math.floor(width / 3), Math.max(...bars.map((it) => widthOf(safe(it.label))), 1))
  const compared = bars.some((it) => it.before !== null)
  const figures = compared ? 16 : 8
  const room = Math.max(1, width - label - figures - 2)
  const most = Math.max(...bars.flatMap((it) => [it.share, it.before ?? 0]), 1e-12)
  return bars.map(({ label: text, share, before }) => {
    const long = (of: number): number => (of > 0 ? Math.max(1, Math.round((of / most) * room)) : 0)
    const [now, then] = [long(share), before === null ? 0 : long(before)]
    const both = Math.min(now, then)
    return line(
      cell(`${fit(safe(text, theme.glyphs.ascii), label, 'right', theme.glyphs.more)} `, 'dim'),
      cell(theme.glyphs.full.repeat(before === null ? now : both), 'accent'),
      cell(theme.glyphs.grown.repeat(before === null ? 0 : now - both), 'warn'),
      cell(theme.glyphs.shade.repeat(Math.max(0, then - now)), 'dim'),
      ' '.repeat(Math.max(0, room - Math.max(now, then)) + 1),
      cell(percent(share).padStart(7)),
      cell(before === null ? '' : ` ${percent(before).padStart(7)}`, 'dim'),
    )
  })
}

/** `5 bars; the longest is 40 to 50, 60 to 70 moved most`: what a picture shows at once. The figures are beside it. */
export const barWords = (bars: readonly Bar[]): string => {
  const [first] = bars
  if (first === undefined) return 'no bars'
  if (bars.length === 1) return `1 bar; ${first.label}`
  const most = bars.reduce((a, b) => (b.share > a.share ? b : a))
  const moved = bars.reduce((a, b) => (moveOf(b) > moveOf(a) ? b : a))
  const words = `${bars.length} bars; the longest is ${most.label}`
  if (moveOf(moved) < 0.02 || moved.before === null) return words
  return moved === most ? `${words}, which moved most` : `${words}, ${moved.label} moved most`
}

const moveOf = ({ share, before }: Bar): number => (before === null ? 0 : Math.abs(share - before))

/** As many bars as there is room for: those that stand for little are counted together, the order stays. */
export const fewerBars = (bars: readonly Bar[], most: number): Bar[] => {
  if (bars.length <= most) return [...bars]
  const weight = ({ share, before }: Bar): number => Math.max(share, before ?? 0)
  const ranked = bars.toSorted((a, b) => weight(b) - weight(a))
  const kept = new Set(ranked.slice(0, Math.max(1, most - 1)))
  const rest = bars.filter((it) => !kept.has(it))
  const sum = (of: (bar: Bar) => number): number => rest.reduce((total, bar) => total + of(bar), 0)
  const before = rest.some((it) => it.before !== null) ? sum((it) => it.before ?? 0) : null
  return [
    ...bars.filter((it) => kept.has(it)),
    { label: `${rest.length} others`, share: sum((it) => it.share), before },
  ]
}

/** `12 points; lowest 0.01, highest 0.31, last 0.05`; what a sparkline or a course shows. */
export const courseWords = (
  values: readonly (number | null)[],
  said: (value: number) => string = (value) => figure(value),
): string => {
  const known = values.filter((it): it is number => it !== null && Number.isFinite(it))
  const last = known.at(-1)
  if (last === undefined) return 'no points'
  const [least, most] = [Math.min(...known), Math.max(...known)]
  if (known.length === 1) return `1 point, ${said(last)}`
  if (least === most) return `${known.length} points, all ${said(last)}`
  return `${known.length} points; lowest ${said(least)}, highest ${said(most)}, last ${said(last)}`
}
