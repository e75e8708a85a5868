// What may of a text reach the terminal, and how wide is it there? The one place that knows: control characters,
// marks, wide letters, emoji and right-to-left text are made harmless here, and nowhere else.

import { escaped } from '../../core/visible.ts'

const printable = /^[\x20-\x7e]*$/
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Controls, format characters (bidi overrides among them), line separators, lone surrogates, what has no meaning yet. */
const dangerous = /(?!\u200e)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u
const mark = /^[\p{Mn}\p{Me}]$/u
const emojiExtra = /^[\u200d\ufe0e\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]$/u
const regional = /^[\u{1f1e6}-\u{1f1ff}]/u
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
/** After right-to-left letters the line goes on from the left, also where the terminal turns them itself. */
const leftToRight = '\u200e'
const mostMarks = 2

/** Signs that stand in words, as ASCII writes them; every other one is written by its number. */
const inAscii: Readonly<Record<string, string>> = {
  '\u00b5': 'u',
  '\u03bc': 'u',
  '\u2026': '...',
  '\u00b7': '.',
  '\u00d7': 'x',
  '\u2212': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u00b0': ' deg',
  '\u2265': '>=',
  '\u2264': '<=',
  '\u2260': '!=',
  '\u00b1': '+-',
  '\u2192': '->',
  '\u2190': '<-',
  '\u21b5': 'enter',
  '\u00b2': '^2',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
}

const asciiOf = (char: string): string => (printable.test(char) ? char : (inAscii[char] ?? escaped(char)))

/** A text that shows what it holds and does nothing; with `ascii`, of ASCII alone. */
export const safe = (text: string, ascii = false): string => {
  if (printable.test(text)) return text
  const shown = [...segmenter.segment(text)].map(({ segment }) => safeGrapheme(segment)).join('')
  if (ascii) return [...shown.replaceAll(leftToRight, '')].map(asciiOf).join('')
  return rightToLeft.test(shown) && !shown.startsWith(leftToRight) ? `${leftToRight}${shown}${leftToRight}` : shown
}

const safeGrapheme = (grapheme: string): string => {
  if (printable.test(grapheme)) return grapheme
  if (regional.test(grapheme))
    return [...grapheme].map((char) => String.fromCodePoint((char.codePointAt(0) ?? 0) - 0x1f1e6 + 65)).join('')
  const [base = '', ...rest] = grapheme
  // Of an emoji made of several, the first: terminals do not agree how wide the whole is.
  if (/\p{Extended_Pictographic}/u.test(base) && rest.some((char) => emojiExtra.test(char))) return base
  const start = /\p{Zs}/u.test(base) ? ' ' : mark.test(base) || dangerous.test(base) ? escaped(base) : base
  let marks = 0
  const others = rest.filter((char) => !emojiExtra.test(char) && (!mark.test(char) || ++marks <= mostMarks))
  return start + others.map((char) => (dangerous.test(char) ? escaped(char) : char)).join('')
}

/** Pairs of first and last code point that take two columns (Unicode, East Asian Width W and F). */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
]

const widthOfChar = (char: string): number => {
  if (mark.test(char) || char === leftToRight) return 0
  const code = char.codePointAt(0) ?? 0
  const isWide = wide.some(([first, last]) => code >= first && code <= last) || /\p{Emoji_Presentation}/u.test(char)
  return isWide ? 2 : 1
}

/** Columns of a safe text: rather one too many than one too few, so that no line is ever longer than the terminal. */
export const widthOf = (text: string): number => {
  if (printable.test(text)) return text.length
  let width = 0
  for (const char of text) width += widthOfChar(char)
  return width
}

/** At most so many columns; what was cut ends in `more`. */
export const cut = (text: string, width: number, more: string): string => {
  if (width <= 0) return ''
  if (widthOf(text) <= width) return text
  const room = width - widthOf(more)
  if (room < 0) return more.slice(0, width)
  let taken = 0
  let kept = ''
  for (const { segment } of segmenter.segment(text)) {
    const next = widthOf(segment)
    if (taken + next > room) break
    kept += segment
    taken += next
  }
  return (rightToLeft.test(kept) && !kept.endsWith(leftToRight) ? kept + leftToRight : kept) + more
}

/** The last so many columns, for what is typed at its end; what was cut begins with `more`. */
export const endOf = (text: string, width: number, more: string): string => {
  if (widthOf(text) <= width) return text
  let room = width - widthOf(more)
  let kept = ''
  for (const { segment } of [...segmenter.segment(text)].reverse()) {
    room -= widthOf(segment)
    if (room < 0) break
    kept = segment + kept
  }
  return more + kept
}

export type Align = 'left' | 'right'

/** Exactly so many columns. */
export const fit = (text: string, width: number, align: Align, more: string): string => {
  const shown = cut(text, width, more)
  const rest = ' '.repeat(Math.max(0, width - widthOf(shown)))
  return align === 'left' ? shown + rest : rest + shown
}

/** Lines of at most so many columns, broken between words where there are any. */
export const wrapped = (text: string, width: number): string[] => {
  const room = Math.max(1, width)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((it) => pieces(it, room))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer) > room) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}

/** A word longer than the line is taken apart. */
const pieces = (word: string, width: number): string[] => {
  if (widthOf(word) <= width) return [word]
  const parts: string[] = []
  let part = ''
  for (const { segment } of segmenter.segment(word)) {
    if (part !== '' && widthOf(part + segment) > width) {
      parts.push(part)
      part = ''
    }
    part += segment
  }
  return part === '' ? parts : [...parts, part]
}
