// Which letters stand where, in which colours? The cells of a terminal's screen as runs of one style.
import type { IBuffer, IBufferCell } from '@xterm/headless'

export interface Style {
  /** Empty: the terminal's own. */
  readonly ink: string
  readonly paper: string
  readonly bold: boolean
  readonly dim: boolean
}

export interface Run {
  readonly column: number
  readonly text: string
  readonly style: Style
}

export const colours = { ink: '#d3dae3', paper: '#11161d' } as const

const sixteen = [
  ...['#2b323c', '#f2777a', '#5fc9a0', '#f0b44c', '#6ab0f3', '#c79bd6', '#5cc8d0', '#d3dae3'],
  ...['#6b7685', '#ff8f92', '#7fe0b9', '#ffcb6b', '#8cc6ff', '#dab4e6', '#7fe0e6', '#ffffff'],
]
const steps = [0, 95, 135, 175, 215, 255]

const hex = (...parts: readonly number[]): string => `#${parts.map((it) => it.toString(16).padStart(2, '0')).join('')}`

/** A colour of the 256 that terminals agree on. */
export const paletteColour = (index: number): string => {
  const named = sixteen[index]
  if (named !== undefined) return named
  if (index >= 232) return hex(...Array<number>(3).fill(8 + 10 * (index - 232)))
  const at = index - 16
  return hex(...[Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((it) => steps[it] ?? 0))
}

const colourOf = (isDefault: boolean, isPalette: boolean, value: number): string =>
  isDefault ? '' : isPalette ? paletteColour(value) : `#${value.toString(16).padStart(6, '0')}`

const styleOf = (cell: IBufferCell): Style => {
  const ink = colourOf(cell.isFgDefault(), cell.isFgPalette(), cell.getFgColor())
  const paper = colourOf(cell.isBgDefault(), cell.isBgPalette(), cell.getBgColor())
  const look = { bold: cell.isBold() !== 0, dim: cell.isDim() !== 0 }
  return cell.isInverse() === 0
    ? { ink, paper, ...look }
    : { ink: paper || colours.paper, paper: ink || colours.ink, ...look }
}

const isSame = (a: Style, b: Style): boolean =>
  a.ink === b.ink && a.paper === b.paper && a.bold === b.bold && a.dim === b.dim

/** The rows of the screen; what nobody sees, spaces at the end, is left out. */
export const gridOf = (buffer: IBuffer, rows: number): readonly (readonly Run[])[] =>
  Array.from({ length: rows }, (_, at) => {
    const line = buffer.getLine(buffer.baseY + at)
    const runs: Run[] = []
    for (let column = 0; column < (line?.length ?? 0); column++) {
      const cell = line?.getCell(column)
      if (cell === undefined || cell.getWidth() === 0) continue
      const text = cell.getChars() || ' '
      const style = styleOf(cell)
      const last = runs.at(-1)
      if (last && isSame(last.style, style)) runs[runs.length - 1] = { ...last, text: last.text + text }
      else runs.push({ column, text, style })
    }
    return runs.filter(({ text, style }) => text.trim() !== '' || style.paper !== '')
  })
