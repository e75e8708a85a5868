// What is on the whole screen? Header, tabs, one body, a line of keys: lines of exactly the terminal's size.
import { entryKeys, keysOf } from '../keys.ts'
import type { Look } from '../screens/screen.ts'
import { screenOf } from '../screens/screens.ts'
import { answerTo, bodyHeight, currentPlace, listAt, type State, smallest } from '../state/state.ts'
import { header } from './header.ts'
import { helpLines } from './help.ts'
import { type Cell, cell, crop, empty, fill, fitLine, type Line, line, moreLines, paragraph } from './lines.ts'
import { paletteLines } from './palette.ts'
import { tabLine } from './tabs.ts'
import { cut, endOf, safe, widthOf } from './text.ts'
import type { Theme } from './theme.ts'
import { age } from './words.ts'

export const frame = (state: State, theme: Theme): Line[] => {
  const { columns, rows } = state.size
  const fitted = (lines: readonly Line[]): Line[] => fill(lines, rows).map((it) => fitLine(it, columns, theme))
  if (columns < smallest.columns || rows < smallest.rows) return fitted(tooSmall(state, theme))
  const height = bodyHeight(state)
  return fitted([
    header(state, theme),
    tabLine(state, theme),
    ...fill(body(state, theme, height), height),
    notice(state, theme),
    foot(state, theme),
  ])
}

const body = (state: State, theme: Theme, height: number): Line[] => {
  const look = { width: state.size.columns, height, theme }
  if (state.help !== null) return scrolling(helpLines(state, look), state.help, look)
  if (state.entry?.kind === 'palette') return crop(paletteLines(state, look), height, theme)
  const place = currentPlace(state)
  const screen = screenOf(place.screen)
  const lines = screen.body(state, place, look)
  if (screen.listing(state, place) !== null) return crop(lines, height, theme)
  return scrolling(lines, listAt(state, place).top, look)
}

/** A text from one of its lines on, and how much is after. */
const scrolling = (lines: readonly Line[], from: number, { height, theme }: Look): Line[] => {
  if (lines.length <= height) return [...lines]
  const top = Math.min(from, lines.length - height + 1)
  const after = lines.length - top - (height - 1)
  return [
    ...lines.slice(top, top + height - 1),
    after <= 0 ? line(cell('the end', 'dim')) : moreLines(after, theme, 'j goes on'),
  ]
}

const prompts = {
  filter: 'filter',
  palette: 'command',
  key: 'key',
  instant: 'instant',
  export: 'export to',
  baseline: 'baseline',
} as const
const hints = {
  filter: 'words status: owner: tag: entity: service: view: type: -not',
  palette: 'type what you want, enter does it, esc leaves',
  key: 'enter looks it up, tab completes it, the arrows choose',
  instant: 'as 2026-03-01, 2026-03-01T12:00, or 7d for a week ago; empty is now',
  baseline: 'the arrows choose, or type its number',
  export: 'a file name; the table as it is filtered and sorted, as CSV',
} as const

const hintOf = (state: State, kind: keyof typeof hints): string =>
  (kind === 'filter' ? screenOf(currentPlace(state).screen).filters : undefined) ?? hints[kind]

/** As many of its parts as there is room for; of a filter each word is one. */
const hintWithin = (hint: string, isFilter: boolean, room: number): string => {
  const parts = hint.split(isFilter ? ' ' : /(?<=[,;]) /)
  let kept = parts
  while (kept.length > 0 && widthOf(ended(kept)) > room) kept = kept.slice(0, -1)
  return ended(kept)
}

const ended = (parts: readonly string[]): string => parts.join(' ').replace(/[,;]$/, '')

