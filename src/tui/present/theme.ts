// What does the terminal let us show? Tones as colours for every eye, as sixteen, as bold and reverse, or as nothing;
// signs as blocks and braille, or as ASCII.

export const tones = ['plain', 'bold', 'dim', 'accent', 'good', 'warn', 'bad', 'other'] as const
export type Tone = (typeof tones)[number]

export const colours = ['many', 'sixteen', 'none', 'plain'] as const
/** many: 256 · sixteen · none: bold and reverse, but no colour · plain: no escapes at all. */
export type Colours = (typeof colours)[number]

export interface Glyphs {
  readonly ascii: boolean
  readonly rule: string
  readonly bar: string
  readonly more: string
  readonly dot: string
  readonly to: string
  readonly up: string
  readonly down: string
  readonly enter: string
  readonly minus: string
  /** From the lowest to the highest. */
  readonly spark: readonly string[]
  readonly full: string
  /** What is compared with it. */
  readonly shade: string
  /** What is more than before. */
  readonly grown: string
}

export interface Theme {
  readonly colours: Colours
  readonly glyphs: Glyphs
}

const unicode: Glyphs = {
  ascii: false,
  rule: '─',
  bar: '│',
  more: '…',
  dot: '·',
  to: '→',
  up: '▲',
  down: '▼',
  enter: '↵',
  minus: '−',
  spark: [...'▁▂▃▄▅▆▇█'],
  full: '█',
  shade: '░',
  grown: '▓',
}

const ascii: Glyphs = {
  ascii: true,
  rule: '-',
  bar: '|',
  more: '~',
  dot: '.',
  to: '->',
  up: '^',
  down: 'v',
  enter: 'enter',
  minus: '-',
  spark: [...'_.:-=+*#'],
  full: '#',
  shade: '.',
  grown: '+',
}

export interface Wishes {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly color: boolean
  readonly ascii: boolean
  readonly terminal: boolean
}

/** Colour is off by NO_COLOR, `--no-color` and a dumb terminal; blocks are off where the locale is not UTF-8. */
export const themeFor = ({ environment, color, ascii: asked, terminal }: Wishes): Theme => {
  const glyphs = asked || environment.TERM === 'dumb' || !speaksUtf8(environment) ? ascii : unicode
  if (!terminal || environment.TERM === 'dumb') return { colours: 'plain', glyphs }
  if (!color || (environment.NO_COLOR ?? '') !== '') return { colours: 'none', glyphs }
  const many = /256|direct|kitty|ghostty|alacritty/.test(environment.TERM ?? '') || environment.COLORTERM !== undefined
  return { colours: many ? 'many' : 'sixteen', glyphs }
}

/** The locale's encoding; where it says nothing, a terminal of today is taken for UTF-8. */
const speaksUtf8 = (environment: Wishes['environment']): boolean => {
  const locale = [environment.LC_ALL, environment.LC_CTYPE, environment.LANG].find((it) => (it ?? '') !== '')
  return locale === undefined || /utf-?8/i.test(locale)
}

/** Okabe and Ito's colours, which differ for every eye. */
const many: Readonly<Record<Tone, string>> = {
  plain: '',
  bold: '1',
  dim: '38;5;245',
  accent: '1;38;5;75',
  good: '38;5;79',
  warn: '1;38;5;214',
  bad: '1;38;5;203',
  other: '38;5;176',
}
const sixteen: Readonly<Record<Tone, string>> = {
  plain: '',
  bold: '1',
  dim: '2',
  accent: '1;36',
  good: '36',
  warn: '1;33',
  bad: '1;31',
  other: '35',
}
const none: Readonly<Record<Tone, string>> = {
  plain: '',
  bold: '1',
  dim: '2',
  accent: '1',
  good: '',
  warn: '1',
  bad: '1',
  other: '',
}
const palettes = { many, sixteen, none }

const strong: ReadonlySet<Tone> = new Set(['bold', 'accent', 'warn', 'bad'])

/** What is selected is one bar: reverse would make a ground of each cell's own colour, also where a cell is empty. */
export const paint = (text: string, tone: Tone, theme: Theme, selected = false): string => {
  if (theme.colours === 'plain') return text
  const code = selected ? (strong.has(tone) ? '1;7' : '7') : palettes[theme.colours][tone]
  return code === '' || text === '' ? text : `\x1b[${code}m${text}\x1b[0m`
}

export const themes: Readonly<Record<'colour' | 'sixteen' | 'none' | 'plain' | 'ascii', Theme>> = {
  colour: { colours: 'many', glyphs: unicode },
  sixteen: { colours: 'sixteen', glyphs: unicode },
  none: { colours: 'none', glyphs: unicode },
  plain: { colours: 'plain', glyphs: unicode },
  ascii: { colours: 'plain', glyphs: ascii },
}
