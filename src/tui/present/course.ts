// How has a number gone? A plot of points over time with a scale at its left, thresholds at its right, ends beneath.
import { type Cell, cell, type Line, line } from './lines.ts'
import { fit, widthOf } from './text.ts'
import type { Theme, Tone } from './theme.ts'
import { figure } from './words.ts'

export interface Mark {
  readonly at: number
  readonly name: string
  readonly tone: Tone
}

export interface Plotted {
  /** The oldest first; null: a gap. */
  readonly values: readonly (number | null)[]
  /** Dotted lines with their names at the right. */
  readonly marks: readonly Mark[]
  /** root: what is small is seen beside what is large. */
  readonly scale: 'even' | 'root'
  /** Whether 0 is on the scale wherever the values are. */
  readonly zero: boolean
  /** What is said beneath the first point and the last one. */
  readonly ends: readonly [string, string] | null
}

/** Bits of a braille cell, by row and column. */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const

export const course = (
  { values, marks, scale, zero, ends }: Plotted,
  size: { readonly width: number; readonly height: number },
  theme: Theme,
): Line[] => {
  const known = values.filter((it): it is number => it !== null && Number.isFinite(it))
  if (known.length === 0 && marks.length === 0) return []
  const all = [...known, ...marks.map((it) => it.at), ...(zero ? [0] : [])]
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const height = Math.max(2, size.height - (ends === null ? 0 : 1))
  const left = Math.max(widthOf(shown(most)), widthOf(shown(least)))
  const right = Math.max(0, ...marks.map((it) => widthOf(it.name)))
  const width = Math.max(2, size.width - left - 2 - (right > 0 ? right + 1 : 0))
  const rowOf = (value: number, rows: number): number => {
    const share = most > least ? (value - least) / (most - least) : 0.5
    const high = scale === 'root' ? Math.sqrt(share) : share
    return Math.max(0, Math.min(rows - 1, Math.round((1 - high) * (rows - 1))))
  }
  const plot = (theme.glyphs.ascii ? asciiPlot : braillePlot)(values, width, height, rowOf)
  const names = placed(marks, (at) => rowOf(at, height), height)
  const lines = plot.map((signs, row) => {
    const label = row === 0 ? shown(most) : row === height - 1 && most > least ? shown(least) : ''
    const through = marks.find((it) => rowOf(it.at, height) === row)
    const named = names.get(row)
    return line(
      cell(`${label.padStart(left)} ${theme.glyphs.bar}`, 'dim'),
      ...signs
        .map((sign) => (through && isBlank(sign) ? cell(theme.glyphs.dot, through.tone) : cell(sign, 'accent')))
        .reduce(joined, []),
      cell(named === undefined ? '' : ` ${named.name}`, named?.tone ?? 'plain'),
    )
  })
  return ends === null ? lines : [...lines, endsLine(ends, left + 2, width + (right > 0 ? right + 1 : 0), theme)]
}

const shown = (value: number): string => figure(Number(value.toPrecision(3)))

/** Cells of one tone are one. */
const joined = (cells: readonly Cell[], next: Cell): Cell[] => {
  const last = cells.at(-1)
  return last?.tone === next.tone ? [...cells.slice(0, -1), cell(last.text + next.text, next.tone)] : [...cells, next]
}

/** A name each row: of two that are too near, the lower one's stands a row beneath, or the upper one's above. */
const placed = (marks: readonly Mark[], rowOf: (at: number) => number, height: number): ReadonlyMap<number, Mark> => {
  const names = new Map<number, Mark>()
  for (const mark of marks.toSorted((a, b) => b.at - a.at)) {
    const row = rowOf(mark.at)
    const before = names.get(row)
    if (before === undefined) names.set(row, mark)
    else if (row + 1 < height) names.set(row + 1, mark)
    else if (row > 0 && !names.has(row - 1)) names.set(row - 1, before).set(row, mark)
    else names.set(row, { ...before, name: `${before.name}, ${mark.name}` })
  }
  return names
}

const endsLine = ([first, last]: readonly [string, string], indent: number, width: number, { glyphs }: Theme): Line => {
  const room = width - widthOf(last) - 2
  const text =
    last === '' || room < 8
      ? fit(first, width, 'left', glyphs.more)
      : `${fit(first, room, 'left', glyphs.more)}  ${last}`
  return line(cell(`${' '.repeat(indent)}${text}`, 'dim'))
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
