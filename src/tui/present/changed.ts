// What of a text has changed? One side of a comparison, in lines of its half, with signs beneath what differs.
import type { DiffPart, Mark } from '../../core/diffs.ts'
import { type Cell, cell, type Line, line } from './lines.ts'
import { safe, widthOf, wrapped } from './text.ts'
import type { Theme, Tone } from './theme.ts'

export interface Half {
  /** Null: this version has no such part. */
  readonly text: string | null
  readonly marks: readonly Mark[]
  readonly tone: Tone
  readonly width: number
}

export const diffHalf = (
  { part }: Pick<DiffPart, 'part'>,
  { text, marks, tone, width }: Half,
  { glyphs }: Theme,
): Line[] => {
  const name = `! ${safe(part, glyphs.ascii)}  `
  const isLong = widthOf(name) > width * 0.4
  const above = isLong ? [line(cell(name, 'warn'))] : []
  const indent = ' '.repeat(isLong ? 4 : widthOf(name))
  const room = Math.max(8, width - indent.length)
  if (text === null) return [...above, line(cell(isLong ? indent : name, 'warn'), cell('is not there', tone))]
  const shown = safe(text, glyphs.ascii)
  const lines = wrapped(shown, room)
  // Marks count in the text as it is, which what made it safe may have moved.
  const placed = shown === text ? markedLines(text, lines, marks) : lines.map((it) => ({ text: it, marks: [] }))
  const isApart = placed.some((it) => it.marks.length > 0) && !coversAll(text, marks)
  const body = placed.flatMap((it, at) => {
    const begun = cell(at === 0 && !isLong ? name : indent, 'warn')
    if (!isApart) return [line(begun, cell(it.text, tone))]
    const signs = signsBeneath(it)
    return [line(begun, ...markedCells(it, tone)), ...(signs === '' ? [] : [line(indent, cell(signs, tone))])]
  })
  return [...above, ...body]
}

const coversAll = (text: string, marks: readonly Mark[]): boolean =>
  marks.some(([from, to]) => from === 0 && to === text.length)

export interface MarkedLine {
  readonly text: string
  /** Counted from its own beginning. */
  readonly marks: readonly Mark[]
}

/** Marks of a text, on the lines that it was broken into. */
export const markedLines = (text: string, lines: readonly string[], marks: readonly Mark[]): MarkedLine[] => {
  let done = 0
  return lines.map((it) => {
    const start = Math.max(done, text.indexOf(it, done))
    const end = start + it.length
    done = end
    const within = marks
      .filter(([from, to]) => from < end && to > start)
      .map(([from, to]): Mark => [Math.max(from, start) - start, Math.min(to, end) - start])
    return { text: it, marks: within }
  })
}

const markedCells = ({ text, marks }: MarkedLine, tone: Tone): Cell[] => {
  const cells: Cell[] = []
  let done = 0
  for (const [from, to] of marks) {
    cells.push(cell(text.slice(done, from)), cell(text.slice(from, to), tone))
    done = to
  }
  return [...cells, cell(text.slice(done))]
}

/** A sign beneath every column that differs, so that it is seen without colour too. */
const signsBeneath = ({ text, marks }: MarkedLine): string =>
  marks.reduce((signs, [from, to]) => {
    const start = widthOf(text.slice(0, from))
    return signs.padEnd(start) + '^'.repeat(Math.max(1, widthOf(text.slice(from, to))))
  }, '')
