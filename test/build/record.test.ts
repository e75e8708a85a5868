// Do the pictures of the terminal UI show what was on the screen, and in any font?
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { shapeOf } from '../../build/record/glyphs.ts'
import { gridOf, paletteColour } from '../../build/record/grid.ts'
import { inksOf, paintRow } from '../../build/record/paint.ts'
import { type Frame, film, still } from '../../build/record/picture.ts'
import { inTerminal } from '../support/terminal.ts'

const size = { columns: 40, rows: 3 }
const look = { ink: '', paper: '', bold: false, dim: false }
const red = paletteColour(203)
const telling = { title: 'a < b', about: 'one & two' }

const shown = async (text: string) => {
  const session = inTerminal(['printf', '%s', text], size, { directory: '/', environment: { LC_ALL: 'C.UTF-8' } })
  await session.ended()
  return gridOf(session.screen.buffer, size.rows)
}

describe('a screen as runs', () => {
  it('keeps places and styles, and leaves spaces out', async () => {
    const [first, ...others] = await shown('plain \x1b[1;38;5;203mFAIL\x1b[0m   \x1b[38;5;203;7mat\x1b[0m')
    deepEqual(others, [[], []])
    deepEqual(
      first?.map(({ column, text, style: { ink, paper, bold } }) => [column, text.trim(), ink, paper, bold]),
      [
        [0, 'plain', '', '', false],
        [6, 'FAIL', red, '', true],
        [13, 'at', '#11161d', red, false],
      ],
    )
  })

  it('knows the 256 colours', () => {
    deepEqual([16, 75, 231, 232, 255].map(paletteColour), ['#000000', '#5fafff', '#ffffff', '#080808', '#eeeeee'])
  })
})

describe('signs', () => {
  for (const { sign, kind, path } of [
    { sign: '─', kind: 'line', path: 'M8 8.5h4M12 8.5h4' },
    { sign: '│', kind: 'line', path: 'M12 0v8.5M12 8.5v8.5' },
    { sign: '█', kind: 'fill', path: 'M8 0h8v17h-8z' },
    { sign: '▄', kind: 'fill', path: 'M8 8h8v9h-8z' },
    { sign: '▏', kind: 'fill', path: 'M8 0h1v17h-1z' },
    { sign: '░', kind: 'shade', path: 'M8 0h8v17h-8z' },
    { sign: '⠉', kind: 'dots', path: 'M10 2h0M14 2h0' },
    { sign: '⠀', kind: 'dots', path: '' },
    { sign: '▲', kind: 'sign', path: 'M9 12.5h6l-3-7z' },
  ] as const)
    it(`${sign} is drawn`, () => deepEqual(shapeOf(sign, 1), { kind, path }))

  it('letters are the font’s', () =>
    deepEqual(
      ['a', '→', '…', '↵'].map((it) => shapeOf(it, 0)),
      [null, null, null, null],
    ))
})

describe('a row', () => {
  it('has each word at its place and of its own length', () => {
    equal(
      paintRow([{ column: 2, text: 'a < b   cd', style: look }], inksOf()),
      '<text x="16" y="12.5" textLength="40" lengthAdjust="spacingAndGlyphs">a &lt; b</text>' +
        '<text x="80" y="12.5" textLength="16" lengthAdjust="spacingAndGlyphs">cd</text>',
    )
  })

  it('makes a rule of many cells one stroke', () => {
    equal(paintRow([{ column: 0, text: '────', style: look }], inksOf()), '<path class="l" d="M0 8.5h32"/>')
  })
})

describe('pictures', () => {
  const grid = [[{ column: 0, text: 'here', style: look }], [], []]

  it('one is told in words too', () => {
    const text = still(grid, size.columns, telling)
    match(text, /<title id="t">a &lt; b<\/title><desc id="a">one &amp; two<\/desc>/)
    equal(text.split('<text').length, 2)
  })

  it('a film draws what is in several frames once, and needs no script', () => {
    const frame = (says: string): Frame => ({ grid, caps: [{ text: 'j', isPressed: true }], says, seconds: 1 })
    const text = film(
      [frame('first'), frame('then'), { ...frame('last'), seconds: 2 }],
      size.columns,
      size.rows,
      telling,
    )
    equal(text.split('>here<').length, 2)
    equal(text.split('<use ').length, 4)
    match(text, /@keyframes f\{0%\{[^}]*-0px\)\}25%\{[^}]*\}50%\{[^}]*\}\}/)
    match(text, /animation:f 4\.00s step-end infinite/)
    ok(!text.includes('<script'))
  })
})