const notice = (state: State, { glyphs }: Theme): Line => {
  const { entry, confirm, job } = state
  if (entry) {
    const cursor = glyphs.ascii ? '_' : '▏'
    const prompt = `${prompts[entry.kind]}: `
    const room = state.size.columns - prompt.length - 1
    const text = safe(entry.text, glyphs.ascii)
    return line(
      cell(prompt, 'accent'),
      cell(endOf(text, room, glyphs.more), 'bold'),
      cell(cursor, 'accent'),
      cell(`  ${hintWithin(hintOf(state, entry.kind), entry.kind === 'filter', room - widthOf(text) - 2)}`, 'dim'),
    )
  }
  if (confirm) return asked(confirm.question, state.size.columns, glyphs.more)
  if (job) {
    const share = job.total === null || job.total === 0 ? '' : ` ${Math.floor((job.done / job.total) * 100)}%`
    return line(
      cell(`${job.name}: `, 'accent'),
      cell(`${job.step}${share} ${glyphs.more}`),
      cell('   esc', 'accent'),
      cell(' stops it'),
    )
  }
  if (state.notice !== null && state.notice.tone !== 'dim') return line(cell(state.notice.text, state.notice.tone))
  return unread(state) ?? (state.notice === null ? empty : line(cell(state.notice.text, 'dim')))
}

const answers = [' yes   any other key: no', ' yes, else no', ' yes'] as const

/** What may be answered is never cut, and the question only where that is all there is. */
const asked = (question: string, width: number, more: string): Line => {
  const room = (answer: string): number => width - 2 - widthOf(answer)
  const answer = answers.find((it) => widthOf(question) <= room(it)) ?? answers[2]
  return line(cell(`${cut(question, room(answer), more)} `, 'warn'), cell('y', 'accent'), cell(answer))
}

/** What is shown is what was read last: the registry cannot be read now. */
const unread = (state: State): Line | null => {
  const { value, at, error, fix } = answerTo(state, 'registry', '')
  if (value === null || error === null) return null
  return line(
    cell('FAIL ', 'bad'),
    cell(`${error}; shown as it was ${age(at, state.now)}`, 'warn'),
    cell(fix === undefined ? '' : `   ${fix}`, 'dim'),
  )
}

interface FootKey {
  readonly name: string
  readonly word: string
  readonly rank: number
}

/** Keys that do something here, as many whole ones as there is room for; the rest is behind `?`. */
const foot = (state: State, { glyphs }: Theme): Line => {
  const { screen } = currentPlace(state)
  if (state.entry)
    return keyLine(
      entryKeys.flatMap(({ keys: [name = ''], word, foot: isShown }) => (isShown ? [{ name, word, rank: 0 }] : [])),
      state.size.columns,
    )
  if (state.help !== null)
    return line(
      cell('?', 'accent'),
      cell(' or '),
      cell('esc', 'accent'),
      cell(' closes this   any other key does what it says'),
    )
  const keys = keysOf(screen).flatMap(({ keys: [name = ''], word, foot: rank, off }): FootKey[] =>
    rank === undefined || (off?.(state) ?? null) !== null
      ? []
      : [{ name: name === 'enter' ? glyphs.enter : name, word, rank }],
  )
  return keyLine(keys, state.size.columns)
}

const between = 3

const keyLine = (keys: readonly FootKey[], width: number): Line => {
  const room = (some: readonly FootKey[]): number =>
    some.reduce((sum, { name, word }) => sum + name.length + 1 + word.length + between, -between)
  let kept = keys
  while (room(kept) > width) {
    const least = Math.max(...kept.map(({ rank }) => rank))
    if (least === 0) break
    const at = kept.findLastIndex(({ rank }) => rank === least)
    kept = kept.toSpliced(at, 1)
  }
  return {
    cells: kept.flatMap(({ name, word }, at): Cell[] => [
      cell(`${at === 0 ? '' : ' '.repeat(between)}`),
      cell(name, 'accent'),
      cell(` ${word}`),
    ]),
  }
}

const tooSmall = ({ size }: State, theme: Theme): Line[] =>
  paragraph(
    `Pintail needs ${smallest.columns}x${smallest.rows}; this terminal has ${size.columns}x${size.rows}. Make it larger, or press q.`,
    Math.max(1, size.columns),
    theme,
  )
