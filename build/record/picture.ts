// How does a screen become a picture? A dark frame with round corners around rows of cells; and many of them a film that
// plays by itself, a strip of frames behind a window, moved by one animation without a script.
import { cell } from './glyphs.ts'
import { colours, type Run } from './grid.ts'
import { escaped, type Inks, inksOf, paintRow, sheet } from './paint.ts'

export type Grid = readonly (readonly Run[])[]

export interface Telling {
  readonly title: string
  readonly about: string
}

export interface Cap {
  readonly text: string
  readonly isPressed: boolean
}

export interface Frame {
  readonly grid: Grid
  readonly caps: readonly Cap[]
  readonly says: string
  readonly seconds: number
}

const margin = { side: 16, above: 13, below: 13 } as const
const captionHeight = 46
const edge = '#2c3541'
const quiet = '#8b97a6'

interface Sheet extends Telling {
  readonly columns: number
  readonly height: number
  readonly inks: Inks
  readonly rules?: string
}

const framed = ({ title, about, columns, height, inks, rules = '' }: Sheet, inside: string): string => {
  const width = columns * cell.width + 2 * margin.side
  const high = height + margin.above + margin.below
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${high}" width="${width}" height="${high}" role="img" aria-labelledby="t a" fill="${colours.ink}" color="${colours.ink}">`,
    `<title id="t">${escaped(title)}</title><desc id="a">${escaped(about)}</desc>`,
    `<style>${sheet}${inks.rules()}${rules}</style>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${high - 1}" rx="10" fill="${colours.paper}" stroke="${edge}"/>`,
    inside,
    '</svg>\n',
  ].join('\n')
}

/** One screen. */
export const still = (grid: Grid, columns: number, telling: Telling): string => {
  const inks = inksOf()
  const rows = grid.map((row, at) => placed(at, paintRow(row, inks))).join('\n')
  const inside = `<g transform="translate(${margin.side} ${margin.above})">${rows}</g>`
  return framed({ ...telling, columns, height: grid.length * cell.height, inks }, inside)
}

const placed = (row: number, painted: string): string =>
  painted === '' ? '' : `<g transform="translate(0 ${row * cell.height})">${painted}</g>`

/** Many screens, one after another, again and again. */
export const film = (frames: readonly Frame[], columns: number, rows: number, telling: Telling): string => {
  const inks = inksOf()
  const screenHeight = rows * cell.height
  const step = screenHeight + captionHeight
  const strip = stripOf(
    frames.map(({ grid, caps, says }) => [
      ...grid.map((row, at) => ({ at: at * cell.height, painted: paintRow(row, inks) })),
      { at: screenHeight, painted: caption(caps, says, inks) },
    ]),
    step,
  )
  const total = frames.reduce((sum, { seconds }) => sum + seconds, 0)
  let passed = 0
  const stops = frames.map(({ seconds }, at) => {
    const stop = `${percent(passed / total)}{transform:translateY(-${at * step}px)}`
    passed += seconds
    return stop
  })
  const rules = [
    `@keyframes f{${stops.join('')}}`,
    '@keyframes p{from{transform:scaleX(0)}to{transform:scaleX(1)}}',
    `.film{animation:f ${total.toFixed(2)}s step-end infinite}`,
    `.time{animation:p ${total.toFixed(2)}s linear infinite}`,
    '@media (prefers-reduced-motion:reduce){.film,.time{animation:none}}',
  ].join('')
  const width = columns * cell.width
  const inside = [
    `<defs>${strip.shared}</defs>`,
    `<svg x="${margin.side}" y="${margin.above}" width="${width}" height="${step}" overflow="hidden">`,
    `<g class="film">${strip.frames}</g></svg>`,
    `<g transform="translate(${margin.side} ${margin.above + screenHeight + 8.5})"><path d="M0 0h${width}" stroke="${edge}"/><path class="time" d="M0 0h${width}" stroke="${quiet}"/></g>`,
  ].join('\n')
  return framed({ ...telling, columns, height: step - 6, inks, rules }, inside)
}

const percent = (share: number): string => `${Number((share * 100).toFixed(3))}%`

interface Placed {
  readonly at: number
  readonly painted: string
}

/** Frames below each other. What stands in several is drawn once: blocks of rows, or single ones. */
const stripOf = (frames: readonly (readonly Placed[])[], step: number) => {
  const counts = new Map<string, number>()
  for (const rows of frames) for (const { painted } of rows) counts.set(painted, (counts.get(painted) ?? 0) + 1)
  const ids = new Map<string, string>()
  const shared: string[] = []
  const drawn = ({ at, painted }: Placed): string => {
    if (painted === '') return ''
    if ((counts.get(painted) ?? 0) < 2) return `<g transform="translate(0 ${at})">${painted}</g>`
    const known = ids.get(painted)
    const id = known ?? `r${ids.size.toString(36)}`
    if (known === undefined) {
      ids.set(painted, id)
      shared.push(`<g id="${id}">${painted}</g>`)
    }
    return `<use href="#${id}"${at === 0 ? '' : ` y="${at}"`}/>`
  }
  const strips = frames.map((rows, at) => `<g transform="translate(0 ${at * step})">${rows.map(drawn).join('')}</g>`)
  return { shared: shared.join('\n'), frames: strips.join('\n') }
}

/** Which keys are pressed here, and what for. */
const caption = (caps: readonly Cap[], says: string, inks: Inks): string => {
  let x = 0
  const parts: string[] = []
  for (const { text, isPressed } of caps) {
    const width = [...text].length * cell.width + 14
    parts.push(
      `<rect x="${x + 0.5}" y="18.5" width="${width - 1}" height="21" rx="4" fill="${isPressed ? '#2f5d8a' : 'none'}" stroke="${isPressed ? '#6ab0f3' : edge}"/>`,
      paintAt(x + 7, text, inks, isPressed ? '#ffffff' : quiet),
    )
    x += width + 6
  }
  parts.push(paintAt(x + (caps.length === 0 ? 0 : 6), says, inks, colours.ink))
  return parts.join('')
}

const paintAt = (x: number, text: string, inks: Inks, ink: string): string =>
  `<g transform="translate(${x} 20.5)">${paintRow([{ column: 0, text, style: { ink, paper: '', bold: false, dim: false } }], inks)}</g>`
