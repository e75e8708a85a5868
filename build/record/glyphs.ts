// How are lines, blocks and braille drawn, so that they meet whatever the font? As shapes in a cell's own box.

export const cell = { width: 8, height: 17 } as const

export interface Shape {
  readonly path: string
  /** line: strokes · dots: strokes of no length with round ends · fill · shade: a fill that lets through · sign. */
  readonly kind: 'line' | 'dots' | 'fill' | 'shade' | 'sign'
}

const { width, height } = cell
const middle = { x: width / 2, y: 8.5 } as const

const box = (x: number, y: number, w: number, h: number): string => `M${x} ${y}h${w}v${h}h${-w}z`

/** Which arms a box sign has: left, right, up, down. */
const arms: Readonly<Record<string, string>> = {
  '─': 'lr',
  '━': 'lr',
  '│': 'ud',
  '┃': 'ud',
  '┌': 'rd',
  '╭': 'rd',
  '┐': 'ld',
  '╮': 'ld',
  '└': 'ru',
  '╰': 'ru',
  '┘': 'lu',
  '╯': 'lu',
  '├': 'rud',
  '┤': 'lud',
  '┬': 'lrd',
  '┴': 'lru',
  '┼': 'lrud',
  '╴': 'l',
  '╶': 'r',
  '╵': 'u',
  '╷': 'd',
}

const triangles: Readonly<Record<string, string>> = {
  '▲': 'M1 12.5h6l-3-7z',
  '▼': 'M1 5.5h6l-3 7z',
  '▶': 'M1.5 5v8l6-4z',
  '◀': 'M6.5 5v8l-6-4z',
}

const shades: Readonly<Record<string, number>> = { '░': 1, '▒': 2, '▓': 3 }

/** Columns and rows of the eight dots, in the order of the bits. */
const dots = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 1],
  [1, 2],
  [0, 3],
  [1, 3],
] as const

const braille = (bits: number, x: number): string =>
  dots
    .filter((_, bit) => ((bits >> bit) & 1) === 1)
    .map(([column, row]) => `M${x + 2 + column * 4} ${2 + row * 4.25}h0`)
    .join('')

/** The blocks of U+2580 to U+259F that are one box: halves, eighths from below, from the left. */
const block = (code: number, x: number): string => {
  if (code === 0x2580) return box(x, 0, width, height / 2)
  if (code <= 0x2588) {
    const high = Math.round((height * (code - 0x2580)) / 8)
    return box(x, height - high, width, high)
  }
  if (code <= 0x258f) return box(x, 0, 0x2590 - code, height)
  if (code === 0x2590) return box(x + width / 2, 0, width / 2, height)
  if (code === 0x2594) return box(x, 0, width, 2)
  if (code === 0x2595) return box(x + width - 1, 0, 1, height)
  return ''
}

const line = (sign: string, x: number): string =>
  [...sign]
    .map((arm) => {
      if (arm === 'l') return `M${x} ${middle.y}h${width / 2}`
      if (arm === 'r') return `M${x + middle.x} ${middle.y}h${width / 2}`
      return arm === 'u' ? `M${x + middle.x} 0v${middle.y}` : `M${x + middle.x} ${middle.y}v${height - middle.y}`
    })
    .join('')

/** The shape of a sign at a column; null where it is a letter of the font. */
export const shapeOf = (sign: string, column: number): Shape | null => {
  const x = column * width
  const code = sign.codePointAt(0) ?? 0
  if (code >= 0x2800 && code <= 0x28ff) return { kind: 'dots', path: braille(code - 0x2800, x) }
  if (sign in shades) return { kind: 'shade', path: box(x, 0, width, height) }
  if (code >= 0x2580 && code <= 0x259f) {
    const path = block(code, x)
    return path === '' ? null : { kind: 'fill', path }
  }
  const arm = arms[sign]
  if (arm !== undefined) return { kind: 'line', path: line(arm, x) }
  const triangle = triangles[sign]
  if (triangle === undefined) return null
  return { kind: 'sign', path: triangle.replace(/^M([\d.]+)/, (_, at) => `M${x + Number(at)}`) }
}
