// What is a line of the screen? Cells one after another, each a text with a tone; from here on everything has a width.
import { cut, safe, widthOf, wrapped } from './text.ts'
import { paint, type Theme, type Tone } from './theme.ts'
import { several } from './words.ts'

export interface Cell {
  readonly text: string
  readonly tone: Tone
}

export interface Line {
  readonly cells: readonly Cell[]
  /** Shown in reverse, and by a sign of its own. */
  readonly selected?: boolean
}

export const cell = (text: string, tone: Tone = 'plain'): Cell => ({ text, tone })

export const line = (...parts: readonly (Cell | string)[]): Line => ({
  cells: parts.map((part) => (typeof part === 'string' ? cell(part) : part)),
})

export const empty: Line = { cells: [] }

export const widthOfLine = ({ cells }: Line): number => cells.reduce((sum, { text }) => sum + widthOf(text), 0)

/** Exactly so wide: what is longer is cut, what is shorter filled. Whatever a cell holds is made safe here. */
export const fitLine = (it: Line, width: number, { glyphs }: Theme): Line => {
  const cells: Cell[] = []
  let room = width
  const parts = it.cells.map(({ text, tone }) => cell(safe(text, glyphs.ascii), tone))
  const isLonger = widthOfLine({ cells: parts }) > width
  for (const { text, tone } of parts) {
    if (room <= 0) break
    const wanted = widthOf(text)
    const shown = wanted < room || (wanted === room && !isLonger) ? text : cut(`${text} `, room, glyphs.more)
    cells.push({ text: shown, tone })
    room -= widthOf(shown)
    if (shown !== text) break
  }
  if (room > 0) cells.push(cell(' '.repeat(room)))
  return { ...it, cells }
}

/** As many lines as there is room for, the rest empty. */
export const fill = (lines: readonly Line[], height: number): Line[] =>
  Array.from({ length: Math.max(0, height) }, (_, at) => lines[at] ?? empty)

/** As {@link fill}, and where lines are missing, says how many, and what would show them. */
export const crop = (lines: readonly Line[], height: number, theme: Theme, shows = ''): Line[] => {
  if (lines.length <= height) return [...lines]
  const kept = lines.slice(0, Math.max(0, height - 1))
  return [...kept, moreLines(lines.length - kept.length, theme, shows)].slice(0, height)
}

/** Said wherever lines are out of sight. */
export const moreLines = (count: number, { glyphs }: Theme, shows = ''): Line =>
  line(cell(`${glyphs.down} ${several(count, 'more line')}${shows === '' ? '' : `   ${shows}`}`, 'dim'))

/** Two blocks side by side with a rule between. */
export const beside = (
  left: readonly Line[],
  right: readonly Line[],
  widths: readonly [number, number],
  theme: Theme,
): Line[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const [first, second] = [left[at] ?? empty, right[at] ?? empty]
    const start = fitLine(first, widths[0], theme).cells
    const gap = cell(` ${theme.glyphs.bar} `, 'dim')
    return {
      cells: [...start, gap, ...fitLine(second, widths[1], theme).cells],
      ...(first.selected ? { selected: true } : {}),
    }
  })

/** A text in lines of a width, all of one tone. */
export const paragraph = (text: string, width: number, theme: Theme, tone: Tone = 'plain'): Line[] =>
  wrapped(safe(text, theme.glyphs.ascii), width).map((it) => line(cell(it, tone)))

export const rule = (width: number, { glyphs }: Theme, title = ''): Line => {
  if (title === '') return line(cell(glyphs.rule.repeat(width), 'dim'))
  const rest = Math.max(0, width - widthOf(title) - 4)
  return line(cell(`${glyphs.rule} `, 'dim'), cell(title, 'bold'), cell(` ${glyphs.rule.repeat(rest + 1)}`, 'dim'))
}

/** The line as the terminal gets it; without colour the ends are not filled. */
export const painted = (it: Line, theme: Theme): string => {
  const text = it.cells.map(({ text: shown, tone }) => paint(shown, tone, theme, it.selected === true)).join('')
  return theme.colours === 'plain' ? text.trimEnd() : text
}
