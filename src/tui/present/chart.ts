// How do numbers become pictures of characters? Sparklines, bars and courses over time; each also as a sentence, for
// those who do not see it.
import { cell, type Line, line } from './lines.ts'
import { fit, safe, widthOf } from './text.ts'
import type { Theme, Tone } from './theme.ts'
import { figure, percent } from './words.ts'

/** One sign a number, from the lowest to the highest; a space where there is none. */
export const sparkline = (values: readonly (number | null)[], { glyphs }: Theme, zero = false): string => {
  const known = values.filter((it): it is number => it !== null && Number.isFinite(it))
  const [least, most] = [zero ? 0 : Math.min(...known), Math.max(...known)]
  return values
    .map((value) => {
      if (value === null || !Number.isFinite(value)) return ' '
      const share = most > least ? (value - least) / (most - least) : 0.5
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

/** A line a bar: label, bar, share; with two shares the earlier one is shaded below it on the same line's right. */
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
      cell(theme.glyphs.full.repeat(before === null ? 0 : now - both), 'warn'),
      cell(theme.glyphs.shade.repeat(Math.max(0, then - now)), 'dim'),
      ' '.repeat(Math.max(0, room - Math.max(now, then)) + 1),
      cell(percent(share).padStart(7)),
      cell(before === null ? '' : ` ${percent(before).padStart(7)}`, 'dim'),
    )
  })
}

/** `5 bars; the longest is 40–50 with 31%, the shortest 70–80 with 2%`. */
export const barWords = (bars: readonly Bar[]): string => {
  const [first] = bars
  if (first === undefined) return 'no bars'
  const most = bars.reduce((a, b) => (b.share > a.share ? b : a))
  const least = bars.reduce((a, b) => (b.share < a.share ? b : a))
  return `${bars.length} bars; the longest is ${most.label} with ${percent(most.share)}, the shortest ${least.label} with ${percent(least.share)}`
}

export interface Mark {
  readonly at: number
  readonly name: string
  readonly tone: Tone
}

/** Bits of a braille cell, by row and column. */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const

/** A course over time with a scale at its left; thresholds are dotted lines with their names at the right. */
export const course = (
  values: readonly (number | null)[],
  marks: readonly Mark[],
  size: { readonly width: number; readonly height: number },
  theme: Theme,
): Line[] => {
  const known = values.filter((it): it is number => it !== null && Number.isFinite(it))
  const least = Math.min(0, ...known)
  const most = Math.max(...known, ...marks.map((it) => it.at), least + 1e-9) * 1.05
  const scale = Math.max(widthOf(figure(most)), widthOf(figure(least)), ...marks.map((it) => widthOf(figure(it.at))))
  const names = Math.max(0, ...marks.map((it) => widthOf(it.name)))
  const width = Math.max(2, size.width - scale - 2 - (names > 0 ? names + 1 : 0))
  const rowOf = (value: number, rows: number): number =>
    Math.max(0, Math.min(rows - 1, Math.round((1 - (value - least) / (most - least)) * (rows - 1))))
  const drawn = theme.glyphs.ascii ? asciiPlot : braillePlot
  const plot = drawn(values, width, size.height, rowOf)
  return plot.map((signs, row) => {
    const mark = marks.find((it) => rowOf(it.at, size.height) === row)
    const shown =
      row === 0
        ? figure(Number(most.toPrecision(2)))
        : row === size.height - 1
          ? figure(least)
          : mark
            ? figure(mark.at)
            : ''
    const dotted = mark === undefined ? signs : signs.map((sign) => (isBlank(sign) ? theme.glyphs.dot : sign))
    return line(
      cell(`${shown.padStart(scale)} ${theme.glyphs.bar}`, 'dim'),
      cell(dotted.join(''), mark?.tone ?? 'accent'),
      cell(mark === undefined ? '' : ` ${mark.name}`, mark?.tone ?? 'plain'),
    )
  })
}

const isBlank = (sign: string): boolean => sign === ' ' || sign === '\u2800'

type Plot = (
  values: readonly (number | null)[],
  width: number,
  height: number,
  rowOf: (value: number, rows: number) => number,
) => string[][]

const braillePlot: Plot = (values, width, height, rowOf) => {
  const bits = Array.from({ length: height }, () => new Array<number>(width).fill(0))
  let before: readonly [number, number] | null = null
  values.forEach((value, at) => {
    if (value === null || !Number.isFinite(value)) {
      before = null
      return
    }
    const x = values.length === 1 ? 0 : Math.round((at / (values.length - 1)) * (width * 2 - 1))
    const here = [x, rowOf(value, height * 4)] as const
    for (const [column, row] of between(before ?? here, here)) {
      const line = bits[row >> 2]
      if (line) line[column >> 1] = (line[column >> 1] ?? 0) | (dots[row & 3]?.[column & 1] ?? 0)
    }
    before = here
  })
  return bits.map((row) => row.map((it) => String.fromCharCode(0x2800 + it)))
}

const asciiPlot: Plot = (values, width, height, rowOf) => {
  const rows = Array.from({ length: height }, () => new Array<string>(width).fill(' '))
  values.forEach((value, at) => {
    if (value === null || !Number.isFinite(value)) return
    const x = values.length === 1 ? 0 : Math.round((at / (values.length - 1)) * (width - 1))
    const row = rows[rowOf(value, height)]
    if (row) row[x] = '*'
  })
  return rows
}

/** The points of a straight line, both ends included. */
const between = (from: readonly [number, number], to: readonly [number, number]): (readonly [number, number])[] => {
  const steps = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]), 1)
  return Array.from({ length: steps + 1 }, (_, at) => [
    Math.round(from[0] + ((to[0] - from[0]) * at) / steps),
    Math.round(from[1] + ((to[1] - from[1]) * at) / steps),
  ])
}

/** `12 points; lowest 0.01, highest 0.31, last 0.05`. */
export const courseWords = (values: readonly (number | null)[]): string => {
  const known = values.filter((it): it is number => it !== null && Number.isFinite(it))
  const last = known.at(-1)
  if (last === undefined) return 'no points'
  return `${known.length} points; lowest ${figure(Math.min(...known))}, highest ${figure(Math.max(...known))}, last ${figure(last)}`
}
