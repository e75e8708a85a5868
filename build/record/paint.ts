// How does a row of cells look as SVG? Each run of letters at its own place and of its own length, so that columns stand
// under each other in any font; what fonts draw differently is a shape.
import { cell, type Shape, shapeOf } from './glyphs.ts'
import type { Run, Style } from './grid.ts'

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Where letters stand in a row. */
const baseline = 12.5

/** Names of colours, given in the order they are met. */
export interface Inks {
  nameOf(colour: string): string
  rules(): string
}

export const inksOf = (): Inks => {
  const names = new Map<string, string>()
  return {
    nameOf: (colour) => {
      const name = names.get(colour) ?? `c${names.size}`
      names.set(colour, name)
      return name
    },
    rules: () => [...names].map(([colour, name]) => `.${name}{fill:${colour};color:${colour}}`).join(''),
  }
}

export const sheet = [
  `text{font:13.33px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;white-space:pre}`,
  '.b{font-weight:700}',
  '.l{fill:none;stroke:currentColor;shape-rendering:crispEdges}',
  '.d{fill:none;stroke:currentColor;stroke-width:2.3;stroke-linecap:round}',
  '.f{shape-rendering:crispEdges}',
  '.s{shape-rendering:crispEdges;opacity:.35}',
  '.m{text-anchor:middle}',
].join('')

const classes: Readonly<Record<Shape['kind'], string>> = { line: 'l', dots: 'd', fill: 'f', shade: 's', sign: '' }

const named = (style: Style, inks: Inks, ...others: readonly string[]): string => {
  const ink = style.ink === '' ? [] : [inks.nameOf(style.ink)]
  const all = [...ink, ...others, style.bold ? 'b' : ''].filter((it) => it !== '')
  const dim = style.dim ? ' opacity=".65"' : ''
  return `${all.length === 0 ? '' : ` class="${all.join(' ')}"`}${dim}`
}

const ascii = /[!-~](?: ?[!-~])*/g

export const paintRow = (runs: readonly Run[], inks: Inks): string => runs.map((run) => paintRun(run, inks)).join('')

const paintRun = ({ column, text, style }: Run, inks: Inks): string => {
  const signs = [...text]
  const parts: string[] = []
  const shapes = new Map<Shape['kind'], string>()
  if (style.paper !== '')
    parts.push(
      `<path class="${inks.nameOf(style.paper)} f" d="M${column * cell.width} 0h${signs.length * cell.width}v${cell.height}H${column * cell.width}z"/>`,
    )
  for (const { 0: word, index } of text.matchAll(ascii)) {
    const at = column + [...text.slice(0, index)].length
    const length = word.length === 1 ? '' : ` textLength="${word.length * cell.width}" lengthAdjust="spacingAndGlyphs"`
    parts.push(`<text x="${at * cell.width}" y="${baseline}"${length}${named(style, inks)}>${escaped(word)}</text>`)
  }
  for (const [at, sign] of signs.entries()) {
    if (sign <= '~') continue
    const shape = shapeOf(sign, column + at)
    if (shape !== null) shapes.set(shape.kind, (shapes.get(shape.kind) ?? '') + shape.path)
    else {
      const x = (column + at + 0.5) * cell.width
      parts.push(`<text x="${x}" y="${baseline}"${named(style, inks, 'm')}>${escaped(sign)}</text>`)
    }
  }
  for (const [kind, path] of shapes)
    if (path !== '') parts.push(`<path${named({ ...style, bold: false }, inks, classes[kind])} d="${joined(path)}"/>`)
  return parts.join('')
}

/** A rule of eighty cells is one stroke. */
const joined = (path: string): string => {
  const strokes = [...path.matchAll(/M(\S+) (\S+?)h(\d[\d.]*)(?=M|$)/g)]
  if (strokes.length < 2 || strokes.map(([it]) => it).join('') !== path) return path
  const merged: [number, string, number][] = []
  for (const [, x = '', y = '', length = ''] of strokes) {
    const last = merged.at(-1)
    if (last && last[1] === y && Number(length) > 0 && last[0] + last[2] === Number(x)) last[2] += Number(length)
    else merged.push([Number(x), y, Number(length)])
  }
  return merged.map(([x, y, length]) => `M${x} ${y}h${length}`).join('')
}
